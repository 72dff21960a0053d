import { addDays, type Day, daysOf, isDay, weekday } from './day.ts';

/** A day that differs from the plain week: a day off, or (`off: false`) a weekend day worked. */
export interface NamedDay {
  date: Day;
  name: string;
  off: boolean;
}

/**
 * One year's holidays. `confirmed` says that the State Council's notice is in; `source` names it.
 * As a notice may reach back, days of December may stand in the next year's list.
 */
export interface YearList {
  year: number;
  confirmed: boolean;
  source: string;
  days: readonly NamedDay[];
}

/** A calendar day as the table holds it. */
export interface CalendarRow {
  day: Day;
  working: boolean;
  name: string | null;
  /** Working days from the first day of the range up to and including this one. */
  wdNo: number;
  backDay: Day;
  fwdDay: Day;
  provisional: boolean;
}

const SATURDAY = 6;
const LONGEST_BREAK_DAYS = 31;

/**
 * Working days by the State Council's lists, else Monday to Friday, over a range of days.
 *
 * A result is provisional when the due day **or** its nominal day lies in an unconfirmed year:
 * ask `provisional` for both. Every day asked about, and every working day counted to, must lie in
 * the range; only the neighbours `back` and `fwd` find may lie just outside it.
 * @throws RangeError naming the range, from every method that takes a day
 */
export class Calendar {
  readonly from: Day;
  readonly to: Day;
  readonly #marks: ReadonlyMap<Day, NamedDay>;
  readonly #confirmed: ReadonlySet<number>;
  readonly #wdNo = new Map<Day, number>();
  readonly #workingDays: Day[] = [];

  constructor(
    from: Day,
    to: Day,
    marks: ReadonlyMap<Day, NamedDay>,
    confirmed: ReadonlySet<number>,
  ) {
    this.from = from;
    this.to = to;
    this.#marks = marks;
    this.#confirmed = confirmed;
    for (const day of daysOf(from, to)) {
      if (this.#works(day)) this.#workingDays.push(day);
      this.#wdNo.set(day, this.#workingDays.length);
    }
  }

  /** Whether a day is a working day. */
  isWorking(day: Day): boolean {
    this.#numberOf(day);
    return this.#works(day);
  }

  /** The day itself if a working day, else the nearest earlier one: for wage pay dates only. */
  back(day: Day): Day {
    return this.#seek(day, -1);
  }

  /** The day itself if a working day, else the next one (民法典 203, read to include weekends). */
  fwd(day: Day): Day {
    return this.#seek(day, 1);
  }

  /** The last day of "within n days of a day": fwd(day + n), the day itself not counted (民法典 201). */
  cal(day: Day, n: number): Day {
    this.#numberOf(day);
    return this.fwd(addDays(day, n));
  }

  /** The n-th working day after a day, n ≥ 1. */
  wd(day: Day, n: number): Day {
    return this.#workingDay(this.#numberOf(day) + counted(n));
  }

  /** The n-th working day before a day, n ≥ 1. */
  wdBefore(day: Day, n: number): Day {
    const earlier = this.#numberOf(day) - (this.#works(day) ? 1 : 0);
    return this.#workingDay(earlier - counted(n) + 1);
  }

  /** Working days after a, up to and including b; negative when b is earlier. */
  workingDaysBetween(a: Day, b: Day): number {
    return this.#numberOf(b) - this.#numberOf(a);
  }

  /** Whether the day's year still waits for its official list. */
  provisional(day: Day): boolean {
    this.#numberOf(day);
    return !this.#confirmed.has(yearOf(day));
  }

  /** Every day of the range, in order. */
  *rows(): Generator<CalendarRow, void, undefined> {
    for (const [day, wdNo] of this.#wdNo) {
      yield {
        day,
        working: this.#works(day),
        name: this.#marks.get(day)?.name ?? null,
        wdNo,
        backDay: this.back(day),
        fwdDay: this.fwd(day),
        provisional: this.provisional(day),
      };
    }
  }

  #works(day: Day): boolean {
    const mark = this.#marks.get(day);
    return mark === undefined ? weekday(day) < SATURDAY : !mark.off;
  }

  #seek(day: Day, step: 1 | -1): Day {
    this.#numberOf(day);
    let found = day;
    for (let tries = 0; tries <= LONGEST_BREAK_DAYS; tries += 1) {
      if (this.#works(found)) return found;
      found = addDays(found, step);
    }
    throw new RangeError(`工作日历有误：${day} 前后一个月内没有工作日`);
  }

  #numberOf(day: Day): number {
    const number = this.#wdNo.get(day);
    if (number === undefined) throw this.#outside(day);
    return number;
  }

  #workingDay(number: number): Day {
    const day = this.#workingDays[number - 1];
    if (day === undefined) throw this.#outside('计算结果');
    return day;
  }

  #outside(what: string): RangeError {
    return new RangeError(`${what} 超出工作日历范围（${this.from} 至 ${this.to}）`);
  }
}

/**
 * Builds the calendar of the days `from` to `to`, both included. A year without a list has plain
 * weekends and, like one whose list is not confirmed, is provisional. Where two lists name the same
 * day (late December), the confirmed one stands, else the later one.
 * @throws RangeError for no range, two lists of one year, a day twice in a list, or a day that is
 *   neither of the list's year nor of the December before
 */
export function buildCalendar(input: { years: readonly YearList[]; from: Day; to: Day }): Calendar {
  const { years, from, to } = input;
  if (!isDay(from) || !isDay(to) || from > to) {
    throw new RangeError(`工作日历范围不正确：${from} 至 ${to}`);
  }
  const marks = new Map<Day, NamedDay>();
  const seen = new Set<number>();
  const confirmedLast = (a: YearList, b: YearList) =>
    Number(a.confirmed) - Number(b.confirmed) || a.year - b.year;
  for (const list of years.toSorted(confirmedLast)) {
    if (seen.has(list.year)) throw new RangeError(`${list.year}年的节假日安排重复`);
    seen.add(list.year);
    for (const [date, named] of daysOfList(list)) marks.set(date, named);
  }
  const confirmed = years.filter((list) => list.confirmed).map((list) => list.year);
  return new Calendar(from, to, marks, new Set(confirmed));
}

function daysOfList(list: YearList): Map<Day, NamedDay> {
  const days = new Map<Day, NamedDay>();
  for (const named of list.days) {
    const { date } = named;
    const belongs =
      isDay(date) && (yearOf(date) === list.year || isDecemberBefore(date, list.year));
    if (!belongs) throw new RangeError(`${list.year}年的节假日安排含有不属于该年的日期：${date}`);
    if (days.has(date)) throw new RangeError(`${list.year}年的节假日安排中日期重复：${date}`);
    days.set(date, named);
  }
  return days;
}

function isDecemberBefore(date: Day, year: number): boolean {
  return yearOf(date) === year - 1 && date.slice(5, 7) === '12';
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

function counted(n: number): number {
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`工作日数应为正整数：${n}`);
  return n;
}
