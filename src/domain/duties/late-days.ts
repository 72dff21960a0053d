import { addDays, type Day, daysOf } from '../../lib/day.ts';

/** With whom a wage stood at the end of a late day. */
export type Delayer = 'owner' | 'contractor' | 'bank' | 'returned-card';

/** What happened to one wage, in the order in which it happened. */
export interface WageAct {
  kind: 'ordered' | 'rejected' | 'paid' | 'returned';
  on: Day;
  /** Of a payment. */
  amountFen: number;
}

export interface LateWage {
  payFen: number;
  acts: readonly WageAct[];
}

/** The owner's instalment of the same month, with the credits that meet it. */
export interface Instalment {
  dueDay: Day;
  /** null: not known yet; then a single credit is enough. */
  amountFen: number | null;
  credits: readonly { onDay: Day; amountFen: number }[];
}

export interface WageMonth {
  dueDay: Day;
  instalment: Instalment | null;
  wages: readonly LateWage[];
  /** The last day to send again what failed on a day (three working days). */
  resendBy(failedOn: Day): Day;
}

/** Days in a row on which as many wages, of the same sum, stood with one of the four. */
export interface LateSpan {
  from: Day;
  to: Day;
  who: Delayer;
  workers: number;
  amountFen: number;
}

/**
 * Who is responsible for each late day of a wage month, up to and including `day`. A day is late for a wage that is due
 * before it and has not reached the worker's own account in full at its end. Then the wage stood
 *
 * - with the bank, where it was ordered on a day before and no final answer came, or less came than was ordered;
 * - with the returned card, where it was rejected or returned, as long as the term for sending it again lasts;
 * - with the owner, where it was not ordered and the owner's instalment of the month was due before the day and not met;
 * - with the contractor otherwise: he had the money or was not owed it, and did not order, or did not order again.
 *
 * It tells where the delay arose; who is liable is the law's matter (国务院令第724号 29, 30). In order of first day.
 */
export function lateDays(month: WageMonth, day: Day): LateSpan[] {
  const open = new Map<Delayer, LateSpan>();
  const spans: LateSpan[] = [];
  const first = addDays(month.dueDay, 1);
  if (first > day) return [];
  for (const on of daysOf(first, day)) {
    for (const [who, { workers, amountFen }] of countOn(month, on)) {
      const last = open.get(who);
      const goes =
        last?.to === addDays(on, -1) && last.workers === workers && last.amountFen === amountFen;
      if (last && goes) last.to = on;
      else {
        const span = { from: on, to: on, who, workers, amountFen };
        open.set(who, span);
        spans.push(span);
      }
    }
  }
  return spans;
}

function countOn(month: WageMonth, on: Day) {
  const counts = new Map<Delayer, { workers: number; amountFen: number }>();
  for (const wage of month.wages) {
    const { paidFen, state, since } = standing(wage, on);
    if (paidFen >= wage.payFen) continue;
    const who = delayerOf(month, on, state, since);
    const { workers, amountFen } = counts.get(who) ?? { workers: 0, amountFen: 0 };
    counts.set(who, { workers: workers + 1, amountFen: amountFen + wage.payFen - paidFen });
  }
  return counts;
}

interface Standing {
  state: 'none' | 'ordered' | 'failed';
  since: Day | null;
  paidFen: number;
}

function standing({ acts }: LateWage, on: Day): Standing {
  let now: Standing = { state: 'none', since: null, paidFen: 0 };
  for (const act of acts) {
    if (act.on > on) break;
    if (act.kind === 'paid')
      now = { ...now, state: 'ordered', paidFen: now.paidFen + act.amountFen };
    else if (act.kind === 'ordered') now = { ...now, state: 'ordered', since: act.on };
    else now = { state: 'failed', since: act.on, paidFen: 0 };
  }
  return now;
}

function delayerOf(
  month: WageMonth,
  on: Day,
  state: Standing['state'],
  since: Day | null,
): Delayer {
  if (state === 'ordered' && since !== null && since < on) return 'bank';
  if (state === 'failed' && since !== null) {
    const base = since > month.dueDay ? since : month.dueDay;
    return on <= month.resendBy(base) ? 'returned-card' : 'contractor';
  }
  return isOwing(month.instalment, on) ? 'owner' : 'contractor';
}

function isOwing(instalment: Instalment | null, on: Day): boolean {
  if (instalment === null || instalment.dueDay >= on) return false;
  const creditedFen = instalment.credits
    .filter(({ onDay }) => onDay <= on)
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
  return instalment.amountFen === null ? creditedFen <= 0 : creditedFen < instalment.amountFen;
}
