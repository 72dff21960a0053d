import { addDays, type Day } from '../lib/day.ts';
import { expected, later, plant } from './faults.ts';
import type { ProjectPlan, SitePlan } from './plan.ts';
import type { Plant } from './story.ts';

export const usualSite: SitePlan = { depositPerMille: 15, guarantee: true, officer: true };

const PERMIT_BEFORE_DAYS = 20;
const DEPOSIT_DAYS = 20;
const SHORT_PER_MILLE = 4;

/** The construction permit, some time before the contract. */
export const permitDay = ({ terms }: ProjectPlan): Day =>
  addDays(terms.signedOn, -PERMIT_BEFORE_DAYS);

type Fault = (plan: ProjectPlan) => Plant;

const noDeposit: Fault = (plan) => {
  plan.site.depositPerMille = null;
  const due = plan.frame.calendar.wd(permitDay(plan), DEPOSIT_DAYS);
  const fromDay = later(plan.registeredOn, addDays(due, 1));
  return noted(plan, expected('D01', plan.contractorUscc, '-', fromDay), '没有存储工资保证金');
};

const shortDeposit: Fault = (plan) => {
  plan.site.depositPerMille = SHORT_PER_MILLE;
  const due = plan.frame.calendar.wd(plan.terms.signedOn, DEPOSIT_DAYS);
  const fromDay = later(plan.registeredOn, addDays(due, 1));
  return noted(plan, expected('D02', plan.contractorUscc, '-', fromDay), '工资保证金存储不足');
};

const noGuarantee: Fault = (plan) => {
  plan.site.guarantee = false;
  const fromDay = later(plan.registeredOn, plan.startsOn);
  return noted(plan, expected('F07', plan.ownerUscc, '-', fromDay), '没有工程款支付担保');
};

const noOfficer: Fault = (plan) => {
  plan.site.officer = false;
  const fromDay = later(plan.registeredOn, plan.startsOn);
  return noted(plan, expected('R04', plan.contractorUscc, '-', fromDay), '没有劳资专管员');
};

const noted = (plan: ProjectPlan, main: Parameters<typeof plant>[1], note: string): Plant => ({
  ...plant(plan, main),
  note,
});

const FAULTS: readonly Fault[] = [noDeposit, shortDeposit, noGuarantee, noOfficer];

/** Bends the site of the n-th project that has a fault already; no dice are thrown, so that the others stay as they are. */
export function siteFault(plan: ProjectPlan, n: number): Plant[] {
  const fault = FAULTS[n % (FAULTS.length + 1)];
  return fault ? [fault(plan)] : [];
}
