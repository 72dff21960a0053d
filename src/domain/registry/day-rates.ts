import type { Work } from '../../../db/work.ts';
import { addMonths, type Day, type Month, monthOf } from '../../lib/day.ts';
import { doubtRates } from '../payroll/doubts.ts';

export interface RateGiven {
  id: string;
  dayRateFen?: number | undefined;
  dayRateFrom?: Day | undefined;
}

/** How far back a changed rate is looked into: what rule W07 looks at. */
const LOOK_BACK_MONTHS = 24;

/** Keeps the day rates that were told, each from its day on. */
export async function insertRates(
  { sql, now }: Work,
  projectId: number,
  given: readonly RateGiven[],
  otherwiseFrom: (of: RateGiven) => Day,
): Promise<void> {
  const rated = given.filter((one) => one.dayRateFen !== undefined);
  if (rated.length === 0) return;
  await sql`
    insert into we.day_rate (project_id, engagement_id, from_day, rate_fen, known_at)
    select ${projectId}, u.id, u.from_day, u.fen, ${now}
    from unnest(${rated.map((r) => r.id)}::uuid[], ${rated.map((r) => r.dayRateFrom ?? otherwiseFrom(r))}::date[],
      ${rated.map((r) => r.dayRateFen as number)}::bigint[]) as u(id, from_day, fen)
    on conflict do nothing`;
}

/** Changes a day rate, from today on unless told otherwise, and marks the months since whose payrolls do not fit it. */
export async function changeRate(
  work: Work,
  projectId: number,
  employerId: string,
  given: RateGiven,
): Promise<void> {
  if (given.dayRateFen === undefined) return;
  await insertRates(work, projectId, [given], () => work.day);
  const from = given.dayRateFrom ?? work.day;
  const oldest = addMonths(monthOf(work.day), -LOOK_BACK_MONTHS);
  const first = [monthOf(from), oldest].sort().at(-1) as Month;
  for (let month = first; month <= addMonths(monthOf(work.day), 1); month = addMonths(month, 1)) {
    doubtRates(work, projectId, employerId, month);
  }
}
