import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, day, fen, id, projectId, we } from './columns.ts';

/** 当地最低工资标准 of a city or district from a day on, a month's (江苏省工资支付条例 12). Reference table. */
export const minimumWage = we.table(
  'minimum_wage',
  {
    regionCode: integer().notNull(),
    fromDay: day().notNull(),
    monthFen: fen().notNull(),
    /** Where it was published. */
    source: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'minimum_wage_pk', columns: [t.regionCode, t.fromDay] }),
    check('minimum_wage_positive', sql`${t.monthFen} > 0`),
  ],
);

/** 日工资 of an engagement from a day on; 0: by the piece from then on. Of one day the last one told counts. Only grows. */
export const dayRate = we.table(
  'day_rate',
  {
    projectId: projectId(),
    engagementId: id(),
    fromDay: day().notNull(),
    rateFen: fen().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({
      name: 'day_rate_pk',
      columns: [t.projectId, t.engagementId, t.fromDay, t.knownAt],
    }),
    check('day_rate_not_negative', sql`${t.rateFen} >= 0`),
  ],
);

/**
 * 离场结算: a day agreed in writing for a leaver's wages (`agreement`), and his own word that nothing is owed any more
 * (`confirmation`). Only grows.
 */
export const exitStatement = we.table(
  'exit_statement',
  {
    projectId: projectId(),
    id: id(),
    engagementId: id(),
    kind: text().notNull(),
    /** The day of signing. */
    onDay: day().notNull(),
    payOn: day(),
    evidence: jsonb(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'exit_statement_pk', columns: [t.projectId, t.id] }),
    index('exit_statement_engagement').on(t.projectId, t.engagementId),
    check('exit_statement_kind_known', sql`${t.kind} in ('agreement','confirmation')`),
    check(
      'exit_statement_pay_day_agreed',
      sql`(${t.kind} = 'agreement') = (${t.payOn} is not null)`,
    ),
  ],
);

/** 工资清单: the day on which the worker of a payroll line was given it (条例 15). Only grows. */
export const paySlip = we.table(
  'pay_slip',
  {
    projectId: projectId(),
    wageMonth: day().notNull(),
    batchId: id(),
    lineNo: integer().notNull(),
    onDay: day().notNull(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [primaryKey({ name: 'pay_slip_pk', columns: [t.projectId, t.batchId, t.lineNo] })],
);
