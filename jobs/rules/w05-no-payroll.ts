import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { knownDay, monthsOf } from '../facts/wages.ts';
import { dayWord, dutyShape, monthWord } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Workers attended in a month, and the employer's payroll (工资支付表) of it does not name them by the
 * end of the cut-off, the working day `sheetWorkingDays` before the pay day.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: 0, for none is known.
 * Level: yellow; orange after the pay day; red after it when the missing are `redShare` of those who
 * attended, or when there is no live line at all a month later.
 * Facts: dueDay, the cut-off, daysLate since then, payDay, attending, missing, noPayroll.
 *
 * Silent on the cut-off itself. Clears once everybody who attended has a live line.
 */
export const noPayroll = defineRule({
  id: 'W05',
  title: '有考勤无工资表',
  basis: [law.payrollMonthly, law.contractorChecksPayroll, law.penaltyForPayroll],
  needs: [],
  params: { sheetWorkingDays: 5, redShare: 0.1 },

  find: ({ day, since, params }) => sql`
    with sheet as (
      select s.project_id, s.id, s.subject, s.period, (s.period || '-01')::date as wage_month,
        w.due_day as pay_day, cutoff.day as due_day
      from we.obligation s
      cross join lateral (
        select w.due_day
        from we.obligation w
        where w.project_id = s.project_id and w.kind = 'wage' and w.subject = s.subject
          and w.period = s.period and w.ended_at = 'infinity'
        offset 0
      ) w
      join we.calendar_day pay on pay.day = w.due_day
      join we.calendar_day cutoff
        on cutoff.working
        and cutoff.wd_no = pay.wd_no - pay.working::int + 1 - ${params.sheetWorkingDays}::int
      where s.kind = 'payroll-sheet'
        and s.ended_at = 'infinity'
        and s.met_on > ${day}::date
        and cutoff.day < ${day}::date
    ),
    attending as (
      select s.project_id, s.id, s.subject, s.period, s.wage_month, s.pay_day, s.due_day,
        a.engagement_id,
        bool_or(l.batch_id is not null) as listed
      from sheet s
      -- With an offset, so that the month is looked up in the index and not filtered out of all months.
      cross join lateral (
        select a.project_id, a.month, a.employer_id, a.engagement_id
        from we.attendance_month a
        where a.project_id = s.project_id and a.month = s.wage_month and a.employer_id = s.subject
          and we.days_until(a.days, a.month, ${day}::date) <> 0
        offset 0
      ) a
      left join we.payroll_line l
        on ${monthsOf(day, since)}
        and l.project_id = a.project_id and l.wage_month = a.month and l.employer_id = a.employer_id
        and l.engagement_id = a.engagement_id
        and l.claimed_on <= ${day}::date and l.withdrawn_on > ${day}::date
      group by s.project_id, s.id, s.subject, s.period, s.wage_month, s.pay_day, s.due_day,
        a.engagement_id
    ),
    found as (
      select project_id, id, subject, period, pay_day, due_day,
        count(*)::int as attending,
        (count(*) filter (where not listed))::int as missing
      from attending
      group by project_id, id, subject, period, pay_day, due_day
      having count(*) filter (where not listed) >= 1
    )
    select
      f.project_id,
      f.subject,
      f.period,
      case
        when ${day}::date > f.pay_day and f.missing >= f.attending * ${params.redShare}::numeric
          then 'red'
        when sheets.absent and ${day}::date > (f.pay_day + interval '1 month')::date then 'red'
        when ${day}::date > f.pay_day then 'orange'
        else 'yellow'
      end as level,
      0::bigint as amount_fen,
      f.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', f.period,
        'dueDay', f.due_day,
        'daysLate', ${day}::date - f.due_day,
        'knownDay', known.day,
        'payDay', f.pay_day,
        'attending', f.attending,
        'missing', f.missing,
        'noPayroll', sheets.absent
      ) as facts
    from found f
    cross join lateral (
      -- With a limit, so that it is looked up an employer at a time.
      select (
        select b.id from we.payroll_batch b
        where b.project_id = f.project_id and b.wage_month = (f.period || '-01')::date and b.employer_id = f.subject
          and b.claimed_on <= ${day}::date and b.withdrawn_on > ${day}::date
        limit 1
      ) is null as absent
    ) sheets
    cross join lateral (${knownDay(sql`f`)}) known`,

  facts: z.object({
    ...dutyShape,
    /** The pay day of the month's wages. */
    payDay: z.iso.date(),
    attending: z.int(),
    missing: z.int(),
    /** The employer has no live line of the month at all. */
    noPayroll: z.boolean(),
  }),

  sentence: (facts) => {
    const { day, period, dueDay, daysLate, payDay, attending, missing } = facts;
    const month = monthWord(period, day);
    const due = `${month}工资应于${dayWord(payDay, day)}发放，工资支付表应于${dayWord(dueDay, day)}前编报`;
    const sheet = facts.noPayroll
      ? `${attending}名有考勤的工人均无工资支付表`
      : `${attending}名有考勤的工人中仍有${missing}名未列入工资支付表`;
    return `${due}，截至${dayWord(day, day)}${sheet}，逾期${daysLate}天。`;
  },

  main: 'employer',
  copies: ['contractor', 'owner'],
  audience: 'parties',
  duty: 'payroll-sheet',
  clearsWhen: '将有考勤的工人全部列入经本人签字确认的工资支付表；考勤有误的，说明理由后作废。',
});
