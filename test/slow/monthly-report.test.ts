import { describe, expect, test } from 'vitest';
import { makeCity } from '../../src/demo/city.ts';
import { authorityOf } from '../../src/demo/drive.ts';
import type { City } from '../../src/demo/story.ts';
import type { Crosstab } from '../../src/domain/reports/crosstab.ts';
import { type Day, daysBetween, daysOf, firstOf, lastOf, type Month } from '../../src/lib/day.ts';
import { freshDb } from '../helpers/db.ts';
import { calendarOfOracle, predictNight } from '../oracle/alerts.ts';
import { transferDue, wageDue, wageDuties } from '../oracle/duties.ts';
import type { ProjectFacts } from '../oracle/facts.ts';
import { cellsOn, isSettled } from '../oracle/pay.ts';
import { Reader } from '../oracle/read.ts';
import { playCity } from './nights.ts';

// The figures of a city's months, counted again from its story: no statement, and nothing of what the program keeps.

const calendar = calendarOfOracle();
type Counts = Record<string, [count: number, fen: number]>;

const add = (counts: Counts, key: string, fen: number) => {
  const [count, sum] = counts[key] ?? [0, 0];
  counts[key] = [count + 1, sum + fen];
};

/** What became of a project's wages due in a month, as of a day, with all that is known by `known`. */
function stateOf(facts: ProjectFacts, month: Month, day: Day, known: Day) {
  const due = wageDuties(facts, known, calendar).filter(
    ({ dueOn }) => dueOn >= firstOf(month) && dueOn <= day,
  );
  if (due.length === 0) return { state: 'nothing-due', dueFen: 0 };
  const settledThrough = (employer: string, wageMonth: Month, from: Day) =>
    [...daysOf(from, known)].every((one) => isSettled(cellsOn(facts, one), employer, wageMonth));
  const duties = due.map(({ employerUscc, month: wageMonth, dueOn }) => {
    const own = (on: Day) =>
      cellsOn(facts, on).filter((c) => c.employerUscc === employerUscc && c.month === wageMonth);
    return {
      onTime: settledThrough(employerUscc, wageMonth, dueOn),
      met: settledThrough(employerUscc, wageMonth, day),
      claimed: own(known).length > 0,
      owedFen: own(known).reduce((sum, { owedFen }) => sum + owedFen, 0),
      paidFen: own(day).reduce((sum, { paidFen }) => sum + paidFen, 0),
    };
  });
  const dueFen = duties.reduce((sum, { owedFen }) => sum + owedFen, 0);
  if (duties.every(({ onTime }) => onTime)) return { state: 'on-time', dueFen };
  if (duties.every(({ met }) => met)) return { state: 'late', dueFen };
  if (duties.some(({ paidFen }) => paidFen > 0)) return { state: 'part', dueFen };
  return { state: duties.some(({ claimed }) => claimed) ? 'none' : 'unclaimed', dueFen };
}

function countProjects(city: City, month: Month, day: Day): Counts {
  const reader = new Reader(city, calendar);
  for (const one of daysOf(city.fromDay, city.toDay)) reader.readFor(one);
  const counts: Counts = {};
  for (const facts of reader.projects.values()) {
    const { state, dueFen } = stateOf(facts, month, day, city.toDay);
    if (state === 'nothing-due' && facts.project?.status === 'finished') continue;
    add(counts, `${facts.project?.regionCode} ${state}`, dueFen);
  }
  return counts;
}

/** Live alerts of some rules by level and age. */
function countArrears(city: City, day: Day, rules: readonly string[]): Counts {
  const reader = new Reader(city, calendar);
  for (const one of daysOf(city.fromDay, day)) reader.readFor(one);
  const counts: Counts = {};
  for (const { rule, projectCode, period, level, amountFen } of predictNight(city, day)) {
    if (!rules.includes(rule)) continue;
    const facts = reader.projects.get(projectCode) as ProjectFacts;
    const { dueOn } = (rule.startsWith('W') ? wageDue : transferDue)(facts, period, calendar);
    const age = daysBetween(dueOn, day);
    const bucket = age <= 7 ? '7' : age <= 30 ? '30' : age <= 90 ? '90' : 'older';
    add(counts, `${level} ${bucket}`, amountFen);
  }
  return counts;
}

const filled = ({ rows, columns, cells }: Crosstab): Counts =>
  Object.fromEntries(
    rows.flatMap((row, i) =>
      columns.flatMap((column, j) => {
        const { count, fen } = cells[i]?.[j] ?? { count: 0, fen: 0 };
        return count ? [[`${row} ${column}`, [count, fen ?? 0] as [number, number]]] : [];
      }),
    ),
  );

describe.each([1, 2])('city %i', (seed) => {
  const db = freshDb();
  const city = makeCity({ seed, projects: 10, workers: 160, months: 4, to: '2026-10-31' });
  const months = ['2026-08', '2026-09', '2026-10'];

  test('the figures of its months are those of its story', { timeout: 240_000 }, async () => {
    const answers = await playCity(db(), city, ({ caller }) =>
      Promise.all(
        months.map((month) =>
          caller.ask(
            authorityOf(city),
            { method: 'GET', path: `/reports/monthly?month=${month}` },
            '',
          ),
        ),
      ),
    );
    const reports = answers as unknown as Record<string, Crosstab>[];
    for (const [at, month] of months.entries()) {
      const { projects } = reports[at] as { projects: Crosstab };
      expect(filled(projects), month).toEqual(countProjects(city, month, lastOf(month)));
    }
    const { wageArrears, transferArrears } = reports.at(-1) as Record<string, Crosstab>;
    expect(filled(wageArrears as Crosstab)).toEqual(countArrears(city, city.toDay, ['W01', 'W02']));
    expect(filled(transferArrears as Crosstab)).toEqual(
      countArrears(city, city.toDay, ['F01', 'F02']),
    );
    const states = months.flatMap((month) =>
      Object.keys(countProjects(city, month, lastOf(month))).map((key) => key.split(' ')[1]),
    );
    expect(new Set(states).size).toBeGreaterThan(3);
  });
});
