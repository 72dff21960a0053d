import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { addDays, firstOf } from '../../lib/day.ts';
import { parseEndToEndId } from '../../lib/id.ts';
import { type Debit, explain, type Ordered } from './explain.ts';

/**
 * Brings the list of unexplained debits up to date: the debits not explained so far, those of a message
 * just taken, and all that name a batch which such a debit or the caller names.
 *
 * @param batchNos batches that were just ordered
 * @param messageId the bank message just taken
 */
export async function explainDebits(
  work: Work,
  projectId: number,
  batchNos: string[],
  messageId = '',
): Promise<void> {
  const { sql } = work;
  const debits = await sql<Debit[]>`
    with new as (
      select e.account_id, e.entry_id, coalesce(e.batch_no, split_part(e.end_to_end_id, '-', 1)) as batch_no from we.account_entry e
      where e.project_id = ${projectId} and e.direction = 'debit' and e.message_id = ${messageId}
      union
      select s.account_id, s.entry_id, coalesce(e.batch_no, split_part(e.end_to_end_id, '-', 1)) from we.suspect_debit s
      join we.account_entry e on e.project_id = ${projectId} and e.account_id = s.account_id and e.entry_id = s.entry_id
      where s.project_id = ${projectId}
    ),
    named as (
      select batch_no from new where batch_no <> '' union select unnest(${batchNos}::text[])
    ),
    wanted as (
      select account_id, entry_id from new
      union select e.account_id, e.entry_id from we.account_entry e join named n on n.batch_no = e.batch_no
      where e.project_id = ${projectId} and e.direction = 'debit'
    )
    select e.account_id as "accountId", e.entry_id as "entryId", e.amount_fen as "amountFen", e.booked_at as "bookedAt",
      e.booked_on as "bookedOn", e.purpose, e.batch_no as "batchNo", e.end_to_end_id as "endToEndId",
      r.amount_fen as "reversesFen", exists (select from we.engagement_card c
        where c.project_id = ${projectId} and c.card_bidx = e.counterparty_bidx) as "toWorker",
      coalesce((select jsonb_agg(jsonb_build_object('day', b.booked_on, 'amountFen', b.amount_fen)) from we.account_entry b
        where b.project_id = ${projectId} and b.account_id = e.account_id and b.direction = 'credit'
          and (b.reversal_of = e.entry_id or b.return_of = e.entry_id)), '[]') as backs
    from wanted w
    join we.account_entry e on e.project_id = ${projectId} and e.account_id = w.account_id and e.entry_id = w.entry_id
    left join we.account_entry r on r.project_id = ${projectId} and r.account_id = e.account_id and r.entry_id = e.reversal_of and r.direction = 'credit'`;
  if (debits.length === 0) return;
  const suspects = explain(debits, await ordersOf(work, projectId, debits), addDays);
  const open = new Set(suspects.map((s) => `${s.accountId} ${s.entryId}`));
  const settled = debits.filter((d) => !open.has(`${d.accountId} ${d.entryId}`));
  await sql`delete from we.suspect_debit s using unnest(${settled.map((d) => d.accountId)}::uuid[], ${settled.map((d) => d.entryId)}::text[]) as u(account_id, entry_id)
    where s.project_id = ${projectId} and s.account_id = u.account_id and s.entry_id = u.entry_id`;
  await sql`
    insert into we.suspect_debit (project_id, account_id, entry_id, booked_on, suspect_fen, explained_on)
    select ${projectId}, u.* from unnest(${suspects.map((s) => s.accountId)}::uuid[], ${suspects.map((s) => s.entryId)}::text[],
      ${suspects.map((s) => s.bookedOn)}::date[], ${suspects.map((s) => s.suspectFen)}::bigint[], ${suspects.map((s) => s.explainedOn)}::date[]) as u
    on conflict (project_id, account_id, entry_id) do update set suspect_fen = excluded.suspect_fen, explained_on = excluded.explained_on`;
}

interface Row {
  name: string;
  totalFen: number;
  orderedOn: string;
}

async function ordersOf(
  { sql }: Work,
  projectId: number,
  debits: readonly Debit[],
): Promise<Map<string, Ordered>> {
  const lines = debits.flatMap((d) => {
    const at = d.endToEndId === null ? null : parseEndToEndId(d.endToEndId);
    return at?.projectId === projectId ? [{ ...at, endToEndId: d.endToEndId as string }] : [];
  });
  const batchNos = [
    ...new Set([...debits.flatMap((d) => d.batchNo ?? []), ...lines.map((l) => l.batchNo)]),
  ];
  const batches = await sql<Row[]>`
    select batch_no as name, total_pay_fen as "totalFen", ordered_on as "orderedOn" from we.payroll_batch
    where project_id = ${projectId} and batch_no = any(${batchNos}::text[]) and ordered_on is not null`;
  const byMonth = Map.groupBy(lines, (l) => l.wageMonth);
  const rows: Row[] = [...batches];
  for (const [month, some] of byMonth) {
    rows.push(
      ...(await sql<Row[]>`
      select u.e2e as name, l.pay_fen as "totalFen", b.ordered_on as "orderedOn"
      from unnest(${some.map((l) => l.endToEndId)}::text[], ${some.map((l) => l.batchNo)}::text[], ${some.map((l) => l.lineNo)}::int[]) as u(e2e, batch_no, line_no)
      join we.payroll_batch b on b.project_id = ${projectId} and b.batch_no = u.batch_no and b.ordered_on is not null
      join we.payroll_line l on l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, firstOf(month))} and l.batch_id = b.id and l.line_no = u.line_no`),
    );
  }
  return new Map(rows.map((r) => [r.name, r]));
}
