import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';
import { forecast, rateSince } from './forecast.ts';
import { open } from './transfers.ts';
import { cells, chains, dueChains, type Since } from './wages.ts';

/**
 * SELECT: the wage months of projects that are not paid yet and due at the latest `ahead` working days after the
 * day, with what they need and what is there for them, one row a project and month: `project_id, owner_id, wage_month,
 * due_day, left_days` (working days to the due day, below 0 after it), `need_fen` of the month, `earlier_fen` of months
 * due before, `forecast_fen` (the part of `need_fen` that no payroll tells yet), `unknown` employers without a rate,
 * `workers, balance_fen, frozen_fen, certain_fen, short_fen`.
 *
 * Needed: what the claimed lines still lack; of an employer that has claimed nothing, the forecast. There: the balance
 * without what is frozen, and the instalments due by then that are agreed in sum, not due yet, and of an owner
 * who is late with none.
 */
export const runway = (
  day: Day,
  since: Since | undefined,
  ahead: number,
  which: SQL = sql`true`,
): SQL => sql`
  with duty as materialized (
    select o.project_id, o.id, o.owner_id, o.subject as employer_id,
      (o.period || '-01')::date as wage_month, o.due_day, due.wd_no - today.wd_no as left_days,
      coalesce(claimed.yes, false) as claimed
    from we.calendar_day today
    join we.calendar_day due on due.wd_no <= today.wd_no + ${ahead}::int
    join we.obligation o on o.due_day = due.day
    left join lateral (
      select true as yes from we.payroll_batch b
      where b.project_id = o.project_id and b.employer_id = o.subject
        and b.wage_month = (o.period || '-01')::date and b.kind <> 'resend'
        and b.claimed_on <= ${day}::date and b.withdrawn_on > ${day}::date
      limit 1
    ) claimed on true
    where today.day = ${day}::date and o.kind = 'wage' and o.ended_at = 'infinity'
      and o.met_on > ${day}::date and ${which}
  ),
  need as (
    select c.project_id, c.wage_month, sum(greatest(c.owed_fen - c.paid_fen, 0))::bigint as fen,
      0::bigint as forecast_fen, (count(*) filter (where c.owed_fen > c.paid_fen))::int as workers,
      0 as unknown
    from (${cells(day, claimedChains(day, since))}) c
    group by c.project_id, c.wage_month
    union all
    select f.project_id, f.wage_month, coalesce(f.fen, 0), coalesce(f.fen, 0), f.workers,
      (f.fen is null)::int
    from (${forecast(
      day,
      rateSince(since?.month ?? '2019-07-01'),
      sql`select project_id, employer_id, wage_month, ${day}::date as as_of from duty where not claimed`,
    )}) f
  ),
  month as (
    select d.project_id, d.owner_id, d.wage_month, d.due_day, d.left_days, n.fen as need_fen,
      n.forecast_fen, n.workers, n.unknown,
      (sum(n.fen) over (
        partition by d.project_id order by d.due_day, d.wage_month
        rows between unbounded preceding and current row
      ) - n.fen)::bigint as earlier_fen
    from (
      select project_id, owner_id, wage_month, min(due_day) as due_day, min(left_days) as left_days
      from duty group by project_id, owner_id, wage_month
    ) d
    join (
      select project_id, wage_month, sum(fen)::bigint as fen,
        sum(forecast_fen)::bigint as forecast_fen, sum(workers)::int as workers,
        sum(unknown)::int as unknown
      from need group by project_id, wage_month
    ) n on n.project_id = d.project_id and n.wage_month = d.wage_month
  )
  select m.*, held.balance_fen, held.frozen_fen, certain.fen as certain_fen,
    least(m.need_fen, greatest(
      0, m.earlier_fen + m.need_fen - (held.balance_fen - held.frozen_fen) - certain.fen
    ))::bigint as short_fen
  from month m
  cross join lateral (${held(day, sql`m.project_id`)}) held
  cross join lateral (
    select coalesce(sum(greatest(i.amount_fen - i.received_fen, 0)), 0)::bigint as fen
    from (
      select t.amount_fen, (
        select coalesce(sum(x.amount_fen), 0) from we.meeting x
        where x.project_id = t.project_id and x.obligation_id = t.id and x.on_day <= ${day}::date
      ) as received_fen
      from we.obligation t
      where t.project_id = m.project_id and t.kind = 'transfer' and t.ended_at = 'infinity'
        and t.met_on > ${day}::date and t.due_day between ${day}::date and m.due_day
        and t.amount_fen is not null
    ) i
    where not exists (
      select from we.obligation t where t.project_id = m.project_id and ${open(day)}
    )
  ) certain`;

const DUTY = sql`select project_id, id, employer_id, wage_month, due_day from duty where claimed`;

/** SELECT: the chains of the duties that have a payroll. Where the night laid out those that are late, only the others are read. */
const claimedChains = (day: Day, since: Since | undefined): SQL =>
  since?.laidOut
    ? sql`
  select ${CHAIN} from (${dueChains(day, since)}) late
  where exists (select from duty d where d.project_id = late.project_id and d.id = late.id and d.claimed)
  union all
  select ${CHAIN} from (${chains(day, since, sql`${DUTY} and due_day >= ${day}::date`)}) ahead`
    : chains(day, since, DUTY);

const CHAIN = sql`project_id, id, employer_id, wage_month, due_day, engagement_id, net_fen, pay_fen, replaced, paid_fen, final_day, failed`;

/** SELECT of one row, `balance_fen, frozen_fen`: what the accounts of a project hold on the day, and what of it the bank says is frozen. */
export const held = (day: Day, projectId: SQL): SQL => sql`
  select
    (coalesce(sum(a.balance_fen), 0) - coalesce((
      select sum(case e.direction when 'credit' then e.amount_fen else -e.amount_fen end)
      from we.account_entry e
      where e.project_id = ${projectId} and e.booked_on > ${day}::date
    ), 0))::bigint as balance_fen,
    coalesce(sum(said.frozen_fen), 0)::bigint as frozen_fen
  from we.wage_account a
  left join lateral (
    select b.frozen_fen from we.balance_mark b
    where b.project_id = a.project_id and b.account_id = a.id and b.frozen_fen is not null
      and b.at < (${day}::date + 1)::timestamp at time zone 'Asia/Shanghai'
      and a.opened_on <= ${day}::date and coalesce(a.closed_on, 'infinity'::date) > ${day}::date
    order by b.at desc
    limit 1
  ) said on true
  where a.project_id = ${projectId}`;
