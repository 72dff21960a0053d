import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The contractor (施工总承包单位) has opened no wage account within thirty days of the contract.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0.
 * Level: yellow to `orangeDays` late; orange above, or once anybody has attended on the site,
 * registered or not; red above `redDays`, or once a wage duty of the project has passed its due day.
 * Facts: dueDay, daysLate (calendar days), attended, wageDueDay (the earliest that passed, else null),
 * knownDay.
 *
 * Silent on the due day itself. Clears when an account is opened, also when it is closed again later.
 */
export const accountNotOpened = defineRule({
  id: 'A01',
  title: '专户未按期开立',
  basis: [
    law.accountForWagesOnly,
    law.accountWithinThirtyDays,
    law.jiangsuAccountOpening,
    law.penaltyForAccount,
  ],
  needs: [],
  params: { orangeDays: 10, redDays: 30 },

  find: ({ day, params }) => sql`
    select
      o.project_id,
      o.subject,
      '-' as period,
      case
        when ${day}::date - o.due_day > ${params.redDays}::int or wage.due_day is not null then 'red'
        when ${day}::date - o.due_day > ${params.orangeDays}::int or site.attended then 'orange'
        else 'yellow'
      end as level,
      0::bigint as amount_fen,
      o.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'dueDay', o.due_day,
        'daysLate', ${day}::date - o.due_day,
        'attended', site.attended,
        'wageDueDay', wage.due_day,
        'knownDay', first_version.known_day
      ) as facts
    from we.obligation o
    cross join lateral (
      select
        exists (
          select from we.attendance_month a
          where a.project_id = o.project_id and we.days_until(a.days, a.month, ${day}::date) <> 0
        ) or exists (
          select from we.attendance_unmatched a
          where a.project_id = o.project_id and we.days_until(a.days, a.month, ${day}::date) <> 0
        ) as attended
    ) site
    cross join lateral (
      select min(w.due_day) as due_day
      from we.obligation w
      where w.project_id = o.project_id and w.kind = 'wage' and w.ended_at = 'infinity'
        and w.due_day < ${day}::date
    ) wage
    cross join lateral (
      select (v.known_at at time zone 'Asia/Shanghai')::date as known_day
      from we.obligation v
      where v.project_id = o.project_id and v.id = o.id
      order by v.version
      limit 1
    ) first_version
    where o.kind = 'account-opening'
      and o.ended_at = 'infinity'
      and o.met_on > ${day}::date
      and o.due_day < ${day}::date`,

  facts: z.object({
    day: z.string(),
    dueDay: z.string(),
    daysLate: z.int(),
    attended: z.boolean(),
    wageDueDay: z.string().nullable(),
    knownDay: z.string(),
  }),

  sentence: (facts) => {
    const due = `农民工工资专用账户应于${formatChinese(facts.dueDay)}前（含当日）开立`;
    const late = `截至${formatChinese(facts.day)}已逾期${facts.daysLate}天，尚无账户开立记录`;
    const more = [
      facts.attended ? '项目已有人员考勤' : '',
      facts.wageDueDay === null ? '' : `首个工资支付日${formatChinese(facts.wageDueDay)}已经届满`,
    ].filter((part) => part !== '');
    const learnt =
      facts.knownDay > facts.dueDay ? `本系统于${formatChinese(facts.knownDay)}才获知该事项。` : '';
    return `${[`${due}，${late}`, ...more].join('；')}。${learnt}`;
  },

  main: 'contractor',
  copies: ['owner'],
  audience: 'parties',
  duty: 'account-opening',
  clearsWhen: '开立农民工工资专用账户，并登记开户日期。',
});
