import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { nameOf, settlementJson, settlementShape } from '../facts/settlement.ts';
import { speakers } from '../facts/statements.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * A settlement that both sides have confirmed is to be reviewed again (step `re-review`), paid or not.
 *
 * Subject: the settlement's id. Period: `-`. Amount: what was confirmed, else claimed. The due day is the day of the request.
 * Level: yellow.
 * Facts: the settlement, confirmedOn (the last before the request), statedOn, statedBy, attested (the owner said so, or
 * there is evidence: else no paper).
 *
 * Clears when the request is withdrawn (`reason-withdrawn`), or the settlement confirmed again or withdrawn.
 */
export const reviewedAgain = defineRule({
  id: 'S11',
  title: '签认后重复审核',
  basis: [law.processSettlementFinal, law.citySettlement],
  // The sentence on not reviewing again speaks of process settlements.
  basisOf: ({ settlementLevel }) =>
    settlementLevel === 'process'
      ? [law.processSettlementFinal, law.citySettlement]
      : [law.citySettlement],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select p.project_id, p.settlement_id::text as subject, '-' as period, 'yellow' as level, p.asked_fen as amount_fen, p.on_day as due_day,
      ${settlementJson(day, sql`p`)} || jsonb_build_object(
        'confirmedOn', p.confirmed_on,
        'statedOn', p.on_day,
        'statedBy', p.stated_by,
        'attested', p.attested
      ) as facts
    from (
      select distinct on (x.project_id, x.settlement_id) x.project_id, x.settlement_id, x.on_day, x.stated_by,
        x.stated_by = 'owner' or x.evidence -> 0 is not null as attested,
        (x.known_at at time zone 'Asia/Shanghai')::date as known_day, s.level, s.claimed_fen, s.delivered_on, s.reference,
        signed.on_day as confirmed_on, coalesce(signed.fen, s.claimed_fen) as asked_fen
      from we.settlement_step x
      join we.settlement s on s.project_id = x.project_id and s.id = x.settlement_id
      cross join lateral (
        select max(e.on_day) as on_day, (array_agg(e.amount_fen order by e.on_day desc, e.seq desc) filter (where e.amount_fen is not null))[1] as fen
        from we.settlement_step e
        where e.project_id = x.project_id and e.settlement_id = x.settlement_id and e.step = 'confirmed' and (e.on_day, e.seq) < (x.on_day, x.seq)
      ) signed
      where x.step = 're-review' and x.on_day <= ${day}::date and signed.on_day is not null
        and not exists (
          select from we.settlement_step e
          where e.project_id = x.project_id and e.settlement_id = x.settlement_id
            and (e.step in ('reason-withdrawn', 'confirmed') and (e.on_day, e.seq) > (x.on_day, x.seq) or e.step = 'withdrawn')
            and e.on_day <= ${day}::date
        )
      order by x.project_id, x.settlement_id, x.on_day desc, x.seq desc
    ) p`,

  facts: z.object({
    ...settlementShape,
    confirmedOn: z.iso.date(),
    statedOn: z.iso.date(),
    statedBy: z.enum(['owner', 'contractor', 'authority']),
    attested: z.boolean(),
  }),

  sentence: ({ attested, ...facts }) => {
    const source = attested ? '' : '，未附证据';
    return `${nameOf(facts)}已于${formatChinese(facts.confirmedOn)}经双方确认，${formatChinese(facts.statedOn)}又被要求重新审核（${speakers[facts.statedBy]}陈述${source}），截至${formatChinese(facts.day)}该要求尚未撤回。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '撤回重新审核的要求，按照已经确认的结算支付。',
});
