import type { Calendar } from '../../lib/calendar.ts';
import { type Day, type Month, monthOf } from '../../lib/day.ts';
import {
  type BoundOwner,
  paymentDue,
  type ReviewInput,
  reviewClock,
  type SettlementLevel,
  smallFirmDue,
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
  /** At signing. */
  contractorSize: string;
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
 * says was paid, or what evidence shows, meets the payment, which is due after the application; where the regulation on
 * small firms binds the owner, also after the confirmation: the earlier day counts. Money in whole fen.
 * @throws RangeError when a day lies outside the calendar
 */
export function foldSteps(
  claim: Claim,
  given: readonly Step[],
  terms: readonly Periods[],
  calendar: Calendar,
  owner: BoundOwner = null,
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
    payment: wantedPayment(steps, { amountFen: payableFen, metBy: paid }, terms, owner, calendar),
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
  steps: readonly Step[],
  money: Pick<WantedDuty, 'amountFen' | 'metBy'>,
  terms: readonly Periods[],
  owner: BoundOwner,
  calendar: Calendar,
): WantedDuty | null {
  const applied = steps.find((s) => s.step === 'payment-applied');
  const confirmed = steps.find((s) => s.step === 'confirmed');
  const from = applied ?? confirmed;
  if (!from) return null;
  const held = termsOf(terms, from.onDay);
  const agreedDays = held?.paymentDays ?? null;
  const bound = held && held.contractorSize !== 'large' ? owner : null;
  const days = [
    applied ? paymentDue(applied.onDay, agreedDays, calendar) : null,
    confirmed ? smallFirmDue(confirmed.onDay, bound, agreedDays, calendar) : null,
  ].filter((due) => due !== null);
  const [due] = days.sort((a, b) => (a.dueDay < b.dueDay ? -1 : Number(a.dueDay > b.dueDay)));
  return due ? { ...due, ...money, termsVersion: held?.version ?? null } : null;
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
