import { type SQL, sql } from 'drizzle-orm';
import { addMonths, type Day, firstOf, monthOf } from '../../src/lib/day.ts';
import { monthsOf } from './wages.ts';

/** How far back a payment is looked into: 劳动保障监察条例 20 leaves what is older than two years alone. */
const LOOK_BACK_MONTHS = 24;

/**
 * SELECT: the payments standing on the day in the wage months marked for rules W04 (`payee`) or W12 (`pattern`), one row a
 * `paid` event that no later return or rejection of its line took back: `project_id, wage_month, employer_id, engagement_id,
 * worker_id, name, team, entered_on, exited_on, registered_on, batch_id, line_no, kind, work_days, net_fen, amount_fen,
 * on_day, payee_name, account`. The account is the one the bank named, else the one it was ordered to pay to.
 * What the authority has looked into by then is `reviewed`.
 */
export const payments = (day: Day, about: 'payee' | 'pattern'): SQL => {
  const from = firstOf(addMonths(monthOf(day), -LOOK_BACK_MONTHS));
  return sql`
  select l.project_id, l.wage_month, l.employer_id, l.engagement_id, g.worker_id, g.name, g.team,
    g.entered_on, g.exited_on, (g.known_at at time zone 'Asia/Shanghai')::date as registered_on,
    l.batch_id, l.line_no, l.kind, l.work_days, l.net_fen, e.amount_fen, e.on_day, e.payee_name,
    coalesce(e.payee_bidx, l.card_bidx) as account,
    exists (
      select from we.pay_review r
      where r.project_id = l.project_id and r.wage_month = l.wage_month and r.employer_id = l.employer_id
        and r.about = ${about} and r.on_day <= ${day}::date and r.on_day >= e.on_day
    ) as reviewed
  from we.pay_doubt m
  -- With offsets, so that a month's lines and a line's events are looked up and no history is read.
  cross join lateral (
    select l.project_id, l.wage_month, l.employer_id, l.engagement_id, l.batch_id, l.line_no, l.kind,
      l.work_days, l.net_fen, l.card_bidx, l.root_batch_id, l.root_line_no
    from we.payroll_line l
    where ${monthsOf(day, { month: from, laidOut: false })}
      and l.project_id = m.project_id and l.wage_month = m.wage_month
    offset 0
  ) l
  cross join lateral (
    select e.amount_fen, e.on_day, e.payee_name, e.payee_bidx
    from (
      select e.*,
        max(e.on_day) filter (where e.outcome = 'returned') over () as returned_on,
        max(e.on_day) filter (where e.outcome = 'rejected') over () as rejected_on
      from we.payout_event e
      where e.project_id = l.project_id and e.wage_month = l.wage_month
        and e.root_batch_id = l.root_batch_id and e.root_line_no = l.root_line_no
        and e.batch_id = l.batch_id and e.line_no = l.line_no and e.on_day <= ${day}::date
    ) e
    where e.outcome = 'paid'
      and e.on_day >= coalesce(e.rejected_on, '-infinity')
      and e.on_day > coalesce(e.returned_on, '-infinity')
    offset 0
  ) e
  cross join lateral (
    select g.worker_id, g.name, g.team, g.entered_on, g.exited_on, g.known_at
    from we.engagement g
    where g.project_id = l.project_id and g.id = l.engagement_id
    offset 0
  ) g
  where m.about = ${about} and m.wage_month between ${from}::date and ${day}::date`;
};

/** How many rows a finding shows. */
const ROWS_SHOWN = 20;

/**
 * jsonb: the first rows of a finding, of `rows` (a relation with the columns of `payments` and `why`, text[]). By the numbers of
 * batch and line, so that whoever may open the batch finds the person; nobody is named. `more`: jsonb to add to a row, or null.
 */
export const rowsJson = (rows: SQL, same: SQL, more: SQL = sql`null::jsonb`): SQL => sql`(
  select jsonb_agg(x.row order by x.on_day, x.batch_no, x.line_no)
  from (
    select r.on_day, b.batch_no, r.line_no, jsonb_build_object(
      'endToEndId', b.batch_no || '-' || r.line_no, 'paidOn', r.on_day, 'amountFen', r.amount_fen, 'why', to_jsonb(r.why)
    ) || coalesce(${more}, '{}') as row
    from ${rows} r
    join we.payroll_batch b on b.project_id = r.project_id and b.id = r.batch_id
    where ${same}
    order by r.on_day, b.batch_no, r.line_no
    limit ${ROWS_SHOWN}::int
  ) x
)`;
