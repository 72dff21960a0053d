import type { Dice } from './dice.ts';
import { type Family, type Recipe, visible } from './faults.ts';
import { misuses, transferFaults } from './faults-money.ts';
import { failedPayouts } from './faults-payouts.ts';
import { settlementFaults } from './faults-settlement.ts';
import { moreSettlementFaults } from './faults-settlement-more.ts';
import {
  auditClauses,
  holidayGaps,
  lackingTerms,
  lateAccount,
  provisionalCalendar,
  silentFeeds,
} from './faults-system.ts';
import { lateWages, missingTables, partWages } from './faults-wages.ts';
import { payFault } from './pay-papers.ts';
import type { ProjectPlan } from './plan.ts';
import { siteFault } from './site-plan.ts';

const FAULTY_SHARE = 0.75;
const MOST_IN_ONE_PROJECT = 3;
const DISTURBED_BY_SILENCE: readonly Family[] = ['W', 'F', 'A'];

/**
 * Bends the plans of three projects in four: every recipe once where there is room, then again from
 * the first until each of these projects has one. The others stay without fault.
 */
export function plantFaults(dice: Dice, plans: readonly ProjectPlan[]): void {
  for (const plan of plans) plan.plants.push(...visible(lateAccount(plan), plan.frame.toDay));
  const order = dice.shuffle(plans);
  const faulty = order.slice(0, Math.max(1, Math.floor(plans.length * FAULTY_SHARE)));
  const used = new Map<ProjectPlan, Family[]>();
  const recipes = [
    ...silentFeeds,
    ...dice.shuffle([
      ...lateWages,
      ...partWages,
      ...failedPayouts,
      ...missingTables,
      ...transferFaults,
      ...misuses,
      ...settlementFaults,
    ]),
  ];
  for (const [round, recipe] of recipes.entries()) place(recipe, faulty, used, round);
  const again = recipes.slice(silentFeeds.length);
  for (const [at, plan] of faulty.entries()) {
    const recipe = again[at % again.length];
    if (!used.has(plan) && recipe !== undefined) place(recipe, [plan], used, 0);
  }
  for (const plan of plans) {
    const ofTerms = [
      ...provisionalCalendar(plan),
      ...lackingTerms(plan),
      ...auditClauses(plan),
      ...holidayGaps(plan),
    ];
    plan.plants.push(...visible(ofTerms, plan.frame.toDay));
  }
  for (const [n, plan] of plans.filter(({ plants }) => plants.length > 0).entries())
    plan.plants.push(...visible(siteFault(plan, n), plan.frame.toDay));
  // Last, when it is known how each month goes.
  for (const [n, plan] of plans.filter(({ plants }) => plants.length > 0).entries())
    plan.plants.push(...visible(payFault(plan, n), plan.frame.toDay));
}

/** The recipes on settlements beside the others, each in the first project that has no fault of the kind and room for it. */
export function plantSettlements(plans: readonly ProjectPlan[]): void {
  const isFree = ({ plants }: ProjectPlan) => !plants.some(({ rule }) => /^S0[^4]|^M/.test(rule));
  const isSound = ({ plants }: ProjectPlan) => plants.every(({ rule }) => rule === 'S04');
  const free = plans.filter(isFree);
  // Projects without any fault come last: some shall stay so.
  free.sort((a, b) => Number(isSound(a)) - Number(isSound(b)));
  for (const { title, apply } of moreSettlementFaults) {
    for (const plan of free) {
      const plants = apply(plan);
      if (plants === null) continue;
      const noted = plants.map((found) => ({ ...found, note: title }));
      plan.plants.push(...visible(noted, plan.frame.toDay));
      free.splice(free.indexOf(plan), 1);
      break;
    }
  }
}

function place(
  recipe: Recipe,
  plans: readonly ProjectPlan[],
  used: Map<ProjectPlan, Family[]>,
  offset: number,
): void {
  for (let tries = 0; tries < plans.length; tries += 1) {
    const plan = plans[(offset + tries) % plans.length];
    if (plan === undefined || !fits(recipe.family, plan, used.get(plan) ?? [])) continue;
    const plants = recipe.apply(plan);
    if (plants === null) continue;
    used.set(plan, [...(used.get(plan) ?? []), recipe.family]);
    const noted = plants.map((found) => ({ ...found, note: recipe.title }));
    plan.plants.push(...visible(noted, plan.frame.toDay));
    return;
  }
}

function fits(family: Family, plan: ProjectPlan, families: readonly Family[]): boolean {
  if (families.includes(family) || families.length >= MOST_IN_ONE_PROJECT) return false;
  if (family === 'M')
    return !DISTURBED_BY_SILENCE.some((one) => families.includes(one)) && plan.plants.length === 0;
  return !(families.includes('M') && DISTURBED_BY_SILENCE.includes(family));
}
