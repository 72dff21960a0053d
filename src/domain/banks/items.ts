import type { Day } from '../../lib/day.ts';
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
}

/** JSON of an item and back: instants become text on the way. */
export const packItem = (item: BankItem): string => JSON.stringify(item);

export function unpackItem(text: string): BankItem {
  const raw = JSON.parse(text) as Record<string, unknown>;
  for (const name of ['bookedAt', 'at'])
    if (typeof raw[name] === 'string') raw[name] = new Date(raw[name]);
  return raw as unknown as BankItem;
}
