import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildCalendar } from '../../src/lib/calendar.ts';
import { weekday } from '../../src/lib/day.ts';
import { fixedDaysOf, officialYears } from '../../src/lib/holidays.ts';

describe('the lists that are shipped', () => {
  const sample = resolve(
    process.env.SHARED_DIR ?? resolve(import.meta.dirname, '../../../shared'),
    'samples/holidays/cn-holidays-2024-2026.json',
  );

  test.skipIf(!existsSync(sample))('2024 to 2026 agree with the published data, day by day', () => {
    type Published = { name: string; date: string; isOffDay: boolean };
    const { years } = JSON.parse(readFileSync(sample, 'utf8')) as {
      years: Record<string, { days: Published[] }>;
    };
    const published = Object.entries(years).map(([year, list]) => ({
      year: Number(year),
      days: list.days.map(({ name, date, isOffDay }) => ({ date, name, off: isOffDay })),
    }));
    const ours = officialYears.filter((list) => list.confirmed);
    expect(ours.map(({ year, days }) => ({ year, days }))).toEqual(published);
  });

  test('2026 works on six days of weekends, 2025 on five', () => {
    const worked = (year: number) =>
      officialYears
        .find((list) => list.year === year)
        ?.days.filter((day) => !day.off)
        .map((day) => day.date.slice(5));
    expect(worked(2026)).toEqual(['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']);
    expect(worked(2025)).toEqual(['01-26', '02-08', '04-27', '09-28', '10-11']);
  });

  test('only days of weekends are worked in exchange', () => {
    const worked = officialYears.flatMap((list) => list.days.filter((day) => !day.off));
    expect(worked.every((day) => weekday(day.date) >= 6)).toBe(true);
  });

  test('2027 has the thirteen statutory days, 2028 twelve, for two fall together', () => {
    const count = (year: number) => officialYears.find((list) => list.year === year)?.days.length;
    expect([count(2027), count(2028)]).toEqual([13, 12]);
    const calendar = buildCalendar({ years: officialYears, from: '2028-01-01', to: '2028-12-31' });
    expect(calendar.isWorking('2028-01-28')).toBe(false);
    expect(calendar.fwd('2028-01-25')).toBe('2028-01-31');
  });

  test('before 2024 only the fixed dates are known; the second day of May came in 2025', () => {
    const dates = (year: number) => fixedDaysOf(year).days.map((day) => day.date.slice(5));
    expect(officialYears[0]).toEqual(fixedDaysOf(2019));
    expect(dates(2024)).toEqual(['01-01', '05-01', '10-01', '10-02', '10-03']);
    expect(dates(2025)).toEqual(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);
  });
});
