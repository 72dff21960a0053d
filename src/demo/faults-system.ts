import { addDays, addMonths, type Day, monthOf } from '../lib/day.ts';
import { expected, later, plant, type Recipe } from './faults.ts';
import { w01 } from './faults-wages.ts';
import type { PayPlan, ProjectPlan } from './plan.ts';
import type { Expected, Plant } from './story.ts';
import { transferDays } from './transfer-plan.ts';
import { wageDays } from './wage-plan.ts';

const ACCOUNT_WITHIN_DAYS = 30;
const MADE_AHEAD_DAYS = 45;
const MONTHS_AHEAD = 3;

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

/**
 * What a story that reaches a year without its official calendar is found as: the project's first duty
 * that falls into such a year, from the day it is made. Wages and transfers only: they come first.
 */
export function provisionalCalendar(plan: ProjectPlan): Plant[] {
  const { calendar, toDay } = plan.frame;
  const first = monthOf(plan.startsOn);
  const last = addMonths(monthOf(toDay), MONTHS_AHEAD);
  const days: Day[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) {
    for (const { nominalDay, dueDay } of [wageDays(plan, month), transferDays(plan, month)]) {
      if (!calendar.provisional(nominalDay) && !calendar.provisional(dueDay)) continue;
      days.push(later(plan.startsOn, addDays(nominalDay, -MADE_AHEAD_DAYS)));
    }
  }
  const fromDay = days.sort()[0];
  if (fromDay === undefined) return [];
  const note = '节假日安排尚未公布的年份';
  return [{ ...plant(plan, expected('M03', 'calendar', '-', fromDay)), note }];
}

/** What terms without a transfer day or a pay day are found as. */
export function lackingTerms(plan: ProjectPlan): Plant[] {
  const { terms, registeredOn, ownerUscc, contractorUscc } = plan;
  const found = [
    terms.transferDay === undefined ? expected('F06', ownerUscc, '-', registeredOn) : null,
    terms.payDay === undefined ? expected('W13', contractorUscc, '-', registeredOn) : null,
  ];
  return found.flatMap((one) =>
    one === null ? [] : [{ ...plant(plan, one), note: '合同未约定日期' }],
  );
}

/** A contract that makes an audit the basis of the settlement. */
export function auditClauses(plan: ProjectPlan): Plant[] {
  const { terms, registeredOn, ownerUscc } = plan;
  if (terms.auditClause === 'none') return [];
  const note = '合同约定以审计为准';
  return [{ ...plant(plan, expected('S04', ownerUscc, '-', registeredOn)), note }];
}

/** Months in which days off put the transfer after the wages, from the day both duties are made. */
export function holidayGaps(plan: ProjectPlan): Plant[] {
  const { toDay } = plan.frame;
  const gaps: Plant[] = [];
  const last = addMonths(monthOf(toDay), MONTHS_AHEAD);
  for (let month = monthOf(plan.startsOn); month <= last; month = addMonths(month, 1)) {
    const [wage, transfer] = [wageDays(plan, month), transferDays(plan, month)];
    if (transfer.nominalDay > wage.nominalDay || transfer.dueDay <= wage.dueDay) continue;
    const made = addDays(later(wage.nominalDay, transfer.nominalDay), -MADE_AHEAD_DAYS);
    const fromDay = later(plan.registeredOn, made);
    const note = '节假日使拨付日晚于发薪日';
    gaps.push({ ...plant(plan, expected('F04', plan.ownerUscc, month, fromDay)), note });
  }
  return gaps;
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
