import type { Day } from '../lib/day.ts';
import type { ProjectPlan } from './plan.ts';
import type { Expected, Plant, RuleId } from './story.ts';

/** Faults of one family would disturb each other in one project; `M` disturbs W, F and A. */
export type Family = 'W' | 'F' | 'A' | 'S' | 'M';

/**
 * A fault that can be planted: bends the plan and says what must be found. Null: there is no room for it
 * here, and the plan is as it was; none: nothing must be found. `title` stands in the plant's note.
 */
export interface Recipe {
  title: string;
  family: Family;
  apply(plan: ProjectPlan): Plant[] | null;
}

/** One thing that must be found. */
export function expected(
  rule: RuleId,
  subject: string,
  period: Expected['period'],
  fromDay: Day,
): Expected {
  return { rule, subject, period, fromDay };
}

/** A plant of a project; its note is written by the one who applies the recipe. */
export function plant(plan: ProjectPlan, main: Expected, also: readonly Expected[] = []): Plant {
  return { ...main, projectCode: plan.projectCode, note: '', also: [...also] };
}

/** What of the plants can be seen by a day. */
export function visible(plants: readonly Plant[], toDay: Day): Plant[] {
  return plants
    .filter(({ fromDay }) => fromDay <= toDay)
    .map((found) => ({ ...found, also: found.also.filter(({ fromDay }) => fromDay <= toDay) }));
}

/** The later of two days. */
export function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}
