import type { CamtMessage, Detail, Entry, Statement } from '../adapters/iso20022/camt-records.ts';
import { reasonText } from '../adapters/iso20022/reasons.ts';
import type { BankItem, Rejection } from '../domain/banks/items.ts';
import { addDays, startOf } from '../lib/day.ts';
import { parseEndToEndId } from '../lib/id.ts';
import { readAccountNo } from '../lib/identity.ts';
import { sha256 } from '../lib/vault.ts';

/** What a message says, item by item; a bad item does not refuse the others. */
export interface Items {
  items: BankItem[];
  rejected: Rejection[];
}

/** An item before it has its place in the message. */
export type Unnumbered = BankItem extends infer I
  ? I extends unknown
    ? Omit<I, 'index'>
    : never
  : never;
export type Refusal = Omit<Rejection, 'index'>;

/** Counts items and refusals together, in the order of the message: the index of both. */
export function numbered(parts: readonly (Unnumbered | Refusal)[]): Items {
  const result: Items = { items: [], rejected: [] };
  for (const [index, part] of parts.entries()) {
    if ('kind' in part) result.items.push({ ...part, index } as BankItem);
    else result.rejected.push({ ...part, index });
  }
  return result;
}

/**
 * camt.053 and camt.054 as bank items: booked entries; a debit's details that name our lines as
 * payouts `paid` at the booking; credits that give such a payment back as entry `return` and payout
 * `returned`; a closing balance; and where a statement covers whole days, the feed up to the last.
 */
export function itemsOfCamt(message: CamtMessage): Items {
  return numbered(message.statements.flatMap(partsOf));
}

function partsOf(statement: Statement): (Unnumbered | Refusal)[] {
  const account = readAccountNo(statement.accountNo);
  if (!account.ok) return [{ code: 'account-no-invalid', message: `${account.problem}。` }];
  const accountNo = account.value;
  const ids = new Map<string, number>();
  const booked = statement.entries.filter((entry) => entry.booked);
  const parts = booked.flatMap((entry) => ofEntry(accountNo, entry, ids));
  const { closingBalance, completeThroughDay } = statement;
  if (closingBalance?.currency === 'CNY' && closingBalance.onDay !== null) {
    const at = startOf(addDays(closingBalance.onDay, 1));
    parts.push({ kind: 'balance', accountNo, balanceFen: closingBalance.amountMinor, at });
  }
  if (completeThroughDay !== null)
    parts.push({ kind: 'feed', accountNo, through: completeThroughDay });
  return parts;
}

function ofEntry(
  accountNo: string,
  entry: Entry,
  ids: Map<string, number>,
): (Unnumbered | Refusal)[] {
  const at = bookedAtOf(entry);
  const entryId = entryIdOf(accountNo, entry, ids);
  const where = `流水 ${entry.entryRef ?? '（无编号）'}`;
  if (entry.currency !== 'CNY') {
    return [{ code: 'currency-not-cny', message: `${where}：币种不是人民币，不受理。` }];
  }
  if (entry.amountMinor === 0) return [{ code: 'amount-zero', message: `${where}：金额为零。` }];
  if (at === null) return [{ code: 'booking-date-missing', message: `${where}：缺少记账日期。` }];
  const givesBack =
    entry.direction === 'credit' && (entry.reversal || entry.details.some((d) => d.returned));
  return [
    { kind: 'entry', ...bookingOf(accountNo, entry, givesBack), entryId, bookedAt: at },
    ...entry.details.flatMap((detail) => payoutOf(entry, detail, at, givesBack)),
  ];
}

function bookingOf(accountNo: string, entry: Entry, givesBack: boolean) {
  const { direction, details } = entry;
  const [only] = details.length === 1 ? details : [];
  const ours = only?.endToEndId ? { endToEndId: only.endToEndId } : {};
  return {
    accountNo,
    direction,
    amountFen: entry.amountMinor,
    valueDay: entry.valueDay ?? undefined,
    purpose: givesBack ? 'return' : purposeOf(entry.bankTxCode),
    batchNo: entry.batch?.pmtInfId ?? sameOf(details.map((d) => d.pmtInfId)),
    text: (only?.remittance ?? entry.text ?? undefined)?.slice(0, 500),
    ...ours,
    ...(only ? counterpartyOf(only, direction, givesBack) : {}),
  };
}

function counterpartyOf(detail: Detail, direction: Entry['direction'], givesBack: boolean) {
  // A return repeats the parties of the payment it gives back.
  const isDebtor = direction === 'credit' && !(givesBack && detail.creditorName !== null);
  const name = isDebtor ? detail.debtorName : detail.creditorName;
  const account = readAccountNo(
    (isDebtor ? detail.debtorAccountNo : detail.creditorAccountNo) ?? '',
  );
  return {
    counterpartyName: name ?? undefined,
    counterpartyAccountNo: account.ok ? account.value : undefined,
  };
}

function payoutOf(
  entry: Entry,
  detail: Detail,
  at: Date,
  givesBack: boolean,
): (Unnumbered | Refusal)[] {
  const { endToEndId, currency } = detail;
  if (endToEndId === null || parseEndToEndId(endToEndId) === null) return [];
  const isPaid = entry.direction === 'debit' && !entry.reversal && !detail.returned;
  if (!isPaid && !givesBack) return [];
  if (currency !== null && currency !== 'CNY') {
    return [{ code: 'currency-not-cny', message: `${endToEndId}：币种不是人民币，不受理。` }];
  }
  const only = entry.details.length === 1 ? entry.amountMinor : null;
  // Banks hide the amounts of salary batches: then the debit of the batch is all that is said.
  const amountFen = detail.amountMinor ?? only ?? 0;
  if (amountFen === 0) return [];
  const said = { kind: 'payout' as const, endToEndId, amountFen, at, ...payeeOf(detail) };
  return [
    isPaid ? { ...said, outcome: 'paid' } : { ...said, outcome: 'returned', ...whyOf(detail) },
  ];
}

function payeeOf({ creditorName, creditorAccountNo }: Detail) {
  const account = readAccountNo(creditorAccountNo ?? '');
  return {
    payeeName: creditorName ?? undefined,
    payeeAccountNo: account.ok ? account.value : undefined,
  };
}

function whyOf({ returnReason, returnText }: Detail) {
  const words = returnText ?? (returnReason === null ? null : reasonText(returnReason));
  return { reasonCode: returnReason ?? undefined, reasonText: words ?? undefined };
}

/** The instant of booking; where the bank gave a day only, its beginning. */
function bookedAtOf({ bookedAtText, bookedOn, valueDay }: Entry): Date | null {
  if (bookedAtText !== null) return new Date(bookedAtText);
  const day = bookedOn ?? valueDay;
  return day === null ? null : startOf(day);
}

/**
 * The bank's reference, else a hash of what camt.054 and camt.053 say alike of an entry. A number
 * that comes again inside one statement is another movement: it gets its turn behind it.
 */
function entryIdOf(accountNo: string, entry: Entry, ids: Map<string, number>): string {
  const ends = entry.details.map((detail) => detail.endToEndId ?? '').join(',');
  const { direction, amountMinor, bookedOn, valueDay } = entry;
  const said = [accountNo, direction, amountMinor, bookedOn ?? valueDay, ends].join('|');
  const id = entry.entryRef ?? `h-${sha256(said).slice(0, 32)}`;
  const turn = (ids.get(id) ?? 0) + 1;
  ids.set(id, turn);
  return turn === 1 ? id : `${id}#${turn}`;
}

function purposeOf(bankTxCode: string | null): string | undefined {
  const code = bankTxCode ?? '';
  if (/^PMNT-\w+-SALA$/.test(code)) return 'wage';
  if (/-INTR$/.test(code)) return 'interest';
  return /-(CHRG|COMM|FEES)$/.test(code) ? 'fee' : undefined;
}

function sameOf(values: readonly (string | null)[]): string | undefined {
  const [first] = values;
  return first && values.every((value) => value === first) ? first : undefined;
}
