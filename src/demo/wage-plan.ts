import { addMonths, type Day, dayInMonth, lastOf, type Month, monthOf } from '../lib/day.ts';
import type { Dice } from './dice.ts';
import type { PayPlan, PayRow, ProjectPlan, WorkerPlan } from './plan.ts';

const SHEET_BEFORE_WORKING_DAYS = 5;
const YUAN = 100;
const ADVANCE_FEN = 500 * YUAN;
const MEAL_FEN = 12 * YUAN;
const REDONE_SHARE = 0.03;

/** Every wage month of every employer, each posted and paid in time. */
export function planPays(plan: ProjectPlan): PayPlan[] {
  const months = plan.frame.months.filter((month) => month >= monthOf(plan.startsOn));
  return months.flatMap((month) =>
    plan.employerUsccs.flatMap((employerUscc) => {
      const rows = plan.workers
        .filter((worker) => worker.employerUscc === employerUscc)
        .flatMap((worker) => wageOf(plan.dice, worker, month));
      return rows.length === 0 ? [] : [planPay(plan, month, employerUscc, rows)];
    }),
  );
}

/** Wages are due on the pay day, moved back to a working day; none agreed: the next month's last. */
export function wageDays(plan: ProjectPlan, month: Month): { nominalDay: Day; dueDay: Day } {
  const { payDay, payMonthOffset = 0 } = plan.terms;
  const nominalDay =
    payDay === undefined
      ? lastOf(addMonths(month, 1))
      : dayInMonth(addMonths(month, payMonthOffset), payDay);
  return { nominalDay, dueDay: plan.frame.calendar.back(nominalDay) };
}

function planPay(plan: ProjectPlan, month: Month, employerUscc: string, rows: PayRow[]): PayPlan {
  const { calendar } = plan.frame;
  const { dice } = plan;
  const { dueDay } = wageDays(plan, month);
  return {
    month,
    employerUscc,
    dueDay,
    cutoffDay: calendar.wdBefore(dueDay, SHEET_BEFORE_WORKING_DAYS),
    rows,
    postOn: calendar.wdBefore(dueDay, dice.int(6, 8)),
    payOn: calendar.wdBefore(dueDay, dice.int(1, 3)),
    redone: dice.chance(REDONE_SHARE),
    slips: true,
    omitted: null,
    late: null,
    part: null,
    failures: [],
    extra: null,
  };
}

function wageOf(dice: Dice, worker: WorkerPlan, month: Month): PayRow[] {
  const workDays = worker.days.filter((day) => monthOf(day) === month).length;
  if (workDays === 0) return [];
  const overtimeFen = dice.chance(0.3) ? dice.int(1, 40) * 25 * YUAN : 0;
  const grossFen = workDays * worker.dayRateFen + overtimeFen;
  const deductions: PayRow['deductions'] = [];
  if (workDays > 6 && dice.chance(0.12))
    deductions.push({ kind: 'advance', amountFen: ADVANCE_FEN });
  if (dice.chance(0.2)) deductions.push({ kind: 'meals', amountFen: workDays * MEAL_FEN });
  const netFen = grossFen - deductions.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return [{ worker, workDays, grossFen, deductions, netFen }];
}
