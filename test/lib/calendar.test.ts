import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCalendar, type NamedDay, type YearList } from '../../src/lib/calendar.ts';
import { addDays, daysBetween, daysOf } from '../../src/lib/day.ts';
import { officialYears } from '../../src/lib/holidays.ts';

const calendar = buildCalendar({ years: officialYears, from: '2019-01-01', to: '2028-12-31' });
const days = [...daysOf(calendar.from, calendar.to)];
const inner = fc.integer({ min: 200, max: days.length - 201 }).map((at) => days[at] ?? '');

function aYear(year: number, over: Partial<YearList> = {}): YearList {
  return { year, confirmed: true, source: '示例', days: [], ...over };
}

function off(date: string, name = '示例节'): NamedDay {
  return { date, name, off: true };
}

describe('pay dates go back', () => {
  test.each([
    ['2026-02-15', '2026-02-14'],
    ['2026-02-20', '2026-02-14'],
    ['2026-10-05', '2026-09-30'],
    ['2025-10-08', '2025-09-30'],
    ['2026-05-05', '2026-04-30'],
    ['2026-04-05', '2026-04-03'],
    ['2026-01-01', '2025-12-31'],
    ['2026-03-01', '2026-02-28'],
    ['2025-01-31', '2025-01-27'],
    ['2026-09-20', '2026-09-20'],
    ['2026-10-10', '2026-10-10'],
    ['2026-08-15', '2026-08-14'],
  ])('pay date %s is due %s', (nominal, due) => {
    expect(calendar.back(nominal)).toBe(due);
  });
});

describe('other periods go forward', () => {
  test.each([
    ['account, contract', '2026-09-01', 30, '2026-10-01', '2026-10-08'],
    ['filing, opened', '2026-01-20', 30, '2026-02-19', '2026-02-24'],
    ['review, complete papers', '2026-08-28', 30, '2026-09-27', '2026-09-28'],
    ['payment, application', '2026-09-20', 15, '2026-10-05', '2026-10-08'],
    ['small firm, 60 days from', '2026-03-02', 60, '2026-05-01', '2026-05-06'],
    ['report, arrears arise', '2026-02-14', 5, '2026-02-19', '2026-02-24'],
  ])('%s %s + %i days: raw %s, due %s', (_case, day, n, raw, due) => {
    expect(addDays(day, n)).toBe(raw);
    expect(calendar.cal(day, n)).toBe(due);
  });

  test('a period that ends on a working day ends there', () => {
    expect(calendar.cal('2026-08-10', 3)).toBe('2026-08-13');
  });
});

describe('periods in working days', () => {
  test.each([
    ['deposit, permit', '2026-09-16', 20, '2026-10-20'],
    ['deposit, permit', '2026-01-28', 20, '2026-03-03'],
    ['top-up, used', '2026-04-24', 10, '2026-05-12'],
    ['leaver', '2026-02-13', 2, '2026-02-24'],
    ['leaver', '2026-09-30', 2, '2026-10-09'],
    ['blacklist, payment order ends', '2026-02-06', 20, '2026-03-12'],
  ])('%s %s + %i working days is %s', (_case, day, n, due) => {
    expect(calendar.wd(day, n)).toBe(due);
  });

  test('five working days before 2026-02-14 is 2026-02-09', () => {
    expect(calendar.wdBefore('2026-02-14', 5)).toBe('2026-02-09');
  });

  test('before a day off, the first is the working day that went before', () => {
    expect(calendar.wdBefore('2026-02-20', 1)).toBe('2026-02-14');
    expect(calendar.wd('2026-02-20', 1)).toBe('2026-02-24');
  });

  test('none before the first or after the last is counted', () => {
    const week = buildCalendar({ years: [], from: '2026-03-02', to: '2026-03-06' });
    expect(week.wd('2026-03-02', 4)).toBe('2026-03-06');
    expect(() => week.wd('2026-03-02', 5)).toThrow(RangeError);
    expect(week.wdBefore('2026-03-06', 4)).toBe('2026-03-02');
    expect(() => week.wdBefore('2026-03-06', 5)).toThrow(RangeError);
  });

  test.each([0, -1, 1.5])('a count of %d working days is refused', (n) => {
    expect(() => calendar.wd('2026-03-02', n)).toThrow(RangeError);
    expect(() => calendar.wdBefore('2026-03-02', n)).toThrow(RangeError);
  });

  test('between two days the later one counts and the earlier one does not', () => {
    expect(calendar.workingDaysBetween('2026-02-13', '2026-02-24')).toBe(2);
    expect(calendar.workingDaysBetween('2026-02-24', '2026-02-13')).toBe(-2);
    expect(calendar.workingDaysBetween('2026-02-15', '2026-02-23')).toBe(0);
  });
});

describe('provisional years', () => {
  test('back(2027-02-07) is 2027-02-04 and fwd(2027-02-06) is 2027-02-09, both provisional', () => {
    expect(calendar.back('2027-02-07')).toBe('2027-02-04');
    expect(calendar.provisional('2027-02-04')).toBe(true);
    expect(calendar.fwd('2027-02-06')).toBe('2027-02-09');
    expect(calendar.provisional('2027-02-09')).toBe(true);
  });

  test('a due day moved from 2027 into 2026 has a provisional nominal day', () => {
    expect(calendar.back('2027-01-01')).toBe('2026-12-31');
    expect(calendar.provisional('2026-12-31')).toBe(false);
    expect(calendar.provisional('2027-01-01')).toBe(true);
  });

  test('2024 to 2026 are confirmed, the others are not', () => {
    const confirmed = officialYears.filter((list) => list.confirmed).map((list) => list.year);
    expect(confirmed).toEqual([2024, 2025, 2026]);
    expect(calendar.provisional('2023-12-31')).toBe(true);
    expect(calendar.provisional('2024-01-01')).toBe(false);
  });

  test('a year without a list has plain weekends and is provisional', () => {
    const bare = buildCalendar({ years: [], from: '2030-01-01', to: '2030-01-31' });
    expect(bare.isWorking('2030-01-01')).toBe(true);
    expect(bare.isWorking('2030-01-05')).toBe(false);
    expect(bare.provisional('2030-01-01')).toBe(true);
  });
});

describe('lists', () => {
  const from = '2026-12-01';
  const to = '2027-01-31';

  test("late December may stand in the next year's list", () => {
    const years = [aYear(2026), aYear(2027, { days: [off('2026-12-31')] })];
    expect(buildCalendar({ years, from, to }).isWorking('2026-12-31')).toBe(false);
  });

  test('a list that waits for its notice does not overrule a confirmed one', () => {
    const worked = { date: '2026-12-27', name: '示例节', off: false };
    const years = [
      aYear(2027, { confirmed: false, days: [off('2026-12-27')] }),
      aYear(2026, { days: [worked] }),
    ];
    expect(buildCalendar({ years, from, to }).isWorking('2026-12-27')).toBe(true);
  });

  test.each([
    ['two of a year', [aYear(2026), aYear(2026)]],
    ['a day twice', [aYear(2026, { days: [off('2026-12-31'), off('2026-12-31')] })]],
    ['a day of the year after', [aYear(2026, { days: [off('2027-01-01')] })]],
    ['November of the year before', [aYear(2027, { days: [off('2026-11-30')] })]],
    ['what is no day', [aYear(2026, { days: [off('2026-02-30')] })]],
  ])('%s is refused', (_case, years) => {
    expect(() => buildCalendar({ years, from, to })).toThrow(RangeError);
  });

  test('a month without a working day is an error, not an endless search', () => {
    const all = Array.from(daysOf('2026-01-01', '2026-12-31'), (date) => off(date));
    const years = [aYear(2026, { days: all })];
    const closed = buildCalendar({ years, from: '2026-01-01', to: '2026-12-31' });
    expect(() => closed.fwd('2026-06-01')).toThrow(RangeError);
  });
});

describe('the range', () => {
  const year = buildCalendar({ years: officialYears, from: '2026-01-01', to: '2026-12-31' });

  test.each([
    ['isWorking', () => year.isWorking('2025-12-31')],
    ['back', () => year.back('2027-01-01')],
    ['fwd', () => year.fwd('2027-01-01')],
    ['cal, nominal day', () => year.cal('2026-12-15', 30)],
    ['cal, first day', () => year.cal('2025-12-15', 30)],
    ['wd', () => year.wd('2026-12-30', 5)],
    ['wdBefore', () => year.wdBefore('2026-01-05', 5)],
    ['workingDaysBetween', () => year.workingDaysBetween('2026-12-01', '2027-01-01')],
    ['provisional', () => year.provisional('2027-01-01')],
    ['a text that is no day', () => year.isWorking('2026-02-30')],
  ])('%s outside it is refused and names it', (_case, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow('2026-01-01 至 2026-12-31');
  });

  test('a neighbour just outside it is still found', () => {
    expect(year.back('2026-01-01')).toBe('2025-12-31');
  });

  test.each([
    ['2026-02-02', '2026-02-01'],
    ['2026-02-30', '2026-03-01'],
    ['2026-02-01', ''],
  ])('from %s to %s is no range', (from, to) => {
    expect(() => buildCalendar({ years: [], from, to })).toThrow(RangeError);
  });
});

describe('rows', () => {
  test('one a day, as the table holds it', () => {
    const years = officialYears;
    const rows = [...buildCalendar({ years, from: '2026-02-13', to: '2026-02-16' }).rows()];
    const plain = { provisional: false };
    expect(rows).toEqual([
      { ...plain, ...own('2026-02-13'), working: true, name: null, wdNo: 1 },
      { ...plain, ...own('2026-02-14'), working: true, name: '春节', wdNo: 2 },
      { ...plain, ...around('2026-02-15'), working: false, name: '春节', wdNo: 2 },
      { ...plain, ...around('2026-02-16'), working: false, name: '春节', wdNo: 2 },
    ]);
  });

  test('their running count gives the same answers as the methods', () => {
    const rows = [...calendar.rows()];
    const byNumber = new Map(rows.filter((row) => row.working).map((row) => [row.wdNo, row.day]));
    for (const row of rows.slice(0, -40)) {
      expect(byNumber.get(row.wdNo + 3)).toBe(calendar.wd(row.day, 3));
    }
    expect(rows.map((row) => row.day)).toEqual(days);
  });

  function own(day: string) {
    return { day, backDay: day, fwdDay: day };
  }

  function around(day: string) {
    return { day, backDay: '2026-02-14', fwdDay: '2026-02-24' };
  }
});

describe('for every day', () => {
  test('back is not later, fwd not earlier, both work, and nothing between does', () => {
    fc.assert(
      fc.property(inner, (day) => {
        const [back, fwd] = [calendar.back(day), calendar.fwd(day)];
        expect(back <= day && day <= fwd).toBe(true);
        expect(calendar.isWorking(back) && calendar.isWorking(fwd)).toBe(true);
        const off = calendar.isWorking(day) ? 0 : daysBetween(back, fwd) - 1;
        const skipped = [...daysOf(back, fwd)].filter((other) => !calendar.isWorking(other));
        expect(skipped).toHaveLength(off);
      }),
    );
  });

  test('wdBefore undoes wd on a working day', () => {
    fc.assert(
      fc.property(inner, fc.integer({ min: 1, max: 100 }), (any, n) => {
        const day = calendar.fwd(any);
        expect(calendar.wdBefore(calendar.wd(day, n), n)).toBe(day);
        expect(calendar.wd(calendar.wdBefore(day, n), n)).toBe(day);
        expect(calendar.workingDaysBetween(any, calendar.wd(any, n))).toBe(n);
      }),
    );
  });
});
