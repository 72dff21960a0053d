import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Open duties were reckoned with a year whose official holidays are not known yet.
 *
 * Subject: `calendar`. Period: `-`, one finding a project. Amount: 0. The due day is the earliest of
 * those duties'.
 * Level: yellow.
 * Facts: years (those not confirmed), dutyCount, dueDay (null when every clock stands still).
 *
 * Clears when the year's list is confirmed and the duties are reckoned again, or when they are met.
 */
export const calendarMissing = defineRule({
  id: 'M03',
  title: '节假日数据缺失',
  basis: [law.wageBeforeHoliday, law.termEndsAfterHoliday],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      o.project_id,
      'calendar' as subject,
      '-' as period,
      'yellow' as level,
      0::bigint as amount_fen,
      min(nullif(o.due_day, 'infinity')) as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'years', coalesce(
          jsonb_agg(distinct extract(year from c.day)::int) filter (where c.provisional), '[]'
        ),
        'dutyCount', count(distinct o.id),
        'dueDay', min(nullif(o.due_day, 'infinity'))
      ) as facts
    from we.obligation o
    cross join lateral (values (o.nominal_day), (o.due_day)) reckoned(day)
    left join we.calendar_day c on c.day = reckoned.day
    where o.provisional
      and o.ended_at = 'infinity'
      and o.met_on > ${day}::date
    group by o.project_id`,

  facts: z.object({
    day: z.string(),
    years: z.array(z.int()),
    dutyCount: z.int(),
    dueDay: z.string().nullable(),
  }),

  sentence: (facts) => {
    const years =
      facts.years.length === 0 ? '有关年度' : facts.years.map((y) => `${y}年`).join('、');
    return `${years}的节假日安排尚未确认，该项目有${facts.dutyCount}项义务的到期日暂按一般周末和法定节假日推算，待公布后重新计算。`;
  },

  main: 'operator',
  copies: [],
  audience: 'authority',
  clearsWhen: '导入并确认该年度的节假日安排，到期日随之重新计算。',
});
