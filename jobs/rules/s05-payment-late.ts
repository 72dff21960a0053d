import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { isSeen } from '../facts/feeds.ts';
import {
  latePayments,
  learntLate,
  nameOf,
  settlementJson,
  settlementShape,
} from '../facts/settlement.ts';
import { law } from '../law.ts';
import { defineRule, embed } from '../rule.ts';
import { wageLate } from './w01-wage-late.ts';

/**
 * The contractor has applied for the settled money and the owner (建设单位) has not paid all of it in
 * time.
 *
 * Subject: the settlement's id. Period: `-`. Amount: what is missing.
 * Level: yellow to `orangeDays` late, orange above, red above `redDays` or when wages are late on the
 * project (W01).
 * Facts: the settlement, appliedOn, dueDay, daysLate, owedFen (applied for, else confirmed, else
 * claimed), paidFen (what the contractor stated or evidence shows), missingFen, wagesLate.
 *
 * Silent on the due day itself and once the settlement is withdrawn. Clears when all is paid.
 */
export const settlementPaymentLate = defineRule({
  id: 'S05',
  title: '结算后逾期付款',
  basis: [law.settlementPayment, law.citySettlement, law.worksPaidAfterAcceptance],
  needs: [],
  params: { orangeDays: 15, redDays: 60 },

  find: ({ day, since, params, inForce }) => sql`
    with late_wages as materialized (
      select distinct w.project_id from (${embed(wageLate, { day, since, inForce })}) w
      where ${isSeen(day, sql`w.project_id`)}
    )
    select
      p.project_id,
      p.settlement_id::text as subject,
      '-' as period,
      case
        when ${day}::date - p.due_day > ${params.redDays}::int then 'red'
        when w.project_id is not null then 'red'
        when ${day}::date - p.due_day > ${params.orangeDays}::int then 'orange'
        else 'yellow'
      end as level,
      p.owed_fen - p.paid_fen as amount_fen,
      p.due_day,
      ${settlementJson(day, sql`p`)} || jsonb_build_object(
        'appliedOn', p.applied_on,
        'dueDay', p.due_day,
        'daysLate', ${day}::date - p.due_day,
        'owedFen', p.owed_fen,
        'paidFen', p.paid_fen,
        'missingFen', p.owed_fen - p.paid_fen,
        'wagesLate', w.project_id is not null
      ) as facts
    from (${latePayments(day)}) p
    left join late_wages w on w.project_id = p.project_id`,

  facts: z.object({
    ...settlementShape,
    appliedOn: z.string(),
    dueDay: z.string(),
    daysLate: z.int(),
    owedFen: z.int(),
    paidFen: z.int(),
    missingFen: z.int(),
    wagesLate: z.boolean(),
  }),

  sentence: (facts) => {
    const applied = `施工总承包单位于${formatChinese(facts.appliedOn)}申请支付，应付${formatYuan(facts.owedFen)}元`;
    const due = `付款期限至${formatChinese(facts.dueDay)}`;
    const late = `截至${formatChinese(facts.day)}已逾期${facts.daysLate}天`;
    const paid = facts.paidFen === 0 ? '' : `已付${formatYuan(facts.paidFen)}元，`;
    const wages = facts.wagesLate ? '该项目同时存在工资逾期未发。' : '';
    const missing = `${paid}尚欠${formatYuan(facts.missingFen)}元`;
    return `${nameOf(facts)}，${applied}，${due}，${late}，${missing}。${wages}${learntLate(facts)}`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  duty: 'settlement-payment',
  clearsWhen: '付清应付的全部结算款。',
});
