import type { Calendar } from './calendar.ts';
import { addDays, type Day } from './day.ts';
import type { Fen } from './fen.ts';

export type SettlementLevel = 'progress' | 'process' | 'unit' | 'single' | 'whole';

/** A step as the clock reads it. `missingPapers` is the list that a `papers-requested` brings. */
export interface ClockStep {
  step: string;
  onDay: Day;
  seq: number;
  missingPapers?: readonly string[] | null;
}

export interface ReviewInput {
  deliveredOn: Day;
  completeOn: Day | null;
  level: SettlementLevel;
  claimedFen: Fen;
  /** Days the contract gives for the review; null when it is silent. */
  reviewDays: number | null;
}

/** Where a review's clock stands once all its steps are read. */
export interface ReviewClock {
  /** The day it counts from, not itself counted. */
  base: Day;
  /** base + days; while the clock stands still, that of the clock which was stopped. */
  nominalDay: Day;
  /** The nominal day moved forward to a working day; null while the clock stands still. */
  dueDay: Day | null;
  stopped: boolean;
  /** Whether the one stop the law allows has been used. */
  usedStop: boolean;
}

/** 整体结算 (建设项目竣工总结算): 30 days whatever the amount. */
export const WHOLE_REVIEW_DAYS = 30;
/** The most an amount may be for a period in days; "以下" includes its figure, the others do not. */
export const reviewBands: readonly { maxFen: Fen; days: number }[] = [
  { maxFen: 5_000_000_00, days: 20 },
  { maxFen: 20_000_000_00 - 1, days: 30 },
  { maxFen: 50_000_000_00 - 1, days: 45 },
];
/** From fifty million yuan. */
export const LONGEST_REVIEW_DAYS = 60;
/** Days to pay after the application where the contract is silent. */
export const PAYMENT_DAYS = 15;

/**
 * Days the owner has to review a settlement: as agreed, else by the amount claimed; null for a
 * progress settlement, which has no review duty. 财建〔2004〕369号 art. 14; where its bands touch, the
 * reading that warns later.
 */
export function reviewDays(
  level: SettlementLevel,
  claimedFen: Fen,
  agreedDays: number | null,
): number | null {
  if (level === 'progress') return null;
  if (agreedDays !== null) return agreedDays;
  if (level === 'whole') return WHOLE_REVIEW_DAYS;
  return reviewBands.find((band) => claimedFen <= band.maxFen)?.days ?? LONGEST_REVIEW_DAYS;
}

/**
 * Reads a settlement's review clock from its steps, given in any order; null for a progress
 * settlement. A written list of missing papers in time stops it, once; papers handed in again start
 * it anew from their own day. To look back on a day, pass the steps up to that day.
 * @throws RangeError when a day lies outside the calendar
 */
export function reviewClock(
  settlement: ReviewInput,
  steps: readonly ClockStep[],
  calendar: Calendar,
): ReviewClock | null {
  const days = reviewDays(settlement.level, settlement.claimedFen, settlement.reviewDays);
  if (days === null) return null;
  const first = runningFrom(settlement.completeOn ?? settlement.deliveredOn, days, calendar);
  const inOrder = steps.toSorted(byDayThenSeq);
  const stop = inOrder.findIndex(
    (s) =>
      s.step === 'papers-requested' &&
      (s.missingPapers?.length ?? 0) > 0 &&
      s.onDay <= first.dueDay,
  );
  if (stop < 0) return { ...first, stopped: false, usedStop: false };
  const restart = inOrder
    .slice(stop + 1)
    .find((s) => s.step === 'resubmitted' || s.step === 'papers-complete');
  if (restart === undefined) return { ...first, dueDay: null, stopped: true, usedStop: true };
  return { ...runningFrom(restart.onDay, days, calendar), stopped: false, usedStop: true };
}

/**
 * The day by which a settlement must be paid after the contractor applied on `appliedOn`: within the
 * days agreed, else 15 (财建〔2004〕369号 art. 16); `dueDay` is moved forward to a working day.
 * @throws RangeError when a day lies outside the calendar
 */
export function paymentDue(
  appliedOn: Day,
  agreedDays: number | null,
  calendar: Calendar,
): { nominalDay: Day; dueDay: Day } {
  const { nominalDay, dueDay } = runningFrom(appliedOn, agreedDays ?? PAYMENT_DAYS, calendar);
  return { nominalDay, dueDay };
}

/** How 保障中小企业款项支付条例 binds an owner: 机关 and 事业单位, 大型企业, or not at all. */
export type BoundOwner = 'public' | 'large' | null;

/** The revised regulation holds for amounts confirmed from this day on. */
export const SMALL_FIRMS_FROM: Day = '2025-06-01';
/** Days that a contract may agree on at most with a public body; without a contract it has the fewer. */
const PUBLIC_DAYS = { agreed: 60, silent: 30 };
const LARGE_DAYS = 60;

/**
 * The last day that 保障中小企业款项支付条例 art. 9 leaves for paying a contractor that was no large firm at signing, counted
 * from the day on which both sides confirmed the amount: a public body has 30 days, and 60 where the contract gives a
 * term; a large firm has 60 where the contract gives none. null: it sets no day.
 * @throws RangeError when a day lies outside the calendar
 */
export function smallFirmDue(
  confirmedOn: Day,
  owner: BoundOwner,
  agreedDays: number | null,
  calendar: Calendar,
): { nominalDay: Day; dueDay: Day } | null {
  if (owner === null || confirmedOn < SMALL_FIRMS_FROM) return null;
  if (owner === 'large' && agreedDays !== null) return null;
  const ofPublic = agreedDays === null ? PUBLIC_DAYS.silent : PUBLIC_DAYS.agreed;
  const days = owner === 'public' ? ofPublic : LARGE_DAYS;
  const { nominalDay, dueDay } = runningFrom(confirmedOn, days, calendar);
  return { nominalDay, dueDay };
}

function runningFrom(base: Day, days: number, calendar: Calendar) {
  return { base, nominalDay: addDays(base, days), dueDay: calendar.cal(base, days) };
}

function byDayThenSeq(a: ClockStep, b: ClockStep): number {
  if (a.onDay === b.onDay) return a.seq - b.seq;
  return a.onDay < b.onDay ? -1 : 1;
}
