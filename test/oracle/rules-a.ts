import { addDays, type Day, monthOf } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import { type Batch, type Entry, isBegun, type ProjectFacts } from './facts.ts';
import { daysLate, type Finding, find, levelOf, type View } from './finding.ts';

const OPEN_WITHIN_DAYS = 30;
const A01_ORANGE_AFTER = 10;
const A01_RED_AFTER = 30;
const FEE_FEN = 20_000;
const LEAST_FEN = 100;
const A04_RED_FEN = 1_000_000;

/** A01: no account thirty days after the contract. */
export function findLateAccount(view: View): Finding[] {
  const { facts, day, calendar } = view;
  const contract = facts.contracts.at(-1);
  if (contract === undefined || contract.signedOn > day) return [];
  const dueOn = calendar.cal(contract.signedOn, OPEN_WITHIN_DAYS);
  if (day <= dueOn || facts.accounts.some(({ openedOn }) => openedOn <= day)) return [];
  const late = daysLate(view, dueOn);
  const begun = isBegun(facts, day);
  const payDayPassed = view.wageDuties.some((duty) => duty.dueOn < day);
  const level = levelOf(late > A01_RED_AFTER || payDayPassed, late > A01_ORANGE_AFTER || begun);
  return [find(view, 'A01', [facts.project?.contractorUscc ?? '', '-'], [level, 0])];
}

/** A04: debits of which a yuan or more is neither wages nor the bank's own. */
export function findMisuse(view: View): Finding[] {
  const { facts, day } = view;
  return facts.accounts.flatMap(({ ledger }) => {
    const entries = [...ledger.entries.values()]
      .filter(({ bookedOn }) => bookedOn <= day)
      .sort((a, b) => a.bookedMs - b.bookedMs || (a.entryId < b.entryId ? -1 : 1));
    const debits = entries.filter(({ direction }) => direction === 'debit');
    const wages = wagesIn(facts, debits, day);
    return debits.flatMap((debit) => {
      const strayFen = strayOf(facts, debit, entries, wages.get(debit) ?? 0);
      if (strayFen < LEAST_FEN || returnedFen(debit, entries) >= strayFen) return [];
      const red = strayFen >= A04_RED_FEN || debit.counterpartyKind === 'company';
      const key = [debit.entryId, monthOf(debit.bookedOn)] as const;
      return [find(view, 'A04', key, [levelOf(red, true), strayFen])];
    });
  });
}

/** What is left unexplained of a debit, before anything comes back. */
function strayOf(facts: ProjectFacts, debit: Entry, entries: Entry[], wagesFen: Fen): Fen {
  const { amountFen, purpose, reversalOf, counterpartyAccountNo: payee } = debit;
  if (purpose === 'interest' || (purpose === 'fee' && amountFen <= FEE_FEN)) return 0;
  if (payee !== undefined && facts.engagements.some(({ cardNos }) => cardNos.has(payee))) return 0;
  const reversed = entries.find(
    (one) =>
      one.direction === 'credit' && one.entryId === reversalOf && one.bookedMs <= debit.bookedMs,
  );
  return Math.max(0, amountFen - Math.max(wagesFen, reversed?.amountFen ?? 0));
}

function returnedFen({ entryId }: Entry, entries: readonly Entry[]): Fen {
  return entries
    .filter(
      ({ direction, reversalOf, returnOf }) =>
        direction === 'credit' && (reversalOf === entryId || returnOf === entryId),
    )
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
}

/** How much of each debit is wages: the named batch's or line's pay, first come first served. */
function wagesIn(facts: ProjectFacts, debits: readonly Entry[], day: Day): Map<Entry, Fen> {
  const leftFen = new Map<string, Fen>();
  const wages = new Map<Entry, Fen>();
  for (const debit of debits) {
    const named = namedPay(facts, debit, day);
    if (named === null) continue;
    const restFen = leftFen.get(named.name) ?? named.payFen;
    const partFen = Math.min(restFen, debit.amountFen);
    leftFen.set(named.name, restFen - partFen);
    wages.set(debit, partFen);
  }
  return wages;
}

/** The line a debit names, else the batch, when it was ordered by the day after the booking. */
function namedPay(
  facts: ProjectFacts,
  { lineRef, batchRef, bookedOn }: Entry,
  day: Day,
): { name: string; payFen: Fen } | null {
  const name = lineRef ?? batchRef;
  if (name === undefined) return null;
  const batch = facts.batches.get(lineRef?.split('#')[0] ?? batchRef ?? '');
  if (batch === undefined || !isOrdered(batch, bookedOn, day)) return null;
  const lines = batch.lines.filter(({ ref }) => lineRef === undefined || ref === lineRef);
  return { name, payFen: lines.reduce((sum, { payFen }) => sum + payFen, 0) };
}

function isOrdered({ orderedOn }: Batch, bookedOn: Day, day: Day): boolean {
  return orderedOn !== null && orderedOn <= day && orderedOn <= addDays(bookedOn, 1);
}
