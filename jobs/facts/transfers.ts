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
  select d.project_id, d.id, d.subject as owner_id, d.period, d.due_day, d.amount_fen as agreed_fen, got.received_fen,
    (d.period || '-01')::date as month, ${day}::date - d.due_day as days_late, known.day as known_day
  from (select t.* from we.obligation t where ${open(day)}) d
  cross join lateral (
    select coalesce(sum(m.amount_fen), 0)::bigint as received_fen
    from we.meeting m
    where m.project_id = d.project_id and m.obligation_id = d.id and m.on_day <= ${day}::date
  ) got
  cross join lateral (${knownDay(sql`d`)}) known`;
