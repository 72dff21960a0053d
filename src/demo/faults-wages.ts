import { addDays, type Day, dayInMonth } from '../lib/day.ts';
import { expected, later, plant, type Recipe } from './faults.ts';
import type { PayPlan, ProjectPlan } from './plan.ts';
import type { Plant } from './story.ts';

const FEWEST_ROWS = 4;

/** Wages late for all, for some, in two months running; and never. */
export const lateWages: readonly Recipe[] = [
  lateForAll('工资晚发 3 天', 3),
  lateForAll('工资晚发 9 天', 9),
  lateForAll('工资晚发 35 天', 35),
  {
    title: '三名工人工资晚发',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 7, (pay) => {
        pay.late = { rows: someRows(plan, pay, 3), payOn: workingAfter(plan, pay.dueDay, 6) };
        return [plant(plan, w01(pay, pay.dueDay))];
      }),
  },
  {
    title: '工资表已报，到期未发',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 2, (pay) => {
        pay.payOn = null;
        return [plant(plan, w01(pay, pay.dueDay))];
      }),
  },
  { title: '连续两个月晚发', family: 'W', apply: twoMonths },
];

/** Less than what was owed. */
export const partWages: readonly Recipe[] = [
  {
    title: '只发六成，余款后补',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 12, (pay) => {
        const restOn = workingAfter(plan, pay.dueDay, 11);
        pay.part = { rows: someRows(plan, pay, 4), percent: 60, restOn };
        return [plant(plan, w02(pay, pay.dueDay))];
      }),
  },
  {
    title: '一人少发一成，一直未补',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 2, (pay) => {
        pay.part = { rows: someRows(plan, pay, 1), percent: 92, restOn: null };
        return [plant(plan, w02(pay, pay.dueDay))];
      }),
  },
  extraUnpaid('补充工资表逾期未付', 'supplement'),
  extraUnpaid('更正调增后差额逾期未付', 'correction'),
];

/** Tables missing for all or some who worked. */
export const missingTables: readonly Recipe[] = [
  {
    title: '漏报两人，到期前补报补发',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 1, (pay) => {
        const { calendar } = plan.frame;
        const postOn = calendar.wdBefore(pay.dueDay, 2);
        pay.omitted = {
          rows: someRows(plan, pay, 2),
          postOn,
          payOn: calendar.wdBefore(pay.dueDay, 1),
        };
        return [plant(plan, w05(pay))];
      }),
  },
  {
    title: '漏报三人，到期后补报，再后补发',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 8, (pay) => {
        const postOn = workingAfter(plan, pay.dueDay, 4);
        const payOn = plan.frame.calendar.wd(postOn, 2);
        pay.omitted = { rows: someRows(plan, pay, 3), postOn, payOn };
        return [plant(plan, w05(pay), [w01(pay, addDays(postOn, -1))])];
      }),
  },
  {
    title: '漏报一人，一直未补',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 2, (pay) => {
        pay.omitted = { rows: someRows(plan, pay, 1), postOn: null, payOn: null };
        return [plant(plan, w05(pay))];
      }),
  },
  {
    title: '全员无工资表',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 2, (pay) => {
        pay.postOn = null;
        return [plant(plan, w05(pay))];
      }),
  },
  {
    title: '工资表到期后才报，再后发放',
    family: 'W',
    apply: (plan) =>
      onPay(plan, 14, (pay) => {
        pay.postOn = workingAfter(plan, pay.dueDay, 9);
        pay.payOn = plan.frame.calendar.wd(pay.postOn, 2);
        return [plant(plan, w05(pay), [w01(pay, addDays(pay.postOn, -1))])];
      }),
  },
];

function lateForAll(title: string, days: number): Recipe {
  return {
    title,
    family: 'W',
    apply: (plan) =>
      onPay(plan, days + 1, (pay) => {
        pay.payOn = workingAfter(plan, pay.dueDay, days);
        return [plant(plan, w01(pay, pay.dueDay))];
      }),
  };
}

function extraUnpaid(title: string, kind: 'supplement' | 'correction'): Recipe {
  return {
    title,
    family: 'W',
    apply: (plan) =>
      onPay(plan, 10, (pay) => {
        const postOn = workingAfter(plan, pay.dueDay, kind === 'supplement' ? 1 : 2);
        const payOn = workingAfter(plan, postOn, 6);
        const rows = someRows(plan, pay, 2);
        pay.extra = { kind, rows, amountFen: 80_000, postOn, payOn };
        return [plant(plan, w02(pay, addDays(postOn, -1)))];
      }),
  };
}

function twoMonths(plan: ProjectPlan): Plant[] | null {
  const pairs = plan.pays.flatMap((pay, at) => {
    const next = plan.pays.findIndex(
      (one, place) => place > at && one.employerUscc === pay.employerUscc,
    );
    const second = plan.pays[next];
    const room = second !== undefined && addDays(second.dueDay, 8) <= plan.frame.toDay;
    return room ? [[pay, second] as const] : [];
  });
  if (pairs.length === 0) return null;
  const pair = plan.dice.pick(pairs);
  const secondDueDay = pair[1].dueDay;
  pair[0].payOn = workingAfter(plan, secondDueDay, 4);
  pair[1].payOn = workingAfter(plan, secondDueDay, 7);
  return pair.map((pay) => {
    pay.redone = false;
    return plant(plan, w01(pay, pay.dueDay));
  });
}

/** Bends one wage month whose due day leaves so many days of story after it. */
export function onPay(
  plan: ProjectPlan,
  daysAfter: number,
  bend: (pay: PayPlan) => Plant[],
): Plant[] | null {
  const open = plan.pays.filter(
    (pay) =>
      earlyRows(plan, pay).length >= FEWEST_ROWS &&
      addDays(pay.dueDay, daysAfter) <= plan.frame.toDay,
  );
  if (open.length === 0) return null;
  const pay = plan.dice.pick(open);
  pay.redone = false;
  return bend(pay);
}

/** Rows of people who were there before the month began, so that all have attended by its middle. */
export function someRows(plan: ProjectPlan, pay: PayPlan, count: number): number[] {
  return plan.dice
    .shuffle(earlyRows(plan, pay))
    .slice(0, count)
    .sort((a, b) => a - b);
}

function earlyRows(plan: ProjectPlan, pay: PayPlan): number[] {
  const firstDay = later(dayInMonth(pay.month, 1), plan.startsOn);
  return pay.rows.flatMap(({ worker }, at) => (worker.enteredOn <= firstDay ? [at] : []));
}

/** The first working day so many calendar days later, or after. */
export function workingAfter(plan: ProjectPlan, day: Day, days: number): Day {
  return plan.frame.calendar.fwd(addDays(day, days));
}

/** Found from the day after. */
export function w01(pay: PayPlan, lastGoodDay: Day) {
  return expected('W01', pay.employerUscc, pay.month, addDays(lastGoodDay, 1));
}

function w02(pay: PayPlan, lastGoodDay: Day) {
  return expected('W02', pay.employerUscc, pay.month, addDays(lastGoodDay, 1));
}

function w05(pay: PayPlan) {
  // The first half's attendance is told on the evening of the 15th.
  const fromDay = later(addDays(pay.cutoffDay, 1), dayInMonth(pay.month, 15));
  return expected('W05', pay.employerUscc, pay.month, fromDay);
}
