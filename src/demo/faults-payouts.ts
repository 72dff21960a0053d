import { addDays, type Day } from '../lib/day.ts';
import { expected, later, plant, type Recipe } from './faults.ts';
import { onPay, someRows, w01 } from './faults-wages.ts';
import type { Failure, PayPlan, ProjectPlan } from './plan.ts';
import type { Expected } from './story.ts';

const W03_AFTER = 3;
const SHIELD_ENDS_AFTER = 5;

/** Payouts that the bank refused or gave back. */
export const failedPayouts: readonly Recipe[] = [
  fails('一张卡被拒，一直未补发', 8, 'rejected', () => []),
  fails('一笔退汇，一直未补发', 14, 'returned', () => []),
  fails('被拒后迟迟补发', 9, 'rejected', (plan, _pay, baseDay) => [
    {
      postOn: plan.frame.calendar.wd(baseDay, 4),
      on: plan.frame.calendar.wd(baseDay, SHIELD_ENDS_AFTER),
      outcome: 'paid',
    },
  ]),
  fails('补发又被拒，再无下文', 12, 'rejected', (plan, pay) => [
    {
      postOn: plan.frame.calendar.wd(pay.dueDay, 1),
      on: plan.frame.calendar.wd(pay.dueDay, 2),
      outcome: 'rejected',
    },
  ]),
  {
    title: '退汇后及时补发（不应预警）',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 6, (pay) => {
        const { calendar } = plan.frame;
        const on = returnDay(plan, pay);
        const postOn = calendar.wd(on, 1);
        failRow(plan, pay, 'returned', on, [{ postOn, on: calendar.wd(on, 2), outcome: 'paid' }]);
        return [];
      }),
  },
];

function fails(
  title: string,
  daysAfter: number,
  outcome: Failure['outcome'],
  resendsOf: (plan: ProjectPlan, pay: PayPlan, baseDay: Day) => Failure['resends'],
): Recipe {
  return {
    title,
    family: 'W',
    apply: (plan) =>
      onPay(plan, daysAfter, (pay) => {
        const on = outcome === 'returned' ? returnDay(plan, pay) : (pay.payOn ?? pay.dueDay);
        const resends = resendsOf(plan, pay, later(pay.dueDay, on));
        failRow(plan, pay, outcome, on, resends);
        const lastFailOn = resends.findLast((one) => one.outcome === 'rejected')?.on ?? on;
        const paidOn = resends.find((one) => one.outcome === 'paid')?.on ?? null;
        const { main, also } = found(plan, pay, later(pay.dueDay, lastFailOn), paidOn);
        return [plant(plan, main, also)];
      }),
  };
}

/** W03 from the fourth working day on, W01 as well once the shield has ended. */
function found(
  plan: ProjectPlan,
  pay: PayPlan,
  baseDay: Day,
  paidOn: Day | null,
): { main: Expected; also: Expected[] } {
  const { calendar } = plan.frame;
  const fromDay = addDays(calendar.wd(baseDay, W03_AFTER), 1);
  const shieldEndDay = calendar.wd(baseDay, SHIELD_ENDS_AFTER);
  const main = expected('W03', pay.employerUscc, pay.month, fromDay);
  const left = paidOn === null || paidOn > addDays(shieldEndDay, 1);
  return { main, also: left ? [w01(pay, shieldEndDay)] : [] };
}

function returnDay(plan: ProjectPlan, pay: PayPlan): Day {
  return plan.frame.calendar.wd(pay.payOn ?? pay.dueDay, plan.dice.int(1, 2));
}

function failRow(
  plan: ProjectPlan,
  pay: PayPlan,
  outcome: Failure['outcome'],
  on: Day,
  resends: Failure['resends'],
): void {
  for (const row of someRows(plan, pay, 1)) pay.failures.push({ row, outcome, on, resends });
}
