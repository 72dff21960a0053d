import { addDays, type Day, dayOf } from '../../lib/day.ts';
import type { Fault } from '../../lib/problem.ts';
import type { OrderItem } from '../payroll/outcomes.ts';
import type { PayoutItem } from '../payroll/payouts.ts';

export interface EntryItem {
  index: number;
  accountNo: string;
  entryId: string;
  direction: 'credit' | 'debit';
  amountFen: number;
  balanceAfterFen?: number | undefined;
  bookedAt: Date;
  valueDay?: Day | undefined;
  purpose?: string | undefined;
  /** `YYYY-MM`: the instalment that a credit names. */
  period?: string | undefined;
  counterpartyName?: string | undefined;
  counterpartyAccountNo?: string | undefined;
  counterpartyKind?: string | undefined;
  batchNo?: string | undefined;
  endToEndId?: string | undefined;
  text?: string | undefined;
  reversalOf?: string | undefined;
  returnOf?: string | undefined;
}

export interface BalanceItem {
  index: number;
  accountNo: string;
  balanceFen: number;
  frozenFen?: number | undefined;
  at: Date;
}

export interface FeedItem {
  index: number;
  accountNo: string;
  through: Day;
}

/** What a bank can say, whatever the format it came in. `index` is the item's place in its message. */
export type BankItem =
  | ({ kind: 'entry' } & EntryItem)
  | ({ kind: 'payout' } & PayoutItem)
  | ({ kind: 'order' } & OrderItem)
  | ({ kind: 'balance' } & BalanceItem)
  | ({ kind: 'feed' } & FeedItem);

export interface Rejection {
  index: number;
  code: string;
  message: string;
}

export interface Tally {
  accepted: number;
  duplicates: number;
  unmatched: number;
  rejected: Rejection[];
  /** What does not agree in a message that was taken all the same: a header's total, a balance. */
  warnings?: Fault[];
}

/** 一笔流水的上限，一千亿元: more is a slip, and the sum of an account's entries stays below 2^53. */
const MOST_ENTRY_FEN = 100_000_000_000_00;

/**
 * What no bank can truly say on `day`: that all of a later day has been sent, that money moved after
 * tomorrow (a day's grace for clocks), an amount beyond any account. Null for all else.
 */
export function implausible(item: BankItem, day: Day): Rejection | null {
  const { index } = item;
  const saidOn = saidDay(item);
  if (saidOn > (item.kind === 'feed' ? day : addDays(day, 1)))
    return { index, code: 'day-in-future', message: '日期晚于今天，请核对。' };
  if (item.kind === 'entry' && item.amountFen > MOST_ENTRY_FEN)
    return {
      index,
      code: 'amount-implausible',
      message: '一笔流水不得超过一千亿元，请核对；金额以分为单位。',
    };
  return null;
}

function saidDay(item: BankItem): Day {
  if (item.kind === 'feed') return item.through;
  return dayOf(item.kind === 'entry' ? item.bookedAt : item.at);
}

/** JSON of an item and back: instants become text on the way. */
export const packItem = (item: BankItem): string => JSON.stringify(item);

export function unpackItem(text: string): BankItem {
  const raw = JSON.parse(text) as Record<string, unknown>;
  for (const name of ['bookedAt', 'at'])
    if (typeof raw[name] === 'string') raw[name] = new Date(raw[name]);
  return raw as unknown as BankItem;
}
