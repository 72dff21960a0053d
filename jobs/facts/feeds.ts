import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';

/**
 * SELECT: the projects with an account open on the day whose feed is complete only through a day before the last
 * working day before it. What rests on bank data is held there (待核) and raises nothing else.
 */
export const blindProjects = (day: Day): SQL => sql`
  select distinct a.project_id
  from we.wage_account a
  join we.calendar_day c on c.day = ${day}::date - 1
  where a.opened_on <= ${day}::date
    and coalesce(a.closed_on, 'infinity'::date) > ${day}::date
    and coalesce(a.feed_through, a.opened_on - 1) < c.back_day`;

/** Condition: the project of the row is not blind on the day. */
export const isSeen = (day: Day, projectId: SQL): SQL => sql`
  not exists (select from (${blindProjects(day)}) blind where blind.project_id = ${projectId})`;
