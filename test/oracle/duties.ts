import type { Calendar } from '../../src/lib/calendar.ts';
import {
  addDays,
  addMonths,
  type Day,
  dayInMonth,
  daysOf,
  firstOf,
  lastOf,
  type Month,
  monthOf,
} from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import { type Engagement, earlier, isLive, later, type ProjectFacts, termsOf } from './facts.ts';
import { isEngagedIn } from './read-people.ts';

const AHEAD_DAYS = 45;
const RATIO_UNIT = 10_000;

export interface Duty {
  nominalOn: Day;
  dueOn: Day;
}

export interface WageDuty extends Duty {
  employerUscc: string;
  month: Month;
}

export interface Instalment extends Duty {
  month: Month;
  /** Null: unknown. */
  amountFen: Fen | null;
}

/** When a month's wages are due: the agreed day, else the next month's last, moved back. */
export function wageDue(facts: ProjectFacts, month: Month, calendar: Calendar): Duty {
  const { payDay, payMonthOffset = 0 } = termsOf(facts, month) ?? {};
  const nominalOn =
    payDay === undefined
      ? lastOf(addMonths(month, 1))
      : dayInMonth(addMonths(month, payMonthOffset), payDay);
  return { nominalOn, dueOn: calendar.back(nominalOn) };
}

/** When a month's instalment is due: the agreed day, else the next month's last, moved on. */
export function transferDue(facts: ProjectFacts, month: Month, calendar: Calendar): Duty {
  const { transferDay, transferMonthOffset = 0 } = termsOf(facts, month) ?? {};
  const nominalOn =
    transferDay === undefined
      ? lastOf(addMonths(month, 1))
      : dayInMonth(addMonths(month, transferMonthOffset), transferDay);
  return { nominalOn, dueOn: calendar.fwd(nominalOn) };
}

/** Wage duties alive on a day: engaged or a line, at most 45 days ahead, not ended for nothing owed. */
export function wageDuties(facts: ProjectFacts, day: Day, calendar: Calendar): WageDuty[] {
  const lastMonth = monthOf(addDays(day, AHEAD_DAYS));
  const lined = new Map<string, { employerUscc: string; month: Month }>();
  for (const { employerUscc, month, ...batch } of facts.batches.values()) {
    if (isLive({ employerUscc, month, ...batch }, day)) {
      lined.set(`${employerUscc} ${month}`, { employerUscc, month });
    }
  }
  const found = new Map(lined);
  for (const engagement of spansOf(facts)) {
    const { employerUscc, enteredOn } = engagement;
    for (let month = monthOf(enteredOn); month <= lastMonth; month = addMonths(month, 1)) {
      if (!isEngagedIn(engagement, month)) break;
      found.set(`${employerUscc} ${month}`, { employerUscc, month });
    }
  }
  return [...found].flatMap(([key, { employerUscc, month }]) => {
    const duty = { employerUscc, month, ...wageDue(facts, month, calendar) };
    if (lined.has(key)) return [duty];
    if (duty.nominalOn > addDays(day, AHEAD_DAYS)) return [];
    const owesNothing = day > duty.dueOn && !hasAttendance(facts, employerUscc, month, day);
    return owesNothing ? [] : [duty];
  });
}

/** One engagement of each employer for each pair of entry's and exit's month. */
function spansOf({ engagements }: ProjectFacts): Engagement[] {
  const spans = new Map<string, Engagement>();
  for (const one of engagements) {
    const { employerUscc, enteredOn, exitedOn } = one;
    spans.set(`${employerUscc} ${enteredOn.slice(0, 7)} ${exitedOn?.slice(0, 7)}`, one);
  }
  return [...spans.values()];
}

function hasAttendance(facts: ProjectFacts, employerUscc: string, month: Month, day: Day): boolean {
  return facts.engagements.some(
    (one) => one.employerUscc === employerUscc && (one.attended.get(month) ?? '9999') <= day,
  );
}

/**
 * Makes the instalments whose nominal day is at most 45 days ahead, while the project is active, and not of months on
 * all of whose days it was suspended.
 */
export function unfoldInstalments(facts: ProjectFacts, day: Day, calendar: Calendar): void {
  const { project, contracts } = facts;
  if (project === null || contracts.length === 0 || project.status !== 'active') return;
  const startMonth = monthOf(project.startsOn);
  const termsMonth = contracts.map(({ fromMonth }) => fromMonth).reduce(earlier);
  const limit = addDays(day, AHEAD_DAYS);
  const endMonth = monthOf(project.endsOn);
  let month = later(startMonth, termsMonth);
  for (; month <= endMonth && month <= monthOf(limit); month = addMonths(month, 1)) {
    if (transferDue(facts, month, calendar).nominalOn > limit) continue;
    if (!isSuspended(facts, month)) facts.instalments.add(month);
  }
}

/** Whether a project was suspended on every day of a month; its first status holds from the start. */
function isSuspended({ statuses }: ProjectFacts, month: Month): boolean {
  for (const day of daysOf(firstOf(month), lastOf(month))) {
    const { status } = statuses.findLast(({ on }) => on <= day) ?? statuses[0] ?? {};
    if (status !== 'suspended') return false;
  }
  return true;
}

/** The instalments made so far, oldest first, with the amounts known on a day. */
export function instalmentsOn(facts: ProjectFacts, day: Day, calendar: Calendar): Instalment[] {
  return [...facts.instalments].sort().map((month) => ({
    month,
    ...transferDue(facts, month, calendar),
    amountFen: amountOf(facts, month, day),
  }));
}

function amountOf(facts: ProjectFacts, month: Month, day: Day): Fen | null {
  const { labourCostFen, labourCostRatio } = termsOf(facts, month) ?? {};
  if (labourCostFen !== undefined) return labourCostFen;
  const progress = facts.progress.get(month);
  if (labourCostRatio === undefined || progress === undefined) return null;
  if (progress.confirmedOn > day) return null;
  const units = BigInt(Math.round(labourCostRatio * RATIO_UNIT));
  const unit = BigInt(RATIO_UNIT);
  return Number((BigInt(progress.valueFen) * units + unit / 2n) / unit);
}
