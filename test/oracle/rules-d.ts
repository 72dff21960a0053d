import { addDays, type Day } from '../../src/lib/day.ts';
import type { ProjectFacts, SiteRecord } from './facts.ts';
import { earlier, isBegun, later } from './facts.ts';
import { type Finding, find, levelOf, type View } from './finding.ts';
import { termsInForce } from './rules-more.ts';

const DEPOSIT_DAYS = 20;
const D01_ORANGE_AFTER = 10;
const D02_ORANGE_AFTER = 15;
const RESTORE_DAYS = 10;
const D03_RED_AFTER = 20;
const AHEAD_DAYS = 30;

/** The last statement of a kind by a day. */
export function lastOf(
  { records }: ProjectFacts,
  kind: SiteRecord['kind'],
  day: Day,
): SiteRecord | undefined {
  return records.findLast((one) => one.kind === kind && one.on <= day);
}

/** D01 to D04: no deposit, too little, used and not put back, a guarantee that ends. */
export function findDeposit(
  view: View,
  { owed, several }: { owed: boolean; several: boolean },
): Finding[] {
  const { facts, day } = view;
  const { project } = facts;
  if (project === null) return [];
  const found = findUsed(view, project.contractorUscc);
  if (project.status === 'finished') return found;
  const deposit = lastOf(facts, 'wage-deposit', day);
  if (deposit === undefined) return [...found, ...findMissing(view, owed)];
  return [...found, ...findShort(view, deposit, several), ...findEnding(view, deposit)];
}

function findMissing(view: View, owed: boolean): Finding[] {
  const { facts, day, calendar } = view;
  const signed = facts.contracts.map(({ signedOn }) => signedOn).filter((on) => on <= day);
  const base = facts.project?.permitOn ?? (signed.length > 0 ? signed.reduce(earlier) : undefined);
  if (base === undefined || base > day) return [];
  const dueOn = calendar.wd(base, DEPOSIT_DAYS);
  if (day <= dueOn) return [];
  const level = levelOf(owed, day > calendar.wd(dueOn, D01_ORANGE_AFTER));
  return [find(view, 'D01', [facts.project?.contractorUscc ?? '', '-'], [level, 0])];
}

function findShort(view: View, deposit: SiteRecord, several: boolean): Finding[] {
  const { facts, day, calendar } = view;
  const terms = termsInForce(facts, day);
  if (terms === null || deposit.form === 'exempt') return [];
  // One in a hundred or in two hundred, down to the fen.
  const neededFen = Math.floor(terms.totalFen / (several ? 200 : 100));
  const missingFen = neededFen - (deposit.amountFen ?? 0);
  const base = later(facts.project?.permitOn ?? terms.signedOn, terms.signedOn);
  const dueOn = later(deposit.on, calendar.wd(base, DEPOSIT_DAYS));
  if (missingFen <= 0 || day <= dueOn) return [];
  const level = levelOf(false, day > calendar.wd(dueOn, D02_ORANGE_AFTER));
  return [find(view, 'D02', [facts.project?.contractorUscc ?? '', '-'], [level, missingFen])];
}

function findUsed(view: View, contractorUscc: string): Finding[] {
  const { facts, day, calendar } = view;
  const moved = (kind: SiteRecord['kind']) =>
    facts.records
      .filter((one) => one.kind === kind && one.on <= day)
      .sort((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)));
  let restFen = moved('deposit-restored').reduce((sum, one) => sum + (one.amountFen ?? 0), 0);
  let missingFen = 0;
  let oldestDue: Day | null = null;
  for (const { on, amountFen = 0 } of moved('deposit-used')) {
    const openFen = Math.max(0, amountFen - restFen);
    restFen = Math.max(0, restFen - amountFen);
    const dueOn = calendar.wd(on, RESTORE_DAYS);
    if (openFen === 0 || day <= dueOn) continue;
    missingFen += openFen;
    oldestDue ??= dueOn;
  }
  if (oldestDue === null) return [];
  const red = day > calendar.wd(oldestDue, D03_RED_AFTER);
  return [find(view, 'D03', [contractorUscc, '-'], [levelOf(red, true), missingFen])];
}

function findEnding(view: View, { form, until }: SiteRecord): Finding[] {
  const { facts, day } = view;
  if (until === undefined || (form !== 'guarantee' && form !== 'insurance')) return [];
  const endsOn = facts.project?.endsOn;
  const overInTime = endsOn !== undefined && day <= endsOn && endsOn <= until;
  const ended = day > until;
  if (day < addDays(until, -AHEAD_DAYS) || (!ended && overInTime)) return [];
  return [
    find(view, 'D04', [facts.project?.contractorUscc ?? '', '-'], [levelOf(ended, false), 0]),
  ];
}

/** F07: works have begun without a guarantee of payment. */
export function findGuarantee(view: View, owed: boolean): Finding[] {
  const { facts, day } = view;
  const { project } = facts;
  if (project?.status !== 'active' && project?.status !== 'suspended') return [];
  const begun = project.startsOn ? project.startsOn <= day : isBegun(facts, day);
  const guarantee = lastOf(facts, 'payment-guarantee', day);
  const stands = guarantee !== undefined && (guarantee.until ?? day) >= day;
  if (!begun || stands) return [];
  return [find(view, 'F07', [project.ownerUscc, '-'], [levelOf(owed, true), 0])];
}
