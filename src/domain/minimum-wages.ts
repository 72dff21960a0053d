import type { Work } from '../../db/work.ts';
import type { Day } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';
import { record } from './events.ts';

export interface MinimumWage {
  regionCode: string;
  fromDay: Day;
  monthFen: number;
  /** Where it was published. */
  source: string;
}

/**
 * 当地最低工资标准: enters a month's minimum wage of a city or district from a day on, or corrects it (江苏省工资支付条例 12; rule
 * W07). It may be published ahead. The same again changes nothing.
 *
 * @throws Problem `region-not-yours`
 */
export async function putMinimumWage(
  work: Work,
  regionCode: string,
  fromDay: Day,
  { monthFen, source }: Pick<MinimumWage, 'monthFen' | 'source'>,
): Promise<MinimumWage> {
  const { sql, actor, now } = work;
  const code = Number(regionCode);
  if (!actor.region || code < actor.region.lo || code > actor.region.hi) {
    const detail = '只能登记本辖区的最低工资标准。';
    throw new Problem('forbidden', 'region-not-yours', detail);
  }
  const [changed] = await sql`
    insert into we.minimum_wage as m (region_code, from_day, month_fen, source, known_at)
    values (${code}, ${fromDay}, ${monthFen}, ${source}, ${now})
    on conflict (region_code, from_day) do update
      set month_fen = excluded.month_fen, source = excluded.source, known_at = excluded.known_at
      where (m.month_fen, m.source) is distinct from (excluded.month_fen, excluded.source)
    returning from_day`;
  if (changed) {
    await record(work, 0, 'minimum-wage.written', `${regionCode} ${fromDay}`, { monthFen, source });
  }
  return { regionCode, fromDay, monthFen, source };
}

/** The standards entered, by region, the latest first; a handful a city. */
export async function listMinimumWages({
  sql,
}: Work): Promise<{ items: MinimumWage[]; next: null }> {
  const items = await sql<MinimumWage[]>`
    select region_code::text as "regionCode", from_day as "fromDay", month_fen as "monthFen", source from we.minimum_wage
    order by region_code, from_day desc`;
  return { items: [...items], next: null };
}
