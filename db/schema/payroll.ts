import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, blind, cipher, day, fen, id, parties, projectId, we } from './columns.ts';
import { project } from './registry.ts';

/** 工资支付表. */
export const payrollBatch = we.table(
  'payroll_batch',
  {
    projectId: projectId(),
    id: id(),
    batchNo: text().notNull(),
    wageMonth: day().notNull(),
    employerId: text().notNull(),
    kind: text().notNull(),
    reference: text(),
    status: text().notNull(),
    lineCount: integer().notNull(),
    totalGrossFen: fen().notNull(),
    totalNetFen: fen().notNull(),
    totalPayFen: fen().notNull(),
    claimedBy: text().notNull(),
    claimedOn: day().notNull(),
    claimedAt: at().notNull(),
    approvedBy: text(),
    approvedAt: at(),
    orderedBy: text(),
    orderedOn: day(),
    orderedAt: at(),
    withdrawnOn: day().notNull().default('infinity'),
    withdrawnWhy: text(),
    /** Lines without their worker's confirmation, and the day since which there is none; of re-sends none is wanted. */
    unsigned: integer().notNull().default(0),
    signedOn: day().notNull().default('infinity'),
    /** Lines of which no pay slip was told yet, and the day since which there is none; batches from before it was asked have none. */
    slipsDue: integer().notNull().default(0),
    slipsOn: day().notNull().default('-infinity'),
  },
  (t) => [
    primaryKey({ name: 'payroll_batch_pk', columns: [t.projectId, t.id] }),
    foreignKey({
      name: 'payroll_batch_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    uniqueIndex('payroll_batch_no').on(t.projectId, t.batchNo),
    uniqueIndex('payroll_batch_one_regular')
      .on(t.projectId, t.wageMonth, t.employerId)
      .where(sql`kind = 'regular' and status <> 'withdrawn'`),
    index('payroll_batch_unsigned').on(t.signedOn).where(sql`kind <> 'resend'`),
    index('payroll_batch_slips').on(t.slipsOn).where(sql`kind <> 'resend'`),
    check(
      'payroll_batch_kind_known',
      sql`${t.kind} in ('regular','supplement','correction','resend')`,
    ),
    check(
      'payroll_batch_status_known',
      sql`${t.status} in ('claimed','approved','ordered','paying','paid','withdrawn')`,
    ),
  ],
);

/** Next batch number of a project and wage month. */
export const batchCounter = we.table(
  'batch_counter',
  { projectId: projectId(), wageMonth: day().notNull(), last: integer().notNull() },
  (t) => [primaryKey({ name: 'batch_counter_pk', columns: [t.projectId, t.wageMonth] })],
);

/**
 * 工资支付表的一行. Partitioned by wage month; no foreign key (the load checks it).
 * `state`, `paidFen` and `finalOn` are caches of the payout events of the line's chain: a root line
 * and the lines that re-send it share one stream, kept on the root.
 */
export const payrollLine = we.table(
  'payroll_line',
  {
    projectId: projectId(),
    wageMonth: day().notNull(),
    batchId: id(),
    lineNo: integer().notNull(),
    ...parties(),
    employerId: text().notNull(),
    engagementId: id(),
    kind: text().notNull(),
    workDays: integer(),
    grossFen: fen().notNull(),
    netFen: fen().notNull(),
    /** What the bank is asked to pay: the net, or for a correction what is still missing of it. */
    payFen: fen().notNull(),
    deductions: jsonb(),
    cardBidx: blind(),
    cardCipher: cipher(),
    cardLast4: text(),
    confirmedAt: at(),
    claimedOn: day().notNull(),
    withdrawnOn: day().notNull().default('infinity'),
    /** The line this one corrects or re-sends, and the day that line stopped to count. */
    rootBatchId: uuid(),
    rootLineNo: integer(),
    replacesBatchId: uuid(),
    replacesLineNo: integer(),
    replacedOn: day().notNull().default('infinity'),
    state: text().notNull(),
    paidFen: fen().notNull().default(0),
    finalOn: day(),
  },
  (t) => [
    primaryKey({
      name: 'payroll_line_pk',
      columns: [t.projectId, t.wageMonth, t.batchId, t.lineNo],
    }),
    index('payroll_line_employer').on(t.projectId, t.wageMonth, t.employerId, t.engagementId),
    index('payroll_line_open')
      .on(t.projectId, t.wageMonth, t.employerId)
      .where(sql`paid_fen < pay_fen`),
    check(
      'payroll_line_state_known',
      sql`${t.state} in ('claimed','ordered','accepted','unknown','paid','rejected','returned','withdrawn')`,
    ),
    check('payroll_line_net_positive', sql`${t.netFen} >= 0 and ${t.payFen} >= 0`),
    check('payroll_line_gross_covers', sql`${t.grossFen} >= ${t.netFen}`),
  ],
);

/** 代发结果: what the bank said of one line at one time. Only grows. */
export const payoutEvent = we.table(
  'payout_event',
  {
    projectId: projectId(),
    wageMonth: day().notNull(),
    batchId: id(),
    lineNo: integer().notNull(),
    outcome: text().notNull(),
    at: at().notNull(),
    onDay: day().notNull(),
    rootBatchId: id(),
    rootLineNo: integer().notNull(),
    amountFen: fen().notNull(),
    reasonCode: text(),
    reasonText: text(),
    payeeName: text(),
    payeeBidx: blind(),
    payeeCipher: cipher(),
    messageId: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({
      name: 'payout_event_pk',
      columns: [t.projectId, t.batchId, t.lineNo, t.outcome, t.at],
    }),
    index('payout_event_root').on(t.projectId, t.wageMonth, t.rootBatchId, t.rootLineNo),
    index('payout_event_message').on(t.projectId, t.messageId),
    check(
      'payout_event_outcome_known',
      sql`${t.outcome} in ('accepted','unknown','rejected','paid','returned')`,
    ),
    check('payout_event_amount_positive', sql`${t.amountFen} > 0`),
  ],
);

/** 表头对照: what a firm's own headings mean in its payroll sheets; no field: nothing is made of it. Local table. */
export const sheetHeading = we.table(
  'sheet_heading',
  {
    companyId: text().notNull(),
    heading: text().notNull(),
    field: text(),
    kind: text(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'sheet_heading_pk', columns: [t.companyId, t.heading] }),
    check('sheet_heading_short', sql`length(${t.heading}) between 1 and 60`),
  ],
);
