import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';
import { open } from './transfers.ts';
import { cells, chains, dueChains, type Since } from './wages.ts';

/**
 * SELECT: what the accounts of a project hold and what its next payroll needs, for the projects with
 * an open transfer on the day: `project_id, balance_fen, next_fen`. The balance is that of all the
 * project's accounts, 0 without one. The next payroll is all that is still unpaid, else the net total
 * of the latest regular month, else null: unknown.
 */
export const funds = (day: Day, since?: Since): SQL => sql`
  with waiting as (select t.project_id from we.obligation t where ${open(day)} group by t.project_id)
  select p.project_id, sum(p.balance_fen)::bigint as balance_fen,
    coalesce(nullif(sum(p.unpaid_fen), 0), max(p.regular_fen))::bigint as next_fen
  from (
    select a.project_id, a.balance_fen, 0 as unpaid_fen, null::bigint as regular_fen
    from waiting w
    join we.wage_account a on a.project_id = w.project_id
    union all
    -- The stored balance less what was booked after the day: old days cost no more than tonight.
    select w.project_id, -e.fen, 0, null
    from waiting w
    cross join lateral (
      select coalesce(sum(case e.direction when 'credit' then e.amount_fen else -e.amount_fen end), 0) as fen
      from we.account_entry e
      where e.project_id = w.project_id and e.booked_on > ${day}::date
    ) e
    union all
    select c.project_id, 0, greatest(c.owed_fen - c.paid_fen, 0), null
    from (${cells(day, openChains(day, since))}) c
    union all
    select b.project_id, 0, 0, b.net_fen
    from (${latestRegular(day)}) b
  ) p
  group by p.project_id`;

/** SELECT: the chains of wage duties not met on the day, due or not, of projects `waiting`. */
const openChains = (day: Day, since?: Since) => sql`
  select d.* from (${dueChains(day, since)}) d where d.project_id in (select w.project_id from waiting w)
  union all
  select c.* from (${chains(day, since, comingDuties(day))}) c`;

const comingDuties = (day: Day) => sql`
  select o.project_id, o.id, o.subject as employer_id, (o.period || '-01')::date as wage_month,
    o.due_day
  from we.obligation o
  where o.kind = 'wage'
    and o.ended_at = 'infinity'
    and o.met_on > ${day}::date
    and o.due_day >= ${day}::date
    and o.project_id in (select w.project_id from waiting w)`;

/**
 * SELECT: `project_id, net_fen` of the latest wage month that has a live regular batch. Looked up a project at a
 * time: read at once, it would be all batches there ever were.
 */
const latestRegular = (day: Day) => sql`
  select p.project_id, m.net_fen
  from waiting p
  cross join lateral (
    select sum(b.total_net_fen) as net_fen
    from we.payroll_batch b
    where b.project_id = p.project_id
      and b.kind = 'regular'
      and b.claimed_on <= ${day}::date
      and b.withdrawn_on > ${day}::date
    group by b.wage_month
    order by b.wage_month desc
    limit 1
  ) m`;
