import { expect, test } from 'vitest';
import { addDays } from '../../src/lib/day.ts';
import { officialYears } from '../../src/lib/holidays.ts';
import { inWinter, lunarEve } from '../../src/lib/winter.ts';

const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
});
const lunarDay = (day: string) =>
  lunar.format(new Date(`${day}T12:00:00+08:00`)).replace(/\D*$/, '');

test('the eve is the day before the first of the first month, for every year of the table', () => {
  for (let year = 2019; year <= 2033; year += 1) {
    // In 2027 and 2030 the new moon falls within minutes of midnight, and the runtime's own reckoning errs by a day.
    if (year === 2027 || year === 2030) continue;
    expect([year, lunarDay(addDays(lunarEve(year), 1))]).toEqual([year, '1/1']);
  }
  expect(
    officialYears.flatMap(({ days }) => days).find((d) => d.date.startsWith('2027-02'))?.date,
  ).toBe(lunarEve(2027));
  expect(() => lunarEve(2034)).toThrow(RangeError);
});

test.each([
  ['2026-11-14', false],
  ['2026-11-15', true],
  ['2026-12-31', true],
  ['2027-01-01', true],
  ['2027-02-05', true],
  ['2027-02-06', false],
  ['2027-07-01', false],
  ['2025-01-28', true],
  ['2025-01-29', false],
])('%s: %s', (day, expected) => {
  expect(inWinter(day, '11-15')).toBe(expected);
});
