import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { enterKept } from '../access.ts';

/** An open account whose data end before the last working day before the day (as rule M02 counts it). */
export interface BehindAccount {
  projectCode: string;
  projectName: string;
  last4: string;
  /** Null: the bank never said so. */
  through: Day | null;
  /** Calendar days that are missing. */
  days: number;
}

/** A bank's accounts that are behind, of those that the caller sees, the slowest first. */
export async function listBehind(
  work: Work,
  bankCode: string,
  limit: number,
): Promise<BehindAccount[]> {
  const projects = await enterKept(work, bankCode);
  const rows = await work.sql<BehindAccount[]>`
    select p.code as "projectCode", p.name as "projectName", w.last4, w.feed_through as through,
      c.back_day - coalesce(w.feed_through, w.opened_on - 1) as days
    from we.wage_account w
    join we.project p on p.id = w.project_id
    join we.calendar_day c on c.day = ${work.day}::date - 1
    where w.project_id = any(${projects}::bigint[]) and w.bank_code = ${bankCode} and w.closed_on is null and coalesce(w.feed_through, w.opened_on - 1) < c.back_day
    order by days desc, p.code, w.last4 limit ${limit}`;
  return [...rows];
}
