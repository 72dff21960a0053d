import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Day } from '../../src/lib/day.ts';
import { SMALL_FIRMS_FROM } from '../../src/lib/settlement-clock.ts';
import { type Law, law } from '../law.ts';

/** From this day on 民营经济促进法 holds. */
export const PRIVATE_FIRMS_FROM: Day = '2025-05-20';

/**
 * SELECT, one row for a row with `project_id` (its alias not site, o, k, t, f or y): who owes whom by the contract in force on the day, and which bans hold
 * for a matter of the day `event` (catalogue 3.6):
 *
 * - `small_firm` (K3, terms of payment and interest): 机关, 事业单位 or 大型企业 to a contractor that was no large one at signing;
 * - `forced_basis` (K2): the same of 机关, 事业单位, 国有大型企业, the contract signed since; `legal_review`: signed before;
 * - `private_firm` (K4): 国家机关, 事业单位, 国有企业 to a private contractor;
 * - `large_owner`, `public_owner`: which of the two that is;
 * - `known`: all that decides these is registered. What is not known holds nobody to anything.
 */
export const parties = (day: Day, row: SQL, event: SQL): SQL => sql`
  select t.signed_on, t.audit_clause, t.verdict ->> 'kind' as clause_kind,
    coalesce(f.since_small and f.small and (f.public or f.large), false) as small_firm,
    coalesce(f.since_small and f.small and (f.public or f.state and f.large) and t.signed_on >= ${SMALL_FIRMS_FROM}::date, false) as forced_basis,
    coalesce(f.since_small and f.small and (f.public or f.state and f.large) and t.signed_on < ${SMALL_FIRMS_FROM}::date, false) as legal_review,
    coalesce(f.since_private and f.private and (f.public or f.state), false) as private_firm,
    coalesce(f.since_small and f.small and f.large, false) as large_owner,
    coalesce(f.since_small and f.small and f.public, false) as public_owner,
    (f.public is not null and (f.public or f.large is not null) and f.small is not null and f.private is not null) as known
  from we.project site
  join we.company o on o.uscc = site.owner_id
  join we.company k on k.uscc = site.contractor_id
  left join lateral (
    select y.signed_on, y.audit_clause, y.verdict, y.contractor_size
    from we.contract_terms y
    where y.project_id = site.id and y.effective_at is not null and y.signed_on <= ${day}::date
    order by y.from_month <= ${day}::date desc,
      case when y.from_month <= ${day}::date then y.from_month end desc, y.from_month, y.version desc
    limit 1
  ) t on true
  cross join lateral (
    select o.ownership in ('government', 'institution') as public, o.ownership = 'state' as state, o.size = 'large' as large,
      t.contractor_size <> 'large' as small, k.ownership = 'private' as private,
      ${event} >= ${SMALL_FIRMS_FROM}::date as since_small, ${event} >= ${PRIVATE_FIRMS_FROM}::date as since_private
  ) f
  where site.id = ${row}.project_id`;

/** The same in facts. */
export const partiesJson = (row: SQL): SQL => sql`jsonb_build_object(
  'signedOn', ${row}.signed_on, 'clause', ${row}.audit_clause, 'clauseKind', ${row}.clause_kind,
  'smallFirm', ${row}.small_firm, 'forcedBasis', ${row}.forced_basis, 'legalReview', ${row}.legal_review,
  'privateFirm', ${row}.private_firm, 'largeOwner', ${row}.large_owner, 'publicOwner', ${row}.public_owner,
  'known', ${row}.known)`;

export const partiesShape = z.object({
  signedOn: z.iso.date().nullable(),
  clause: z.enum(['none', 'basis', 'condition', 'both']).nullable(),
  clauseKind: z.string().nullable(),
  smallFirm: z.boolean(),
  forcedBasis: z.boolean(),
  /** The old article let the contract decide: a lawyer's matter. */
  legalReview: z.boolean(),
  privateFirm: z.boolean(),
  largeOwner: z.boolean(),
  publicOwner: z.boolean(),
  known: z.boolean(),
});
export type Parties = z.infer<typeof partiesShape>;

/** All that waiting for an audit may be held against (S02, S04). */
export const auditTexts: readonly Law[] = [
  law.cityAuditPretext,
  law.smallFirmsAuditBasis,
  law.smallFirmsAuditPretext,
  law.privateEconomyPaid,
];

/**
 * Of these, what a notice may cite (catalogue 3.6) where an audit of a kind is waited for, or its result made the
 * basis: `AUD-*`. The city's item 18 always; the ban on waiting where the contract does not make the audit a
 * condition; the ban on a forced basis where an audit body's result is meant.
 */
export function auditTextsOf(code: string, parties: Parties): Law[] {
  const { clause, clauseKind, smallFirm, forcedBasis, privateFirm } = parties;
  const waits = code !== 'AUD-CLAUSE' && clause !== 'condition' && clause !== 'both';
  const byClause = code === 'AUD-CLAUSE' || clause === 'basis' || clause === 'both';
  const audited = code === 'AUD-GOV' || (byClause && clauseKind === '国家审计');
  return [
    law.cityAuditPretext,
    ...(forcedBasis && audited ? [law.smallFirmsAuditBasis] : []),
    ...(smallFirm && waits ? [law.smallFirmsAuditPretext] : []),
    ...(privateFirm && (waits || byClause) ? [law.privateEconomyPaid] : []),
  ];
}
