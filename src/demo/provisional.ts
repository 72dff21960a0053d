import { addDays, addMonths, type Day, monthOf } from '../lib/day.ts';
import { expected, later, plant } from './faults.ts';
import type { ProjectPlan } from './plan.ts';
import type { Plant } from './story.ts';
import { transferDays } from './transfer-plan.ts';
import { wageDays } from './wage-plan.ts';

const MADE_AHEAD_DAYS = 45;
const MONTHS_AHEAD = 3;

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
