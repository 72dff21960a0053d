import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';

/** Condition: anybody, registered or not, has attended on the project by the day. */
export const hasAttended = (day: Day, projectId: SQL): SQL => anybody(day, projectId, sql`true`);

/** The same in one month only. */
export const attendedIn = (day: Day, projectId: SQL, month: SQL): SQL =>
  anybody(day, projectId, sql`a.month = ${month}`);

// With a limit, so that it is looked up a project at a time and never turned into a join with all months.
const anybody = (day: Day, projectId: SQL, which: SQL): SQL => {
  const first = (table: SQL) => sql`(
    select a.month from ${table} a
    where a.project_id = ${projectId} and ${which} and we.days_until(a.days, a.month, ${day}::date) <> 0
    limit 1
  ) is not null`;
  return sql`(${first(sql`we.attendance_month`)} or ${first(sql`we.attendance_unmatched`)})`;
};
