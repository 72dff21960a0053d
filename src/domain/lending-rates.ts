import type { Work } from '../../db/work.ts';
import type { Day } from '../lib/day.ts';
import { refused } from '../lib/problem.ts';
import { record } from './events.ts';

export interface LendingRate {
  fromDay: Day;
  /** A share a year. */
  annualRate: number;
  /** Where it was published. */
  source: string;
}

/**
 * 一年期贷款市场报价利率 (LPR): enters the rate that was published on a day and holds from it on, or corrects it. The same
 * again changes nothing.
 *
 * @throws Problem `invalid-input` (a day in the future)
 */
export async function putLendingRate(
  work: Work,
  fromDay: Day,
  input: { annualRate: number; source: string },
): Promise<LendingRate> {
  const { sql, now, day } = work;
  if (fromDay > day) {
    throw refused('invalid-input', '利率有误。', [
      { pointer: '/path/day', code: 'day-in-future', message: '日期晚于今天，请核对。' },
    ]);
  }
  const { annualRate, source } = input;
  const [changed] = await sql`
    insert into we.lending_rate (from_day, annual, source, known_at) values (${fromDay}, ${annualRate}, ${source}, ${now})
    on conflict (from_day) do update set annual = excluded.annual, source = excluded.source, known_at = excluded.known_at
      where (we.lending_rate.annual, we.lending_rate.source) is distinct from (excluded.annual, excluded.source)
    returning from_day`;
  if (changed) await record(work, 0, 'lending-rate.written', fromDay, { annualRate, source });
  return { fromDay, annualRate, source };
}

/** The rates entered, the latest first; some sixty in five years. */
export async function listLendingRates({
  sql,
}: Work): Promise<{ items: LendingRate[]; next: null }> {
  const items = await sql<LendingRate[]>`
    select from_day as "fromDay", annual::float8 as "annualRate", source from we.lending_rate order by from_day desc`;
  return { items: [...items], next: null };
}
