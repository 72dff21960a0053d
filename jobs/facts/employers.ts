import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';
import { isSeen } from './feeds.ts';
import { cells, dueChains, type Since } from './wages.ts';

/**
 * SELECT: what employers owe over all projects whose bank feed is up to date, a row per worker and wage
 * month: `project_id, employer_id, wage_month, due_day, worker_id, unpaid_fen`. A person who works on
 * two projects has one worker id.
 */
export const owedByEmployers = (day: Day, since?: Since): SQL => sql`
  select c.project_id, c.employer_id, c.wage_month, c.due_day, e.worker_id,
    c.owed_fen - c.paid_fen - c.shielded_fen as unpaid_fen
  from (${cells(day, dueChains(day, since))}) c
  -- With an offset, so that people are looked up one by one and the register is never read whole.
  cross join lateral (
    select e.worker_id from we.engagement e
    where e.project_id = c.project_id and e.id = c.engagement_id
    offset 0
  ) e
  where c.owed_fen - c.paid_fen - c.shielded_fen > 0
    and ${isSeen(day, sql`c.project_id`)}`;
