import type { Work } from '../../db/work.ts';
import { buildCalendar, type Calendar } from '../lib/calendar.ts';

const FROM = '2019-01-01';
const TO = '2032-12-31';
let held: { stamp: string; calendar: Calendar } | undefined;

/** The working-day calendar as the database has it now; built anew only when a year was loaded. */
export async function loadCalendar({ sql }: Pick<Work, 'sql'>): Promise<Calendar> {
  const [row] = await sql<{ stamp: string }[]>`
    select md5(string_agg(year || ' ' || confirmed || ' ' || days::text, ',' order by year)) as stamp from we.calendar_year`;
  const stamp = row?.stamp ?? '';
  if (held?.stamp === stamp) return held.calendar;
  const years = await sql<
    {
      year: number;
      confirmed: boolean;
      source: string;
      days: { date: string; name: string; off: boolean }[];
    }[]
  >`
    select year, confirmed, source, days from we.calendar_year order by year`;
  const calendar = buildCalendar({ years: [...years], from: FROM, to: TO });
  held = { stamp, calendar };
  return calendar;
}

/** A year of the calendar as it was entered. */
export interface YearView {
  year: number;
  /** Whether the State Council's list is in; else weekends and the public holidays fixed by date. */
  confirmed: boolean;
  source: string;
  days: { date: string; name: string; off: boolean }[];
}

/** The years of the calendar, the latest first; some fourteen. */
export async function listYears({ sql }: Pick<Work, 'sql'>): Promise<YearView[]> {
  const rows = await sql<YearView[]>`
    select year, confirmed, source, days from we.calendar_year order by year desc`;
  return [...rows];
}
