import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { parties, partiesJson, partiesShape } from '../facts/parties.ts';
import { nameOf, settlementJson, settlementShape } from '../facts/settlement.ts';
import { speakers, standingStatements } from '../facts/statements.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/** The codes and the detector's words for one and the same excuse. */
const excuses = ['人员变更', '内部付款流程', '竣工验收备案', '第三方付款'] as const;
const words: Record<(typeof excuses)[number], string> = {
  人员变更: '人员变更',
  内部付款流程: '履行内部付款流程',
  竣工验收备案: '等待竣工验收备案',
  第三方付款: '以收到第三方付款为条件',
};

const coded = sql`(x.step = 'delay-stated' and coalesce(x.reason_code, '') in ('PERSONNEL', 'PROCESS', 'FILING', 'THIRD-PARTY'))`;
const read = sql`(x.verdict ->> 'excuse' is not null and review.confirmed is distinct from false)`;

/**
 * A settlement or its payment is put off for a reason that the law bans and that is no audit: a change of persons, the
 * owner's own procedure of payment, waiting for the filing of the acceptance (竣工验收备案), or money from a third party. By
 * reason code, or in words the detector read so.
 *
 * Subject: the settlement's id. Period: `-`. Amount: what was confirmed, else claimed. The due day is the day it was stated.
 * Level: orange; yellow while only the detector says so and no person has confirmed it, or while it is not registered who
 * owner and contractor are. Where the bans bind this owner towards this contractor only (catalogue 3.6): the last excuse large firms, the others public
 * bodies and large firms to small ones, or public bodies and state firms to private ones.
 * Facts: the settlement, excuse, reasonText, statedBy, statedOn, attested (sure, and the owner said so or there is
 * evidence: else no paper), sure, parties.
 *
 * Clears when the reason is withdrawn, or the settlement is confirmed, withdrawn or paid in full.
 */
export const bannedExcuse = defineRule({
  id: 'S10',
  title: '以其他禁止理由延期结算或付款',
  basis: [law.smallFirmsLargeTerm, law.smallFirmsAuditPretext, law.privateEconomyPaid],
  // 第三方付款 is banned for large firms by an article of its own; the others by the lists of excuses.
  basisOf: ({ excuse, parties: { smallFirm, privateFirm } }) =>
    excuse === '第三方付款'
      ? [law.smallFirmsLargeTerm]
      : [
          ...(smallFirm ? [law.smallFirmsAuditPretext] : []),
          ...(privateFirm ? [law.privateEconomyPaid] : []),
        ],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      p.project_id,
      p.settlement_id::text as subject,
      '-' as period,
      case when p.sure and parties.binds then 'orange' else 'yellow' end as level,
      p.asked_fen as amount_fen,
      p.on_day as due_day,
      ${settlementJson(day, sql`p`)} || jsonb_build_object(
        'excuse', p.excuse,
        'reasonText', p.reason_text,
        'statedBy', p.stated_by,
        'statedOn', p.on_day,
        'attested', p.attested and p.sure and parties.binds,
        'sure', p.sure,
        'step', p.seq,
        'parties', ${partiesJson(sql`parties`)}
      ) as facts
    from (
      select c.*,
        c.is_coded or coalesce(c.confirmed, false) as sure,
        case when c.is_coded then case c.reason_code when 'PERSONNEL' then '人员变更' when 'PROCESS' then '内部付款流程'
          when 'FILING' then '竣工验收备案' else '第三方付款' end else c.verdict ->> 'excuse' end as excuse
      from (
        select y.*, y.step = 'delay-stated' and coalesce(y.reason_code, '') in ('PERSONNEL', 'PROCESS', 'FILING', 'THIRD-PARTY') as is_coded
        from (${standingStatements(day, sql`${coded} or ${read}`, sql`(${coded} or coalesce(review.confirmed, false)) desc,`)}) y
      ) c
    ) p
    cross join lateral (
      select w.*, case when p.excuse = '第三方付款' then w.large_owner else w.small_firm or w.private_firm end as binds
      from (${parties(day, sql`p`, sql`p.on_day`)}) w
    ) parties
    where parties.binds or not parties.known`,

  facts: z.object({
    ...settlementShape,
    excuse: z.enum(excuses),
    reasonText: z.string().nullable(),
    statedBy: z.enum(['owner', 'contractor', 'authority']),
    statedOn: z.iso.date(),
    attested: z.boolean(),
    sure: z.boolean(),
    /** The step to be reviewed while it is not sure. */
    step: z.int(),
    parties: partiesShape,
  }),

  sentence: (facts) => {
    const said = facts.reasonText === null ? '' : `，原文为“${facts.reasonText}”`;
    const stated = `${formatChinese(facts.statedOn)}起以“${words[facts.excuse]}”为由延期结算或付款（${speakers[facts.statedBy]}陈述${said}）`;
    const open = [
      facts.sure ? '' : '文字由系统识别，待人工复核',
      facts.parties.known ? '' : '建设单位或施工总承包单位的性质、规模尚未登记，待核实是否适用',
    ].filter((part) => part !== '');
    const state = `截至${formatChinese(facts.day)}该理由尚未撤回`;
    return `${nameOf(facts)}，${stated}，${[state, ...open].join('；')}。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '撤回该理由，或者依约确认结算、付清结算款。',
});
