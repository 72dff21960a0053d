import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';

/**
 * SELECT: the terms of the contract in force on the day, one row a project that is not finished: those
 * of the latest month that has begun, else the first to come. Terms that a party proposed and nobody
 * confirmed are none.
 */
export const termsInForce = (day: Day): SQL => sql`
  select distinct on (t.project_id) t.*, p.owner_id, p.contractor_id,
    (t.effective_at at time zone 'Asia/Shanghai')::date as known_day
  from we.contract_terms t
  join we.project p on p.id = t.project_id
  where p.status <> 'finished'
    and t.signed_on <= ${day}::date
    and t.effective_at < (${day}::date + 1)::timestamp at time zone 'Asia/Shanghai'
  order by t.project_id, t.from_month <= ${day}::date desc,
    case when t.from_month <= ${day}::date then t.from_month end desc, t.from_month, t.version desc`;

/**
 * SELECT, one row or none: the confirmed terms of a project for the month of a day: of the latest month that had begun, else the
 * first to come; of one month the last version. Later terms move nothing that runs.
 */
export const termsOfMonth = (projectId: SQL, on: SQL): SQL => sql`
  select t.*
  from we.contract_terms t
  where t.project_id = ${projectId} and t.effective_at is not null
  order by t.from_month <= ${on} desc, case when t.from_month <= ${on} then t.from_month end desc, t.from_month, t.version desc
  limit 1`;
