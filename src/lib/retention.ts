import { type Day, plusMonth } from './day.ts';

/** What is kept for a time: wage ledgers, what belongs to the wage account, the roster of those employed, attendance. */
export type Kept = 'wage-ledger' | 'account-papers' | 'roster' | 'attendance';

const YEARS: Readonly<Record<Kept, number>> = {
  'wage-ledger': 3,
  'account-papers': 3,
  roster: 3,
  attendance: 2,
};

/**
 * M05: the last day on which a record must still be there. Wage ledgers are kept three years from the last day they
 * speak of (国务院令第724号 15), attendance two (江苏省工资支付条例 17); account papers and the roster three years from the day on
 * which the works had ended and all wages were paid, whichever came later: `infinity` until both are known.
 */
export function keptUntil(
  kept: Kept,
  of: { lastDay: Day; worksEndedOn: Day | null; wagesPaidOn: Day | null },
): Day | 'infinity' {
  const months = YEARS[kept] * 12;
  if (kept === 'wage-ledger' || kept === 'attendance') return plusMonth(of.lastDay, months);
  if (of.worksEndedOn === null || of.wagesPaidOn === null) return 'infinity';
  return plusMonth([of.worksEndedOn, of.wagesPaidOn].sort().at(-1) as Day, months);
}

/** The longest of all that is kept of a project: before it is over, nothing of it may be deleted. */
export function projectKeptUntil(of: Parameters<typeof keptUntil>[1]): Day | 'infinity' {
  const days = (Object.keys(YEARS) as Kept[]).map((kept) => keptUntil(kept, of));
  return days.includes('infinity') ? 'infinity' : (days.sort().at(-1) as Day);
}
