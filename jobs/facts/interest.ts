import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';

/**
 * SELECT, one row: 逾期利息 (S12) up to the day, of a row of `latePayments` with its `parties`. An information, no claim.
 *
 * Each fen counts for the days it is late: what is missing since the due day, what came late up to the day it came
 * (itself counted, the due day not). To a small firm (保障中小企业款项支付条例 art. 17): as agreed, but not below the one-year
 * lending rate (LPR) at signing, else 0.05 % a day. To others: as agreed, else the LPR in force on the due day. A year has 365 days.
 * `fen` is whole, half a fen up, divided once and at the end; null where no rate is known.
 *
 * Columns: `rule` (agreed, statutory, lpr), `annual` (null for statutory), `rate_from` (of an LPR), `fen`.
 */
export const interest = (day: SQL, row: SQL, parties: SQL): SQL => sql`
  select r.rule, r.annual, r.rate_from,
    case when r.rule = 'statutory' then div(l.fen_days * 5 * 2 + 10000, 20000)
      else div(l.fen_days * (r.annual * 100000)::bigint * 2 + 36500000, 73000000) end::bigint as fen
  from (
    select (${row}.owed_fen - ${row}.paid_fen)::numeric * (${day} - ${row}.due_day) + coalesce(sum(m.amount_fen::numeric * (m.on_day - ${row}.due_day)), 0) as fen_days
    from we.meeting m
    where m.project_id = ${row}.project_id and m.obligation_id = ${row}.duty_id
      and m.on_day > ${row}.due_day and m.on_day <= ${day}
  ) l
  left join we.contract_terms ct on ct.project_id = ${row}.project_id and ct.version = ${row}.terms_version
  left join lateral (
    select y.annual from we.lending_rate y where y.from_day <= ct.signed_on order by y.from_day desc limit 1
  ) signing on true
  left join lateral (
    select y.annual, y.from_day from we.lending_rate y where y.from_day <= ${row}.due_day order by y.from_day desc limit 1
  ) due on true
  cross join lateral (
    select case when ct.late_rate is not null then 'agreed' when ${parties}.small_firm then 'statutory' when due.annual is not null then 'lpr' end as rule,
      case when ct.late_rate is null then case when not ${parties}.small_firm then due.annual end
        when ${parties}.small_firm then greatest(ct.late_rate, signing.annual) else ct.late_rate end as annual,
      case when ct.late_rate is null and not ${parties}.small_firm then due.from_day end as rate_from
  ) r`;

export const interestJson = (
  row: SQL,
): SQL => sql`case when ${row}.rule is not null then jsonb_build_object(
  'rule', ${row}.rule, 'annual', ${row}.annual, 'rateFrom', ${row}.rate_from, 'fen', ${row}.fen) end`;

export const interestShape = z
  .object({
    rule: z.enum(['agreed', 'statutory', 'lpr']),
    /** A share a year, five decimals; null where the law gives a rate a day. */
    annual: z.number().nullable(),
    rateFrom: z.iso.date().nullable(),
    fen: z.int(),
  })
  .nullable();
export type Interest = z.infer<typeof interestShape>;

const HUNDRED_THOUSAND = 100_000;

/** How a sentence tells of it; nothing where no rate is known. */
export function interestWords(interest: Interest): string {
  if (interest === null) return '';
  const amount = `逾期利息${formatYuan(interest.fen)}元`;
  return `${basisWords(interest)}计算，${amount}（供参考）。`;
}

function basisWords({ rule, annual, rateFrom }: NonNullable<Interest>): string {
  if (rule === 'statutory') return '按每日利率万分之五';
  const share = Math.round((annual ?? 0) * HUNDRED_THOUSAND);
  const cents = String(share % 1000)
    .padStart(3, '0')
    .replace(/0$/, '');
  const percent = `${Math.floor(share / 1000)}.${cents}%`;
  if (rule === 'agreed') return `按年利率${percent}`;
  return `按${rateFrom === null ? '' : `${formatChinese(rateFrom)}起的`}一年期贷款市场报价利率${percent}`;
}
