import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { isSeen } from '../facts/feeds.ts';
import {
  latePayments,
  nameOf,
  openReviews,
  said,
  settlementJson,
  settlementShape,
} from '../facts/settlement.ts';
import { law } from '../law.ts';
import { defineRule, embed } from '../rule.ts';
import { transferLate } from './f01-transfer-late.ts';
import { wageLate } from './w01-wage-late.ts';

const auditCodes: Record<string, string> = {
  'AUD-GOV': '待审计机关审计',
  'AUD-FIN': '待财政评审',
  'AUD-FINAL': '待竣工决算审计',
  'AUD-3P': '待第三方审计',
  'AUD-INT': '待内部审计',
  'AUD-TRACK': '跟踪审计未确认',
  'AUD-CLAUSE': '合同约定以审计为准',
};
const speakers = { owner: '建设单位', contractor: '施工总承包单位', authority: '主管部门' };

/**
 * A settlement is put off because an audit is not finished (reason code AUD-*).
 *
 * Subject: the settlement's id. Period: `-`. Amount: what was confirmed, else claimed. The due day is
 * the day the reason was stated.
 * Level: orange at once; red when the review (S01) or the payment (S05) of this settlement is more
 * than `redDays` late, or wages (W01) or the labour-cost transfer (F01) are late on the project.
 * Facts: the settlement, reasonCode, reasonText, statedBy, statedOn, attested (the owner said so, or
 * there is evidence), daysSince, reviewDaysLate and paymentDaysLate (null when not late), wagesLate,
 * transferLate.
 *
 * Clears when the reason is withdrawn, or the settlement is confirmed, withdrawn or paid in full.
 */
export const auditPretext = defineRule({
  id: 'S02',
  title: '以未完成审计为由延期结算',
  basis: [law.cityAuditPretext],
  needs: [],
  params: { redDays: 30 },

  find: ({ day, since, params, inForce }) => sql`
    with late_projects as materialized (
      select l.project_id, bool_or(l.wages) as wages, bool_or(not l.wages) as transfer
      from (
        select w.project_id, true as wages
        from (${embed(wageLate, { day, since, inForce })}) w
        union all
        select f.project_id, false
        from (${embed(transferLate, { day, since, inForce })}) f
      ) l
      where ${isSeen(day, sql`l.project_id`)}
      group by l.project_id
    ),
    statements as (
      select distinct on (x.project_id, x.settlement_id) x.*
      from we.settlement_step x
      where x.step = 'delay-stated' and x.reason_code like 'AUD-%' and x.on_day <= ${day}::date
      order by x.project_id, x.settlement_id, x.on_day desc, x.seq desc
    ),
    pretexts as (
      select d.*, s.level, s.claimed_fen, s.delivered_on, s.reference,
        (d.known_at at time zone 'Asia/Shanghai')::date as known_day,
        coalesce(said.confirmed_fen, s.claimed_fen) as asked_fen
      from statements d
      join we.settlement s on s.project_id = d.project_id and s.id = d.settlement_id
      cross join lateral (${said(day, sql`d`)}) said
      where said.paid_fen < coalesce(said.applied_fen, said.confirmed_fen, s.claimed_fen)
        and not exists (
          select from we.settlement_step e
          where e.project_id = d.project_id and e.settlement_id = d.settlement_id
            and e.step in ('reason-withdrawn', 'confirmed', 'withdrawn')
            and e.on_day <= ${day}::date
            and (e.on_day, e.seq) > (d.on_day, d.seq)
        )
    )
    select
      p.project_id,
      p.settlement_id::text as subject,
      '-' as period,
      case
        when greatest(review.days, payment.days) > ${params.redDays}::int then 'red'
        when l.project_id is not null then 'red'
        else 'orange'
      end as level,
      p.asked_fen as amount_fen,
      p.on_day as due_day,
      ${settlementJson(day, sql`p`)} || jsonb_build_object(
        'reasonCode', p.reason_code,
        'reasonText', p.reason_text,
        'statedBy', p.stated_by,
        'statedOn', p.on_day,
        'attested', p.stated_by = 'owner' or p.evidence -> 0 is not null,
        'daysSince', ${day}::date - p.on_day,
        'askedFen', p.asked_fen,
        'reviewDaysLate', review.days,
        'paymentDaysLate', payment.days,
        'wagesLate', coalesce(l.wages, false),
        'transferLate', coalesce(l.transfer, false)
      ) as facts
    from pretexts p
    left join late_projects l on l.project_id = p.project_id
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
    daysSince: z.int(),
    askedFen: z.int(),
    reviewDaysLate: z.int().nullable(),
    paymentDaysLate: z.int().nullable(),
    wagesLate: z.boolean(),
    transferLate: z.boolean(),
  }),

  sentence: (facts) => {
    const source = facts.attested ? '' : '，未附证据';
    const reason = auditCodes[facts.reasonCode] ?? '待审计';
    const words = facts.reasonText === null ? '' : `，原文为“${facts.reasonText}”`;
    const stated = `${formatChinese(facts.statedOn)}起以“${reason}”为由延期结算（${speakers[facts.statedBy]}陈述${source}${words}）`;
    const more = [
      facts.reviewDaysLate === null ? '' : `结算审核已逾期${facts.reviewDaysLate}天`,
      facts.paymentDaysLate === null ? '' : `结算款已逾期${facts.paymentDaysLate}天`,
      facts.transferLate ? '该项目人工费用逾期未拨付' : '',
      facts.wagesLate ? '该项目工资逾期未发' : '',
    ].filter((part) => part !== '');
    const state = `截至${formatChinese(facts.day)}该理由尚未撤回`;
    return `${nameOf(facts)}，${stated}，${[state, ...more].join('；')}。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '撤回该理由，或者依约确认结算、付清结算款。',
});
