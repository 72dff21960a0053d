import { type SQL, sql } from 'drizzle-orm';
import { addMonths, type Day, firstOf, monthOf } from '../../src/lib/day.ts';

/** What a night knows before its rules. */
export interface Since {
  /** The first day of the oldest wage month with a duty that is not met: lines before it cannot matter. */
  month: Day;
  /**
   * Whether a night of the day is going on: `due_chain` holds its chains (`layOutChains`), and the alerts of rules that another
   * `follows` are in line with it.
   */
  laidOut: boolean;
}

/** The working days for which a failed payment is W03's matter alone (see `arrears`). */
export const SHIELD_DAYS = 5;

/**
 * SELECT: the live wage duties that were due before the day and not met on it, one row each:
 * `project_id, id, employer_id, wage_month, due_day`. What is met leaves no trace in a night's cost.
 */
export const dueDuties = (day: Day): SQL => sql`
  select o.project_id, o.id, o.subject as employer_id, (o.period || '-01')::date as wage_month,
    o.due_day
  from we.obligation o
  where o.kind = 'wage'
    and o.ended_at = 'infinity'
    and o.due_day < ${day}::date
    and o.met_on > ${day}::date`;

const FIRST_MONTH = '2019-01-01';

/**
 * Condition on lines `l`: the months between the oldest with an open duty and the next one. It adds nothing to the joins
 * but constants, from which the planner drops the other partitions before it plans them.
 */
export const monthsOf = (day: Day, since?: Since): SQL => {
  const first = firstOf(monthOf(since?.month ?? FIRST_MONTH));
  const last = firstOf(addMonths(monthOf(day), 2));
  return sql.raw(`l.wage_month between '${first}'::date and '${last}'::date`);
};

/**
 * SELECT: every live chain on the day (a root line with all that re-sends it) of the duties given:
 * the duty's columns, `engagement_id, net_fen, pay_fen, replaced, paid_fen, failed, final_day,
 * heard_at`; chains of people who are paid in full are left out. Only final outcomes count; on one day the highest rank wins, rejected < paid < returned.
 * A chain replaced by a live correction has not failed: what is missing is the correction's to pay.
 */
export const chains = (day: Day, since: Since | undefined, duties: SQL): SQL => sql`
  with line as (
    select d.*, l.engagement_id, l.root_batch_id, l.root_line_no, l.batch_id, l.line_no, l.net_fen, l.pay_fen,
      l.kind <> 'resend' as is_root,
      l.withdrawn_on > ${day}::date as live,
      -- Whose lines are all paid in full by the day has nothing to find. A root line keeps what came of its chain.
      bool_or(l.kind <> 'resend' and l.pay_fen > 0 and (l.paid_fen < l.pay_fen or l.final_on > ${day}::date))
        over person as unsettled,
      -- The mark on a corrected line goes when the correction is withdrawn; days before still need it.
      array_agg(l.replaces_batch_id || '-' || l.replaces_line_no)
        filter (where l.kind = 'correction' and l.withdrawn_on > ${day}::date) over person as corrected
    -- Grouped, so that the duties are planned by themselves; lateral with an offset, so that lines are fetched a
    -- duty at a time and never by reading all months.
    from (
      select o.project_id, o.id, o.employer_id, o.wage_month, o.due_day
      from (${duties}) o
      group by o.project_id, o.id, o.employer_id, o.wage_month, o.due_day
    ) d
    cross join lateral (
      select l.engagement_id, l.root_batch_id, l.root_line_no, l.batch_id, l.line_no, l.kind, l.net_fen, l.pay_fen, l.paid_fen, l.final_on,
        l.withdrawn_on, l.replaces_batch_id, l.replaces_line_no
      from we.payroll_line l
      where ${monthsOf(day, since)}
        and l.project_id = d.project_id
        and l.wage_month = d.wage_month
        and l.employer_id = d.employer_id
        and l.claimed_on <= ${day}::date
      offset 0
    ) l
    window person as (partition by d.project_id, d.id, l.engagement_id)
  ),
  chain as (
    select project_id, id, employer_id, wage_month, due_day, root_batch_id, root_line_no,
      (array_agg(engagement_id) filter (where is_root))[1] as engagement_id,
      max(net_fen) filter (where is_root) as net_fen,
      max(pay_fen) filter (where is_root) as pay_fen,
      bool_or(case when corrected is null then false
        else batch_id || '-' || line_no = any(corrected) end) as replaced
    from line
    where unsettled
    group by project_id, id, employer_id, wage_month, due_day, root_batch_id, root_line_no
    having bool_or(is_root and live)
  )
  select c.*, least(c.pay_fen, told.paid_fen)::bigint as paid_fen, told.final_day, told.heard_at,
    told.lost and c.pay_fen > 0 and not c.replaced as failed
  from chain c
  cross join lateral (
    select coalesce(sum(t.paid_fen) filter (where t.on_day > coalesce(t.lost_day, '-infinity')), 0) as paid_fen,
      coalesce(max(t.on_day) = max(t.lost_day), false) as lost,
      max(t.on_day) as final_day,
      max(t.heard_at) as heard_at
    from (
      select e.on_day, sum(e.amount_fen) filter (where e.outcome = 'paid') as paid_fen, max(e.known_at) as heard_at,
        max(case
          when max(case e.outcome when 'rejected' then 1 when 'paid' then 2 when 'returned' then 3 end) <> 2 then e.on_day
        end) over () as lost_day
      from we.payout_event e
      where e.project_id = c.project_id and e.wage_month = c.wage_month
        and e.root_batch_id = c.root_batch_id and e.root_line_no = c.root_line_no
        and e.outcome in ('rejected', 'paid', 'returned')
        and e.on_day <= ${day}::date
      group by e.on_day
    ) t
  ) told`;

/**
 * SELECT: the chains of the duties that were due before the day and not met on it. Many rules read them: a night reads
 * them once, and its rules what it laid out.
 */
export const dueChains = (day: Day, since: Since | undefined): SQL =>
  since?.laidOut
    ? sql`
  select project_id, id, employer_id, wage_month, due_day, root_batch_id, root_line_no, engagement_id, net_fen, pay_fen, replaced,
    paid_fen, final_day, heard_at, failed
  from we.due_chain
  where day = ${day}::date`
    : chains(day, since, dueDuties(day));

/**
 * SELECT: the failed chains on the day, with `base` (the later of the due day and the day of failure)
 * and `passed`: working days gone between the two, so that D > wd(base, n) is `passed >= n`.
 */
export const failures = (day: Day, since: Since | undefined): SQL => sql`
  select c.*, greatest(c.due_day, c.final_day) as base, gone.wd_no - b.wd_no as passed
  from (${dueChains(day, since)}) c
  join we.calendar_day b on b.day = greatest(c.due_day, c.final_day)
  join we.calendar_day gone on gone.day = ${day}::date - 1
  where c.failed`;

/**
 * SELECT: what each worker is owed and was paid, over the live chains given (`chains`): the
 * duty's columns, `engagement_id, owed_fen, paid_fen, shielded_fen`. Corrected lines are not owed,
 * but what they were paid counts. Shielded: failed at most `SHIELD_DAYS` working days ago.
 */
export const cells = (day: Day, of: SQL): SQL => sql`
  select c.project_id, c.id, c.employer_id, c.wage_month, c.due_day, c.engagement_id,
    coalesce(sum(c.net_fen) filter (where not c.replaced), 0)::bigint as owed_fen,
    sum(c.paid_fen)::bigint as paid_fen,
    coalesce(
      sum(c.pay_fen) filter (where c.failed and gone.wd_no - b.wd_no < ${SHIELD_DAYS}::int), 0
    )::bigint as shielded_fen
  from (${of}) c
  left join we.calendar_day b on b.day = case when c.failed then greatest(c.due_day, c.final_day) end
  left join we.calendar_day gone on gone.day = ${day}::date - 1
  group by c.project_id, c.id, c.employer_id, c.wage_month, c.due_day, c.engagement_id`;

/**
 * SELECT: the wage duties with arrears among those due, `unpaid` saying which cells count: of nothing
 * paid (`none`) or of a part (`part`). The duty's columns, `workers, unpaid_fen, owed_fen, days_late,
 * known_day` and `month_before`: the employer's month before has such arrears on the day as well.
 */
export const arrears = (day: Day, since: Since | undefined, paid: 'none' | 'part'): SQL => sql`
  with found as (
    select c.project_id, c.id, c.employer_id, c.wage_month, c.due_day,
      count(*)::int as workers,
      sum(c.owed_fen - c.paid_fen - c.shielded_fen)::bigint as unpaid_fen,
      sum(c.owed_fen)::bigint as owed_fen,
      coalesce(
        lag(c.wage_month) over (partition by c.project_id, c.employer_id order by c.wage_month)
          = (c.wage_month - interval '1 month')::date,
        false
      ) as month_before
    from (${cells(day, dueChains(day, since))}) c
    where ${paid === 'none' ? sql`c.paid_fen = 0` : sql`c.paid_fen > 0`}
      and c.owed_fen - c.paid_fen - c.shielded_fen > 0
    group by c.project_id, c.id, c.employer_id, c.wage_month, c.due_day
  )
  select f.*, to_char(f.wage_month, 'YYYY-MM') as period, ${day}::date - f.due_day as days_late,
    known.day as known_day
  from found f
  cross join lateral (${knownDay(sql`f`)}) known`;

/** SELECT of one row, `day`: the Shanghai day on which the duty `from` points to was first known. */
export function knownDay(from: SQL): SQL {
  return sql`
    select (min(v.known_at) at time zone 'Asia/Shanghai')::date as day
    from we.obligation v
    where v.project_id = ${from}.project_id and v.id = ${from}.id
    group by v.project_id`;
}

/** Join after an engagement `e`: as `cutoff`, the `due_day` of the payroll sheet of the month in which the worker came. */
export const firstSheet = sql`
  cross join lateral (
    select o.due_day
    from we.obligation o
    where o.project_id = e.project_id
      and o.id = we.duty_id(e.project_id, 'payroll-sheet', e.employer_id, to_char(e.entered_on, 'YYYY-MM'))
      and o.ended_at = 'infinity'
  ) cutoff`;
