import type { Work } from '../../../db/work.ts';
import { allocate } from '../accounts/allocation.ts';
import { explainDebits } from '../accounts/suspects.ts';
import { lockDuties } from '../duties/duty.ts';
import { numbersOf } from '../numbers.ts';
import { takeOutcomes } from '../payroll/outcomes.ts';
import { takeBalances, takeEntries, takeFeeds } from './entries.ts';
import type { BankItem, Rejection } from './items.ts';

export interface Taken {
  accepted: number;
  duplicates: number;
  rejected: Rejection[];
  /** Items whose batch is not there yet. */
  waiting: number[];
}

/** The items of one kind. */
export const only = <K extends BankItem['kind']>(items: BankItem[], kind: K) =>
  items.filter((i): i is Extract<BankItem, { kind: K }> => i.kind === kind);

/**
 * Takes what one message says of one project, in one transaction: entries and balance, the allocation of
 * credits, unexplained debits, payouts and the duties they meet, feed marks.
 */
export async function takeProjectItems(
  work: Work,
  projectId: number,
  messageId: string,
  items: BankItem[],
): Promise<Taken> {
  const { sql } = work;
  // Sent together, answered in order: what is read is read under the lock.
  const [, numbers, rows] = await Promise.all([
    lockDuties(work, projectId),
    numbersOf(work, projectId),
    sql<{ account_bidx: string; id: string }[]>`
      select account_bidx, id from we.wage_account where project_id = ${projectId}`,
  ]);
  const ids = new Map(rows.map((r) => [r.account_bidx, r.id]));
  const accounts = {
    ...numbers,
    idOf: (accountNo: string) => ids.get(numbers.blind('account', accountNo)) as string,
  };
  const taken: Taken = { accepted: 0, duplicates: 0, rejected: [], waiting: [] };
  const add = (part: {
    accepted: number;
    duplicates: number;
    rejected?: Rejection[];
    waiting?: number[];
  }) => {
    taken.accepted += part.accepted;
    taken.duplicates += part.duplicates;
    taken.rejected.push(...(part.rejected ?? []));
    taken.waiting.push(...(part.waiting ?? []));
  };
  const entries = only(items, 'entry');
  if (entries.length > 0) {
    add(await takeEntries(work, projectId, accounts, messageId, entries));
    await allocate(work, projectId);
    await explainDebits(work, projectId, [], messageId);
  }
  const payouts = only(items, 'payout');
  const orders = only(items, 'order');
  if (payouts.length + orders.length > 0)
    add(await takeOutcomes(work, projectId, messageId, payouts, orders));
  const balances = only(items, 'balance');
  if (balances.length > 0) add(await takeBalances(work, projectId, accounts, messageId, balances));
  const feeds = only(items, 'feed');
  if (feeds.length > 0) add(await takeFeeds(work, projectId, accounts, messageId, feeds));
  return taken;
}
