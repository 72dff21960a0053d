import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';

/** Condition: the engagement `e` covers the day. */
const isPresent = (day: Day): SQL => sql`
  e.entered_on <= ${day}::date and (e.exited_on is null or e.exited_on >= ${day}::date)`;

/**
 * SELECT: who is on the site on the day with a phone that as many workers of the project or more have told who are there:
 * `project_id, id, employer_id, entered_on`. It looks at phones that a write has marked as shared.
 */
export const sharedPhones = (day: Day, workers: number): SQL => sql`
  select e.project_id, e.id, e.employer_id, e.entered_on
  from (
    select e.project_id, e.phone_bidx
    from (
      select distinct e.project_id, e.phone_bidx
      from we.engagement e
      where e.phone_shared and ${isPresent(day)}
    ) marked
    join we.engagement e on e.project_id = marked.project_id and e.phone_bidx = marked.phone_bidx
    where ${isPresent(day)}
    group by e.project_id, e.phone_bidx
    having count(distinct e.worker_id) >= ${workers}::int
  ) shared
  join we.engagement e on e.project_id = shared.project_id and e.phone_bidx = shared.phone_bidx
  where ${isPresent(day)}`;

/**
 * SELECT: who entered more than `unseenDays` ago and is still registered on the site, was never seen at the gate, and has a card
 * issued in the last `bulkDays` by one branch on one day with those of others like him, `bulkCards` persons in all: the columns
 * of `sharedPhones`.
 */
export const unseenCards = (
  day: Day,
  { bulkCards, bulkDays, unseenDays }: { bulkCards: number; bulkDays: number; unseenDays: number },
): SQL => sql`
  with unseen as materialized (
    select e.project_id, e.id, e.employer_id, e.entered_on, e.worker_id, c.branch_code, c.issued_on
    from we.engagement_card c
    join we.engagement e on e.project_id = c.project_id and e.id = c.engagement_id
    where c.branch_code is not null
      and c.issued_on between ${day}::date - ${bulkDays}::int and ${day}::date
      and ${isPresent(day)}
      and e.entered_on < ${day}::date - ${unseenDays}::int
      and not exists (
        select
        from generate_series(date_trunc('month', e.entered_on::timestamp), ${day}::date, interval '1 month') m(month)
        join we.attendance_month a on a.project_id = e.project_id and a.month = m.month::date and a.engagement_id = e.id
        where we.days_until(a.days, a.month, ${day}::date) <> 0
      )
  )
  select u.project_id, u.id, u.employer_id, u.entered_on
  from (
    select project_id, branch_code, issued_on
    from unseen
    group by project_id, branch_code, issued_on
    having count(distinct worker_id) >= ${bulkCards}::int
  ) bulk
  join unseen u
    on u.project_id = bulk.project_id and u.branch_code = bulk.branch_code and u.issued_on = bulk.issued_on`;

/** text: the id of a row of a project as programs outside see it (`publicId`). */
export const publicIdOf = (projectId: SQL, id: SQL): SQL => sql`(
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((${projectId} >> (5 * n)) & 31)::int + 1, 1), '' order by n desc)
  from generate_series(0, 12) n
  where n = 0 or ${projectId} >> (5 * n) > 0
) || '-' || replace(${id}::text, '-', '')`;
