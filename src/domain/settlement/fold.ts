import type { Calendar } from '../../lib/calendar.ts';
import { type Day, type Month, monthOf } from '../../lib/day.ts';
import {
  paymentDue,
  type ReviewInput,
  reviewClock,
  type SettlementLevel,
} from '../../lib/settlement-clock.ts';
import type { Speaker } from './speakers.ts';
import type { StoredVerdict } from './verdict.ts';

/** One thing that happened to a settlement. `seq` is the order in which we heard of it. */
export interface Step {
  seq: number;
  step: string;
  onDay: Day;
  statedBy: Speaker;
  amountFen: number | null;
  /** Of the amount, what nobody disputes. */
  undisputedFen: number | null;
  reasonCode: string | null;
  reasonText: string | null;
  /** What the detector read in the text when it was stated; null where it found nothing. */
  verdict: StoredVerdict | null;
  missingPapers: string[] | null;
  evidence: string[] | null;
}

/** What a settlement is before anything happens to it. */
export interface Claim {
  level: SettlementLevel;
  claimedFen: number;
  deliveredOn: Day;
  completeOn: Day | null;
}

/** The periods that a version of the contract's terms gives, for months from `fromMonth` on. */
export interface Periods {
  version: number;
  fromMonth: Month;
  reviewDays: number | null;
  paymentDays: number | null;
}

/** A duty as the steps want it to stand. `dueDay` is null while the clock stands still. */
export interface WantedDuty {
  nominalDay: Day;
  dueDay: Day | null;
  amountFen: number;
  termsVersion: number | null;
  /** The steps that meet it, in order. */
  metBy: Step[];
}

/** Where a settlement stands once all its steps are read. */
export interface Standing {
  status: 'delivered' | 'reviewed' | 'confirmed' | 'due' | 'paid' | 'withdrawn';
  review: WantedDuty | null;
  payment: WantedDuty | null;
  /** The amount that was confirmed last; null when none was. */
  confirmedFen: number | null;
  /** What has to be paid: as applied for, else confirmed, else claimed. */
  payableFen: number;
  paidFen: number;
  withdrawn: boolean;
}

/** The order in which steps count: by day, then as we heard of them. */
export const byDayThenSeq = (a: Step, b: Step): number =>
  a.onDay === b.onDay ? a.seq - b.seq : a.onDay < b.onDay ? -1 : 1;

/**
 * Reads a settlement from all its steps, given in any order: the same steps give the same standing,
 * whenever each was learnt. The first opinion or confirmation meets the review; what the contractor
 * says was paid, or what evidence shows, meets the payment. Money in whole fen.
 * @throws RangeError when a day lies outside the calendar
 */
export function foldSteps(
  claim: Claim,
  given: readonly Step[],
  terms: readonly Periods[],
  calendar: Calendar,
): Standing {
  const steps = given.toSorted(byDayThenSeq);
  const applied = steps.find((s) => s.step === 'payment-applied');
  const confirmedFen =
    steps.findLast((s) => s.step === 'confirmed' && s.amountFen !== null)?.amountFen ?? null;
  const payableFen = applied?.amountFen ?? confirmedFen ?? claim.claimedFen;
  const paid = steps.filter(isPayment);
  const paidFen = paid.reduce((sum, s) => sum + (s.amountFen ?? 0), 0);
  const withdrawn = steps.some((s) => s.step === 'withdrawn');
  return {
    status: statusOf(steps, withdrawn, paidFen >= payableFen),
    review: wantedReview(claim, steps, terms, calendar),
    payment: applied
      ? wantedPayment(applied, { amountFen: payableFen, metBy: paid }, terms, calendar)
      : null,
    confirmedFen,
    payableFen,
    paidFen,
    withdrawn,
  };
}

/** Money counts when the payee said that it came, or when there is evidence. */
const isPayment = (s: Step): boolean =>
  s.step === 'paid' && (s.statedBy === 'contractor' || (s.evidence?.length ?? 0) > 0);

function statusOf(
  steps: readonly Step[],
  withdrawn: boolean,
  paidInFull: boolean,
): Standing['status'] {
  const happened = (step: string) => steps.some((s) => s.step === step);
  if (withdrawn) return 'withdrawn';
  if (paidInFull) return 'paid';
  if (happened('payment-applied')) return 'due';
  if (happened('confirmed')) return 'confirmed';
  return happened('opinion') ? 'reviewed' : 'delivered';
}

function wantedReview(
  claim: Claim,
  steps: readonly Step[],
  terms: readonly Periods[],
  calendar: Calendar,
): WantedDuty | null {
  const held = termsOf(terms, claim.deliveredOn);
  const input: ReviewInput = { ...claim, reviewDays: held?.reviewDays ?? null };
  const clock = reviewClock(input, steps, calendar);
  if (clock === null) return null;
  return {
    nominalDay: clock.nominalDay,
    dueDay: clock.dueDay,
    amountFen: 0,
    termsVersion: held?.version ?? null,
    metBy: steps.filter((s) => s.step === 'opinion' || s.step === 'confirmed'),
  };
}

function wantedPayment(
  applied: Step,
  money: Pick<WantedDuty, 'amountFen' | 'metBy'>,
  terms: readonly Periods[],
  calendar: Calendar,
): WantedDuty {
  const held = termsOf(terms, applied.onDay);
  const due = paymentDue(applied.onDay, held?.paymentDays ?? null, calendar);
  return { ...due, ...money, termsVersion: held?.version ?? null };
}

/** The version in force in a day's month; the first one also holds for the time before it. */
export function termsOf(terms: readonly Periods[], day: Day): Periods | null {
  const inOrder = terms.toSorted((a, b) =>
    a.fromMonth === b.fromMonth ? a.version - b.version : a.fromMonth < b.fromMonth ? -1 : 1,
  );
  const month = monthOf(day);
  const begun = inOrder.findLast((t) => t.fromMonth <= month);
  const earliest = inOrder[0]?.fromMonth;
  return begun ?? inOrder.findLast((t) => t.fromMonth === earliest) ?? null;
}
