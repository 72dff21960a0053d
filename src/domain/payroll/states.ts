import type { Tx } from '../../../db/client.ts';
import { inMonth } from '../../../db/partition.ts';
import { sendAhead, type Work } from '../../../db/work.ts';
import type { Day, Month } from '../../lib/day.ts';
import { firstOf } from '../../lib/day.ts';
import { type FreshEvent, placesOf } from './places.ts';

/**
 * Whether the chain of a line of a batch `b` of this project, month (its first day) and kind is still to be paid: true or
 * null. What a re-send paid is kept on its root. An open line is found at once by the index of such lines. The month is
 * told, not read from `b`, and one line is looked for, not whether one exists: each part less is a plan over all months less.
 */
export const unpaidOf = (sql: Tx, projectId: number, first: Day, kind: string) =>
  kind === 'resend'
    ? sql`(select true from we.payroll_line l
        join we.payroll_line r on r.project_id = ${projectId} and r.wage_month = ${inMonth(sql, first)}
          and r.batch_id = l.root_batch_id and r.line_no = l.root_line_no
        where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, first)} and l.batch_id = b.id and r.paid_fen < r.pay_fen limit 1)`
    : sql`(select true from we.payroll_line l where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, first)}
        and l.employer_id = b.employer_id and l.paid_fen < l.pay_fen and l.batch_id = b.id and l.kind <> 'resend' limit 1)`;

/**
 * Of a line's events `e` the one that tells its state: the last day's gravest; only where there is no other, the last word,
 * and the graver of two at one moment. Events of one outcome differ in their moment, so the order is total.
 */
export const tellingFirst = (
  sql: Tx,
) => sql`(e.outcome in ('accepted', 'unknown')), case when e.outcome in ('accepted', 'unknown') then e.at end desc,
  e.on_day desc, array_position(array['accepted', 'unknown', 'rejected', 'paid', 'returned'], e.outcome) desc, e.at desc`;

/** After new events: the state of re-sent lines (the fold has told that of roots), and of the batches whose chains they touched. */
export async function refreshStates(
  work: Work,
  projectId: number,
  month: Month,
  fresh: readonly FreshEvent[],
): Promise<void> {
  const resent = fresh.filter(
    (f) => f.batch_id !== f.root_batch_id || f.line_no !== f.root_line_no,
  );
  if (resent.length > 0) await refreshLines(work, projectId, month, resent);
  await refreshBatches(work, projectId, month, fresh);
}

async function refreshLines(
  { sql }: Work,
  projectId: number,
  month: Month,
  fresh: readonly FreshEvent[],
) {
  const at = placesOf(fresh.map((f) => [f.batch_id, f.line_no]));
  await sql`
    with own as (
      select distinct on (e.batch_id, e.line_no) e.batch_id, e.line_no, e.outcome
      from unnest(${at.each}::uuid[], ${at.lines}::int[]) as t(batch_id, line_no)
      join (
        select batch_id, line_no, outcome, at, on_day from we.payout_event
        where project_id = ${projectId} and batch_id = any(${at.batches}::uuid[]) and line_no between ${at.lowest} and ${at.highest}
      ) e on e.batch_id = t.batch_id and e.line_no = t.line_no
      order by e.batch_id, e.line_no, ${tellingFirst(sql)}
    )
    update we.payroll_line l set state = o.outcome from own o
    where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, firstOf(month))} and l.batch_id = o.batch_id and l.line_no = o.line_no
      and l.batch_id = any(${at.batches}::uuid[]) and l.line_no between ${at.lowest} and ${at.highest}
      and l.state is distinct from o.outcome`;
}

/**
 * What returned or was paid on one of a chain's lines concerns the batches of all of them: the root's, and each batch of
 * re-sends the bank has spoken of, whichever of its lines that was.
 */
async function refreshBatches(
  work: Work,
  projectId: number,
  month: Month,
  fresh: readonly FreshEvent[],
) {
  const { sql } = work;
  const roots = placesOf(fresh.map((f) => [f.root_batch_id, f.root_line_no]));
  const first = firstOf(month);
  const batches = await sql<{ id: string; kind: string }[]>`
    select b.id, b.kind from we.payroll_batch b
    where b.project_id = ${projectId} and b.wage_month = ${first}::date and b.status in ('ordered', 'paying', 'paid')
      and (b.id = any(${roots.batches}::uuid[]) or b.kind = 'resend' and exists (
        select from we.payout_event e where e.project_id = ${projectId} and e.batch_id = b.id))`;
  // The planner takes a third of the lines for open, and to find one would read the month from its start, past all that are paid.
  sendAhead(work, sql`set local enable_seqscan = off`);
  for (const [kind, some] of Map.groupBy(batches, (b) => (b.kind === 'resend' ? b.kind : 'own'))) {
    await sql`
      update we.payroll_batch b set status = s.status from (
        select b.id, case when ${unpaidOf(sql, projectId, first, kind)} then 'paying' else 'paid' end as status
        from we.payroll_batch b where b.project_id = ${projectId} and b.id = any(${some.map((b) => b.id)}::uuid[])
      ) s
      where b.project_id = ${projectId} and b.id = s.id and b.status <> s.status`;
  }
  sendAhead(work, sql`set local enable_seqscan = on`);
}
