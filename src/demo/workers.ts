import { addDays, type Day, daysOf, firstOf, lastOf, monthOf, weekday } from '../lib/day.ts';
import type { Dice } from './dice.ts';
import { makeCard, makeIdNumber } from './identities.ts';
import { personName, TRADES } from './names.ts';
import type { ProjectPlan, WorkerPlan } from './plan.ts';

const TEAM_SIZE = 12;
const LATER_SHARE = 0.12;
const LEAVER_SHARE = 0.08;
const NIGHT_SHARE = 0.03;
const HALF_MONTH = 15;

/** The workers of a project: most from its first days, some later, some leave before the end. */
export function planWorkers(plan: ProjectPlan, count: number, firstPerson: number): WorkerPlan[] {
  const { dice, frame } = plan;
  const lastMonths = frame.months.filter((month) => firstOf(month) > plan.startsOn);
  return Array.from({ length: count }, (_, at) => {
    const person = firstPerson + at;
    const employerUscc = plan.employerUsccs[at % plan.employerUsccs.length] ?? plan.contractorUscc;
    const later =
      lastMonths.length > 0 && at >= plan.employerUsccs.length && dice.chance(LATER_SHARE);
    const enteredOn = later
      ? addDays(firstOf(dice.pick(lastMonths)), dice.int(0, 5))
      : plan.startsOn;
    const leaves = at >= plan.employerUsccs.length * 4 && dice.chance(LEAVER_SHARE);
    const night = dice.chance(NIGHT_SHARE);
    const worker: WorkerPlan = {
      ref: `engagement:${plan.index + 1}:${at + 1}`,
      idNumber: makeIdNumber(person),
      name: personName(dice),
      employerUscc,
      team: `${Math.floor(at / TEAM_SIZE) + 1}班`,
      trade: dice.pick(TRADES),
      phone: `199${String(person % 100_000_000).padStart(8, '0')}`,
      cards: [{ fromDay: enteredOn, cardNo: makeCard(person) }],
      enteredOn,
      exitedOn: leaves ? exitDay(plan, enteredOn) : null,
      dayRateFen: dice.int(22, 42) * 1000,
      toldRateFen: null,
      night,
      days: [],
    };
    return { ...worker, days: attendedDays(dice, plan, worker) };
  });
}

/** The card in use on a day. */
export function cardOn(worker: WorkerPlan, day: Day): string {
  return (worker.cards.findLast(({ fromDay }) => fromDay <= day) ?? worker.cards[0])?.cardNo ?? '';
}

/** Some day late in a month after the one of entry; null when the story ends before. */
function exitDay(plan: ProjectPlan, enteredOn: Day): Day | null {
  const months = plan.frame.months.filter(
    (month) => month > monthOf(enteredOn) && lastOf(month) <= plan.frame.toDay,
  );
  return months.length === 0
    ? null
    : addDays(firstOf(plan.dice.pick(months)), plan.dice.int(19, 25));
}

function attendedDays(dice: Dice, plan: ProjectPlan, worker: WorkerPlan): Day[] {
  const last = worker.exitedOn ?? plan.frame.toDay;
  const restDay = dice.int(1, 7);
  const seen = new Set<string>();
  const days: Day[] = [];
  for (const day of daysOf(worker.enteredOn, last)) {
    const month = monthOf(day);
    // Nights end on the next day: none on a day after which attendance is sent.
    if (worker.night && (day.endsWith(`-${HALF_MONTH}`) || day === lastOf(month))) continue;
    const works = weekday(day) !== restDay && dice.chance(0.9);
    // One early day in every month of work, so that nobody is engaged for nothing.
    if (!works && seen.has(month)) continue;
    seen.add(month);
    days.push(day);
  }
  return days;
}
