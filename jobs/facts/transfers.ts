import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';
import { knownDay } from './wages.ts';

/** Condition on duties `t`: an instalment due before the day and not met on it. */
export const open = (day: Day): SQL => sql`
  t.kind = 'transfer'
    and t.ended_at = 'infinity'
    and t.due_day < ${day}::date
    and t.met_on > ${day}::date`;

/**
 * SELECT: the instalments due before the day and not met on it: `project_id, id, owner_id, period,
 * month, due_day, days_late, known_day, agreed_fen` (null: unknown) and `received_fen`, what the
 * allocation gave them by the day. A reversal is a meeting of the opposite sign: the sum is net.
 */
export const openTransfers = (day: Day): SQL => sql`
  select d.*, (d.period || '-01')::date as month, ${day}::date - d.due_day as days_late,
    known.day as known_day
  from (
    select t.project_id, t.id, t.subject as owner_id, t.period, t.due_day, t.amount_fen as agreed_fen,
      coalesce(sum(m.amount_fen), 0)::bigint as received_fen
    from we.obligation t
    left join we.meeting m
      on m.project_id = t.project_id and m.obligation_id = t.id and m.on_day <= ${day}::date
    where ${open(day)}
    group by t.project_id, t.id, t.subject, t.period, t.due_day, t.amount_fen
  ) d
  cross join lateral (${knownDay(sql`d`)}) known`;

/** Condition: the project has an instalment that `openTransfers` would give. */
export const openTransferOn = (day: Day, projectId: SQL): SQL => sql`
  exists (select from we.obligation t where t.project_id = ${projectId} and ${open(day)})`;
