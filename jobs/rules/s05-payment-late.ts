import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { interest, interestJson, interestShape, interestWords } from '../facts/interest.ts';
import { parties, partiesJson, partiesShape } from '../facts/parties.ts';
import {
  latePayments,
  lateWages,
  learntLate,
  nameOf,
  settlementJson,
  settlementShape,
  wagesJson,
  wagesShape,
  wagesWords,
} from '../facts/settlement.ts';
import { law } from '../law.ts';
import { defineRule, embed } from '../rule.ts';
import { wageLate } from './w01-wage-late.ts';

const own = [law.settlementPayment, law.citySettlement, law.worksPaidAfterAcceptance];

/**
 * The contractor has applied for the settled money, or as a small firm had it confirmed, and the owner (建设单位) has not
 * paid all of it in time. Two days are shown, and the earlier one counts: the contract's (15 days after the application where
 * it is silent), and the one that 保障中小企业款项支付条例 art. 9 leaves.
 *
 * Subject: the settlement's id. Period: `-`. Amount: what is missing.
 * Level: yellow to `orangeDays` late, orange above, red above `redDays` or when wages are late on the
 * project (W01).
 * Facts: the settlement, appliedOn, dueDay, contractDueDay, smallFirmDueDay, daysLate, owedFen (applied for, else
 * confirmed, else claimed), paidFen (what the contractor stated or evidence shows), missingFen, interest (S12), parties, the wages
 * that are late.
 *
 * Silent on the due day itself and once the settlement is withdrawn. Clears when all is paid.
 */
export const settlementPaymentLate = defineRule({
  id: 'S05',
  title: '结算后逾期付款',
  basis: [
    ...own,
    law.smallFirmsPublicTerm,
    law.smallFirmsLargeDays,
    law.smallFirmsTermFromConfirmation,
    law.smallFirmsInterest,
    law.privateEconomyPaid,
  ],
  basisOf: ({ parties: { publicOwner, largeOwner, smallFirm, privateFirm }, smallFirmDueDay }) => [
    ...own,
    ...(smallFirmDueDay === null ? [] : [law.smallFirmsTermFromConfirmation]),
    ...(smallFirmDueDay !== null && publicOwner ? [law.smallFirmsPublicTerm] : []),
    ...(smallFirmDueDay !== null && !publicOwner && largeOwner ? [law.smallFirmsLargeDays] : []),
    ...(smallFirm ? [law.smallFirmsInterest] : []),
    ...(privateFirm ? [law.privateEconomyPaid] : []),
  ],
  needs: [],
  params: { orangeDays: 15, redDays: 60 },

  find: ({ day, since, params, inForce }) => sql`
    with late_wages as materialized (
      ${lateWages(day, embed(wageLate, { day, since, inForce }))}
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
        'contractDueDay', p.contract_due,
        'smallFirmDueDay', p.small_firm_due,
        'daysLate', ${day}::date - p.due_day,
        'owedFen', p.owed_fen,
        'paidFen', p.paid_fen,
        'missingFen', p.owed_fen - p.paid_fen,
        'interest', ${interestJson(sql`i`)},
        'parties', ${partiesJson(sql`parties`)}
      ) || ${wagesJson(sql`w`)} as facts
    from (${latePayments(day)}) p
    cross join lateral (${parties(day, sql`p`, sql`(p.due_day + 1)`)}) parties
    cross join lateral (${interest(sql`${day}::date`, sql`p`, sql`parties`)}) i
    left join late_wages w on w.project_id = p.project_id`,

  facts: z.object({
    ...settlementShape,
    appliedOn: z.string().nullable(),
    dueDay: z.string(),
    contractDueDay: z.string().nullable(),
    smallFirmDueDay: z.string().nullable(),
    daysLate: z.int(),
    owedFen: z.int(),
    paidFen: z.int(),
    missingFen: z.int(),
    interest: interestShape,
    parties: partiesShape,
    ...wagesShape,
  }),

  sentence: (facts) => {
    const { appliedOn, contractDueDay, smallFirmDueDay, day } = facts;
    const asked =
      appliedOn === null
        ? '结算金额已经双方确认'
        : `施工总承包单位于${formatChinese(appliedOn)}申请支付`;
    const dues = [
      contractDueDay === null ? '' : `付款期限至${formatChinese(contractDueDay)}`,
      smallFirmDueDay === null
        ? ''
        : `按《保障中小企业款项支付条例》应在${formatChinese(smallFirmDueDay)}前（含当日）付款`,
    ].filter((part) => part !== '');
    const both = dues.length > 1 ? '，以先到者为准' : '';
    const late = `截至${formatChinese(day)}已逾期${facts.daysLate}天`;
    const paid = facts.paidFen === 0 ? '' : `已付${formatYuan(facts.paidFen)}元，`;
    const missing = `${paid}尚欠${formatYuan(facts.missingFen)}元`;
    return `${nameOf(facts)}，${asked}，应付${formatYuan(facts.owedFen)}元，${dues.join('，')}${both}，${late}，${missing}。${interestWords(facts.interest)}${wagesWords(facts)}${learntLate(facts)}`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  duty: 'settlement-payment',
  clearsWhen: '付清应付的全部结算款。',
});
