import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { at, blind, cipher, day, fen, id, projectId, we } from './columns.ts';
import { project } from './registry.ts';

/**
 * 现场资料: what is stated of a site, in the order we heard of it (`version`, counted by kind). Only grows; what a party
 * states and the authority has yet to confirm counts for nothing (`effective_at` null).
 */
export const siteRecord = we.table(
  'site_record',
  {
    projectId: projectId(),
    id: id(),
    kind: text().notNull(),
    version: integer().notNull(),
    onDay: day().notNull(),
    untilDay: day().notNull().default('infinity'),
    form: text(),
    amountFen: fen(),
    /** What the authority found due (差异化存储); null: by the rule's parameters. */
    requiredFen: fen(),
    role: text(),
    name: text(),
    idBidx: blind(),
    idCipher: cipher(),
    idLast4: text(),
    /** Which of the three groups a notice board shows. */
    shown: text().array(),
    reason: text(),
    evidence: jsonb(),
    statedBy: text().notNull(),
    holder: text().notNull(),
    effectiveAt: at(),
    refusedAt: at(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'site_record_pk', columns: [t.projectId, t.id] }),
    unique('site_record_version_once').on(t.projectId, t.kind, t.version),
    foreignKey({
      name: 'site_record_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('site_record_day').on(t.projectId, t.onDay, t.id),
    index('site_record_person').on(t.projectId, t.idBidx).where(sql`id_bidx is not null`),
    index('site_record_used').on(t.projectId).where(sql`kind = 'deposit-used'`),
    check(
      'site_record_kind_known',
      sql`${t.kind} in ('wage-deposit','payment-guarantee','deposit-used','deposit-restored','site-person','stop-work','board-check')`,
    ),
    check(
      'site_record_role_known',
      sql`(${t.kind} = 'site-person') = (${t.role} is not null) and ${t.role} in ('wage-officer','project-manager','supervising-engineer','visitor','barred')`,
    ),
    check('site_record_days_ordered', sql`${t.untilDay} >= ${t.onDay}`),
    check('site_record_amount_positive', sql`${t.amountFen} > 0 and ${t.requiredFen} >= 0`),
    check('site_record_stated_known', sql`${t.statedBy} in ('owner','contractor','authority')`),
    check('site_record_decided_once', sql`${t.effectiveAt} is null or ${t.refusedAt} is null`),
  ],
);

/** 投诉: the authority's alone. Who complained is in no column; the words lie sealed in `said`. */
export const complaint = we.table(
  'complaint',
  {
    projectId: projectId(),
    id: id(),
    regionCode: integer().notNull(),
    kind: text().notNull(),
    aboutId: text().notNull(),
    onDay: day().notNull(),
    closedOn: day().notNull().default('infinity'),
    outcome: text(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'complaint_pk', columns: [t.projectId, t.id] }),
    foreignKey({
      name: 'complaint_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('complaint_open').on(t.kind, t.closedOn, t.onDay),
    check('complaint_kind_known', sql`${t.kind} in ('card-withheld','wages','other')`),
    check('complaint_outcome_known', sql`${t.outcome} in ('settled','unfounded')`),
    check('complaint_closed_both', sql`(${t.closedOn} = 'infinity') = (${t.outcome} is null)`),
  ],
);
