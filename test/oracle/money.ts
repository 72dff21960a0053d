import type { Calendar } from '../../src/lib/calendar.ts';
import { addDays, type Day, type Month } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import type { Instalment } from './duties.ts';
import {
  type AccountFacts,
  type Entry,
  entriesOn,
  isLive,
  isOpen,
  later,
  type ProjectFacts,
} from './facts.ts';
import type { Cell } from './pay.ts';

const OWN_MONEY_BACK = new Set(['return', 'interest']);

/** Accounts open on a day whose bank has not told all up to the last working day before it. */
export function blindAccounts(facts: ProjectFacts, day: Day, calendar: Calendar): AccountFacts[] {
  const neededDay = calendar.wdBefore(day, 1);
  return facts.accounts.filter((account) => {
    const { openedOn, ledger } = account;
    const told = ledger.throughDays.filter((through) => through <= day);
    const throughDay = told.reduce(later, addDays(openedOn, -1));
    return isOpen(account, day) && throughDay < neededDay;
  });
}

/** Credits less debits of all the project's accounts, booked by a day. */
export function balanceOn(facts: ProjectFacts, day: Day): Fen {
  return entriesOn(facts, day).reduce(
    (sum, { direction, amountFen }) => sum + (direction === 'credit' ? amountFen : -amountFen),
    0,
  );
}

/** What is frozen of an account by the bank's last word on it. */
export function frozenOn({ ledger }: AccountFacts, day: Day): Fen {
  const told = ledger.frozen.filter(({ on }) => on <= day).sort((a, b) => a.ms - b.ms);
  return told.at(-1)?.fen ?? 0;
}

/** What the next payroll needs: all that is unpaid, else the last month's regular total; null unknown. */
export function nextPayrollFen(facts: ProjectFacts, cells: readonly Cell[], day: Day): Fen | null {
  const unpaidFen = cells.reduce(
    (sum, { owedFen, paidFen }) => sum + Math.max(0, owedFen - paidFen),
    0,
  );
  if (unpaidFen > 0) return unpaidFen;
  const regular = [...facts.batches.values()].filter(
    (batch) => batch.kind === 'regular' && isLive(batch, day),
  );
  const lastMonth = regular
    .map(({ month }) => month)
    .sort()
    .at(-1);
  if (lastMonth === undefined) return null;
  const lines = regular.filter(({ month }) => month === lastMonth).flatMap((batch) => batch.lines);
  return lines.reduce((sum, { netFen }) => sum + netFen, 0);
}

/** What each month's instalment was given by a day, out of the owner's credits. */
export function creditedOn(
  facts: ProjectFacts,
  instalments: readonly Instalment[],
  day: Day,
): Map<Month, Fen> {
  const missing = new Map(
    instalments.map(({ month, amountFen }) => [month, amountFen ?? Infinity]),
  );
  const credited = new Map<Month, Fen>();
  for (const credit of ownerCredits(facts, day)) {
    let restFen = credit.restFen;
    const named = credit.period === undefined ? [] : [credit.period];
    for (const month of [...named, ...missing.keys()]) {
      const givenFen = Math.min(restFen, missing.get(month) ?? 0);
      if (givenFen <= 0) continue;
      restFen -= givenFen;
      missing.set(month, (missing.get(month) ?? 0) - givenFen);
      if (credit.onDay <= day) credited.set(month, (credited.get(month) ?? 0) + givenFen);
    }
  }
  return credited;
}

type Credit = Entry & { onDay: Day; restFen: Fen };

/** Named ones first, then by day and entry id; each less what a debit reversed of it. */
function ownerCredits(facts: ProjectFacts, day: Day): Credit[] {
  const payers = new Set(
    facts.contracts.flatMap(({ payerAccounts }) => payerAccounts.map(({ accountNo }) => accountNo)),
  );
  const entries = entriesOn(facts, day);
  return entries
    .filter(
      (one) =>
        one.direction === 'credit' &&
        payers.has(one.counterpartyAccountNo ?? '') &&
        !OWN_MONEY_BACK.has(one.purpose) &&
        one.reversalOf === undefined &&
        one.returnOf === undefined,
    )
    .map((one) => {
      const back = entries.filter(
        ({ direction, reversalOf }) => direction === 'debit' && reversalOf === one.entryId,
      );
      const restFen = back.reduce((rest, { amountFen }) => rest - amountFen, one.amountFen);
      return { ...one, onDay: one.valueDay, restFen };
    })
    .sort(
      (a, b) =>
        Number(a.period === undefined) - Number(b.period === undefined) ||
        compare(a.onDay, b.onDay) ||
        compare(a.entryId, b.entryId),
    );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
