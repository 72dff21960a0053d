import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { at, day, fen, id, projectId, we } from './columns.ts';
import { project } from './registry.ts';

/** 结算: one request for settlement. `status` is a cache of its steps. */
export const settlement = we.table(
  'settlement',
  {
    projectId: projectId(),
    id: id(),
    level: text().notNull(),
    claimedFen: fen().notNull(),
    deliveredOn: day().notNull(),
    completeOn: day(),
    reference: text(),
    status: text().notNull(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'settlement_pk', columns: [t.projectId, t.id] }),
    foreignKey({
      name: 'settlement_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('settlement_open').on(t.projectId, t.id).where(sql`status not in ('paid','withdrawn')`),
    check(
      'settlement_level_known',
      sql`${t.level} in ('progress','process','unit','single','whole')`,
    ),
    check('settlement_claimed_positive', sql`${t.claimedFen} > 0`),
    check(
      'settlement_status_known',
      sql`${t.status} in ('delivered','reviewed','confirmed','due','paid','withdrawn')`,
    ),
  ],
);

/** What happened to a settlement, in the order we heard of it. Only grows. */
export const settlementStep = we.table(
  'settlement_step',
  {
    projectId: projectId(),
    settlementId: id(),
    seq: integer().notNull(),
    step: text().notNull(),
    onDay: day().notNull(),
    statedBy: text().notNull(),
    amountFen: fen(),
    /** Of the amount, what nobody disputes. */
    undisputedFen: fen(),
    reasonCode: text(),
    reasonText: text(),
    /** What the pretext detector read in `reasonText` when it was stated; null where it found nothing. */
    verdict: jsonb(),
    missingPapers: jsonb(),
    evidence: jsonb(),
    actor: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'settlement_step_pk', columns: [t.projectId, t.settlementId, t.seq] }),
    foreignKey({
      name: 'settlement_step_settlement_fk',
      columns: [t.projectId, t.settlementId],
      foreignColumns: [settlement.projectId, settlement.id],
    }),
    index('settlement_step_withdrawn').on(t.onDay).where(sql`step = 'withdrawn'`),
    index('settlement_step_delay')
      .on(t.projectId, t.settlementId)
      .where(sql`step = 'delay-stated'`),
    index('settlement_step_verdict')
      .on(t.projectId, t.settlementId)
      .where(sql`verdict is not null`),
    index('settlement_step_banned')
      .on(t.projectId, t.settlementId)
      .where(sql`reason_code in ('PERSONNEL','PROCESS','FILING','THIRD-PARTY')`),
    index('settlement_step_again').on(t.projectId, t.settlementId).where(sql`step = 're-review'`),
    index('settlement_step_ended').on(t.onDay).where(sql`step in ('paid','withdrawn')`),
    check('settlement_step_stated_known', sql`${t.statedBy} in ('owner','contractor','authority')`),
  ],
);

/** 人工费用延迟拨付的说明 (rule F08). Withdrawn rows keep their day. */
export const transferDelay = we.table(
  'transfer_delay',
  {
    projectId: projectId(),
    id: id(),
    period: day().notNull(),
    onDay: day().notNull(),
    statedBy: text().notNull(),
    reasonCode: text(),
    reasonText: text(),
    /** As of a step. */
    verdict: jsonb(),
    evidence: jsonb(),
    withdrawnOn: day().notNull().default('infinity'),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'transfer_delay_pk', columns: [t.projectId, t.id] }),
    foreignKey({
      name: 'transfer_delay_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('transfer_delay_period').on(t.projectId, t.period),
    index('transfer_delay_verdict').on(t.projectId, t.period).where(sql`verdict is not null`),
    check('transfer_delay_stated_known', sql`${t.statedBy} in ('owner','contractor','authority')`),
  ],
);

/**
 * 人工复核: whether an authority's person agrees with what the detector read in a statement. Only grows;
 * the last one counts. `statementId` is the settlement's id, with the step, or the delay's, with 0.
 */
export const pretextReview = we.table(
  'pretext_review',
  {
    projectId: projectId(),
    statementId: id(),
    stepSeq: integer().notNull(),
    seq: integer().notNull(),
    confirmed: boolean().notNull(),
    onDay: day().notNull(),
    actor: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({
      name: 'pretext_review_pk',
      columns: [t.projectId, t.statementId, t.stepSeq, t.seq],
    }),
    foreignKey({
      name: 'pretext_review_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('pretext_review_confirmed').on(t.projectId, t.statementId).where(sql`confirmed`),
  ],
);
