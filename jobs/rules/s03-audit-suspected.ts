import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { auditTexts } from '../facts/parties.ts';
import { nameOf, settlementJson, settlementShape } from '../facts/settlement.ts';
import { isAuditCode, reviewed, speakers, standingStatements } from '../facts/statements.ts';
import { openTransfers } from '../facts/transfers.ts';
import { monthWord } from '../facts/words.ts';
import { defineRule } from '../rule.ts';

const shared = {
  day: z.iso.date(),
  knownDay: z.iso.date(),
  statedBy: z.enum(['owner', 'contractor', 'authority']),
  statedOn: z.iso.date(),
  reasonText: z.string(),
  kind: z.string().nullable(),
  effect: z.string().nullable(),
  score: z.number(),
  /** The words that decided, by their place in the text (UTF-16). */
  span: z.object({ start: z.int(), end: z.int(), text: z.string() }),
};

/**
 * The words of a statement read as if an audit that is not finished, begun or accepted were the reason not to settle,
 * not to pay, or to keep labour costs back; no person has confirmed or rejected it yet.
 *
 * Subject: the settlement's id, period `-`; or the id of the statement on a late or short instalment of labour cost,
 * period its month. Amount: what was confirmed, else claimed; of an instalment what is missing. The due day is the
 * day of the words.
 * Level: yellow, for the authority only. The detector's score must reach `minScore`.
 * Facts: step (0: an instalment), the words with kind, effect, score and span, who said them and when.
 *
 * Clears when a person reviews the words (confirmed they are S02 or F08), or they no longer stand.
 */
export const auditSuspected = defineRule({
  id: 'S03',
  title: '疑似以审计为由',
  basis: auditTexts,
  needs: [],
  params: { minScore: 0.5 },

  find: ({ day, params }) => sql`
    select s.project_id, s.settlement_id::text as subject, '-' as period, 'yellow' as level, s.asked_fen as amount_fen, s.on_day as due_day,
      ${settlementJson(day, sql`s`)} || jsonb_build_object('step', s.seq, 'statedBy', s.stated_by, 'statedOn', s.on_day,
        'reasonText', s.reason_text, 'kind', s.verdict -> 'kind', 'effect', s.verdict -> 'effect', 'score', s.verdict -> 'score',
        'span', s.verdict -> 'span') as facts
    from (${standingStatements(
      day,
      sql`x.verdict is not null and (x.verdict ->> 'pretext')::boolean and (x.verdict ->> 'score')::numeric >= ${params.minScore}::numeric
        and review.confirmed is null and not ${isAuditCode}`,
    )}) s
    union all
    select t.project_id, d.id::text, t.period, 'yellow', coalesce(t.agreed_fen - t.received_fen, 0), d.on_day,
      jsonb_build_object('day', ${day}::date, 'step', 0, 'knownDay', (d.known_at at time zone 'Asia/Shanghai')::date,
        'statedBy', d.stated_by, 'statedOn', d.on_day, 'reasonText', d.reason_text, 'kind', d.verdict -> 'kind',
        'effect', d.verdict -> 'effect', 'score', d.verdict -> 'score', 'span', d.verdict -> 'span', 'period', t.period)
    from (${openTransfers(day)}) t
    join we.transfer_delay d on d.project_id = t.project_id and d.period = t.month and d.verdict is not null
    left join lateral (${reviewed(day, sql`d`, sql`d.id`, sql`0`)}) review on true
    where (t.received_fen = 0 or t.received_fen < t.agreed_fen)
      and d.on_day <= ${day}::date
      and d.withdrawn_on > ${day}::date
      and (d.verdict ->> 'pretext')::boolean
      and (d.verdict ->> 'score')::numeric >= ${params.minScore}::numeric
      and coalesce(d.reason_code, '') not like 'AUD-%'
      and review.confirmed is null`,

  facts: z.union([
    z.object({ ...settlementShape, ...shared, step: z.int().min(1) }),
    z.object({ ...shared, step: z.literal(0), period: z.string() }),
  ]),

  sentence: (facts) => {
    const what =
      'period' in facts ? `${monthWord(facts.period, facts.day)}人工费用` : nameOf(facts);
    const read = [facts.kind, facts.effect].filter((word) => word !== null).join('、');
    return `${what}，${speakers[facts.statedBy]}${formatChinese(facts.statedOn)}所述“${facts.reasonText}”疑似以审计为由${read === '' ? '' : `（${read}）`}，据以判断的文字为“${facts.span.text}”，待人工复核。`;
  },

  main: 'housing-office',
  copies: [],
  audience: 'authority',
  clearsWhen: '由主管部门人员复核该陈述，确认或者否定。',
});
