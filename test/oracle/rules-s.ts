import type { Calendar } from '../../src/lib/calendar.ts';
import { addDays, type Day } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import type { ProjectFacts, Settlement, SettlementStep } from './facts.ts';
import { daysLate, type Finding, find, levelOf, type View } from './finding.ts';
import {
  findMore,
  isAudit,
  isAuditCode,
  reviewOf,
  smallFirmDays,
  standing,
} from './rules-s-more.ts';
import { billFen, confirmedFen, paidFen, stepsOn } from './steps.ts';

const MILLION_YUAN_FEN = 100_000_000;
const WHOLE_DAYS = 30;
const PAYMENT_DAYS = 15;
const LOOK_AHEAD_DAYS = 5;
const LONG_DAYS = 30;
const S05_ORANGE_AFTER = 15;
const S05_RED_AFTER = 60;

/** What other rules found on the project, which raises settlements. */
export interface Wages {
  w01: boolean;
  f01: boolean;
}

/** A clock that runs: its day as counted, and moved on to a working day. */
export interface Clock {
  nominalOn: Day;
  dueOn: Day;
}

/** All S rules but S04 of every settlement known by the day. */
export function findSettlements(view: View, wages: Wages): Finding[] {
  const known = view.facts.settlements.filter(({ deliveredOn }) => deliveredOn <= view.day);
  return known.flatMap((settlement) => {
    const review = s01(view, settlement, wages);
    const payment = s05(view, settlement, wages);
    const long = [...review, ...payment].some(({ lateDays }) => lateDays > LONG_DAYS);
    return [
      ...review.map(({ finding }) => finding),
      ...s02(view, settlement, long || wages.w01 || wages.f01),
      ...payment.map(({ finding }) => finding),
      ...findMore(
        view,
        settlement,
        payment.length > 0,
        review.some(({ lateDays }) => lateDays > 0),
      ),
    ];
  });
}

/** The review's clock as of a day; null while it stands still, or where there is none. */
export function reviewClock(
  facts: ProjectFacts,
  settlement: Settlement,
  { day, calendar }: { day: Day; calendar: Calendar },
): Clock | null {
  const { level, completeOn, deliveredOn } = settlement;
  if (level === 'progress') return null;
  const days = facts.contracts.at(-1)?.reviewDays ?? legalDays(settlement);
  const clockFrom = (base: Day) => ({
    nominalOn: addDays(base, days),
    dueOn: calendar.cal(base, days),
  });
  const first = clockFrom(completeOn ?? deliveredOn);
  const steps = stepsOn(settlement, day);
  const stop = steps.findIndex(
    ({ step, on, missingPapers = [] }) =>
      step === 'papers-requested' && missingPapers.length > 0 && on <= first.dueOn,
  );
  if (stop < 0) return first;
  const start = steps
    .slice(stop + 1)
    .find(({ step }) => step === 'resubmitted' || step === 'papers-complete');
  return start === undefined ? null : clockFrom(start.on);
}

function legalDays({ level, claimedFen }: Settlement): number {
  if (level === 'whole') return WHOLE_DAYS;
  if (claimedFen <= 5 * MILLION_YUAN_FEN) return 20;
  if (claimedFen < 20 * MILLION_YUAN_FEN) return 30;
  return claimedFen < 50 * MILLION_YUAN_FEN ? 45 : 60;
}

/** Whether the review is over: an opinion, a confirmation, or the settlement taken back. */
export function isReviewed(steps: readonly SettlementStep[]): boolean {
  return steps.some(({ step }) => ['opinion', 'confirmed', 'withdrawn'].includes(step));
}

interface Late {
  finding: Finding;
  lateDays: number;
}

function s01(view: View, settlement: Settlement, { w01 }: Wages): Late[] {
  const { facts, day } = view;
  const clock = reviewClock(facts, settlement, view);
  if (clock === null || isReviewed(stepsOn(settlement, day))) return [];
  const lateDays = daysLate(view, clock.dueOn);
  if (lateDays < -LOOK_AHEAD_DAYS) return [];
  const isLate = lateDays > 0;
  const level = levelOf(lateDays > LONG_DAYS || (isLate && w01), isLate);
  const finding = find(view, 'S01', [settlement.ref, '-'], [level, settlement.claimedFen]);
  return [{ finding, lateDays }];
}

function s02(view: View, settlement: Settlement, red: boolean): Finding[] {
  const stated = standing(settlement, view.day).some(
    (step) => isAuditCode(step) || (reviewOf(settlement, step, view.day) === true && isAudit(step)),
  );
  if (!stated) return [];
  const amountFen = confirmedFen(stepsOn(settlement, view.day)) ?? settlement.claimedFen;
  return [find(view, 'S02', [settlement.ref, '-'], [levelOf(red, true), amountFen])];
}

/** The payment's clock as of a day; null before the contractor applies. */
export function paymentClock(
  facts: ProjectFacts,
  settlement: Settlement,
  { day, calendar }: { day: Day; calendar: Calendar },
): Clock | null {
  const steps = stepsOn(settlement, day);
  const applied = steps.find(({ step }) => step === 'payment-applied');
  const confirmed = steps.find(({ step }) => step === 'confirmed');
  const agreed = facts.contracts.at(-1)?.paymentDays;
  const clockOf = (on: Day, days: number) => ({
    nominalOn: addDays(on, days),
    dueOn: calendar.cal(on, days),
  });
  const days = confirmed === undefined ? null : smallFirmDays(facts, confirmed.on, agreed);
  const clocks = [
    applied === undefined ? null : clockOf(applied.on, agreed ?? PAYMENT_DAYS),
    confirmed === undefined || days === null ? null : clockOf(confirmed.on, days),
  ].filter((clock) => clock !== null);
  return clocks.sort((x, y) => (x.dueOn < y.dueOn ? -1 : 1))[0] ?? null;
}

function s05(view: View, settlement: Settlement, { w01 }: Wages): Late[] {
  const { facts, day } = view;
  const clock = paymentClock(facts, settlement, view);
  const steps = stepsOn(settlement, day);
  if (clock === null || day <= clock.dueOn) return [];
  const missingFen = owedFen(settlement, steps);
  if (missingFen <= 0) return [];
  const lateDays = daysLate(view, clock.dueOn);
  const level = levelOf(lateDays > S05_RED_AFTER || w01, lateDays > S05_ORANGE_AFTER);
  return [{ finding: find(view, 'S05', [settlement.ref, '-'], [level, missingFen]), lateDays }];
}

/** What is still to be paid of a settlement; nothing of one taken back. */
export function owedFen(settlement: Settlement, steps: readonly SettlementStep[]): Fen {
  if (steps.some(({ step }) => step === 'withdrawn')) return 0;
  return billFen(settlement, steps) - paidFen(steps);
}
