import type postgres from 'postgres';

type Sql = postgres.Sql<{ bigint: number }>;

/** Months of alerts a site. */
const PERIODS = 36;

/**
 * Open alerts for a list: one a site of `bench.site` and month, of four rules, and a fifth as many that are cleared.
 * Facts are of the shape that each rule has.
 */
export async function fillAlerts(sql: Sql): Promise<void> {
  await sql`
    with cell as (
      select s.*, m, (array['W01', 'W05', 'F01', 'F02'])[1 + (s.id + m) % 4] as rule_id,
        to_char(s.first_month + make_interval(months => m), 'YYYY-MM') as period, s.first_month + m * 30 + (s.id % 28)::int as due_day,
        1 + (s.id * 7 + m * 13) % 10 as grade
      from bench.site s cross join generate_series(0, ${PERIODS - 1}::int) m
    ),
    told as (
      select c.*, case when rule_id in ('W01', 'W05') then contractor_id else owner_id end as subject,
        jsonb_build_object('day', due_day + 9, 'period', period, 'dueDay', due_day, 'daysLate', 9, 'knownDay', due_day - 40)
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
      6000000, t.due_day, t.facts, 'parties', t.subject, t.due_day + 1, t.due_day + 1, t.due_day + 9,
      case e.status when 'cleared' then t.due_day + 9 end
    from told t
    cross join lateral (select case when t.grade = 1 then 3 when t.grade < 5 then 2 else 1 end as level) l
    join lateral (
      select 1 as episode, 'cleared' as status where t.id % 5 = 0
      union all
      select case when t.id % 5 = 0 then 2 else 1 end, 'open'
    ) e on true`;
  await sql`vacuum (analyze) we.alert`;
}
