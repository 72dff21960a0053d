import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { parties, partiesJson, partiesShape } from '../facts/parties.ts';
import { nameOf, said, settlementJson, settlementShape } from '../facts/settlement.ts';
import { openSettlements } from '../facts/statements.ts';
import { termsOfMonth } from '../facts/terms.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * A progress settlement (工程进度款): the owner has not confirmed the quantities reported, or not paid what it confirmed,
 * within the contract's days, by default 14 and 14. After an application the payment is S05's.
 *
 * Subject: the settlement's id. Period: `-`. Amount: what was claimed; once confirmed, what is missing of it.
 * Level: yellow to `orangeDays` late, orange above.
 * Facts: the settlement, stage, since (what the days count from), dueDay, daysLate, owedFen, paidFen, parties.
 *
 * The days are those of the terms in force in the month of delivery. Silent on the due day itself. Clears when it is
 * confirmed, then when it is paid.
 */
export const progressLate = defineRule({
  id: 'S06',
  title: '进度款计量或者支付逾期',
  basis: [law.citySettlement, law.smallFirmsTermFromConfirmation],
  basisOf: ({ stage, parties: { smallFirm } }) => [
    law.citySettlement,
    ...(stage === 'payment' && smallFirm ? [law.smallFirmsTermFromConfirmation] : []),
  ],
  needs: [],
  params: { countDays: 14, paymentDays: 14, orangeDays: 15 },

  find: ({ day, params }) => sql`
    select
      p.project_id,
      p.settlement_id::text as subject,
      '-' as period,
      case when ${day}::date - p.due_day > ${params.orangeDays}::int then 'orange' else 'yellow' end as level,
      p.owed_fen - p.paid_fen as amount_fen,
      p.due_day,
      ${settlementJson(day, sql`p`)} || jsonb_build_object(
        'stage', p.stage,
        'since', p.since,
        'dueDay', p.due_day,
        'daysLate', ${day}::date - p.due_day,
        'owedFen', p.owed_fen,
        'paidFen', p.paid_fen,
        'parties', ${partiesJson(sql`w`)}
      ) as facts
    from (
      select s.*, stage.name as stage, stage.since, c.fwd_day as due_day, coalesce(said.confirmed_fen, s.claimed_fen) as owed_fen,
        case when stage.name = 'payment' then said.paid_fen else 0 end as paid_fen
      from (${openSettlements(day)}) s
      cross join lateral (${said(day, sql`s`)}) said
      left join lateral (${termsOfMonth(sql`s.project_id`, sql`s.delivered_on`)}) t on true
      cross join lateral (
        select 'count' as name, coalesce(s.complete_on, s.delivered_on) as since, coalesce(t.count_days, ${params.countDays}::int) as days
        where said.confirmed_on is null
        union all
        select 'payment', said.confirmed_on, coalesce(t.progress_payment_days, ${params.paymentDays}::int)
        where said.confirmed_on is not null and said.applied_on is null
      ) stage
      join we.calendar_day c on c.day = stage.since + stage.days
      where s.level = 'progress'
        and c.fwd_day < ${day}::date
    ) p
    cross join lateral (${parties(day, sql`p`, sql`(p.due_day + 1)`)}) w
    where p.paid_fen < p.owed_fen`,

  facts: z.object({
    ...settlementShape,
    stage: z.enum(['count', 'payment']),
    since: z.iso.date(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
    owedFen: z.int(),
    paidFen: z.int(),
    parties: partiesShape,
  }),

  sentence: (facts) => {
    const { stage, since, dueDay, day, daysLate, owedFen, paidFen } = facts;
    const late = `截至${formatChinese(day)}已逾期${daysLate}天`;
    if (stage === 'count') {
      return `${nameOf(facts)}，建设单位应于${formatChinese(dueDay)}前（含当日）确认计量，${late}，仍未确认。`;
    }
    const paid = paidFen === 0 ? '' : `已付${formatYuan(paidFen)}元，`;
    return `${nameOf(facts)}，${formatChinese(since)}确认应付${formatYuan(owedFen)}元，应于${formatChinese(dueDay)}前（含当日）支付，${late}，${paid}尚欠${formatYuan(owedFen - paidFen)}元。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '确认进度款计量，并付清确认的进度款。',
});
