import { type SQL, sql } from 'drizzle-orm';
import { addMonths, type Day, firstOf, monthOf } from '../../src/lib/day.ts';
import { bitsBetween, countBits } from './bits.ts';
import { monthsOf } from './wages.ts';

/** How far back pay is looked into: 劳动保障监察条例 20 leaves what is older than two years alone. */
const LOOK_BACK_MONTHS = 24;

/**
 * SELECT: what each person on a payroll was stated and what his days came to, in the wage months that are over and were marked
 * for rule W07: `project_id, wage_month, employer_id, engagement_id, batch_id, line_no` (of his first line), `gross_fen, days` attended,
 * `working_days` of the month, `minimum_fen` (null: none entered), `earned_fen` (null: a day rate is not known for every day
 * attended), `reviewed`: the authority has looked into it since the last of his lines was claimed.
 */
export const paidDays = (day: Day): SQL => {
  const from = firstOf(addMonths(monthOf(day), -LOOK_BACK_MONTHS));
  return sql`
  select p.project_id, p.wage_month, p.employer_id, p.engagement_id, p.gross_fen, p.batch_id, p.line_no,
    ${countBits(sql`p.bits`)} as days, p.working_days, p.minimum_fen,
    earned.fen as earned_fen,
    exists (
      select from we.pay_review r
      where r.project_id = p.project_id and r.wage_month = p.wage_month and r.employer_id = p.employer_id
        and r.about = 'rate' and r.on_day <= ${day}::date and r.on_day >= p.claimed_on
    ) as reviewed
  from (
    select l.project_id, l.wage_month, l.employer_id, l.engagement_id,
      sum(l.gross_fen)::bigint as gross_fen, max(l.claimed_on) as claimed_on,
      (array_agg(l.batch_id order by l.claimed_on, l.batch_id))[1] as batch_id,
      (array_agg(l.line_no order by l.claimed_on, l.batch_id))[1] as line_no,
      coalesce(max(a.days), 0) as bits, m.working_days, m.minimum_fen
    from (${markedMonths(day, from)}) m
    -- With offsets, so that a month's lines are looked up and no history is read.
    cross join lateral (
      select l.project_id, l.wage_month, l.employer_id, l.engagement_id, l.batch_id, l.line_no, l.gross_fen, l.claimed_on
      from we.payroll_line l
      where ${monthsOf(day, { month: from, laidOut: false })}
        and l.project_id = m.project_id and l.wage_month = m.wage_month
        and l.kind <> 'resend' and l.claimed_on <= ${day}::date and l.withdrawn_on > ${day}::date
        and not exists (${liveCorrection(day, from)})
      offset 0
    ) l
    left join lateral (
      select a.days
      from we.attendance_month a
      where a.project_id = l.project_id and a.month = l.wage_month and a.engagement_id = l.engagement_id
      limit 1
    ) a on true
    group by l.project_id, l.wage_month, l.employer_id, l.engagement_id, m.working_days, m.minimum_fen
  ) p
  left join lateral (${earnedBy(sql`p`)}) earned on earned.covered = p.bits and p.bits <> 0`;
};

/** SELECT: the marked months that are over, with what is asked once a month and not for each person: `working_days, minimum_fen`. */
const markedMonths = (day: Day, from: Day): SQL => sql`
  select m.project_id, m.wage_month, z.wd_no - y.wd_no as working_days, least_pay.month_fen as minimum_fen
  from we.pay_doubt m
  join we.calendar_day y on y.day = m.wage_month - 1
  join we.calendar_day z on z.day = (m.wage_month + interval '1 month')::date - 1
  left join lateral (
    select w.month_fen
    from we.project s
    join we.minimum_wage w
      on w.region_code in (s.region_code, s.region_code / 100 * 100, s.region_code / 10000 * 10000)
      and w.from_day <= m.wage_month
    where s.id = m.project_id
    order by w.region_code % 100 = 0, w.region_code % 10000 = 0, w.from_day desc
    limit 1
  ) least_pay on true
  where m.about = 'rate' and m.wage_month >= ${from}::date
    and m.wage_month + interval '1 month' <= ${day}::date
  offset 0`;

/** SELECT: a live correction of line `l`, on the day. */
const liveCorrection = (day: Day, from: Day): SQL => sql`
  select from we.payroll_line x
  where ${sql.raw(`x.wage_month between '${from}'::date and '${day}'::date`)}
    and x.project_id = l.project_id and x.wage_month = l.wage_month and x.employer_id = l.employer_id
    and x.engagement_id = l.engagement_id and x.kind = 'correction'
    and x.claimed_on <= ${day}::date and x.withdrawn_on > ${day}::date
    and x.replaces_batch_id = l.batch_id and x.replaces_line_no = l.line_no`;

/** SELECT of one row: the days of person `p` on which a day rate held (`covered`), and what they came to at it (`fen`). */
const earnedBy = (p: SQL): SQL => sql`
  select coalesce(bit_or(r.bits), 0) as covered, sum(${countBits(sql`r.bits`)} * r.rate_fen)::bigint as fen
  from (
    select t.rate_fen, ${p}.bits & ${bitsBetween(sql`${p}.wage_month`, sql`t.from_day`, sql`t.to_day`)} as bits
    from (
      select q.rate_fen, q.from_day,
        coalesce(lead(q.from_day) over (order by q.from_day) - 1, 'infinity'::date) as to_day
      from (
        select distinct on (d.from_day) d.from_day, d.rate_fen
        from we.day_rate d
        where d.project_id = ${p}.project_id and d.engagement_id = ${p}.engagement_id
        order by d.from_day, d.known_at desc
      ) q
    ) t
    where t.rate_fen > 0
  ) r`;
