import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import {
  lateWages,
  learntLate,
  nameOf,
  openReviews,
  settlementJson,
  settlementShape,
  wagesJson,
  wagesShape,
  wagesWords,
} from '../facts/settlement.ts';
import { law } from '../law.ts';
import { defineRule, embed } from '../rule.ts';
import { wageLate } from './w01-wage-late.ts';

/**
 * The owner (建设单位) has given no written opinion on a settlement by the end of its review.
 *
 * Subject: the settlement's id. Period: `-`. Amount: what was claimed.
 * Level: yellow from `lookAheadDays` before the due day, orange once it has passed, red more than
 * `redDays` after it or, once late, when wages are late on the project (W01).
 * Facts: the settlement, dueDay, daysLate (negative while days are left), the wages that are late.
 *
 * Silent while the clock stands still, for progress settlements and for withdrawn ones.
 * Clears when an opinion is given or the settlement confirmed.
 */
export const reviewLate = defineRule({
  id: 'S01',
  title: '结算审核逾期',
  basis: [law.settlementReview, law.termEndsAfterHoliday],
  needs: [],
  params: { lookAheadDays: 5, redDays: 30 },

  find: ({ day, since, params, inForce }) => sql`
    with late_wages as materialized (
      ${lateWages(day, embed(wageLate, { day, since, inForce }))}
    )
    select
      r.project_id,
      r.settlement_id::text as subject,
      '-' as period,
      case
        when r.due_day >= ${day}::date then 'yellow'
        when ${day}::date - r.due_day > ${params.redDays}::int then 'red'
        when w.project_id is not null then 'red'
        else 'orange'
      end as level,
      r.claimed_fen as amount_fen,
      r.due_day,
      ${settlementJson(day, sql`r`)} || jsonb_build_object(
        'dueDay', r.due_day,
        'daysLate', ${day}::date - r.due_day
      ) || ${wagesJson(sql`w`)} as facts
    from (${openReviews(day)}) r
    left join late_wages w on w.project_id = r.project_id
    where r.due_day <= ${day}::date + ${params.lookAheadDays}::int`,

  facts: z.object({
    ...settlementShape,
    dueDay: z.string(),
    daysLate: z.int(),
    ...wagesShape,
  }),

  sentence: (facts) => {
    const due = `建设单位应于${formatChinese(facts.dueDay)}前（含当日）提出书面审核意见`;
    const left = facts.daysLate === 0 ? '当日到期' : `尚余${-facts.daysLate}天`;
    const state =
      facts.daysLate > 0
        ? `截至${formatChinese(facts.day)}已逾期${facts.daysLate}天，仍未提出`
        : `截至${formatChinese(facts.day)}${left}，尚未提出`;
    return `${nameOf(facts)}，${due}，${state}。${wagesWords(facts)}${learntLate(facts)}`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  duty: 'settlement-review',
  clearsWhen: '提出书面审核意见，或者与施工总承包单位确认结算。',
});
