import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { parties, partiesJson, partiesShape } from '../facts/parties.ts';
import { latePayments, nameOf, settlementJson, settlementShape } from '../facts/settlement.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Of a settlement whose payment is due (S05) a part is disputed, and not even the part that nobody disputes is paid.
 *
 * Subject: the settlement's id. Period: `-`. Amount: what is missing of that part, which S05 counts as well.
 * Level: orange.
 * Facts: the settlement, dueDay, daysLate, statedOn and undisputedFen (of the last step that named it), owedFen, paidFen,
 * parties.
 *
 * Clears when that part is paid, or nothing is disputed any more.
 */
export const undisputedUnpaid = defineRule({
  id: 'S09',
  title: '无争议部分未先行支付',
  basis: [law.smallFirmsUndisputed, law.citySettlement],
  basisOf: ({ parties: { smallFirm } }) => [
    law.citySettlement,
    ...(smallFirm ? [law.smallFirmsUndisputed] : []),
  ],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      p.project_id,
      p.settlement_id::text as subject,
      '-' as period,
      'orange' as level,
      u.undisputed_fen - p.paid_fen as amount_fen,
      p.due_day,
      ${settlementJson(day, sql`p`)} || jsonb_build_object(
        'dueDay', p.due_day,
        'daysLate', ${day}::date - p.due_day,
        'statedOn', u.on_day,
        'undisputedFen', u.undisputed_fen,
        'owedFen', p.owed_fen,
        'paidFen', p.paid_fen,
        'parties', ${partiesJson(sql`w`)}
      ) as facts
    from (${latePayments(day)}) p
    cross join lateral (
      select x.on_day, x.undisputed_fen
      from we.settlement_step x
      where x.project_id = p.project_id and x.settlement_id = p.settlement_id
        and x.undisputed_fen is not null and x.on_day <= ${day}::date
      order by x.on_day desc, x.seq desc
      limit 1
    ) u
    cross join lateral (${parties(day, sql`p`, sql`(p.due_day + 1)`)}) w
    where u.undisputed_fen < p.owed_fen and p.paid_fen < u.undisputed_fen`,

  facts: z.object({
    ...settlementShape,
    dueDay: z.iso.date(),
    daysLate: z.int(),
    statedOn: z.iso.date(),
    undisputedFen: z.int(),
    owedFen: z.int(),
    paidFen: z.int(),
    parties: partiesShape,
  }),

  sentence: (facts) => {
    const { statedOn, undisputedFen, paidFen, dueDay, day, daysLate } = facts;
    const paid = paidFen === 0 ? '' : `已付${formatYuan(paidFen)}元，`;
    return `${nameOf(facts)}，${formatChinese(statedOn)}载明无争议部分${formatYuan(undisputedFen)}元，付款期限至${formatChinese(dueDay)}，截至${formatChinese(day)}已逾期${daysLate}天，${paid}无争议部分尚欠${formatYuan(undisputedFen - paidFen)}元。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '先行付清无争议部分的结算款。',
});
