import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, day, fen, id, parties, projectId, we } from './columns.ts';

/**
 * 到期义务: something the law or a contract wants done by a day. `id` is
 * md5(project_id:kind:subject:period) for all versions; the live version has `ended_at` infinity.
 * `metOn` is the last day on which it became met and stayed so, else infinity.
 */
export const obligation = we.table(
  'obligation',
  {
    projectId: projectId(),
    id: id(),
    version: integer().notNull(),
    ...parties(),
    employerId: text(),
    kind: text().notNull(),
    subject: text().notNull(),
    period: text().notNull(),
    nominalDay: day().notNull(),
    dueDay: day().notNull(),
    provisional: boolean().notNull(),
    termsVersion: integer(),
    amountFen: fen(),
    metFen: fen().notNull().default(0),
    openCount: integer().notNull().default(0),
    metOn: day().notNull().default('infinity'),
    knownAt: at().notNull(),
    endedAt: at().notNull().default(sql`'infinity'`),
    endedWhy: text(),
  },
  (t) => [
    primaryKey({ name: 'obligation_pk', columns: [t.projectId, t.id, t.version] }),
    index('obligation_due').on(t.kind, t.metOn, t.dueDay).where(sql`ended_at = 'infinity'`),
    index('obligation_project').on(t.projectId, t.kind, t.period).where(sql`ended_at = 'infinity'`),
    index('obligation_provisional')
      .on(t.projectId)
      .where(sql`provisional and ended_at = 'infinity'`),
    check(
      'obligation_kind_known',
      sql`${t.kind} in ('wage','payroll-sheet','resend','transfer','account-opening','account-filing','settlement-review','settlement-payment','notice-reply')`,
    ),
    check(
      'obligation_ended_known',
      sql`${t.endedWhy} in ('superseded','void','withdrawn','nothing-owed')`,
    ),
    check('obligation_ended_both', sql`(${t.endedAt} = 'infinity') = (${t.endedWhy} is null)`),
  ],
);

/** 履行: a fact that meets part of a duty on a business day; signed. Only grows. */
export const meeting = we.table(
  'meeting',
  {
    projectId: projectId(),
    id: id(),
    obligationId: id(),
    factKind: text().notNull(),
    factId: text().notNull(),
    amountFen: fen().notNull(),
    onDay: day().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'meeting_pk', columns: [t.projectId, t.id] }),
    index('meeting_obligation').on(t.projectId, t.obligationId, t.onDay),
    check(
      'meeting_fact_known',
      sql`${t.factKind} in ('payout','entry','batch','account','step','attendance','notice')`,
    ),
  ],
);

/**
 * What came of the payroll lines behind the duties that were due before `day` and not met on it: laid out by the night before its
 * rules, of one day at a time. Unlogged: nothing is lost with it.
 */
export const dueChain = we.table(
  'due_chain',
  {
    projectId: projectId(),
    wageMonth: day().notNull(),
    rootBatchId: id(),
    rootLineNo: integer().notNull(),
    day: day().notNull(),
    /** Of the wage duty. */
    id: id(),
    employerId: text().notNull(),
    dueDay: day().notNull(),
    engagementId: id(),
    netFen: fen().notNull(),
    payFen: fen().notNull(),
    replaced: boolean().notNull(),
    paidFen: fen().notNull(),
    finalDay: day(),
    heardAt: at(),
    failed: boolean().notNull(),
  },
  (t) => [
    primaryKey({
      name: 'due_chain_pk',
      columns: [t.projectId, t.wageMonth, t.rootBatchId, t.rootLineNo],
    }),
  ],
);
