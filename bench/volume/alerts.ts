import type postgres from 'postgres';
import type { Day } from '../../src/lib/day.ts';

type Sql = postgres.Sql<{ bigint: number }>;

/** Months of alerts a site, the last up to the day before today. */
const PERIODS = 36;

/**
 * Open alerts for a list: one a site of `bench.site` and month, of four rules, and a fifth as many that are cleared. One site in 28 has
 * its newest from the last night; on one in five a F01 explains the W01. Facts are of the shape that each rule has.
 */
export async function fillAlerts(sql: Sql, today: Day): Promise<void> {
  await sql`
    with cell as (
      select s.*, (array['W01', 'W05', 'F01', 'F02'])[1 + (s.id + m) % 4] as rule_id,
        to_char(${today}::date - make_interval(months => m), 'YYYY-MM') as period, ${today}::date - 2 - m * 30 - (s.id % 28)::int as due_day,
        least(9, m * 30 + 1 + (s.id % 28)::int) as days_late, 1 + (s.id * 7 + m * 13) % 10 as grade
      from bench.site s cross join generate_series(0, ${PERIODS - 1}::int) m
    ),
    told as (
      select c.*, case when rule_id in ('W01', 'W05') then contractor_id else owner_id end as subject,
        jsonb_build_object('day', due_day + days_late, 'period', period, 'dueDay', due_day, 'daysLate', days_late, 'knownDay', due_day - 40)
          || case rule_id
            when 'W01' then jsonb_build_object('workers', 12, 'unpaidFen', 6000000, 'monthBefore', false)
            when 'W05' then jsonb_build_object('payDay', due_day + 7, 'attending', 30, 'missing', 2, 'noPayroll', false)
            when 'F01' then jsonb_build_object('agreedFen', 9000000, 'balanceFen', 100, 'nextPayrollFen', null, 'wagesLate', false)
            else jsonb_build_object('agreedFen', 9000000, 'receivedFen', 4500000, 'missingFen', 4500000, 'balanceFen', 100,
              'nextPayrollFen', null, 'monthBefore', false) end as facts
      from cell c
    )
    insert into we.alert (project_id, id, region_code, owner_id, contractor_id, employer_id, rule_id, subject, period, episode, status, held,
      level, found_level, amount_fen, due_day, facts, audience, main_id, opened_on, risen_on, last_found_on, cleared_on)
    select t.id, md5(concat_ws(':', t.id, t.rule_id, t.subject, t.period, e.episode))::uuid, t.region_code, t.owner_id, t.contractor_id,
      case when t.rule_id in ('W01', 'W05') then t.subject end, t.rule_id, t.subject, t.period, e.episode, e.status, false, l.level, l.level,
      6000000, t.due_day, t.facts, 'parties', t.subject, t.due_day + 1, t.due_day + 1, t.due_day + t.days_late,
      case e.status when 'cleared' then t.due_day + t.days_late end
    from told t
    cross join lateral (select case when t.grade = 1 then 3 when t.grade < 5 then 2 else 1 end as level) l
    join lateral (
      select 1 as episode, 'cleared' as status where t.id % 5 = 0
      union all
      select case when t.id % 5 = 0 then 2 else 1 end, 'open'
    ) e on true`;
  await sql`
    with lead as (
      select distinct on (project_id) project_id, id from we.alert where rule_id = 'F01' and status = 'open' order by project_id, level desc, due_day, id
    )
    update we.alert a set follows = l.id from lead l
    where a.project_id = l.project_id and a.rule_id = 'W01' and a.status = 'open' and a.project_id % 5 = 1`;
  await sql`vacuum (analyze) we.alert`;
}
