import { type SQL, sql } from 'drizzle-orm';
import { addMonths, type Day, firstOf, monthOf } from '../../src/lib/day.ts';
import { firstSheet, monthsOf } from './wages.ts';

/** How far back slips are asked for: 劳动保障监察条例 20 leaves what is older than two years alone. */
const LOOK_BACK_MONTHS = 24;

/**
 * SELECT: the lines that the bank paid, of live batches, whose worker was given no pay slip by the day though the last one for it, the
 * n-th working day after the payment, is over: `project_id, employer_id, wage_month, batch_no, line_no, paid_on, due_day`. Paid is
 * a line whose chain has a payment that no later return or rejection took back; the first of these counts.
 */
export const slipless = (day: Day, workingDays: number): SQL => {
  const from = firstOf(addMonths(monthOf(day), -LOOK_BACK_MONTHS));
  return sql`
  select b.project_id, b.employer_id, b.wage_month, b.batch_no, l.line_no, p.paid_on, last.day as due_day
  from we.payroll_batch b
  -- With offsets, so that a batch's lines and a chain's events are looked up and no history is read.
  cross join lateral (
    select l.line_no
    from we.payroll_line l
    where ${monthsOf(day, { month: from, laidOut: false })}
      and l.project_id = b.project_id and l.wage_month = b.wage_month and l.batch_id = b.id
      and not exists (
        select from we.pay_slip s
        where s.project_id = b.project_id and s.batch_id = b.id and s.line_no = l.line_no and s.on_day <= ${day}::date
      )
    offset 0
  ) l
  cross join lateral (
    select min(e.on_day) as paid_on
    from (
      select e.outcome, e.on_day,
        max(e.on_day) filter (where e.outcome = 'returned') over () as returned_on,
        max(e.on_day) filter (where e.outcome = 'rejected') over () as rejected_on
      from we.payout_event e
      where e.project_id = b.project_id and e.wage_month = b.wage_month
        and e.root_batch_id = b.id and e.root_line_no = l.line_no and e.on_day <= ${day}::date
    ) e
    where e.outcome = 'paid'
      and e.on_day >= coalesce(e.rejected_on, '-infinity')
      and e.on_day > coalesce(e.returned_on, '-infinity')
    offset 0
  ) p
  join we.calendar_day paid on paid.day = p.paid_on
  join we.calendar_day last on last.working and last.wd_no = paid.wd_no + ${workingDays}::int
  where b.kind <> 'resend' and b.slips_on > ${day}::date and b.wage_month >= ${from}::date
    and b.claimed_on <= ${day}::date and b.withdrawn_on > ${day}::date
    and last.day < ${day}::date`;
};

/**
 * SELECT: people on a site that is not finished of whom no way to reach them is registered, though the payroll of the month in which they
 * came was due before the day: `project_id, employer_id, due_day` (that cut-off).
 */
export const phonelessPeople = (day: Day): SQL => sql`
  select e.project_id, e.employer_id, cutoff.due_day
  from we.engagement e
  join we.project p on p.id = e.project_id
  ${firstSheet}
  where e.phone_cipher is null and e.entered_on <= ${day}::date
    and (e.exited_on is null or e.exited_on >= ${day}::date)
    and p.status <> 'finished' and cutoff.due_day < ${day}::date`;
