import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { parties, partiesJson, partiesShape } from '../facts/parties.ts';
import { isAuditStatement, standingStatements } from '../facts/statements.ts';
import { termsInForce } from '../facts/terms.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

const clauses = {
  none: '含有以审计为准的文字',
  basis: '约定以审计结果作为结算依据',
  condition: '约定以审计结果作为付款条件',
  both: '约定以审计结果作为结算依据和付款条件',
};
const sources = { tender: '招标文件', special: '专用条款', supplementary: '补充协议' };

/**
 * The contract in force makes the result of an audit the basis of the settlement or the condition of payment, as it was
 * registered or as the detector reads its clause.
 *
 * Subject: the owner's uscc. Period: `-`. Amount: 0. The due day is the day of signing.
 * Level: yellow; orange when the law bans such a basis for this owner (catalogue 3.6: K2 signed from 2025-06-01, K4 from
 * 2025-05-20), or the clause is being used: an audit holds up a settlement of the project (S02).
 * Facts: signedOn, clause, clauseText, source, parties, inUse.
 *
 * Clears when terms without such a clause are in force, or the project is finished.
 */
export const auditClause = defineRule({
  id: 'S04',
  title: '合同条款以审计结果为结算依据或者付款条件',
  basis: [law.cityAuditPretext, law.smallFirmsAuditBasis, law.privateEconomyPaid],
  basisOf: ({ clause, parties: { forcedBasis, privateFirm, clauseKind } }) => {
    const ofBasis = clause !== 'condition';
    return [
      law.cityAuditPretext,
      ...(ofBasis && forcedBasis && clauseKind === '国家审计' ? [law.smallFirmsAuditBasis] : []),
      ...(ofBasis && privateFirm ? [law.privateEconomyPaid] : []),
    ];
  },
  needs: [],
  params: {},

  find: ({ day }) => sql`
    with used as materialized (
      select distinct y.project_id from (${standingStatements(day, isAuditStatement)}) y
    )
    select
      c.project_id,
      c.owner_id as subject,
      '-' as period,
      case when w.forced_basis or w.private_firm or u.project_id is not null then 'orange' else 'yellow' end as level,
      0::bigint as amount_fen,
      c.signed_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'signedOn', c.signed_on,
        'clause', c.audit_clause,
        'clauseText', c.audit_clause_text,
        'source', c.audit_clause_source,
        'parties', ${partiesJson(sql`w`)},
        'inUse', u.project_id is not null
      ) as facts
    from (${termsInForce(day)}) c
    cross join lateral (${parties(day, sql`c`, sql`c.signed_on`)}) w
    left join used u on u.project_id = c.project_id
    where c.audit_clause <> 'none' or coalesce((c.verdict ->> 'pretext')::boolean, false)`,

  facts: z.object({
    day: z.iso.date(),
    signedOn: z.iso.date(),
    clause: z.enum(['none', 'basis', 'condition', 'both']),
    clauseText: z.string().nullable(),
    source: z.enum(['tender', 'special', 'supplementary']).nullable(),
    parties: partiesShape,
    inUse: z.boolean(),
  }),

  sentence: (facts) => {
    const { clauseText, source } = facts;
    const where = [
      source === null ? '' : sources[source],
      clauseText === null ? '' : `原文为“${clauseText}”`,
    ].filter((part) => part !== '');
    const words = where.length === 0 ? '' : `（${where.join('，')}）`;
    const used = facts.inUse ? '，并已据以延期结算' : '';
    return `施工合同于${formatChinese(facts.signedOn)}签订，${clauses[facts.clause]}${words}${used}，截至${formatChinese(facts.day)}未见修改。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '与施工总承包单位签订补充协议，取消以审计结果作为结算依据或者付款条件的约定。',
});
