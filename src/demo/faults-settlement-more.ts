import { addDays, type Day } from '../lib/day.ts';
import type { Fen } from '../lib/fen.ts';
import { expected, later, plant, type Recipe } from './faults.ts';
import { LOOK_AHEAD_DAYS, s01, s02, s05 } from './faults-settlement.ts';
import { workingAfter } from './faults-wages.ts';
import type { ProjectPlan, SettlementPlan } from './plan.ts';
import { opinionDay, payUp, reviewDueDay, settle, step } from './settlement-plan.ts';
import type { Plant, RuleId } from './story.ts';
import type { SettlementBody } from './story-actions.ts';

// They throw no dice: what else happens in the city stays as it is.

const CLAIMED_FEN = 300_000_000;
const COUNT_DAYS = 14;

const found = (rule: RuleId, one: SettlementPlan, fromDay: Day) =>
  expected(rule, one.ref, '-', fromDay);

/** Settlements held up in words, by excuses, by papers; disputed in part, reviewed again; progress counted late. */
export const moreSettlementFaults: readonly Recipe[] = [
  settlement('书面说明称等审计，经人工复核', 'process', 30, (plan, one, dueDay) => {
    const { calendar } = plan.frame;
    const on = calendar.wd(one.body.deliveredOn, 2);
    const reviewedOn = calendar.wd(on, 2);
    one.steps.push(
      step('delay-stated', on, 'owner', { reasonText: '县审计局还没审完，剩余款等审计后付' }),
      step('reason-withdrawn', calendar.wd(reviewedOn, 2), 'owner'),
    );
    one.reviews = [{ step: 1, on: reviewedOn, confirmed: true }];
    const opinionOn = later(calendar.wd(reviewedOn, 3), opinionDay(plan, dueDay));
    payUp(plan, one, settle(plan, one, opinionOn));
    const also = opinionOn > addDays(dueDay, -LOOK_AHEAD_DAYS) ? [s01(one, dueDay)] : [];
    return [plant(plan, found('S03', one, on), [s02(one, reviewedOn), ...also])];
  }),
  settlement('以内部付款流程为由', 'process', 30, (plan, one, dueDay) => {
    const { calendar } = plan.frame;
    // The bans bind a public body towards any firm that was not large at signing.
    if (plan.fundSource !== 'government' || plan.terms.contractorSize === 'large') return null;
    const on = calendar.wd(one.body.deliveredOn, 2);
    one.steps.push(
      step('delay-stated', on, 'owner', { reasonCode: 'PROCESS', reasonText: '付款流程还在走' }),
      step('reason-withdrawn', calendar.wd(on, 2), 'owner'),
    );
    const opinionOn = later(calendar.wd(on, 3), opinionDay(plan, dueDay));
    payUp(plan, one, settle(plan, one, opinionOn));
    const also = opinionOn > addDays(dueDay, -LOOK_AHEAD_DAYS) ? [s01(one, dueDay)] : [];
    return [plant(plan, found('S10', one, on), also)];
  }),
  settlement('资料三次退回，又加新要求', 'unit', 30, (plan, one, dueDay) => {
    const { calendar } = plan.frame;
    const days = [1, 2, 3].map((n) => calendar.wd(one.body.deliveredOn, n));
    const [first = dueDay, second = dueDay, third = dueDay] = days;
    one.steps.push(
      step('returned', first, 'owner', { missingPapers: ['竣工图'] }),
      step('returned', second, 'owner', { missingPapers: ['竣工图', '签证单'] }),
      step('returned', third, 'owner'),
    );
    const opinionOn = later(calendar.wd(third, 1), opinionDay(plan, dueDay));
    payUp(plan, one, settle(plan, one, opinionOn));
    const also = opinionOn > addDays(dueDay, -LOOK_AHEAD_DAYS) ? [s01(one, dueDay)] : [];
    return [plant(plan, found('S07', one, second), also)];
  }),
  settlement('无争议部分也未先付', 'process', 65, (plan, one, dueDay) => {
    const bill = settle(plan, one, opinionDay(plan, dueDay));
    const [opinion] = one.steps;
    if (opinion !== undefined) opinion.undisputedFen = Math.floor(bill.amountFen / 2);
    const paidOn = workingAfter(plan, bill.dueDay, 12);
    one.steps.push(step('paid', paidOn, 'contractor', { amountFen: bill.amountFen }));
    const also = [found('S09', one, addDays(bill.dueDay, 1))];
    return [plant(plan, s05(one, bill.dueDay), also)];
  }),
  settlement('付清后又要求重新审核', 'process', 60, (plan, one, dueDay) => {
    const bill = settle(plan, one, opinionDay(plan, dueDay));
    payUp(plan, one, bill);
    const on = plan.frame.calendar.wd(bill.dueDay, 1);
    one.steps.push(step('re-review', on, 'owner'));
    return [plant(plan, found('S11', one, on))];
  }),
  settlement('进度款计量晚 5 天', 'progress', 30, (plan, one) => {
    const { calendar } = plan.frame;
    const dueDay = calendar.cal(one.body.deliveredOn, COUNT_DAYS);
    const confirmedOn = workingAfter(plan, dueDay, 5);
    const amountFen: Fen = one.body.claimedFen;
    one.steps.push(
      step('confirmed', confirmedOn, 'owner', { amountFen }),
      step('paid', calendar.wd(confirmedOn, 3), 'contractor', { amountFen }),
    );
    return [plant(plan, found('S06', one, addDays(dueDay, 1)))];
  }),
];

function settlement(
  title: string,
  level: SettlementBody['level'],
  daysNeeded: number,
  bend: (plan: ProjectPlan, one: SettlementPlan, dueDay: Day) => Plant[] | null,
): Recipe {
  return {
    title,
    family: 'S',
    apply: (plan) => {
      const { calendar, toDay } = plan.frame;
      const deliveredOn = calendar.wd(plan.registeredOn, 4);
      if (addDays(deliveredOn, daysNeeded) > toDay) return null;
      const number = plan.settlements.length + 1;
      const reference = `JS-${plan.index + 1}-${number}`;
      const body = { level, claimedFen: CLAIMED_FEN, deliveredOn, reference };
      const one: SettlementPlan = {
        ref: `settlement:${plan.index + 1}:${number}`,
        body,
        steps: [],
      };
      const plants = bend(plan, one, reviewDueDay(plan, one, deliveredOn));
      if (plants !== null) plan.settlements.push(one);
      return plants;
    },
  };
}
