import { addDays, type Day } from '../lib/day.ts';
import { expected, later, plant, type Recipe } from './faults.ts';
import { workingAfter } from './faults-wages.ts';
import type { ProjectPlan, SettlementPlan } from './plan.ts';
import { handIn, opinionDay, payUp, reviewDueDay, settle, step } from './settlement-plan.ts';
import type { Plant } from './story.ts';

export const LOOK_AHEAD_DAYS = 5;

/** Settlements reviewed late, held up by an audit, paid late. */
export const settlementFaults: readonly Recipe[] = [
  settlement('结算审核晚 9 天', 32, (plan, one, dueDay) => {
    payUp(plan, one, settle(plan, one, workingAfter(plan, dueDay, 9)));
    return [plant(plan, s01(one, dueDay))];
  }),
  settlement('结算一直不审，并称等财政评审', 28, (plan, one, dueDay) => {
    const on = plan.frame.calendar.wd(dueDay, 2);
    one.steps.push(stated(on, 'AUD-FIN', '待财政评审中心出具评审结论后再行结算'));
    return [plant(plan, s01(one, dueDay)), plant(plan, s02(one, on))];
  }),
  settlement('称等审计，三日后收回，审核按时', 20, (plan, one, dueDay) => {
    const { calendar } = plan.frame;
    const on = calendar.wd(one.body.deliveredOn, 2);
    one.steps.push(
      stated(on, 'AUD-GOV', '须待审计局审计后办理结算'),
      step('reason-withdrawn', calendar.wd(on, 2), 'owner'),
    );
    const opinionOn = later(calendar.wd(on, 3), opinionDay(plan, dueDay));
    payUp(plan, one, settle(plan, one, opinionOn));
    // Before a long holiday three working days reach into the look-ahead.
    const also = opinionOn > addDays(dueDay, -LOOK_AHEAD_DAYS) ? [s01(one, dueDay)] : [];
    return [plant(plan, s02(one, on), also)];
  }),
  settlement('结算后晚付 12 天', 60, (plan, one, dueDay) => {
    const bill = settle(plan, one, opinionDay(plan, dueDay));
    payUp(plan, one, bill, workingAfter(plan, bill.dueDay, 12));
    return [plant(plan, s05(one, bill.dueDay))];
  }),
  settlement('结算后以内部审计为由晚付', 65, (plan, one, dueDay) => {
    const bill = settle(plan, one, opinionDay(plan, dueDay));
    const on = plan.frame.calendar.back(addDays(bill.dueDay, -2));
    payUp(plan, one, bill, workingAfter(plan, bill.dueDay, 18));
    one.steps.push(stated(on, 'AUD-INT', '集团内部审计未结束，暂不付款'));
    return [plant(plan, s02(one, on), [s05(one, bill.dueDay)])];
  }),
];

function settlement(
  title: string,
  daysNeeded: number,
  bend: (plan: ProjectPlan, one: SettlementPlan, dueDay: Day) => Plant[],
): Recipe {
  return {
    title,
    family: 'S',
    apply: (plan) => {
      const { calendar, toDay } = plan.frame;
      const deliveredOn = calendar.wd(plan.registeredOn, plan.dice.int(3, 8));
      if (addDays(deliveredOn, daysNeeded) > toDay) return null;
      const one = handIn(plan, deliveredOn, plan.dice.pick(['process', 'unit']));
      return bend(plan, one, reviewDueDay(plan, one, deliveredOn));
    },
  };
}

function stated(on: Day, reasonCode: 'AUD-FIN' | 'AUD-GOV' | 'AUD-INT', reasonText: string) {
  return step('delay-stated', on, 'owner', { reasonCode, reasonText });
}

export function s01(one: SettlementPlan, dueDay: Day) {
  return expected('S01', one.ref, '-', addDays(dueDay, -LOOK_AHEAD_DAYS));
}

export function s02(one: SettlementPlan, on: Day) {
  return expected('S02', one.ref, '-', on);
}

export function s05(one: SettlementPlan, dueDay: Day) {
  return expected('S05', one.ref, '-', addDays(dueDay, 1));
}
