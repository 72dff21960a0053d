import type { RuleId } from '../../src/demo/story.ts';
import type { Calendar } from '../../src/lib/calendar.ts';
import type { Day } from '../../src/lib/day.ts';
import { sumFen } from '../../src/lib/fen.ts';
import { unfoldInstalments, wageDuties } from './duties.ts';
import type { ProjectFacts } from './facts.ts';
import type { Finding, View } from './finding.ts';
import { blindAccounts } from './money.ts';
import { cellsOn } from './pay.ts';
import { findLateAccount, findMisuse } from './rules-a.ts';
import { findAccounts } from './rules-a-more.ts';
import type { Owed } from './rules-arrears.ts';
import { findDeposit, findGuarantee } from './rules-d.ts';
import { findTransfers } from './rules-f.ts';
import { findShortBalance } from './rules-f03.ts';
import { findSilence, findUnanswered, findUnknownYear } from './rules-m.ts';
import { findIdleAccount, findLackingTerms, findTransferPatterns } from './rules-more.ts';
import { findOddPayments } from './rules-pay.ts';
import { findSite } from './rules-r.ts';
import { findReported } from './rules-reports.ts';
import { findSettlements } from './rules-s.ts';
import { findClauses } from './rules-s-more.ts';
import { findArrears, findMissingSheets, findUnsigned, owedOn } from './rules-w.ts';
import { findLeavers, findPayUnlikeDays, findSlipless } from './rules-w-terms.ts';

/** Rules that lean on what the bank told: with its feed behind they hold, and clear nothing. */
export const BANK_RULES: ReadonlySet<RuleId> = new Set([
  'W01',
  'W02',
  'W03',
  'W08',
  'W09',
  'W10',
  'W11',
  'F01',
  'F02',
  'F03',
  'F05',
  'F08',
  'A07',
]);

/** What the night for a day finds on a project, whether its bank's feed is behind, and what it knows is owed. */
export interface ProjectNight {
  findings: Finding[];
  blind: boolean;
  owed: Owed[];
}

/** What a project's night must know of other projects. */
export interface Around {
  /** Its contractor has another in the city. */
  several: boolean;
  elsewhere: View['elsewhere'];
}

/** Unfolds a project's duties for a day, then asks every rule. */
export function nightOf(
  facts: ProjectFacts,
  day: Day,
  calendar: Calendar,
  { several, elsewhere }: Around,
): ProjectNight {
  unfoldInstalments(facts, day, calendar);
  const blind = blindAccounts(facts, day, calendar).length > 0;
  const view: View = {
    facts,
    day,
    calendar,
    cells: cellsOn(facts, day),
    wageDuties: wageDuties(facts, day, calendar),
    elsewhere,
  };
  const arrears = findArrears(view);
  const w01 = arrears.some(({ rule }) => rule === 'W01');
  const transfers = findTransfers(view, w01);
  const unpaid = arrears.filter(({ rule }) => rule === 'W01' || rule === 'W02');
  const owed = !blind && unpaid.length > 0;
  const f01 = transfers.some(({ rule }) => rule === 'F01');
  const wagesAndRegister = [
    ...findMissingSheets(view),
    ...findUnsigned(view),
    ...findOddPayments(view),
    ...findPayUnlikeDays(view),
    ...findLeavers(view),
    ...findSlipless(view),
    ...findLackingTerms(view),
    ...findSite(view),
  ];
  const findings = [
    ...arrears,
    ...wagesAndRegister,
    ...transfers,
    ...findShortBalance(view),
    ...findLateAccount(view),
    ...findMisuse(view),
    ...findAccounts(view, {
      owedFen: sumFen(unpaid.map(({ amountFen }) => amountFen)),
      others: [...arrears, ...wagesAndRegister],
    }),
    ...findIdleAccount(view),
    ...findTransferPatterns(view),
    // What is held raises nothing else.
    ...findSettlements(view, { w01: w01 && !blind, f01: f01 && !blind }),
    ...findDeposit(view, { owed, several }),
    ...findGuarantee(view, owed),
    ...findClauses(view),
    ...findReported(view),
    ...findUnanswered(view),
    ...findSilence(view),
    ...findUnknownYear(view),
  ];
  return {
    blind,
    owed: blind ? [] : owedOn(view),
    findings: findings.map((one) =>
      blind && BANK_RULES.has(one.rule) ? { ...one, held: true } : one,
    ),
  };
}
