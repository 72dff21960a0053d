import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { hasAttended } from '../facts/attendance.ts';
import { inForce, isWaiting, owedOn } from '../facts/site.ts';
import { zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Works have begun and the owner has given no guarantee that it will pay for them (工程款支付担保), or the one it gave is over.
 * They have begun on the day stated, else once anybody has attended; nothing is asked of a project in preparation.
 *
 * Subject: the owner's uscc. Period: `-`. Amount: 0. The due day is the day on which works begin, null where it was not told.
 * Level: orange; red while wages are owed (W01, W02, what is held apart).
 * Facts: startsOn (null: not told), expiredOn (null: none was ever given), waiting (stated by a party and not confirmed),
 * owedFen.
 *
 * Clears when the authority states or confirms a guarantee, or the project is finished.
 */
export const guaranteeMissing = defineRule({
  id: 'F07',
  title: '未提供工程款支付担保',
  basis: [law.guaranteeForWorks, law.ownerWithoutGuarantee, law.penaltyForGuarantee],
  needs: [],
  params: {},

  find: ({ day, since }) => sql`
    with lack as materialized (
      select p.id as project_id, p.owner_id, p.starts_on, nullif(g.until_day, 'infinity') as expired_on
      from we.project p
      left join lateral (${inForce(day, 'payment-guarantee', sql`p.id`)}) g on true
      where p.status in ('active', 'suspended')
        and coalesce(g.until_day, '-infinity'::date) < ${day}::date
        and case when p.starts_on is null then ${hasAttended(day, sql`p.id`)}
          else p.starts_on <= ${day}::date end
    ),
    owed as materialized (${owedOn(day, since, sql`select l.project_id from lack l`)})
    select
      l.project_id,
      l.owner_id as subject,
      '-' as period,
      case when owed.fen > 0 then 'red' else 'orange' end as level,
      0::bigint as amount_fen,
      l.starts_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'startsOn', l.starts_on,
        'expiredOn', l.expired_on,
        'waiting', ${isWaiting(day, 'payment-guarantee', sql`l.project_id`)},
        'owedFen', coalesce(owed.fen, 0)
      ) as facts
    from lack l
    left join owed on owed.project_id = l.project_id`,

  facts: z.object({
    day: z.iso.date(),
    startsOn: z.iso.date().nullable(),
    expiredOn: z.iso.date().nullable(),
    waiting: z.boolean(),
    owedFen: zFen,
  }),

  sentence: (facts) => {
    const begun =
      facts.startsOn === null ? '项目已有人员考勤' : `项目于${formatChinese(facts.startsOn)}开工`;
    const before =
      facts.expiredOn === null
        ? '没有建设单位提供工程款支付担保的记录'
        : `工程款支付担保已于${formatChinese(facts.expiredOn)}到期，没有续保记录`;
    const lack = facts.waiting ? '所报送的工程款支付担保尚未经主管部门确认' : before;
    const owed = facts.owedFen > 0 ? `；该项目仍欠工资${formatYuan(facts.owedFen)}元` : '';
    return `${begun}，截至${formatChinese(facts.day)}${lack}${owed}。`;
  },

  main: 'owner',
  copies: ['contractor'],
  audience: 'parties',
  clearsWhen: '向施工单位提供工程款支付担保，并经主管部门确认。',
});
