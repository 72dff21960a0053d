import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dayInMonth,
  dayOf,
  daysBetween,
  daysOf,
  firstOf,
  formatChinese,
  formatMonth,
  isDay,
  isMonth,
  lastOf,
  monthOf,
  plusMonth,
  startOf,
  weekday,
} from '../../src/lib/day.ts';

const DAY_MS = 86_400_000;
const utc = (day: string) => Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8));
const aDay = fc
  .integer({ min: Date.UTC(200, 0, 1) / DAY_MS, max: Date.UTC(9899, 11, 31) / DAY_MS })
  .map((number) => new Date(number * DAY_MS).toISOString().split('T')[0] ?? '');

describe('isDay and isMonth', () => {
  test.each(['2026-02-28', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])(
    '%s is a day',
    (day) => {
      expect(isDay(day)).toBe(true);
    },
  );

  test.each([
    ...['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00'],
    ...['0000-01-01', '2026-1-1', '20260101', '2026-01-01T00:00:00', ' 2026-01-01', ''],
    ...['2026-01-01\n', '２０２６-01-01', 20260101, null, undefined],
  ])('%j is no day', (value) => {
    expect(isDay(value)).toBe(false);
  });

  test('a month is four digits, hyphen, 01 to 12', () => {
    expect(['2026-01', '2026-12'].every(isMonth)).toBe(true);
    expect(['2026-00', '2026-13', '2026-1', '0000-01', '2026-01-01', 202601].some(isMonth)).toBe(
      false,
    );
  });
});

describe('instants', () => {
  test('the day in Shanghai turns at 16:00 UTC', () => {
    expect(dayOf(new Date('2026-02-13T15:59:59.999Z'))).toBe('2026-02-13');
    expect(dayOf(new Date('2026-02-13T16:00:00.000Z'))).toBe('2026-02-14');
  });

  test('a day begins at midnight in Shanghai', () => {
    expect(startOf('2026-09-08')).toEqual(new Date('2026-09-08T00:00:00+08:00'));
  });

  test('the first and last millisecond of a day lie on it', () => {
    fc.assert(
      fc.property(aDay, (day) => {
        const start = startOf(day).getTime();
        expect(dayOf(new Date(start))).toBe(day);
        expect(dayOf(new Date(start + DAY_MS - 1))).toBe(day);
        expect(dayOf(new Date(start - 1))).toBe(addDays(day, -1));
      }),
    );
  });

  test('an invalid Date has no day', () => {
    expect(() => dayOf(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('counting days', () => {
  test('agrees with Date.UTC and undoes itself', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -30_000, max: 30_000 }), (day, n) => {
        const other = addDays(day, n);
        expect(utc(other) - utc(day)).toBe(n * DAY_MS);
        expect(daysBetween(day, other)).toBe(n);
        expect(addDays(other, -n)).toBe(day);
        expect(weekday(day)).toBe(new Date(utc(day)).getUTCDay() || 7);
      }),
    );
  });

  test('every day of 1896 to 2104 follows the one before', () => {
    let at = utc('1896-01-01');
    for (const day of daysOf('1896-01-01', '2104-12-31')) {
      expect(utc(day)).toBe(at);
      at += DAY_MS;
    }
    expect(at).toBe(utc('2105-01-01'));
  });

  test('daysOf holds both ends, and nothing backwards', () => {
    expect([...daysOf('2026-02-27', '2026-03-01')]).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    expect([...daysOf('2026-03-01', '2026-02-28')]).toEqual([]);
  });

  test('2026-02-16 is a Monday, 2026-02-22 a Sunday', () => {
    expect([weekday('2026-02-16'), weekday('2026-02-22')]).toEqual([1, 7]);
  });

  test('what is no day, no whole number or no year is refused', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(new RangeError('不是有效的日期：2026-02-30'));
    expect(() => addDays('2026-02-28', 0.5)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError);
    expect(() => daysBetween('2026-01-01', 'x')).toThrow(RangeError);
  });
});

describe('months', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-02-28', 1, '2026-03-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-05-31', 13, '2027-06-30'],
    ['2026-05-31', 0, '2026-05-31'],
  ])('%s and %i months is %s', (day, n, expected) => {
    expect(plusMonth(day, n)).toBe(expected);
  });

  test.each([
    ['2026-02', 31, '2026-02-28'],
    ['2024-02', 30, '2024-02-29'],
    ['2026-04', 31, '2026-04-30'],
    ['2026-12', 31, '2026-12-31'],
    ['2026-12', 1, '2026-12-01'],
  ])('day %2$i of %1$s is %3$s', (month, number, expected) => {
    expect(dayInMonth(month, number)).toBe(expected);
  });

  test.each([0, 32, 1.5])('day %d of a month is refused', (number) => {
    expect(() => dayInMonth('2026-01', number)).toThrow(RangeError);
  });

  test('a month knows its ends and neighbours', () => {
    expect(monthOf('2026-02-14')).toBe('2026-02');
    expect([firstOf('2026-02'), lastOf('2026-02')]).toEqual(['2026-02-01', '2026-02-28']);
    expect([addMonths('2026-01', -1), addMonths('2026-12', 1)]).toEqual(['2025-12', '2027-01']);
    expect([addMonths('2026-06', 0), addMonths('2026-06', -30)]).toEqual(['2026-06', '2023-12']);
    expect(() => addMonths('2026-13', 1)).toThrow(new RangeError('不是有效的月份：2026-13'));
    expect(() => addMonths('9999-12', 1)).toThrow(RangeError);
  });

  test('the last day of a month is the day before the next', () => {
    fc.assert(
      fc.property(aDay, (day) => {
        const month = monthOf(day);
        expect(addDays(lastOf(month), 1)).toBe(firstOf(addMonths(month, 1)));
      }),
    );
  });
});

test('a letter prints a day without leading zeros', () => {
  expect(formatChinese('2026-09-08')).toBe('2026年9月8日');
  expect(formatChinese('2026-12-31')).toBe('2026年12月31日');
});

test('a letter prints a month likewise', () => {
  expect(formatMonth('2026-09')).toBe('2026年9月');
  expect(formatMonth('2026-12')).toBe('2026年12月');
  expect(() => formatMonth('2026-9')).toThrow(RangeError);
});
