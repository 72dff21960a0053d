import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { auditCodes } from '../../src/lib/terms.ts';
import { isSeen } from '../facts/feeds.ts';
import { auditTexts, auditTextsOf, parties, partiesJson, partiesShape } from '../facts/parties.ts';
import {
  latePayments,
  lateWages,
  nameOf,
  openReviews,
  settlementJson,
  settlementShape,
  wagesJson,
  wagesShape,
  wagesWords,
} from '../facts/settlement.ts';
import {
  codeOfVerdict,
  isAuditStatement,
  speakers,
  standingStatements,
} from '../facts/statements.ts';
import { defineRule, embed } from '../rule.ts';
import { transferLate } from './f01-transfer-late.ts';
import { wageLate } from './w01-wage-late.ts';

/**
 * A settlement is put off because an audit is not finished: by reason code AUD-*, or in words that a person confirmed
 * to say so (S03). What a paper may cite depends on owner, contractor, contract and day (catalogue 3.6).
 *
 * Subject: the settlement's id. Period: `-`. Amount: what was confirmed, else claimed. The due day is
 * the day the reason was stated.
 * Level: orange at once; red when the review (S01) or the payment (S05) of this settlement is more
 * than `redDays` late, or wages (W01) or the labour-cost transfer (F01) are late on the project.
 * Facts: the settlement, reasonCode (of the words, where no code was given), reasonText, statedBy, statedOn, attested
 * (the owner said so, or there is evidence), confirmed (by a person), parties, daysSince, reviewDaysLate and paymentDaysLate (null when not late),
 * transferLate, the wages that are late.
 *
 * Clears when the reason is withdrawn, or the settlement is confirmed, withdrawn or paid in full.
 */
export const auditPretext = defineRule({
  id: 'S02',
  title: '以未完成审计为由延期结算',
  basis: auditTexts,
  basisOf: (facts) => auditTextsOf(facts.reasonCode, facts.parties),
  needs: [],
  params: { redDays: 30 },

  find: ({ day, since, params, inForce }) => sql`
    with late_wages as materialized (
      ${lateWages(day, embed(wageLate, { day, since, inForce }))}
    ),
    late_transfers as materialized (
      select distinct f.project_id from (${embed(transferLate, { day, since, inForce })}) f
      where ${isSeen(day, sql`f.project_id`)}
    ),
    pretexts as (
      select d.*, coalesce(
          case when d.reason_code like 'AUD-%' then d.reason_code end,
          ${codeOfVerdict(sql`d.verdict`)}
        ) as audit_code
      from (${standingStatements(day, isAuditStatement)}) d
    )
    select
      p.project_id,
      p.settlement_id::text as subject,
      '-' as period,
      case
        when greatest(review.days, payment.days) > ${params.redDays}::int then 'red'
        when w.project_id is not null or f.project_id is not null then 'red'
        else 'orange'
      end as level,
      p.asked_fen as amount_fen,
      p.on_day as due_day,
      ${settlementJson(day, sql`p`)} || jsonb_build_object(
        'reasonCode', p.audit_code,
        'reasonText', p.reason_text,
        'statedBy', p.stated_by,
        'statedOn', p.on_day,
        'attested', p.attested,
        'confirmed', coalesce(p.confirmed, false),
        'parties', ${partiesJson(sql`parties`)},
        'daysSince', ${day}::date - p.on_day,
        'askedFen', p.asked_fen,
        'reviewDaysLate', review.days,
        'paymentDaysLate', payment.days,
        'transferLate', f.project_id is not null
      ) || ${wagesJson(sql`w`)} as facts
    from pretexts p
    cross join lateral (${parties(day, sql`p`, sql`p.on_day`)}) parties
    left join late_wages w on w.project_id = p.project_id
    left join late_transfers f on f.project_id = p.project_id
    left join (
      select r.project_id, r.settlement_id, ${day}::date - r.due_day as days
      from (${openReviews(day)}) r
      where r.due_day < ${day}::date
    ) review on review.project_id = p.project_id and review.settlement_id = p.settlement_id
    left join (
      select d.project_id, d.settlement_id, ${day}::date - d.due_day as days
      from (${latePayments(day)}) d
    ) payment on payment.project_id = p.project_id and payment.settlement_id = p.settlement_id`,

  facts: z.object({
    ...settlementShape,
    reasonCode: z.string(),
    reasonText: z.string().nullable(),
    statedBy: z.enum(['owner', 'contractor', 'authority']),
    statedOn: z.string(),
    attested: z.boolean(),
    /** A person found the words to be such a pretext. */
    confirmed: z.boolean(),
    parties: partiesShape,
    daysSince: z.int(),
    askedFen: z.int(),
    reviewDaysLate: z.int().nullable(),
    paymentDaysLate: z.int().nullable(),
    transferLate: z.boolean(),
    ...wagesShape,
  }),

  sentence: (facts) => {
    const source = `${facts.attested ? '' : '，未附证据'}${facts.confirmed ? '，经人工复核' : ''}`;
    const reason = auditCodes[facts.reasonCode] ?? '待审计';
    const words = facts.reasonText === null ? '' : `，原文为“${facts.reasonText}”`;
    const stated = `${formatChinese(facts.statedOn)}起以“${reason}”为由延期结算（${speakers[facts.statedBy]}陈述${source}${words}）`;
    const more = [
      facts.reviewDaysLate === null ? '' : `结算审核已逾期${facts.reviewDaysLate}天`,
      facts.paymentDaysLate === null ? '' : `结算款已逾期${facts.paymentDaysLate}天`,
      facts.transferLate ? '该项目人工费用逾期未拨付' : '',
    ].filter((part) => part !== '');
    const state = `截至${formatChinese(facts.day)}该理由尚未撤回`;
    return `${nameOf(facts)}，${stated}，${[state, ...more].join('；')}。${wagesWords(facts)}`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '撤回该理由，或者依约确认结算、付清结算款。',
});
