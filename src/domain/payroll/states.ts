import type { Tx } from '../../../db/client.ts';
import type { Work } from '../../../db/work.ts';
import type { Month } from '../../lib/day.ts';
import { firstOf } from '../../lib/day.ts';

/** Whether the chain of a line `l` was paid in full: what a re-send paid is kept on its root. */
const isPaid = (sql: Tx) => sql`case when l.kind = 'resend' then exists (
    select from we.payroll_line r where r.project_id = l.project_id and r.wage_month = l.wage_month
      and r.batch_id = l.root_batch_id and r.line_no = l.root_line_no and r.paid_fen >= r.pay_fen)
  else l.paid_fen >= l.pay_fen end`;

/** Whether a line of a batch `b` is still to be paid. */
export const hasUnpaid = (sql: Tx) => sql`exists (
  select from we.payroll_line l where l.project_id = b.project_id and l.wage_month = b.wage_month and l.batch_id = b.id
    and not ${isPaid(sql)})`;

/** Each line's own state after a message, and the state of the batches whose chains it touched. */
export async function refreshStates(
  { sql }: Work,
  projectId: number,
  month: Month,
  messageId: string,
): Promise<void> {
  await sql`
    with own as (
      select distinct on (e.batch_id, e.line_no) e.batch_id, e.line_no, e.outcome
      from we.payout_event e
      where e.project_id = ${projectId} and e.wage_month = ${firstOf(month)}::date and (e.batch_id, e.line_no) in (
        select n.batch_id, n.line_no from we.payout_event n
        where n.project_id = ${projectId} and n.wage_month = ${firstOf(month)}::date and n.message_id = ${messageId})
      order by e.batch_id, e.line_no, (e.outcome in ('accepted', 'unknown')), case when e.outcome in ('accepted', 'unknown') then e.at end desc,
        e.on_day desc, array_position(array['rejected', 'paid', 'returned'], e.outcome) desc
    )
    update we.payroll_line l set state = o.outcome from own o
    where l.project_id = ${projectId} and l.wage_month = ${firstOf(month)}::date and l.batch_id = o.batch_id and l.line_no = o.line_no
      and l.state is distinct from o.outcome`;
  await sql`
    with touched as materialized (
      select distinct n.root_batch_id, n.root_line_no from we.payout_event n
      where n.project_id = ${projectId} and n.wage_month = ${firstOf(month)}::date and n.message_id = ${messageId}
    ),
    batch as (
      select t.root_batch_id as id from touched t
      union
      select e.batch_id from we.payout_event e
      join touched t on t.root_batch_id = e.root_batch_id and t.root_line_no = e.root_line_no
      where e.project_id = ${projectId} and e.wage_month = ${firstOf(month)}::date
    ),
    state as (
      select b.id, case when ${hasUnpaid(sql)} then 'paying' else 'paid' end as status
      from we.payroll_batch b
      where b.project_id = ${projectId} and b.wage_month = ${firstOf(month)}::date and b.id in (select id from batch)
        and b.status in ('ordered', 'paying', 'paid')
    )
    update we.payroll_batch b set status = s.status from state s
    where b.project_id = ${projectId} and b.id = s.id and b.status <> s.status`;
}
