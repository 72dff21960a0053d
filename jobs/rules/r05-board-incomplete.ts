import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The last check of the notice board (维权信息告示牌) that counts found one of the three groups of 条例 34 missing.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0. The due day is the first of the checks since the last without fault.
 * Level: yellow; orange more than `orangeDays` after that day.
 * Facts: checkedOn, sinceDay, lacksParties, lacksWages, lacksChannels.
 *
 * Silent where nobody has checked, and on a project that is finished. Clears with a check that finds all three: the
 * contractor's, with a photograph, counts once the authority has confirmed it.
 */
export const boardIncomplete = defineRule({
  id: 'R05',
  title: '维权信息告示牌缺项',
  basis: [law.noticeBoard, law.penaltyForBoard],
  needs: [],
  params: { orangeDays: 15 },

  find: ({ day, params }) => sql`
    with checked as (
      select p.id as project_id, p.contractor_id, last.shown, last.on_day, last.version
      from we.project p
      cross join lateral (
        select r.shown, r.on_day, r.version
        from we.site_record r
        where r.project_id = p.id and r.kind = 'board-check' and r.effective_at is not null
          and r.on_day <= ${day}::date
        order by r.on_day desc, r.version desc
        limit 1
      ) last
      where p.status <> 'finished'
        and not last.shown @> array['parties', 'wages', 'channels']
    )
    select
      c.project_id,
      c.contractor_id as subject,
      '-' as period,
      case when ${day}::date - since.day > ${params.orangeDays}::int then 'orange' else 'yellow' end
        as level,
      0::bigint as amount_fen,
      since.day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'checkedOn', c.on_day,
        'sinceDay', since.day,
        'lacksParties', not 'parties' = any(c.shown),
        'lacksWages', not 'wages' = any(c.shown),
        'lacksChannels', not 'channels' = any(c.shown)
      ) as facts
    from checked c
    left join lateral (
      select r.on_day, r.version
      from we.site_record r
      where r.project_id = c.project_id and r.kind = 'board-check' and r.effective_at is not null
        and (r.on_day, r.version) < (c.on_day, c.version)
        and r.shown @> array['parties', 'wages', 'channels']
      order by r.on_day desc, r.version desc
      limit 1
    ) whole on true
    cross join lateral (
      select min(r.on_day) as day
      from we.site_record r
      where r.project_id = c.project_id and r.kind = 'board-check' and r.effective_at is not null
        and r.on_day <= ${day}::date
        and (whole.version is null or (r.on_day, r.version) > (whole.on_day, whole.version))
    ) since`,

  facts: z.object({
    day: z.iso.date(),
    checkedOn: z.iso.date(),
    sinceDay: z.iso.date(),
    lacksParties: z.boolean(),
    lacksWages: z.boolean(),
    lacksChannels: z.boolean(),
  }),

  sentence: (facts) => {
    const lacks = [
      facts.lacksParties ? '有关单位和劳资专管员等基本信息' : '',
      facts.lacksWages ? '当地最低工资标准、工资支付日期等基本信息' : '',
      facts.lacksChannels ? '投诉举报电话和申请渠道等信息' : '',
    ].filter((part) => part !== '');
    return `${formatChinese(facts.checkedOn)}检查，维权信息告示牌未明示${lacks.join('、')}，截至${formatChinese(facts.day)}没有补正记录。`;
  },

  main: 'contractor',
  copies: ['owner'],
  audience: 'parties',
  clearsWhen: '在施工现场醒目位置的告示牌上补齐三类事项，并报送照片，经主管部门确认。',
});
