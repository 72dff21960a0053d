import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';
import { said } from './settlement.ts';

export const speakers = { owner: '建设单位', contractor: '施工总承包单位', authority: '主管部门' };

/**
 * SELECT: settlements that stood open on `day`: neither paid nor withdrawn for good by then. Those that ended later are
 * found by the steps that ended them. project_id, settlement_id, level, claimed_fen, delivered_on, complete_on, reference, known_day.
 */
export const openSettlements = (day: Day): SQL => sql`
  select s.project_id, s.id as settlement_id, s.level, s.claimed_fen, s.delivered_on, s.complete_on, s.reference,
    (s.known_at at time zone 'Asia/Shanghai')::date as known_day
  from (
    select o.* from we.settlement o where o.status not in ('paid', 'withdrawn')
    union all
    select o.*
    from (
      select distinct x.project_id, x.settlement_id from we.settlement_step x
      where x.step in ('paid', 'withdrawn') and x.on_day > ${day}::date
    ) later
    join we.settlement o on o.project_id = later.project_id and o.id = later.settlement_id
    where o.status in ('paid', 'withdrawn')
  ) s
  where s.delivered_on <= ${day}::date
    and not exists (
      select from we.settlement_step x
      where x.project_id = s.project_id and x.settlement_id = s.id and x.step = 'withdrawn' and x.on_day <= ${day}::date
    )`;

/** SELECT, one row or none: what the last review by `day` of a statement found, as `confirmed`. */
export const reviewed = (day: Day, row: SQL, statement: SQL, seq: SQL): SQL => sql`
  select r.confirmed from we.pretext_review r
  where r.project_id = ${row}.project_id and r.statement_id = ${statement} and r.step_seq = ${seq}
    and r.on_day <= ${day}::date
  order by r.seq desc
  limit 1`;

/** The code that a verdict's kind of audit, or its use as the basis, stands for. */
export const codeOfVerdict = (verdict: SQL): SQL => sql`case
    when ${verdict} ->> 'effect' = '以审计为准' then 'AUD-CLAUSE'
    else case ${verdict} ->> 'kind'
      when '国家审计' then 'AUD-GOV' when '财政评审' then 'AUD-FIN' when '决算审计' then 'AUD-FINAL'
      when '社会审计' then 'AUD-3P' when '内部审计' then 'AUD-INT' when '跟踪审计' then 'AUD-TRACK'
      else 'AUD' end
  end`;

/** Condition on a step `x`: it delays with a code of audit. */
export const isAuditCode = sql`(x.step = 'delay-stated' and coalesce(x.reason_code, '') like 'AUD-%')`;

/** Condition for `standingStatements`: by code, or in words that a person confirmed (S02). */
export const isAuditStatement = sql`${isAuditCode} or review.confirmed and (x.verdict ->> 'pretext')::boolean`;

/**
 * SELECT: of each settlement the last step that is a candidate (a condition on the step `x` and its last review,
 * `review.confirmed`) and still stands on `day`: not followed by `reason-withdrawn`, `confirmed`, a withdrawal, or payment in full. Those first in
 * `order` (ended by a comma) go before later ones. Columns of the settlement, step, seq, on_day, stated_by, attested, reason_code, reason_text,
 * verdict, confirmed, known_day (of the step) and asked_fen.
 */
export const standingStatements = (day: Day, candidate: SQL, order: SQL = sql``): SQL => sql`
  select distinct on (s.project_id, s.settlement_id) s.project_id, s.settlement_id, s.level, s.claimed_fen, s.delivered_on, s.reference,
    x.step, x.seq, x.on_day, x.stated_by, x.stated_by = 'owner' or x.evidence -> 0 is not null as attested,
    x.reason_code, x.reason_text, x.verdict, review.confirmed,
    (x.known_at at time zone 'Asia/Shanghai')::date as known_day,
    coalesce(said.confirmed_fen, s.claimed_fen) as asked_fen
  from (${openSettlements(day)}) s
  join we.settlement_step x on x.project_id = s.project_id and x.settlement_id = s.settlement_id
  left join lateral (${reviewed(day, sql`x`, sql`x.settlement_id`, sql`x.seq`)}) review on x.verdict is not null
  cross join lateral (${said(day, sql`s`)}) said
  where x.on_day <= ${day}::date
    and x.step not in ('reason-withdrawn', 'withdrawn')
    and (${candidate})
    and said.paid_fen < coalesce(said.applied_fen, said.confirmed_fen, s.claimed_fen)
    and not exists (
      select from we.settlement_step e
      where e.project_id = x.project_id and e.settlement_id = x.settlement_id
        and e.step in ('reason-withdrawn', 'confirmed', 'withdrawn')
        and e.on_day <= ${day}::date
        and (e.on_day, e.seq) > (x.on_day, x.seq)
    )
  order by s.project_id, s.settlement_id, ${order} x.on_day desc, x.seq desc`;
