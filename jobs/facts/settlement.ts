import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Day, formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import {
  LONGEST_REVIEW_DAYS,
  PAYMENT_DAYS,
  reviewBands,
  type SettlementLevel,
  SMALL_FIRMS_FROM,
  WHOLE_REVIEW_DAYS,
} from '../../src/lib/settlement-clock.ts';
import { isSeen } from './feeds.ts';

/** What every S rule says of its settlement. `knownDay`: when we first heard of the matter. */
export const settlementShape = {
  day: z.string(),
  settlementLevel: z.enum(['progress', 'process', 'unit', 'single', 'whole']),
  claimedFen: z.int(),
  deliveredOn: z.string(),
  reference: z.string().nullable(),
  knownDay: z.string(),
};

/** The same in SQL, as jsonb, from a row with the settlement's columns and `known_day`. */
export const settlementJson = (day: Day, row: SQL): SQL => sql`jsonb_build_object(
  'day', ${day}::date, 'settlementLevel', ${row}.level, 'claimedFen', ${row}.claimed_fen,
  'deliveredOn', ${row}.delivered_on, 'reference', ${row}.reference, 'knownDay', ${row}.known_day)`;

/**
 * Review duties that wait on `day`, with the due day their clock had then (`infinity` while it stood
 * still): project_id, settlement_id, level, claimed_fen, delivered_on, reference, known_day, due_day.
 */
export const openReviews = (day: Day): SQL => sql`
  select d.project_id, d.settlement_id, d.level, d.claimed_fen, d.delivered_on, d.reference, d.known_day,
    -- The duty holds the clock of all steps. Only a stop or a restart later than the day asked makes
    -- another one of it.
    case
      when stop.on_day > ${day}::date then first_clock.due_day
      when restart.on_day > ${day}::date then 'infinity'::date
      else d.due_day
    end as due_day
  from (${openDuties('settlement-review', day, sql`true`)}) d
  left join we.contract_terms t on t.project_id = d.project_id and t.version = d.terms_version
  left join we.calendar_day c
    on c.day = coalesce(d.complete_on, d.delivered_on) + coalesce(t.review_days, ${bandDays(sql`d`)})
  cross join lateral (select coalesce(c.fwd_day, d.due_day) as due_day) first_clock
  left join lateral (
    select x.on_day, x.seq
    from we.settlement_step x
    where x.project_id = d.project_id and x.settlement_id = d.settlement_id
      and x.step = 'papers-requested'
      and x.missing_papers -> 0 is not null
      and x.on_day <= first_clock.due_day
    order by x.on_day, x.seq
    limit 1
  ) stop on true
  left join lateral (
    select x.on_day
    from we.settlement_step x
    where x.project_id = d.project_id and x.settlement_id = d.settlement_id
      and x.step in ('resubmitted', 'papers-complete')
      and (x.on_day, x.seq) > (stop.on_day, stop.seq)
    order by x.on_day, x.seq
    limit 1
  ) restart on true`;

/**
 * Payment duties that are late on `day` and not paid in full: the columns of `openReviews`, and owed_fen, paid_fen,
 * applied_on, and the two days of which the earlier is `due_day`: contract_due (as agreed, else 15 days after the
 * application) and small_firm_due (保障中小企业款项支付条例 art. 9, after the confirmation); null where there is none.
 */
export const latePayments = (day: Day): SQL => sql`
  select d.project_id, d.settlement_id, d.level, d.claimed_fen, d.delivered_on, d.reference, d.known_day,
    d.due_day, d.duty_id, d.terms_version, said.applied_on, owed.fen as owed_fen, paid.fen as paid_fen, contract.fwd_day as contract_due,
    small.fwd_day as small_firm_due
  from (${openDuties('settlement-payment', day, sql`o.due_day < ${day}::date`)}) d
  cross join lateral (${said(day, sql`d`)}) said
  join we.project site on site.id = d.project_id
  join we.company o on o.uscc = site.owner_id
  left join we.contract_terms t on t.project_id = d.project_id and t.version = d.terms_version
  left join we.calendar_day contract on contract.day = said.applied_on + coalesce(t.payment_days, ${PAYMENT_DAYS}::int)
  left join we.calendar_day small on small.day = said.confirmed_on + case
      when t.contractor_size = 'large' or said.confirmed_on < ${SMALL_FIRMS_FROM}::date then null
      when o.ownership in ('government', 'institution') then case when t.payment_days is null then 30 else 60 end
      when o.size = 'large' and t.payment_days is null then 60
    end
  cross join lateral (select coalesce(said.applied_fen, said.confirmed_fen, d.claimed_fen) as fen) owed
  cross join lateral (
    select coalesce(sum(m.amount_fen), 0)::bigint as fen
    from we.meeting m
    where m.project_id = d.project_id and m.obligation_id = d.duty_id and m.on_day <= ${day}::date
  ) paid
  where paid.fen < owed.fen`;

/**
 * What the steps of `row` (project_id, settlement_id; its alias not x) had said by `day`, as one row:
 * the first application (applied_on, applied_fen), the first confirmation (confirmed_on), the last amount confirmed
 * (confirmed_fen), and paid_fen, the payments that the contractor stated or that carry evidence.
 */
export const said = (day: Day, row: SQL): SQL => sql`
  select
    (array_agg(x.on_day order by x.on_day, x.seq) filter (where x.step = 'payment-applied'))[1] as applied_on,
    (array_agg(x.amount_fen order by x.on_day, x.seq) filter (where x.step = 'payment-applied'))[1] as applied_fen,
    min(x.on_day) filter (where x.step = 'confirmed') as confirmed_on,
    (array_agg(x.amount_fen order by x.on_day desc, x.seq desc)
      filter (where x.step = 'confirmed' and x.amount_fen is not null))[1] as confirmed_fen,
    coalesce(sum(x.amount_fen) filter (
      where x.step = 'paid'
        and (x.stated_by = 'contractor' or x.evidence -> 0 is not null)
    ), 0)::bigint as paid_fen
  from we.settlement_step x
  where x.project_id = ${row}.project_id and x.settlement_id = ${row}.settlement_id
    and x.on_day <= ${day}::date`;

/**
 * Duties of a kind that stood open on `day`, with their settlement. A withdrawal ends the duty, so
 * that one later than the day asked must give it back.
 */
const openDuties = (kind: string, day: Day, due: SQL): SQL => {
  // As a uuid it finds its settlement by key. Guarded, for the planner may cast before it filters.
  const settlementId = sql`case when o.kind = ${kind} then o.subject::uuid end`;
  return sql`
  select o.project_id, o.id as duty_id, o.terms_version, o.due_day, s.id as settlement_id, s.level,
    s.claimed_fen, s.delivered_on, s.complete_on, s.reference, first_version.known_day
  from (
    select o.project_id, o.id, ${settlementId} as settlement_id, o.terms_version, o.due_day
    from we.obligation o
    where o.kind = ${kind} and o.ended_at = 'infinity' and o.met_on > ${day}::date and ${due}
    union all
    select o.project_id, o.id, ${settlementId}, o.terms_version, o.due_day
    from (
      select distinct x.project_id, x.settlement_id
      from we.settlement_step x
      where x.step = 'withdrawn' and x.on_day > ${day}::date
    ) later
    join we.obligation o on o.project_id = later.project_id
      and o.id = we.duty_id(later.project_id, ${kind}::text, later.settlement_id::text, '-')
    where o.ended_why = 'withdrawn' and o.met_on > ${day}::date and ${due}
  ) o
  join we.settlement s on s.project_id = o.project_id and s.id = o.settlement_id
  cross join lateral (
    select (v.known_at at time zone 'Asia/Shanghai')::date as known_day
    from we.obligation v
    where v.project_id = o.project_id and v.id = o.id
    order by v.version
    limit 1
  ) first_version
  where not exists (
    select from we.settlement_step x
    where x.project_id = o.project_id and x.settlement_id = s.id
      and x.step = 'withdrawn' and x.on_day <= ${day}::date
  )`;
};

const bandDays = (row: SQL): SQL => {
  const bands = reviewBands.map(
    ({ maxFen, days }) => sql`when ${row}.claimed_fen <= ${maxFen}::bigint then ${days}::int`,
  );
  return sql`case
    when ${row}.level = 'whole' then ${WHOLE_REVIEW_DAYS}::int
    ${sql.join(bands, sql.raw('\n    '))}
    else ${LONGEST_REVIEW_DAYS}::int end`;
};

const levelNames: Record<SettlementLevel, string> = {
  progress: '工程进度款结算',
  process: '施工过程结算',
  unit: '单位工程竣工结算',
  single: '单项工程竣工结算',
  whole: '建设项目竣工总结算',
};

/** How a sentence names a settlement: 单项工程竣工结算（编号JS-1，2026年3月2日送达，送审金额1,000,000.00元）. */
export function nameOf(facts: {
  settlementLevel: SettlementLevel;
  claimedFen: number;
  deliveredOn: Day;
  reference: string | null;
}): string {
  const reference = facts.reference === null ? '' : `编号${facts.reference}，`;
  const delivered = `${formatChinese(facts.deliveredOn)}送达，送审金额${formatYuan(facts.claimedFen)}元`;
  return `${levelNames[facts.settlementLevel]}（${reference}${delivered}）`;
}

/** What W01 finds on projects, not held on the day: project_id, workers and what they miss, wages_fen. */
export const lateWages = (day: Day, wages: SQL): SQL => sql`
  select w.project_id, sum((w.facts ->> 'workers')::int)::int as workers, sum(w.amount_fen)::bigint as wages_fen
  from (${wages}) w
  where ${isSeen(day, sql`w.project_id`)}
  group by w.project_id`;

/** The wages that wait on the project, in facts, and how a sentence tells of them. */
export const wagesShape = {
  wagesLate: z.boolean(),
  wagesWorkers: z.int(),
  wagesFen: z.int(),
};
export const wagesJson = (
  row: SQL,
): SQL => sql`jsonb_build_object('wagesLate', ${row}.project_id is not null,
  'wagesWorkers', coalesce(${row}.workers, 0), 'wagesFen', coalesce(${row}.wages_fen, 0))`;
export function wagesWords(facts: { wagesLate: boolean; wagesWorkers: number; wagesFen: number }) {
  if (!facts.wagesLate) return '';
  return `该项目同时有${facts.wagesWorkers}名工人工资共${formatYuan(facts.wagesFen)}元逾期未发。`;
}

/** What a sentence adds when a duty was first heard of after its due day; else nothing. */
export function learntLate(facts: { dueDay: Day; knownDay: Day }): string {
  if (facts.knownDay <= facts.dueDay) return '';
  return `本系统于${formatChinese(facts.knownDay)}才获知该事项。`;
}
