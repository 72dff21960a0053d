import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { firstOf } from '../../lib/day.ts';
import { parseBatchNo } from '../../lib/id.ts';
import { type PayoutItem, type PayoutTally, takePayouts } from './payouts.ts';

/** The bank's word on a whole order: every line of the batch was taken, or refused. */
export interface OrderItem {
  index: number;
  batchNo: string;
  outcome: 'accepted' | 'rejected';
  at: Date;
  reasonCode?: string | undefined;
  reasonText?: string | undefined;
}

/**
 * Takes what a message says of lines and of whole orders of one project. A word on an order counts as one for each of
 * its lines that ask for money, save those of which the same message speaks by name; in the tally too. The fold then
 * weighs it like any other: a later final outcome stands, and `accepted` gives way to every final one.
 */
export async function takeOutcomes(
  work: Work,
  projectId: number,
  messageId: string,
  payouts: readonly PayoutItem[],
  orders: readonly OrderItem[],
): Promise<PayoutTally> {
  const named = new Set(payouts.map((p) => p.endToEndId));
  const items = [...payouts];
  const waiting: number[] = [];
  for (const order of orders) {
    const lines = await linesOf(work, projectId, order.batchNo);
    if (lines === null) waiting.push(order.index);
    const { batchNo: _, ...said } = order;
    for (const endToEndId of lines ?? [])
      if (!named.has(endToEndId)) items.push({ ...said, endToEndId });
  }
  const tally = await takePayouts(work, projectId, messageId, items);
  return { ...tally, waiting: [...tally.waiting, ...waiting] };
}

/** The end-to-end ids that a batch asked the bank for; null where there is no such batch yet. */
async function linesOf({ sql }: Work, projectId: number, batchNo: string) {
  const month = parseBatchNo(batchNo)?.wageMonth;
  if (month === undefined) return null;
  const [batch] = await sql<{ id: string }[]>`
    select id from we.payroll_batch where project_id = ${projectId} and batch_no = ${batchNo}`;
  if (!batch) return null;
  const lines = await sql<{ line_no: number }[]>`
    select line_no from we.payroll_line
    where project_id = ${projectId} and wage_month = ${inMonth(sql, firstOf(month))} and batch_id = ${batch.id} and pay_fen > 0
    order by line_no`;
  return lines.map((l) => `${batchNo}-${l.line_no}`);
}
