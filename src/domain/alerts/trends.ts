import type { Work } from '../../../db/work.ts';
import { addDays, type Day, weekday } from '../../lib/day.ts';
import { hidden } from '../access.ts';

/** The live cases of a district, and its projects. */
export interface DistrictLights {
  regionCode: string;
  /** As it is registered, else its code. */
  name: string;
  projects: number;
  red: number;
  orange: number;
  yellow: number;
  amountFen: number;
}

/** Live cases by district of the caller's region: every district that is named, and every one with projects. */
export async function districtLights({ sql, actor }: Work): Promise<DistrictLights[]> {
  if (actor.region === null) throw hidden();
  const { lo, hi } = actor.region;
  const rows = await sql<DistrictLights[]>`
    with alert as (
      select region_code, count(*) filter (where level = 3)::int as red, count(*) filter (where level = 2)::int as orange,
        count(*) filter (where level = 1)::int as yellow, sum(amount_fen)::bigint as fen
      from we.alert where status in ('open', 'held', 'replied') and follows is null group by 1
    ),
    project as (select region_code, count(*)::int as projects from we.project group by 1)
    select region_code::text as "regionCode", coalesce(r.name, region_code::text) as name, coalesce(p.projects, 0) as projects, coalesce(a.red, 0) as red,
      coalesce(a.orange, 0) as orange, coalesce(a.yellow, 0) as yellow, coalesce(a.fen, 0)::bigint as "amountFen"
    from (select code as region_code, name from we.region where code between ${lo} and ${hi}) r
    full join project p using (region_code) left join alert a using (region_code)
    order by region_code`;
  return [...rows];
}

/** A week of alerts: from Monday on. */
export interface WeekOfAlerts {
  monday: Day;
  opened: number;
  cleared: number;
}

/** Alerts found and cleared in each of the last weeks up to the day, weeks without any among them. */
export async function alertWeeks(
  { sql, day, actor }: Work,
  weeks: number,
): Promise<WeekOfAlerts[]> {
  if (actor.region === null) throw hidden();
  const first = addDays(day, 1 - weekday(day) - 7 * (weeks - 1));
  const rows = await sql<WeekOfAlerts[]>`
    with opened as (
      select (opened_on - ${first}::date) / 7 as week, count(*)::int as count from we.alert where opened_on >= ${first}::date group by 1
    ),
    cleared as (
      select (cleared_on - ${first}::date) / 7 as week, count(*)::int as count from we.alert
      where status = 'cleared' and cleared_on >= ${first}::date group by 1
    )
    select ${first}::date + 7 * week as monday, coalesce(o.count, 0) as opened, coalesce(c.count, 0) as cleared
    from generate_series(0, ${weeks - 1}::int) week left join opened o using (week) left join cleared c using (week) order by week`;
  return [...rows];
}
