import { addDays, type Day } from '../lib/day.ts';
import type { Fen } from '../lib/fen.ts';
import type { ProjectPlan, SettlementPlan } from './plan.ts';
import type { SettlementBody, SettlementStepBody } from './story-actions.ts';

const YUAN = 100;
const PAYMENT_DAYS = 15;
const WHOLE_REVIEW_DAYS = 30;
/** Review days by claimed amount (财建〔2004〕369号 14): up to 5 M, under 20 M, under 50 M, above. */
const BANDS: readonly (readonly [withinFen: Fen, days: number])[] = [
  [5_000_000 * YUAN, 20],
  [20_000_000 * YUAN - 1, 30],
  [50_000_000 * YUAN - 1, 45],
];
const LARGEST_DAYS = 60;

/** A step stated by somebody on a day. */
export function step(
  name: SettlementStepBody['step'],
  on: Day,
  statedBy: SettlementStepBody['statedBy'],
  more: Partial<SettlementStepBody> = {},
): SettlementStepBody {
  return { step: name, on, statedBy, ...more };
}

/** A settlement handed in on a working day; nothing has happened to it yet. */
export function handIn(
  plan: ProjectPlan,
  deliveredOn: Day,
  level: SettlementBody['level'],
): SettlementPlan {
  const number = plan.settlements.length + 1;
  const ref = `settlement:${plan.index + 1}:${number}`;
  const claimedFen = plan.dice.pick([180, 260, 320, 450, 480]) * 10_000 * YUAN;
  const reference = `JS-${plan.index + 1}-${number}`;
  const settlement = { ref, body: { level, claimedFen, deliveredOn, reference }, steps: [] };
  plan.settlements.push(settlement);
  return settlement;
}

/** The last day of review counted from a day: the contract's days, else the amount's. */
export function reviewDueDay(plan: ProjectPlan, settlement: SettlementPlan, baseDay: Day): Day {
  const { level, claimedFen } = settlement.body;
  const byAmount = BANDS.find(([withinFen]) => claimedFen <= withinFen)?.[1] ?? LARGEST_DAYS;
  const days = plan.terms.reviewDays ?? (level === 'whole' ? WHOLE_REVIEW_DAYS : byAmount);
  return plan.frame.calendar.cal(baseDay, days);
}

/** The last day of payment counted from the application. */
export function paymentDueDay(plan: ProjectPlan, appliedOn: Day): Day {
  return plan.frame.calendar.cal(appliedOn, plan.terms.paymentDays ?? PAYMENT_DAYS);
}

/** Opinion, confirmation and application, each some days after the other; the amount and the payment's last day. */
export function settle(plan: ProjectPlan, settlement: SettlementPlan, opinionOn: Day) {
  const { calendar } = plan.frame;
  const amountFen = Math.floor((settlement.body.claimedFen * 95) / 100);
  const confirmedOn = calendar.wd(opinionOn, 2);
  const appliedOn = calendar.wd(confirmedOn, 1);
  settlement.steps.push(
    step('opinion', opinionOn, 'owner', { amountFen }),
    step('confirmed', confirmedOn, 'owner', { amountFen }),
    step('payment-applied', appliedOn, 'contractor', { amountFen }),
  );
  return { amountFen, appliedOn, dueDay: paymentDueDay(plan, appliedOn) };
}

/** Paid in two parts, the second in time or when the caller says. */
export function payUp(
  plan: ProjectPlan,
  settlement: SettlementPlan,
  bill: { amountFen: Fen; appliedOn: Day; dueDay: Day },
  restOn?: Day,
): void {
  const { calendar } = plan.frame;
  const firstFen = Math.floor(bill.amountFen / 2);
  const lastOn = restOn ?? calendar.back(addDays(bill.dueDay, -1));
  settlement.steps.push(
    step('paid', calendar.wd(bill.appliedOn, 2), 'contractor', { amountFen: firstFen }),
    step('paid', lastOn, 'contractor', { amountFen: bill.amountFen - firstFen }),
  );
}

/** The last working day on which an opinion is not yet worth a warning. */
export function opinionDay(plan: ProjectPlan, dueDay: Day): Day {
  return plan.frame.calendar.back(addDays(dueDay, -6));
}

/** A settlement as it should go; some wait once for missing papers. */
export function settleInTime(plan: ProjectPlan): void {
  const { calendar } = plan.frame;
  const deliveredOn = calendar.wd(plan.registeredOn, plan.dice.int(6, 20));
  const settlement = handIn(plan, deliveredOn, plan.dice.pick(['process', 'unit', 'single']));
  let baseDay = deliveredOn;
  if (plan.dice.chance(0.4)) {
    const askedOn = calendar.wd(deliveredOn, 2);
    baseDay = calendar.wd(deliveredOn, 5);
    settlement.steps.push(
      step('papers-requested', askedOn, 'owner', { missingPapers: ['竣工图', '变更签证单'] }),
      step('resubmitted', baseDay, 'contractor'),
    );
  }
  const dueDay = reviewDueDay(plan, settlement, baseDay);
  const opinionOn = opinionDay(plan, dueDay);
  // A long holiday inside the review leaves no day that is neither too early nor worth a warning.
  if (opinionOn <= baseDay) plan.settlements.pop();
  else payUp(plan, settlement, settle(plan, settlement, opinionOn));
}
