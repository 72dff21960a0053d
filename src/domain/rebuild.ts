import type { PendingQuery, Row } from 'postgres';
import type { Work } from '../../db/work.ts';
import { record } from './events.ts';
import { tellingFirst } from './payroll/states.ts';

export interface CacheReport {
  cache: 'balance' | 'batch-totals' | 'line-fold' | 'met';
  about: string;
  checked: number;
  wrong: number;
  /** Some of the rows that differ, with what is stored and what the facts say. */
  examples: { project: number; id: string; stored: string; facts: string }[];
}

interface Cache {
  cache: CacheReport['cache'];
  about: string;
  /** A SELECT of (project_id, id, stored, facts) for every row. */
  rows(sql: Work['sql']): PendingQuery<Row[]>;
  /** Writes what the facts say where it differs. */
  repair(sql: Work['sql']): PendingQuery<Row[]>;
}

const balances = (sql: Work['sql']) => sql`
  select a.project_id, a.id::text, a.balance_fen::text as stored, coalesce(sum(case e.direction when 'credit' then e.amount_fen else -e.amount_fen end), 0)::text as facts
  from we.wage_account a left join we.account_entry e on e.project_id = a.project_id and e.account_id = a.id
  group by a.project_id, a.id, a.balance_fen`;

// Batches and wage duties of months whose lines were detached are left as they are.
const totals = (sql: Work['sql']) => sql`
  select b.project_id, b.id::text, concat_ws(' ', b.line_count, b.total_gross_fen, b.total_net_fen, b.total_pay_fen) as stored,
    concat_ws(' ', count(l.line_no), coalesce(sum(l.gross_fen), 0), coalesce(sum(l.net_fen), 0), coalesce(sum(l.pay_fen), 0)) as facts
  from we.payroll_batch b left join we.payroll_line l on l.project_id = b.project_id and l.wage_month = b.wage_month and l.batch_id = b.id
  where b.wage_month >= (select we.oldest_month())
  group by b.project_id, b.id, b.line_count, b.total_gross_fen, b.total_net_fen, b.total_pay_fen`;

// The fold, written for all lines at once: the day's highest final outcome, and what was paid since the last
// day that ended otherwise. A line's own state comes from its own events, the chain's amount lies on its root.
const folds = (sql: Work['sql']) => sql`
  with daily as (
    select project_id, wage_month, root_batch_id, root_line_no, on_day, max(array_position(array['rejected', 'paid', 'returned'], outcome)) as top,
      sum(amount_fen) filter (where outcome = 'paid') as fen
    from we.payout_event where outcome in ('rejected', 'paid', 'returned') group by 1, 2, 3, 4, 5
  ),
  broken as (
    select d.*, max(on_day) filter (where top <> 2) over (partition by project_id, root_batch_id, root_line_no order by on_day) as broken_on
    from daily d
  ),
  running as (
    select b.*, sum(case when top = 2 then fen else 0 end)
      over (partition by project_id, root_batch_id, root_line_no, broken_on order by on_day) as sum_fen
    from broken b
  ),
  last as (select distinct on (project_id, root_batch_id, root_line_no) * from running order by project_id, root_batch_id, root_line_no, on_day desc),
  whole as (
    select l.project_id, l.batch_id, l.line_no, min(r.on_day) as on_day
    from we.payroll_line l
    join last c on c.project_id = l.project_id and c.root_batch_id = l.batch_id and c.root_line_no = l.line_no
    join running r on r.project_id = l.project_id and r.root_batch_id = l.batch_id and r.root_line_no = l.line_no
      and r.on_day > coalesce(c.broken_on, '-infinity'::date) and r.sum_fen >= l.pay_fen
    group by l.project_id, l.batch_id, l.line_no
  ),
  own as (
    select distinct on (e.project_id, e.batch_id, e.line_no) e.project_id, e.batch_id, e.line_no, e.outcome from we.payout_event e
    order by e.project_id, e.batch_id, e.line_no, ${tellingFirst(sql)}
  )
  select l.project_id, l.wage_month, l.batch_id, l.line_no, concat_ws('-', l.batch_id, l.line_no) as id,
    concat_ws(' ', l.state, l.paid_fen, l.final_on) as stored, s.state, s.paid_fen, s.final_on, concat_ws(' ', s.state, s.paid_fen, s.final_on) as facts
  from we.payroll_line l
  join we.payroll_batch b on b.project_id = l.project_id and b.id = l.batch_id
  left join own o on o.project_id = l.project_id and o.batch_id = l.batch_id and o.line_no = l.line_no
  left join last c on c.project_id = l.project_id and c.root_batch_id = l.batch_id and c.root_line_no = l.line_no
  left join whole f on f.project_id = l.project_id and f.batch_id = l.batch_id and f.line_no = l.line_no
  cross join lateral (
    select coalesce(o.outcome, case when b.status = 'withdrawn' then 'withdrawn' when b.ordered_on is null then 'claimed'
        when l.pay_fen = 0 then 'paid' else 'ordered' end) as state,
      least(l.pay_fen, coalesce(c.sum_fen, 0))::bigint as paid_fen,
      case when c.sum_fen >= l.pay_fen then f.on_day else c.on_day end as final_on
  ) s`;

// Transfer, settlement and account duties follow from their meetings alone (without an amount: from their count); wage and
// payroll-sheet duties from the lines too.
const mets = (sql: Work['sql']) => sql`
  with run as (
    select o.project_id, o.id, o.version, o.kind, o.amount_fen, m.on_day, sum(sum(m.amount_fen)) over w as fen,
      sum(sum(case when m.amount_fen < 0 then -1 else 1 end)) over w as n
    from we.obligation o join we.meeting m on m.project_id = o.project_id and m.obligation_id = o.id
    where o.ended_at = 'infinity' group by o.project_id, o.id, o.version, o.kind, o.amount_fen, m.on_day
    window w as (partition by o.project_id, o.id order by m.on_day)
  ),
  judged as (
    select r.*, max(on_day) over duty as last_on,
      max(on_day) filter (where not coalesce(case when amount_fen = 0 then n > 0 else fen >= amount_fen end, false)) over duty as bad_on
    from run r window duty as (partition by project_id, id)
  ),
  own as (
    select o.project_id, o.id, o.version, coalesce(max(r.fen) filter (where r.on_day = r.last_on), 0) as fen,
      min(r.on_day) filter (where r.on_day > coalesce(r.bad_on, '-infinity'::date)) as met_on
    from we.obligation o
    left join judged r on r.project_id = o.project_id and r.id = o.id
    where o.ended_at = 'infinity' group by o.project_id, o.id, o.version
  ),
  line as (
    select l.project_id, l.employer_id, l.wage_month, sum(l.net_fen) as amount_fen, count(*) filter (where l.paid_fen < l.pay_fen) as open_count,
      coalesce(max(l.final_on) filter (where l.pay_fen > 0), max(l.claimed_on)) as last_on
    from we.payroll_line l where l.kind <> 'resend' and l.replaced_on = 'infinity' and l.withdrawn_on = 'infinity' group by 1, 2, 3
  )
  select o.project_id, o.id, o.version, o.id::text || ' ' || o.kind as name, concat_ws(' ', o.amount_fen, o.met_fen, o.met_on) as stored,
    s.amount_fen, s.met_fen, s.met_on, concat_ws(' ', s.amount_fen, s.met_fen, s.met_on) as facts
  from we.obligation o
  join own w on w.project_id = o.project_id and w.id = o.id and w.version = o.version
  left join line l on o.kind = 'wage' and l.project_id = o.project_id and l.employer_id = o.subject and to_char(l.wage_month, 'YYYY-MM') = o.period
  cross join lateral (
    select case o.kind when 'wage' then l.amount_fen::bigint else o.amount_fen end as amount_fen,
      case when o.kind <> 'wage' and o.amount_fen = 0 then 0 else w.fen end::bigint as met_fen,
      case when o.kind = 'wage' then case when l.open_count = 0 and w.fen >= l.amount_fen then l.last_on else 'infinity'::date end
        else coalesce(w.met_on, 'infinity'::date) end as met_on
  ) s
  where o.ended_at = 'infinity' and o.kind <> 'payroll-sheet'
    and (o.kind <> 'wage' or o.period >= to_char((select we.oldest_month()), 'YYYY-MM'))`;

const caches: readonly Cache[] = [
  {
    cache: 'balance',
    about: '专户余额 = 流水之和',
    rows: balances,
    repair: (
      sql,
    ) => sql`update we.wage_account a set balance_fen = x.facts::bigint from (${balances(sql)}) x
      where a.project_id = x.project_id and a.id::text = x.id and x.stored <> x.facts returning a.id`,
  },
  {
    cache: 'batch-totals',
    about: '批次合计 = 各行之和',
    rows: totals,
    repair: (
      sql,
    ) => sql`update we.payroll_batch b set line_count = split_part(x.facts, ' ', 1)::int, total_gross_fen = split_part(x.facts, ' ', 2)::bigint,
        total_net_fen = split_part(x.facts, ' ', 3)::bigint, total_pay_fen = split_part(x.facts, ' ', 4)::bigint
      from (${totals(sql)}) x where b.project_id = x.project_id and b.id::text = x.id and x.stored <> x.facts returning b.id`,
  },
  {
    cache: 'line-fold',
    about: '工资行状态 = 代发结果的合成',
    rows: folds,
    repair: (
      sql,
    ) => sql`update we.payroll_line l set state = x.state, paid_fen = x.paid_fen, final_on = x.final_on from (${folds(sql)}) x
      where l.project_id = x.project_id and l.wage_month = x.wage_month and l.batch_id = x.batch_id and l.line_no = x.line_no and x.stored <> x.facts
      returning l.line_no`,
  },
  {
    cache: 'met',
    about: '义务的履行日 = 履行记录的合成',
    rows: mets,
    repair: (
      sql,
    ) => sql`update we.obligation o set amount_fen = x.amount_fen, met_fen = x.met_fen, met_on = x.met_on from (${mets(sql)}) x
      where o.project_id = x.project_id and o.id = x.id and o.version = x.version and x.stored <> x.facts returning o.id`,
  },
];

const EXAMPLES = 5;

/** Compares the four caches with the facts; changes nothing. Run as the night role: it sees every project. */
export async function checkCaches({ sql }: Work): Promise<CacheReport[]> {
  const reports: CacheReport[] = [];
  for (const { cache, about, rows } of caches) {
    const [count] = await sql<
      { checked: number; wrong: number; examples: CacheReport['examples'] | null }[]
    >`
      with r as materialized (select x.project_id, x.id::text as id, x.stored, x.facts from (${rows(sql)}) x)
      select count(*)::int as checked, count(*) filter (where stored is distinct from facts)::int as wrong,
        (select jsonb_agg(jsonb_build_object('project', project_id, 'id', id, 'stored', stored, 'facts', facts))
          from (select * from r where stored is distinct from facts limit ${EXAMPLES}) e) as examples
      from r`;
    reports.push({
      cache,
      about,
      checked: count?.checked ?? 0,
      wrong: count?.wrong ?? 0,
      examples: count?.examples ?? [],
    });
  }
  return reports;
}

/** Writes the caches anew from the facts, in their order; what was right stays untouched. */
export async function rebuildCaches(work: Work): Promise<Record<string, number>> {
  const repaired: Record<string, number> = {};
  for (const { cache, repair } of caches) repaired[cache] = (await repair(work.sql)).length;
  await record(work, 0, 'caches.rebuilt', 'caches', repaired);
  return repaired;
}
