import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, day, fen, id, projectId, we } from './columns.ts';

/**
 * 待查的发放: wage months of a project of which a write saw something odd. It only says where rules W04 and W12 look; what is
 * wrong they work out themselves. Only grows.
 */
export const payDoubt = we.table(
  'pay_doubt',
  {
    projectId: projectId(),
    wageMonth: day().notNull(),
    about: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'pay_doubt_pk', columns: [t.projectId, t.wageMonth, t.about] }),
    index('pay_doubt_month').on(t.about, t.wageMonth),
    check('pay_doubt_about_known', sql`${t.about} in ('payee','pattern','rate')`),
  ],
);

/** 发放核查: what the authority looked into, for an employer and wage month, up to a day. Only grows. */
export const payReview = we.table(
  'pay_review',
  {
    projectId: projectId(),
    id: id(),
    employerId: text().notNull(),
    wageMonth: day().notNull(),
    about: text().notNull(),
    onDay: day().notNull(),
    /** The note, sealed (`said`). */
    saidId: id(),
    evidence: jsonb(),
    reviewedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'pay_review_pk', columns: [t.projectId, t.id] }),
    index('pay_review_month').on(t.projectId, t.wageMonth, t.employerId),
    check('pay_review_about_known', sql`${t.about} in ('payee','pattern','rate')`),
  ],
);

/** 欠薪书面报告 (江苏省工资支付条例 36). Only grows. */
export const arrearsReport = we.table(
  'arrears_report',
  {
    projectId: projectId(),
    id: id(),
    employerId: text().notNull(),
    wageMonth: day().notNull(),
    reportedOn: day().notNull(),
    /** How the arrears will be paid, sealed (`said`). */
    saidId: id(),
    evidence: jsonb(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'arrears_report_pk', columns: [t.projectId, t.id] }),
    index('arrears_report_month').on(t.projectId, t.wageMonth, t.employerId),
  ],
);

/** 专户以外发放的工资, as somebody reported them. Only grows. */
export const outsidePayment = we.table(
  'outside_payment',
  {
    projectId: projectId(),
    id: id(),
    employerId: text().notNull(),
    wageMonth: day().notNull(),
    onDay: day().notNull(),
    channel: text().notNull(),
    amountFen: fen().notNull(),
    workers: integer().notNull(),
    evidence: jsonb(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'outside_payment_pk', columns: [t.projectId, t.id] }),
    index('outside_payment_month').on(t.projectId, t.wageMonth),
    check('outside_payment_channel_known', sql`${t.channel} in ('cash','transfer')`),
    check('outside_payment_positive', sql`${t.amountFen} > 0 and ${t.workers} > 0`),
  ],
);

/** 工程进度款支付, the labour cost in it included. Only grows. */
export const progressPayment = we.table(
  'progress_payment',
  {
    projectId: projectId(),
    id: id(),
    onDay: day().notNull(),
    amountFen: fen().notNull(),
    evidence: jsonb(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'progress_payment_pk', columns: [t.projectId, t.id] }),
    check('progress_payment_positive', sql`${t.amountFen} > 0`),
  ],
);

/** 本人签字确认 of a payroll line that was claimed without. Only grows. */
export const lineConfirmation = we.table(
  'line_confirmation',
  {
    projectId: projectId(),
    wageMonth: day().notNull(),
    batchId: id(),
    lineNo: integer().notNull(),
    confirmedAt: at().notNull(),
    onDay: day().notNull(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'line_confirmation_pk', columns: [t.projectId, t.batchId, t.lineNo] }),
  ],
);
