/** A calendar day of Asia/Shanghai, `YYYY-MM-DD`; compares as text. */
export type Day = string;
/** A calendar month, `YYYY-MM`; compares as text. */
export type Month = string;

/** The years of which the program hears; the number of a batch has room for no others. */
export const FIRST_YEAR = '2000';
export const LAST_YEAR = '2099';

const DAY_MS = 86_400_000;
// China has kept UTC+8 all year since 1992; our instants are later.
const SHANGHAI_MS = 8 * 3_600_000;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a value is a day that exists, in years 0001 to 9999. */
export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  if (!isMonth(value.slice(0, 7))) return false;
  const date = Number(value.slice(8));
  return date >= 1 && date <= lengthOf(value.slice(0, 7));
}

/** Whether a day, a month or an instant, as text, lies in the years of which the program hears. */
export function isInYears(text: string): boolean {
  const year = text.slice(0, 4);
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** Whether a value is a month, `YYYY-MM`, in years 0001 to 9999. */
export function isMonth(value: unknown): value is Month {
  return typeof value === 'string' && /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])$/.test(value);
}

/**
 * The day in Shanghai on which an instant falls.
 * @throws RangeError for an invalid Date or one outside years 0001 to 9999
 */
export function dayOf(instant: Date): Day {
  return fromNumber(Math.floor((instant.getTime() + SHANGHAI_MS) / DAY_MS));
}

/** The instant at which a day begins in Shanghai. @throws RangeError when it is not a day */
export function startOf(day: Day): Date {
  return new Date(toNumber(day) * DAY_MS - SHANGHAI_MS);
}

/** The day n days later, earlier for a negative n. @throws RangeError for no day or no whole n */
export function addDays(day: Day, n: number): Day {
  return fromNumber(toNumber(day) + whole(n));
}

/** Days from a to b: b − a, negative when b is earlier. @throws RangeError when either is not a day */
export function daysBetween(a: Day, b: Day): number {
  return toNumber(b) - toNumber(a);
}

/** The month a day lies in. @throws RangeError when it is not a day */
export function monthOf(day: Day): Month {
  return checkedDay(day).slice(0, 7);
}

/** The first day of a month. @throws RangeError when it is not a month */
export function firstOf(month: Month): Day {
  return `${checkedMonth(month)}-01`;
}

/** The last day of a month. @throws RangeError when it is not a month */
export function lastOf(month: Month): Day {
  return `${checkedMonth(month)}-${lengthOf(month)}`;
}

/** The month n months later, earlier for a negative n. @throws RangeError for no month, no whole n */
export function addMonths(month: Month, n: number): Month {
  const count =
    Number(checkedMonth(month).slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + whole(n);
  const year = Math.floor(count / 12);
  return checkedMonth(`${padded(year, 4)}-${padded(count - year * 12 + 1, 2)}`);
}

/**
 * The same day n months later, or that month's last day where it has no such day (民法典 202).
 * @throws RangeError when it is not a day
 */
export function plusMonth(day: Day, n: number): Day {
  return dayInMonth(addMonths(monthOf(day), n), Number(day.slice(8)));
}

/**
 * Day 1 to 31 of a month; a number the month does not reach means its last day.
 * @throws RangeError for another number
 */
export function dayInMonth(month: Month, dayNumber: number): Day {
  if (!Number.isInteger(dayNumber) || dayNumber < 1 || dayNumber > 31) {
    throw new RangeError('日期应为1至31日');
  }
  return `${checkedMonth(month)}-${padded(Math.min(dayNumber, lengthOf(month)), 2)}`;
}

/** Day of the week, 1 Monday to 7 Sunday (ISO 8601). @throws RangeError when it is not a day */
export function weekday(day: Day): number {
  // 1970-01-01 was a Thursday.
  return ((((toNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** A day as letters print it: 2026年9月8日. @throws RangeError when it is not a day */
export function formatChinese(day: Day): string {
  const [year, month, date] = checkedDay(day).split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** A month as letters print it: 2026年9月. @throws RangeError when it is not a month */
export function formatMonth(month: Month): string {
  return `${Number(checkedMonth(month).slice(0, 4))}年${Number(month.slice(5))}月`;
}

/** Every day from one to the other, both included; none when `to` is earlier. */
export function* daysOf(from: Day, to: Day): Generator<Day, void, undefined> {
  const last = toNumber(to);
  for (let number = toNumber(from); number <= last; number += 1) yield fromNumber(number);
}

function checkedDay(day: Day): Day {
  if (!isDay(day)) throw new RangeError(`不是有效的日期：${day}`);
  return day;
}

function checkedMonth(month: Month): Month {
  if (!isMonth(month)) throw new RangeError(`不是有效的月份：${month}`);
  return month;
}

function whole(n: number): number {
  if (!Number.isSafeInteger(n)) throw new RangeError(`应为整数：${n}`);
  return n;
}

function padded(n: number, width: number): string {
  return String(n).padStart(width, '0');
}

function lengthOf(month: Month): number {
  const year = Number(month.slice(0, 4));
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const number = Number(month.slice(5));
  return number === 2 && leap ? 29 : (MONTH_LENGTHS[number - 1] ?? 0);
}

// The two conversions count from 1 March of year 0 in eras of 400 years, so that the leap day ends
// the year: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". 0 is 1970-01-01.
const ERA_DAYS = 146_097;
const EPOCH = 719_468;

function toNumber(day: Day): number {
  const [year = 0, month = 0, date = 0] = checkedDay(day).split('-').map(Number);
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * ERA_DAYS + yearOfEra * 365 + leapDays + dayOfYear - EPOCH;
}

function fromNumber(number: number): Day {
  const days = number + EPOCH;
  const era = Math.floor(days / ERA_DAYS);
  const dayOfEra = days - era * ERA_DAYS;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return checkedDay(`${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`);
}
