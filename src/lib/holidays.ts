import type { NamedDay, YearList } from './calendar.ts';
import { daysOf } from './day.ts';

/** A holiday in short: its days off as `MM-DD` or `MM-DD..MM-DD`, and the weekend days worked. */
type Holiday = readonly [name: string, off: string, worked?: readonly string[]];

// Decree on festivals, before and since its fourth revision of 2024-11-10 (in force 2025-01-01).
const SECOND_LABOUR_DAY_SINCE = 2025;

/**
 * The provisional list of a year of which no more is known: the statutory days that always fall on
 * the same date (全国年节及纪念日放假办法), no bridge days and no make-up workdays guessed.
 */
export function fixedDaysOf(year: number): YearList {
  const labourDays = year < SECOND_LABOUR_DAY_SINCE ? '05-01' : '05-01..05-02';
  return {
    year,
    confirmed: false,
    source: '全国年节及纪念日放假办法（仅公历固定日期，暂定）',
    days: daysIn(year, [
      ['元旦', '01-01'],
      ['劳动节', labourDays],
      ['国庆节', '10-01..10-03'],
    ]),
  };
}

/**
 * The lists the program ships, 2019 to 2028: official for the years whose State Council notice is
 * in, provisional for the others. A confirmed list loaded later takes the place of its year's.
 */
export const officialYears: readonly YearList[] = [
  ...[2019, 2020, 2021, 2022, 2023].map(fixedDaysOf),
  official(2024, '国办发明电〔2023〕7号', [
    ['元旦', '01-01'],
    ['春节', '02-10..02-17', ['02-04', '02-18']],
    ['清明节', '04-04..04-06', ['04-07']],
    ['劳动节', '05-01..05-05', ['04-28', '05-11']],
    ['端午节', '06-10'],
    ['中秋节', '09-15..09-17', ['09-14']],
    ['国庆节', '10-01..10-07', ['09-29', '10-12']],
  ]),
  official(2025, '国办发明电〔2024〕12号', [
    ['元旦', '01-01'],
    ['春节', '01-28..02-04', ['01-26', '02-08']],
    ['清明节', '04-04..04-06'],
    ['劳动节', '05-01..05-05', ['04-27']],
    ['端午节', '05-31..06-02'],
    ['国庆节、中秋节', '10-01..10-08', ['09-28', '10-11']],
  ]),
  official(2026, '2025年11月4日', [
    ['元旦', '01-01..01-03', ['01-04']],
    ['春节', '02-15..02-23', ['02-14', '02-28']],
    ['清明节', '04-04..04-06'],
    ['劳动节', '05-01..05-05', ['05-09']],
    ['端午节', '06-19..06-21'],
    ['中秋节', '09-25..09-27'],
    ['国庆节', '10-01..10-07', ['09-20', '10-10']],
  ]),
  statutory(2027, [
    ['元旦', '01-01'],
    ['春节', '02-05..02-08'],
    ['清明节', '04-05'],
    ['劳动节', '05-01..05-02'],
    ['端午节', '06-09'],
    ['中秋节', '09-15'],
    ['国庆节', '10-01..10-03'],
  ]),
  statutory(2028, [
    ['元旦', '01-01'],
    ['春节', '01-25..01-28'],
    ['清明节', '04-04'],
    ['劳动节', '05-01..05-02'],
    ['端午节', '05-28'],
    ['国庆节', '10-01..10-02'],
    ['国庆节、中秋节', '10-03'],
  ]),
];

function official(year: number, notice: string, holidays: readonly Holiday[]): YearList {
  const source = `国务院办公厅关于${year}年部分节假日安排的通知（${notice}）`;
  return { year, confirmed: true, source, days: daysIn(year, holidays) };
}

function statutory(year: number, holidays: readonly Holiday[]): YearList {
  const source = '全国年节及纪念日放假办法（2024年修订，暂定）';
  return { year, confirmed: false, source, days: daysIn(year, holidays) };
}

function daysIn(year: number, holidays: readonly Holiday[]): NamedDay[] {
  const days = holidays.flatMap(([name, off, worked = []]) => {
    const [first = '', last = first] = off.split('..');
    return [
      ...Array.from(daysOf(`${year}-${first}`, `${year}-${last}`), (date) => ({
        date,
        name,
        off: true,
      })),
      ...worked.map((date) => ({ date: `${year}-${date}`, name, off: false })),
    ];
  });
  return days.sort((a, b) => (a.date < b.date ? -1 : 1));
}
