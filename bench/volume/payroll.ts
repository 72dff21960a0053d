import type postgres from 'postgres';
import type { Day } from '../../src/lib/day.ts';

type Sql = postgres.Sql<{ bigint: number }>;

const NET = 'net_fen';

/** What a line came to, by the fault of its batch: `paid` of its net, and whether it was returned the day after. */
const OUTCOME = `
  case b.wage when 'none' then 0 when 'three' then case when p.no <= 3 then 0 else 1 end
    when 'half' then case when p.no <= 2 then 0.5 else 1 end else 1 end as share,
  b.wage is not distinct from 'returned' and p.no = 3 as returned,
  coalesce(b.paid_on + case when b.wage = 'late' then 6 else 0 end, 'infinity'::date) as on_day`;

/** Lines, attendance and payout events of one wage month, and what they come to by batch. */
export async function fillMonth(sql: Sql, month: Day): Promise<void> {
  const line = sql.unsafe(`
    select p.site_id, p.no, p.id as person_id, p.card_bidx, b.id as batch_id, s.region_code, s.owner_id, s.contractor_id,
      500000 + (p.no * 37 % 97) * 1000 as ${NET}, b.claimed_on, ${OUTCOME}
    from bench.batch b
    join bench.site s on s.id = b.site_id
    join bench.person p on p.site_id = b.site_id
    where b.month = '${month}' and not (b.sheet and p.no <= 2)`);
  await sql`
    insert into we.payroll_line (project_id, wage_month, batch_id, line_no, region_code, owner_id, contractor_id, employer_id, engagement_id,
      kind, work_days, gross_fen, net_fen, pay_fen, card_bidx, card_cipher, card_last4, claimed_on, root_batch_id, root_line_no, state,
      paid_fen, final_on)
    select l.site_id, ${month}::date, l.batch_id, l.no, l.region_code, l.owner_id, l.contractor_id, l.contractor_id, l.person_id,
      'regular', 22, l.net_fen, l.net_fen, l.net_fen, l.card_bidx, '1.' || md5(l.person_id::text) || md5(l.card_bidx), '0000', l.claimed_on,
      l.batch_id, l.no, case when l.returned then 'returned' when l.share = 0 then 'ordered' else 'paid' end,
      case when l.returned then 0 else (l.net_fen * l.share)::bigint end,
      case when l.returned then l.on_day + 1 when l.share = 0 then null else l.on_day end
    from (${line}) l
    order by l.site_id, l.no`;
  await sql`
    insert into we.payout_event (project_id, wage_month, batch_id, line_no, outcome, at, on_day, root_batch_id, root_line_no, amount_fen,
      message_id, known_at)
    select l.site_id, ${month}::date, l.batch_id, l.no, o.outcome, (l.on_day + o.after) + time '02:00' at time zone 'UTC', l.on_day + o.after,
      l.batch_id, l.no, (l.net_fen * l.share)::bigint, 'bench', now()
    from (${line}) l
    join (values ('paid', 0), ('returned', 1)) o(outcome, after) on o.outcome = 'paid' or l.returned
    where l.share > 0
    order by l.site_id, l.no`;
  await sql`
    insert into we.attendance_month (project_id, month, engagement_id, employer_id, days, known_at)
    select b.site_id, ${month}::date, p.id, s.contractor_id, 4194303, now()
    from bench.batch b join bench.site s on s.id = b.site_id join bench.person p on p.site_id = b.site_id
    where b.month = ${month}::date`;
  await sql`
    update bench.batch b set count = l.count, fen = l.fen, open = l.open, last_on = l.last_on
    from (
      select project_id, count(*)::int as count, sum(net_fen)::bigint as fen, (count(*) filter (where paid_fen < pay_fen))::int as open,
        max(final_on) as last_on
      from we.payroll_line where wage_month = ${month}::date group by project_id
    ) l where b.site_id = l.project_id and b.month = ${month}::date`;
  await sql`
    insert into bench.paid
    select project_id, ${month}::date, on_day, coalesce(sum(amount_fen) filter (where outcome = 'paid'), 0)::bigint,
      coalesce(sum(amount_fen) filter (where outcome = 'returned'), 0)::bigint
    from we.payout_event where wage_month = ${month}::date group by project_id, on_day`;
}

/** Attendance of the month that goes on, up to the day, on sites that live: of the people, and of the project managers. */
export async function fillToday(sql: Sql, today: Day): Promise<void> {
  await sql`
    insert into we.attendance_month (project_id, month, engagement_id, employer_id, days, known_at)
    select s.id, date_trunc('month', ${today}::date)::date, p.id, s.contractor_id,
      (1::bigint << extract(day from ${today}::date)::int) - 1, now()
    from bench.site s join bench.person p on p.site_id = s.id where s.live`;
  await sql`
    insert into we.attendance_unmatched (project_id, month, id_bidx, days, known_at)
    select s.id, m::date, 'bench-post-project-manager-' || s.id, 4194303, now()
    from bench.site s
    cross join generate_series(date_trunc('month', ${today}::date) - interval '2 months', date_trunc('month', ${today}::date),
      interval '1 month') m
    where s.live`;
}

/** The batches, from what their lines came to. */
export async function fillBatches(sql: Sql): Promise<void> {
  await sql`
    insert into we.payroll_batch (project_id, id, batch_no, wage_month, employer_id, kind, status, line_count, total_gross_fen, total_net_fen,
      total_pay_fen, claimed_by, claimed_on, claimed_at, approved_by, approved_at, ordered_by, ordered_on, ordered_at, signed_on)
    select b.site_id, b.id, b.no, b.month, s.contractor_id, 'regular', case when b.open = 0 then 'paid' else 'paying' end, b.count, b.fen,
      b.fen, b.fen, 'bench', b.claimed_on, b.claimed_on, 'bench', b.claimed_on, 'bench', b.claimed_on, b.claimed_on, b.claimed_on
    from bench.batch b
    join bench.site s on s.id = b.site_id`;
}
