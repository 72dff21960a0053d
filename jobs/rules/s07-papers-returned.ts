import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { nameOf, openReviews, settlementJson, settlementShape } from '../facts/settlement.ts';
import { openSettlements } from '../facts/statements.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/** A request for papers, as a condition on a step of the settlement `s` up to the day. */
const asks = (alias: 'x' | 'e') => {
  const step = sql.raw(alias);
  return sql`${step}.project_id = s.project_id and ${step}.settlement_id = s.settlement_id and ${step}.step in ('returned', 'papers-requested')`;
};

/**
 * The papers of a settlement are sent back again and again: `returns` times or more, or a later request asks for a paper
 * that no earlier list named. The law lets the owner ask once.
 *
 * Subject: the settlement's id. Period: `-`. Amount: what was claimed. The due day is that of the last request.
 * Level: yellow; orange while the review is late as well (S01).
 * Facts: the settlement, returns, newPapers (sorted), lastOn, reviewDaysLate (null when not late).
 *
 * Clears when an opinion is given or the settlement confirmed.
 */
export const papersReturned = defineRule({
  id: 'S07',
  title: '反复退回结算资料',
  basis: [law.settlementReview, law.citySettlement],
  needs: [],
  params: { returns: 3 },

  find: ({ day, params }) => sql`
    select
      p.project_id,
      p.settlement_id::text as subject,
      '-' as period,
      case when review.days is not null then 'orange' else 'yellow' end as level,
      p.claimed_fen as amount_fen,
      p.last_on as due_day,
      ${settlementJson(day, sql`p`)} || jsonb_build_object(
        'returns', p.returns,
        'newPapers', p.papers,
        'lastOn', p.last_on,
        'reviewDaysLate', review.days
      ) as facts
    from (
      select s.*, asked.returns, asked.last_on, later.papers
      from (${openSettlements(day)}) s
      cross join lateral (
        select count(*) filter (where x.step = 'returned')::int as returns, max(x.on_day) as last_on
        from we.settlement_step x
        where ${asks('x')} and x.on_day <= ${day}::date
      ) asked
      cross join lateral (
        select coalesce(jsonb_agg(distinct paper.name), '[]'::jsonb) as papers
        from we.settlement_step x
        cross join lateral jsonb_array_elements_text(x.missing_papers) paper(name)
        where ${asks('x')} and x.on_day <= ${day}::date
          and exists (
            select from we.settlement_step e
            where ${asks('e')} and e.missing_papers -> 0 is not null and (e.on_day, e.seq) < (x.on_day, x.seq)
          )
          and not exists (
            select from we.settlement_step e
            where ${asks('e')} and e.missing_papers ? paper.name and (e.on_day, e.seq) < (x.on_day, x.seq)
          )
      ) later
      where (asked.returns >= ${params.returns}::int or later.papers -> 0 is not null)
        and not exists (
          select from we.settlement_step e
          where e.project_id = s.project_id and e.settlement_id = s.settlement_id
            and e.step in ('opinion', 'confirmed') and e.on_day <= ${day}::date
        )
    ) p
    left join (
      select r.project_id, r.settlement_id, ${day}::date - r.due_day as days
      from (${openReviews(day)}) r
      where r.due_day < ${day}::date
    ) review on review.project_id = p.project_id and review.settlement_id = p.settlement_id`,

  facts: z.object({
    ...settlementShape,
    returns: z.int(),
    newPapers: z.array(z.string()),
    lastOn: z.iso.date(),
    reviewDaysLate: z.int().nullable(),
  }),

  sentence: (facts) => {
    const { returns, newPapers, lastOn, day, reviewDaysLate } = facts;
    const parts = [
      returns === 0 ? '' : `已${returns}次退回结算资料`,
      newPapers.length === 0 ? '' : `后一次要求中新增${newPapers.join('、')}`,
      `最近一次为${formatChinese(lastOn)}`,
      reviewDaysLate === null ? '' : `结算审核已逾期${reviewDaysLate}天`,
    ].filter((part) => part !== '');
    return `${nameOf(facts)}，截至${formatChinese(day)}，建设单位${parts.join('，')}，尚未提出审核意见。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '提出书面审核意见，所缺资料应一次性书面告知。',
});
