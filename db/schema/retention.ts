import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, day, fen, id, projectId, we } from './columns.ts';
import { project } from './registry.ts';

/** 检验验收 that the contractor asked for, and the day on which it was done; infinity: not yet. */
export const inspection = we.table(
  'inspection',
  {
    projectId: projectId(),
    id: id(),
    part: text().notNull(),
    requestedOn: day().notNull(),
    agreedOn: day().notNull(),
    /** The agreed day, moved forward to a working day. */
    dueOn: day().notNull(),
    inspectedOn: day().notNull().default('infinity'),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'inspection_pk', columns: [t.projectId, t.id] }),
    foreignKey({
      name: 'inspection_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('inspection_due').on(t.inspectedOn, t.dueOn),
    check(
      'inspection_days_ordered',
      sql`${t.agreedOn} >= ${t.requestedOn} and ${t.inspectedOn} >= ${t.requestedOn}`,
    ),
  ],
);

/** 质量保证金 of a project. `settledOn` is a cache: the day on which all of it was given back, else infinity. */
export const retention = we.table(
  'retention',
  {
    projectId: projectId(),
    amountFen: fen().notNull(),
    acceptedOn: day().notNull(),
    dueOn: day().notNull(),
    settledOn: day().notNull().default('infinity'),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'retention_pk', columns: [t.projectId] }),
    foreignKey({
      name: 'retention_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('retention_due').on(t.settledOn, t.dueOn),
    check('retention_amount_positive', sql`${t.amountFen} > 0`),
  ],
);

/** What was given back of it, by whose word. Only grows. */
export const retentionReturn = we.table(
  'retention_return',
  {
    projectId: projectId(),
    seq: integer().notNull(),
    amountFen: fen().notNull(),
    onDay: day().notNull(),
    statedBy: text().notNull(),
    evidence: jsonb(),
    actor: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'retention_return_pk', columns: [t.projectId, t.seq] }),
    foreignKey({
      name: 'retention_return_retention_fk',
      columns: [t.projectId],
      foreignColumns: [retention.projectId],
    }),
    check('retention_return_positive', sql`${t.amountFen} > 0`),
    check(
      'retention_return_stated_known',
      sql`${t.statedBy} in ('owner','contractor','authority')`,
    ),
  ],
);
