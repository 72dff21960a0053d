import { addDays, type Day } from './day.ts';

/** 春节, the first day of the lunar year, 2019 to 2033; a test compares them with the runtime's own lunar calendar. */
const LUNAR_NEW_YEAR: readonly Day[] = [
  '2019-02-05',
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-03',
  '2031-01-23',
  '2032-02-11',
  '2033-01-31',
];

/** 除夕: the last day of the lunar year that ends in a year. @throws RangeError for a year that is not in the table */
export function lunarEve(year: number): Day {
  const first = LUNAR_NEW_YEAR.find((day) => day.startsWith(`${year}-`));
  if (first === undefined) throw new RangeError(`没有${year}年的春节日期`);
  return addDays(first, -1);
}

/**
 * Whether a day lies in the winter campaign (冬季专项): from a day of November or December to 除夕, both included.
 * `from` is `MM-DD`. Source: law.md 11.0, a policy after local practice.
 */
export function inWinter(day: Day, from: string): boolean {
  const year = Number(day.slice(0, 4));
  return day.slice(5) >= from || day <= lunarEve(year);
}
