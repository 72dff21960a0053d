import { type SQL, sql } from 'drizzle-orm';
import { addDays, addMonths, type Day, firstOf, monthOf } from '../../src/lib/day.ts';
import { chains, dueChains, monthsOf, type Since } from './wages.ts';

/**
 * For how many days after an exit it is asked whether every month stands on a payroll and the leaver confirmed what came late.
 * What is owed of duties that are due is asked of everybody who ever left.
 */
export const LOOK_BACK_DAYS = 92;
/** The months before that of the exit of which a late payment counts. */
const MONTHS_BEFORE = 2;

/**
 * SELECT: who left a project's employer before the day, and how their wages stand on it: `project_id, employer_id, engagement_id,
 * exited_on, due_day, unpaid_fen, unlisted, paid_late, confirmed`. Who left long ago is there only with something owed.
 *
 * - `due_day`: what was last agreed with him in writing, else the n-th working day after the exit (江苏省工资支付条例 19);
 * - `unpaid_fen`: owed less paid over the live lines of whatever month, of duties that are due or of the employer's next one;
 * - `unlisted`: attended in the month of the exit, or the one before, without a live line of it;
 * - `paid_late`: a payment of the last months came after `due_day`;
 * - `confirmed`: his own word, signed on the day of the exit or later.
 */
export const leavers = (day: Day, since: Since | undefined, workingDays: number): SQL => sql`
  with recent as materialized (
    select e.project_id, e.id, e.employer_id, e.exited_on
    from we.engagement e
    where e.exited_on >= ${day}::date - ${LOOK_BACK_DAYS}::int and e.exited_on < ${day}::date
  ),
  owed as materialized (
    select c.project_id, c.engagement_id, sum(c.owed_fen - c.paid_fen)::bigint as fen
    from (
      select k.project_id, k.id, k.engagement_id,
        coalesce(sum(k.net_fen) filter (where not k.replaced), 0)::bigint as owed_fen,
        sum(k.paid_fen)::bigint as paid_fen
      from (
        select project_id, id, engagement_id, net_fen, replaced, paid_fen from (${dueChains(day, since)}) d
        union all
        select project_id, id, engagement_id, net_fen, replaced, paid_fen
        from (${chains(day, since, nextDuties(day))}) n
      ) k
      group by k.project_id, k.id, k.engagement_id
    ) c
    where c.owed_fen > c.paid_fen
    group by c.project_id, c.engagement_id
  ),
  left_site as (
    select r.project_id, r.id, r.employer_id, r.exited_on, coalesce(o.fen, 0) as unpaid_fen, true as lately
    from recent r
    left join owed o on o.project_id = r.project_id and o.engagement_id = r.id
    union all
    select e.project_id, e.id, e.employer_id, e.exited_on, o.fen, false
    from owed o
    join we.engagement e on e.project_id = o.project_id and e.id = o.engagement_id
    where e.exited_on < ${day}::date - ${LOOK_BACK_DAYS}::int
  )
  select v.project_id, v.employer_id, v.id as engagement_id, v.exited_on, term.due_day, v.unpaid_fen,
    v.lately and ${hasUnlisted(day)} as unlisted,
    v.lately and ${wasPaidAfter(day)} as paid_late,
    (
      select s.id from we.exit_statement s
      where s.project_id = v.project_id and s.engagement_id = v.id and s.kind = 'confirmation'
        and s.on_day between v.exited_on and ${day}::date
      limit 1
    ) is not null as confirmed
  from left_site v
  cross join lateral (
    select coalesce(
      (
        select s.pay_on
        from we.exit_statement s
        where s.project_id = v.project_id and s.engagement_id = v.id and s.kind = 'agreement'
          and s.on_day <= ${day}::date
        order by s.on_day desc, s.known_at desc
        limit 1
      ),
      (
        select k.day
        from we.calendar_day c
        join we.calendar_day k on k.working and k.wd_no = c.wd_no + ${workingDays}::int
        where c.day = v.exited_on
      )
    ) as due_day
  ) term`;

/** SELECT: the wage duties that are not due yet, of employers whom somebody left lately: some of it may be owed already. */
const nextDuties = (day: Day): SQL => sql`
  select o.project_id, o.id, o.subject as employer_id, (o.period || '-01')::date as wage_month, o.due_day
  from we.obligation o
  where o.kind = 'wage' and o.ended_at = 'infinity' and o.due_day >= ${day}::date and o.met_on > ${day}::date
    and exists (
      select from recent r where r.project_id = o.project_id and r.employer_id = o.subject
    )`;

// Here and below with limits, so that a leaver's rows are looked up and never become a join with all months.

/** Condition on `v`: attended in the month of the exit or the one before, and no live line says what he gets for it. */
const hasUnlisted = (day: Day): SQL => sql`(
  select a.month from we.attendance_month a
  where a.project_id = v.project_id and a.engagement_id = v.id
    and a.month in (
      date_trunc('month', v.exited_on)::date, (date_trunc('month', v.exited_on) - interval '1 month')::date
    )
    and we.days_until(a.days, a.month, ${day}::date) <> 0
    and (
      select l.batch_id from we.payroll_line l
      where ${monthsOf(day, lastMonths(day))}
        and l.project_id = v.project_id and l.wage_month = a.month and l.employer_id = v.employer_id
        and l.engagement_id = v.id and l.claimed_on <= ${day}::date and l.withdrawn_on > ${day}::date
      limit 1
    ) is null
  limit 1
) is not null`;

/** Condition on `v` and `term`: the bank paid something of his last months after the day by which all was to be paid. */
const wasPaidAfter = (day: Day): SQL => sql`(
  select l.batch_id from we.payroll_line l
  join we.payout_event e
    on e.project_id = l.project_id and e.wage_month = l.wage_month
    and e.root_batch_id = l.batch_id and e.root_line_no = l.line_no
    and e.outcome = 'paid' and e.on_day > term.due_day and e.on_day <= ${day}::date
  where ${monthsOf(day, lastMonths(day))}
    and l.project_id = v.project_id and l.employer_id = v.employer_id and l.engagement_id = v.id
    and l.wage_month between (date_trunc('month', v.exited_on) - interval '${sql.raw(String(MONTHS_BEFORE))} months')::date
      and date_trunc('month', v.exited_on)::date
    and l.kind <> 'resend' and l.withdrawn_on > ${day}::date
  limit 1
) is not null`;

/** The wage months that such lines can be of. */
const lastMonths = (day: Day): Since => ({
  month: firstOf(addMonths(monthOf(addDays(day, -LOOK_BACK_DAYS)), -MONTHS_BEFORE)),
  laidOut: false,
});
