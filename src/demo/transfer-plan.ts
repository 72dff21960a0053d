import {
  addMonths,
  type Day,
  dayInMonth,
  firstOf,
  lastOf,
  type Month,
  monthOf,
} from '../lib/day.ts';
import { type Fen, mulRatio } from '../lib/fen.ts';
import type { ProjectPlan, TransferPlan } from './plan.ts';

const RATIO_UNIT = 10_000;
const VALUE_STEP_FEN = 1_000_000;

/** Every month's instalment, paid in one sum some working days before its day. */
export function planTransfers(plan: ProjectPlan): TransferPlan[] {
  const months = plan.frame.months.filter((month) => month >= monthOf(plan.startsOn));
  return months.map((month) => {
    const { calendar } = plan.frame;
    const { dueDay } = transferDays(plan, month);
    const progress = progressOf(plan, month);
    const earliest = [plan.openedOn, progress?.on ?? plan.openedOn].reduce(later);
    const early = later(calendar.wdBefore(dueDay, plan.dice.int(1, 3)), earliest);
    const amountFen = amountOf(plan, progress?.valueFen);
    return { month, dueDay, amountFen, progress, credits: [{ on: early, amountFen }] };
  });
}

/** Transfers are due on the agreed day, moved on to a working day; none agreed: the next month's last. */
export function transferDays(plan: ProjectPlan, month: Month): { nominalDay: Day; dueDay: Day } {
  const { transferDay, transferMonthOffset = 0 } = plan.terms;
  const nominalDay =
    transferDay === undefined
      ? lastOf(addMonths(month, 1))
      : dayInMonth(addMonths(month, transferMonthOffset), transferDay);
  return { nominalDay, dueDay: plan.frame.calendar.fwd(nominalDay) };
}

/** The ratio of the contract as text with four decimals, the only form fen are multiplied with. */
export function ratioText(ratio: number): string {
  const units = String(Math.round(ratio * RATIO_UNIT)).padStart(5, '0');
  return `${units.slice(0, -4)}.${units.slice(-4)}`;
}

function amountOf(plan: ProjectPlan, valueFen: Fen | undefined): Fen {
  const { labourCostFen, labourCostRatio } = plan.terms;
  if (labourCostRatio === undefined || valueFen === undefined) return labourCostFen ?? 0;
  return mulRatio(valueFen, ratioText(labourCostRatio));
}

/** The month's works, confirmed on the next month's first working day: what a ratio is taken of. */
function progressOf(plan: ProjectPlan, month: Month): TransferPlan['progress'] {
  const ratio = plan.terms.labourCostRatio;
  if (ratio === undefined) return null;
  const netFen = plan.pays
    .filter((pay) => pay.month === month)
    .flatMap(({ rows }) => rows)
    .reduce((sum, row) => sum + row.netFen, 0);
  const wantedFen = (netFen * plan.dice.int(102, 115)) / 100 / ratio;
  const valueFen = Math.ceil(wantedFen / VALUE_STEP_FEN) * VALUE_STEP_FEN;
  return { valueFen, on: plan.frame.calendar.fwd(firstOf(addMonths(month, 1))) };
}

function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}
