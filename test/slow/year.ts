import { appendFileSync } from 'node:fs';
import { makeCity } from '../../src/demo/city.ts';
import type { City } from '../../src/demo/story.ts';
import { type Day, daysOf } from '../../src/lib/day.ts';
import type { TestDb } from '../helpers/db.ts';
import { keyOf, predictNight } from '../oracle/alerts.ts';
import { atTheEdges, type Kind } from '../oracle/edges/index.ts';
import { compareNights } from './nights.ts';

/** The kinds of faults whose days a calendar moves most: each year has them. */
export const MOVED_BY_DAYS_OFF = [
  'wages',
  'leavers',
  'transfers',
  'accounts',
  'settlements',
  'papers',
] as const;

/**
 * Plays twelve months that end on a day: three generated projects, and sites with faults of some kinds at the edges of
 * every ladder. Where ORACLE_TABLE names a file, the table by rule is written to its end.
 *
 * @returns what differed between program and oracle on any night; what the oracle did not find from the day for which it
 *   was planted; the table's rows with something missed or false; and how much was compared
 */
export async function compareYear(db: TestDb, to: Day, kinds: readonly Kind[]) {
  const options = { seed: 11, projects: 3, workers: 30, months: 12, to };
  const city = atTheEdges(makeCity(options), kinds);
  const { differences, compared, nights, table } = await compareNights(db, city);
  const file = process.env.ORACLE_TABLE;
  if (file !== undefined) appendFileSync(file, `\n${city.fromDay} – ${to}\n\n${table.print()}\n`);
  const wrong = table.rows().filter((row) => row.missed > 0 || row.false > 0);
  return { differences, misplaced: misplaced(city), wrong, compared, nights };
}

function misplaced(city: City): string[] {
  const first = new Map<string, Day>();
  for (const day of daysOf(city.fromDay, city.toDay)) {
    for (const one of predictNight(city, day)) first.set(keyOf(one), first.get(keyOf(one)) ?? day);
  }
  return city.plants.flatMap(({ projectCode, note, also, ...main }) =>
    [main, ...also]
      .map((one) => [keyOf({ projectCode, ...one }), one.fromDay] as const)
      .filter(([key, fromDay]) => first.get(key) !== fromDay)
      .map(([key, fromDay]) => `${note}: ${key} from ${fromDay}, found ${first.get(key)}`),
  );
}
