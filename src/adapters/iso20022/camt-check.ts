import { type Amount, minorText, scaled, scaledMinor } from './amounts.ts';
import type { Direction, Entry, Statement, Totals } from './camt-records.ts';
import type { Place } from './place.ts';

/** Adds up the booked entries. Fault amount-too-large when a sum leaves 2^53 − 1. */
export function sumEntries(place: Place, entries: readonly Entry[]): Totals {
  const booked = entries.filter((entry) => entry.booked);
  const credits = booked.filter((entry) => entry.direction === 'credit');
  const debits = booked.filter((entry) => entry.direction === 'debit');
  const totals = {
    creditCount: credits.length,
    creditMinor: sum(credits),
    debitCount: debits.length,
    debitMinor: sum(debits),
    unbookedCount: entries.length - booked.length,
  };
  if (!Number.isSafeInteger(totals.creditMinor) || !Number.isSafeInteger(totals.debitMinor)) {
    place.fault('amount-too-large', '金额合计超出可处理的范围', 'Ntry');
  }
  return totals;
}

/**
 * What an entry says of itself against its details, as warnings: batch-undetailed (the payments are
 * hidden), batch-count-mismatch, batch-total-mismatch, details-sum-mismatch, booking-date-missing.
 */
export function checkEntry(place: Place, entry: Entry): void {
  if (entry.booked && entry.bookedOn === null) {
    place.warn('booking-date-missing', '已入账的分录没有入账日期', 'BookgDt');
  }
  const { batch, details } = entry;
  const total = batch?.total;
  if (total && total.currency === entry.currency && total.amountMinor !== entry.amountMinor) {
    place.warn('batch-total-mismatch', '批次总额与分录金额不符', 'NtryDtls', 'Btch', 'TtlAmt');
  }
  const shown = details.filter((detail) => detail.amountMinor !== null);
  const count = batch?.nbOfTxs ?? null;
  if (count !== null && count > 0 && shown.length === 0) {
    place.warn('batch-undetailed', `批次 ${count} 笔未列出逐笔金额`, 'NtryDtls');
    return;
  }
  if (count !== null && count !== details.length) {
    place.warn(
      'batch-count-mismatch',
      `批次称 ${count} 笔，明细 ${details.length} 笔`,
      'NtryDtls',
      'Btch',
      'NbOfTxs',
    );
  }
  if (shown.length < details.length || details.some((x) => x.currency !== entry.currency)) return;
  const sumMinor = details.reduce((minor, x) => minor + signed(x, entry.direction), 0);
  if (details.length > 0 && sumMinor !== entry.amountMinor) {
    place.warn('details-sum-mismatch', '明细合计与分录金额不符', 'NtryDtls');
  }
}

/**
 * A statement's own sums against its entries, as warnings: currency-mixed, summary-count-mismatch,
 * summary-sum-mismatch, balance-mismatch (closing ≠ opening + booked entries; value dates do that
 * lawfully).
 */
export function checkStatement(place: Place, statement: Statement): void {
  const currencies = new Set(statement.entries.map((entry) => entry.currency));
  if (currencies.size > 1) {
    place.warn('currency-mixed', '同一账户的分录有几种币种，合计没有意义', 'Ntry');
    return;
  }
  const [currency = statement.closingBalance?.currency ?? ''] = currencies;
  checkSummary(place, statement.entries, currency);
  const { openingBalance: opening, closingBalance: closing, totals } = statement;
  if (!opening || !closing || opening.currency !== currency || closing.currency !== currency) {
    return;
  }
  const expected = opening.amountMinor + totals.creditMinor - totals.debitMinor;
  if (closing.amountMinor !== expected) {
    const [is, due] = [closing.amountMinor, expected].map((x) => minorText(x, currency));
    place.warn('balance-mismatch', `期末余额 ${is} 不等于期初加本期分录 ${due}`, 'Bal');
  }
}

function checkSummary(place: Place, entries: readonly Entry[], currency: string): void {
  const parts: [string, readonly Entry[]][] = [
    ['TtlNtries', entries],
    ['TtlCdtNtries', entries.filter((entry) => entry.direction === 'credit')],
    ['TtlDbtNtries', entries.filter((entry) => entry.direction === 'debit')],
  ];
  for (const [name, counted] of parts) {
    const part = place.kid('TxsSummry', name);
    const count = part?.text('NbOfNtries') ?? null;
    if (count !== null && Number(count) !== counted.length) {
      part?.warn('summary-count-mismatch', `汇总称 ${count} 笔，实有 ${counted.length} 笔`);
    }
    const total = part?.text('Sum') ?? null;
    if (total !== null && scaled(total) !== scaledMinor(sum(counted), currency)) {
      part?.warn('summary-sum-mismatch', '汇总金额与分录合计不符');
    }
  }
}

/**
 * Across a message's statements, as a warning: entry-ref-repeated, when an account's entries share
 * an `AcctSvcrRef`, which then is no key.
 */
export function checkMessage(place: Place, statements: readonly Statement[]): void {
  const seen = new Set<string>();
  const told = new Set<string>();
  for (const { accountNo, entries } of statements) {
    for (const { entryRef } of entries) {
      const key = `${accountNo}\n${entryRef}`;
      if (entryRef !== null && seen.has(key) && !told.has(key)) {
        told.add(key);
        place.warn('entry-ref-repeated', `同一账户有几笔分录的银行流水号都是 ${entryRef}`);
      }
      seen.add(key);
    }
  }
}

function signed(
  detail: { direction: Direction; amountMinor: number | null },
  direction: Direction,
): number {
  return (detail.amountMinor ?? 0) * (detail.direction === direction ? 1 : -1);
}

function sum(entries: readonly Amount[]): number {
  return entries.reduce((minor, entry) => minor + entry.amountMinor, 0);
}
