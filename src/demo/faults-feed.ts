import { addDays, type Day } from '../lib/day.ts';
import { expected, later, plant, type Recipe } from './faults.ts';
import { w01 } from './faults-wages.ts';
import type { PayPlan, ProjectPlan } from './plan.ts';
import type { Expected, Plant } from './story.ts';

const ACCOUNT_WITHIN_DAYS = 30;

/** Banks that fall silent over a pay day: what was paid is not heard of, and is found as held. */
export const silentFeeds: readonly Recipe[] = [
  { title: '银行数据中断数日，正逢发薪', family: 'M', apply: (plan) => silence(plan, 9, 3) },
  { title: '银行数据中断至今', family: 'M', apply: (plan) => silence(plan, 2, 30) },
];

/** What an account opened late is found as; nothing when it was opened in time. */
export function lateAccount(plan: ProjectPlan): Plant[] {
  const { calendar } = plan.frame;
  const dueDay = calendar.cal(plan.terms.signedOn, ACCOUNT_WITHIN_DAYS);
  const fromDay = addDays(dueDay, 1);
  if (plan.openedOn <= fromDay) return [];
  const note = '专户晚开立';
  return [{ ...plant(plan, expected('A01', plan.contractorUscc, '-', fromDay)), note }];
}

function silence(plan: ProjectPlan, daysAfter: number, workingDays: number): Plant[] | null {
  const { calendar, toDay } = plan.frame;
  const open = plan.pays.filter((pay) => addDays(pay.dueDay, daysAfter) <= toDay);
  const pay = workingDays > daysAfter ? open.at(-1) : open[0] && plan.dice.pick(open);
  if (pay === undefined || pay.payOn === null) return null;
  const from = pay.payOn;
  const until = addDays(calendar.wd(pay.dueDay, workingDays), 1);
  plan.silence = { from, until };
  const also = [...unheardPays(plan, from, until), ...unheardTransfers(plan, from, until)];
  return [plant(plan, expected('M02', plan.accountRef, '-', addDays(from, 1)), also)];
}

function unheardPays(plan: ProjectPlan, from: Day, until: Day): Expected[] {
  return plan.pays
    .filter((pay): pay is PayPlan & { payOn: Day } => pay.payOn !== null)
    .filter(({ payOn, dueDay }) => payOn >= from && payOn < until && addDays(dueDay, 1) < until)
    .map((pay) => w01(pay, later(pay.dueDay, from)));
}

function unheardTransfers(plan: ProjectPlan, from: Day, until: Day): Expected[] {
  return plan.transfers
    .filter(({ credits: [credit], dueDay }) => {
      const on = credit?.on ?? until;
      return on >= from && on < until && addDays(dueDay, 1) < until;
    })
    .map(({ month, dueDay }) =>
      expected('F01', plan.ownerUscc, month, addDays(later(dueDay, from), 1)),
    );
}
