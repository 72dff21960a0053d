import type { Day } from '../../lib/day.ts';

/** A debit of a wage account, with what the program knows of its payee and its reason. */
export interface Debit {
  accountId: string;
  entryId: string;
  amountFen: number;
  bookedAt: string;
  bookedOn: Day;
  purpose: string | null;
  batchNo: string | null;
  endToEndId: string | null;
  /** Amount of the earlier credit that this debit reverses. */
  reversesFen: number | null;
  /** The payee's account is the registered card of a worker of this project. */
  toWorker: boolean;
  /** Credits that reverse or return this debit, by day. */
  backs: { day: Day; amountFen: number }[];
}

/** What the bank was ordered to pay: a batch, or one of its lines. */
export interface Ordered {
  totalFen: number;
  orderedOn: Day;
}

export interface Suspect {
  accountId: string;
  entryId: string;
  bookedOn: Day;
  suspectFen: number;
  explainedOn: Day | 'infinity';
}

/** 农民工工资专户的小额账户管理费: up to this a bank fee is a fee (parameter of rule A04). */
export const FEE_CAP_FEN = 200_00;

const DAYS_AFTER_BOOKING = 1;

const inTurn = (a: Debit, b: Debit) =>
  a.bookedAt < b.bookedAt ? -1 : a.bookedAt > b.bookedAt ? 1 : a.entryId < b.entryId ? -1 : 1;

/**
 * Which debits of a project are not explained, and how much of each (rule A04, 条例 26, 53号 9). Debits that name a batch
 * or a line are taken in order and explained up to what was ordered; money that came back explains from the day it is whole.
 *
 * @param orders what was ordered, by batch number and by end-to-end id
 */
export function explain(
  debits: readonly Debit[],
  orders: ReadonlyMap<string, Ordered>,
  dayAfter: (day: Day, n: number) => Day,
): Suspect[] {
  const usedFen = new Map<string, number>();
  const suspects: Suspect[] = [];
  for (const debit of [...debits].sort(inTurn)) {
    const suspectFen = unexplained(debit, orders, usedFen, dayAfter);
    if (suspectFen > 0) {
      suspects.push({
        accountId: debit.accountId,
        entryId: debit.entryId,
        bookedOn: debit.bookedOn,
        suspectFen,
        explainedOn: wholeAgain(debit, suspectFen),
      });
    }
  }
  return suspects;
}

function unexplained(
  debit: Debit,
  orders: ReadonlyMap<string, Ordered>,
  usedFen: Map<string, number>,
  dayAfter: (day: Day, n: number) => Day,
): number {
  if (debit.purpose === 'interest') return 0;
  if (debit.purpose === 'fee' && debit.amountFen <= FEE_CAP_FEN) return 0;
  if (debit.reversesFen !== null) return Math.max(0, debit.amountFen - debit.reversesFen);
  // A bank's own end-to-end id names no line of ours; the batch beside it still counts.
  const named = [debit.endToEndId, debit.batchNo].find((n) => n !== null && orders.has(n)) ?? '';
  const order = orders.get(named);
  if (order && order.orderedOn <= dayAfter(debit.bookedOn, DAYS_AFTER_BOOKING)) {
    const used = (usedFen.get(named) ?? 0) + debit.amountFen;
    usedFen.set(named, used);
    return Math.min(debit.amountFen, Math.max(0, used - order.totalFen));
  }
  return debit.toWorker ? 0 : debit.amountFen;
}

function wholeAgain(debit: Debit, suspectFen: number): Day | 'infinity' {
  let back = 0;
  for (const b of [...debit.backs].sort((x, y) => (x.day < y.day ? -1 : 1))) {
    back += b.amountFen;
    if (back >= suspectFen) return b.day;
  }
  return 'infinity';
}
