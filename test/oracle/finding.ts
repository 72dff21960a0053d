import type { RuleId } from '../../src/demo/story.ts';
import type { Calendar } from '../../src/lib/calendar.ts';
import { type Day, daysBetween, type Month } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import type { WageDuty } from './duties.ts';
import type { ProjectFacts } from './facts.ts';
import type { Cell } from './pay.ts';

export type Level = 'yellow' | 'orange' | 'red';

/** What a rule finds on a day. The subject is a code, an entry id, or a ref of the story. */
export interface Finding {
  rule: RuleId;
  projectCode: string;
  subject: string;
  period: Month | '-';
  level: Level;
  held: boolean;
  amountFen: Fen;
}

/** One project as it is seen on one day. */
export interface View {
  facts: ProjectFacts;
  day: Day;
  calendar: Calendar;
  cells: Cell[];
  wageDuties: WageDuty[];
  /** The days on which a person attended on other projects, by identity number. */
  elsewhere: (idNumber: string) => ReadonlySet<Day>;
}

/** Makes a finding of a rule on a project; not held. */
export function find(
  { facts: { projectCode } }: View,
  rule: RuleId,
  [subject, period]: readonly [string, Month | '-'],
  [level, amountFen]: readonly [Level, Fen],
): Finding {
  return { rule, projectCode, subject, period, level, held: false, amountFen };
}

/** The highest level whose condition holds, else yellow. */
export function levelOf(red: boolean, orange: boolean): Level {
  if (red) return 'red';
  return orange ? 'orange' : 'yellow';
}

/** Calendar days from a due day to the day looked at. */
export function daysLate({ day }: View, dueDay: Day): number {
  return daysBetween(dueDay, day);
}
