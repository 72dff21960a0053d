import { addDays, type Day, dayOf, isDay } from '../../lib/day.ts';
import type { Place } from './place.ts';

/** A day in Asia/Shanghai; and, where the bank gave a time, the instant as RFC 3339 text. */
export interface Moment {
  day: Day;
  atText: string | null;
}

// A period that ends in the last minute of a day covers it: banks write 23:59, 23:59:59, 24:00.
const END_OF_DAY_MS = 60_000;
const DATE = /^((?:19|20|21)\d{2}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;
const DATE_TIME =
  /^((?:19|20|21)\d{2}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Reads a DateAndDateTimeChoice (`Dt` or `DtTm`) or a bare date. Fault date-invalid. Null when
 * absent or wrong.
 */
export function readMoment(parent: Place, name: string): Moment | null {
  const place = parent.kid(name);
  const found = place?.kid('DtTm') ?? place?.kid('Dt') ?? place;
  const text = found?.text() ?? null;
  if (!found || text === null) return null;
  const moment = parseMoment(text);
  if (moment === null) found.fault('date-invalid', '日期或时间不存在，或不合 ISO 8601');
  return moment;
}

/**
 * Reads ISODate or ISODateTime text. A time without a zone is Shanghai's; a date's zone is ignored.
 * Null when it is no date of the calendar, or not of 1900 to 2199.
 */
export function parseMoment(text: string): Moment | null {
  const day = DATE.exec(text)?.[1];
  if (day !== undefined) return isDay(day) ? { day, atText: null } : null;
  const atText = zoned(text);
  return atText === null ? null : { day: dayOf(new Date(atText)), atText };
}

/**
 * The day a period ends on, and the last day it covers whole: a bare date counts whole, 17:00 does
 * not; midnight is the end of the day before.
 */
export function parsePeriodEnd(text: string): { day: Day; wholeDay: Day } | null {
  const moment = parseMoment(text);
  if (moment === null) return null;
  if (moment.atText === null) return { day: moment.day, wholeDay: moment.day };
  const endMs = new Date(moment.atText).getTime();
  const next = dayOf(new Date(endMs + END_OF_DAY_MS));
  return { day: dayOf(new Date(endMs - 1)), wholeDay: addDays(next, -1) };
}

function zoned(text: string): string | null {
  const match = DATE_TIME.exec(text);
  if (!match || !isDay(match[1])) return null;
  const atText = match[2] === undefined ? `${text}+08:00` : text;
  return Number.isNaN(new Date(atText).getTime()) ? null : atText;
}
