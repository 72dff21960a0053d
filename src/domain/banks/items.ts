import { addDays, type Day, dayOf, FIRST_YEAR, isInYears, LAST_YEAR } from '../../lib/day.ts';
import { MOST_FEN } from '../../lib/fen.ts';
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

/**
 * What no bank can truly say on `day`: that all of a later day has been sent, that money moved after
 * tomorrow (a day's grace for clocks) or in another century, an amount beyond any account. Null for all else.
 */
export function implausible(item: BankItem, day: Day): Rejection | null {
  const { index } = item;
  const saidOn = saidDay(item);
  if (saidOn > (item.kind === 'feed' ? day : addDays(day, 1)))
    return { index, code: 'day-in-future', message: '日期晚于今天，请核对。' };
  const valueDay = item.kind === 'entry' ? (item.valueDay ?? saidOn) : saidOn;
  if (!isInYears(saidOn) || !isInYears(valueDay)) {
    const message = `日期应在 ${FIRST_YEAR} 至 ${LAST_YEAR} 年间，请核对。`;
    return { index, code: 'day-invalid', message };
  }
  if (amountsOf(item).some((fen) => Math.abs(fen ?? 0) > MOST_FEN))
    return {
      index,
      code: 'amount-implausible',
      message: '金额不得超过一千亿元，请核对；金额以分为单位。',
    };
  return null;
}

function amountsOf(item: BankItem): (number | undefined)[] {
  if (item.kind === 'entry') return [item.amountFen, item.balanceAfterFen];
  if (item.kind === 'payout') return [item.amountFen];
  return item.kind === 'balance' ? [item.balanceFen, item.frozenFen] : [];
}

/** The day of which an item speaks. */
export function saidDay(item: BankItem): Day {
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
