import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, bigintId, blind, cipher, day, fen, id, parties, projectId, we } from './columns.ts';

/** 单位. Reference table; the unified social credit code is its id everywhere. */
export const company = we.table(
  'company',
  {
    uscc: text().notNull(),
    name: text().notNull(),
    kinds: text().array().notNull(),
    size: text(),
    ownership: text(),
    regionLo: integer(),
    regionHi: integer(),
    phone: text(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'company_pk', columns: [t.uscc] }),
    check('company_uscc_form', sql`${t.uscc} ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'`),
    check('company_size_known', sql`${t.size} in ('large','medium','small','micro')`),
    check(
      'company_ownership_known',
      sql`${t.ownership} in ('state','private','government','institution','other')`,
    ),
  ],
);

/** Project code to project: the reference table that keeps codes unique across shards. */
export const projectDirectory = we.table(
  'project_directory',
  { code: text().notNull(), projectId: projectId(), regionCode: integer().notNull() },
  (t) => [
    primaryKey({ name: 'project_directory_pk', columns: [t.code] }),
    index('project_directory_project').on(t.projectId),
    check('project_directory_code_form', sql`${t.code} ~ '^[0-9A-Za-z-]{1,32}$'`),
  ],
);

/** Who takes part in which project, and as what: resolves a caller's projects. Reference table. */
export const projectParty = we.table(
  'project_party',
  {
    companyId: text().notNull(),
    projectId: projectId(),
    role: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'project_party_pk', columns: [t.companyId, t.projectId, t.role] }),
    index('project_party_project').on(t.projectId),
    check(
      'project_party_role_known',
      sql`${t.role} in ('owner','contractor','subcontractor','supervisor','employer')`,
    ),
  ],
);

export const project = we.table(
  'project',
  {
    id: bigintId(),
    code: text().notNull(),
    name: text().notNull(),
    ...parties(),
    fundSource: text().notNull(),
    status: text().notNull(),
    startsOn: day(),
    endsOn: day(),
    permitOn: day(),
    confirmedAt: at(),
    confirmedBy: text(),
    proposal: jsonb(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'project_pk', columns: [t.id] }),
    index('project_region').on(t.regionCode, t.id),
    index('project_owner').on(t.ownerId, t.id),
    index('project_contractor').on(t.contractorId, t.id),
    check('project_fund_known', sql`${t.fundSource} in ('government','state','private')`),
    check(
      'project_status_known',
      sql`${t.status} in ('preparing','active','suspended','finished')`,
    ),
    check('project_dates_ordered', sql`${t.endsOn} >= ${t.startsOn}`),
  ],
);

/** 项目状态 as it was stated; only grows. `project.status` is its last word. */
export const projectStatus = we.table(
  'project_status',
  {
    projectId: projectId(),
    seq: integer().notNull(),
    status: text().notNull(),
    onDay: day().notNull(),
    knownAt: at().notNull(),
    statedBy: text().notNull(),
  },
  (t) => [
    primaryKey({ name: 'project_status_pk', columns: [t.projectId, t.seq] }),
    foreignKey({
      name: 'project_status_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
  ],
);

/** 施工合同 and its payment terms, in versions; a version holds from its month on. */
export const contractTerms = we.table(
  'contract_terms',
  {
    projectId: projectId(),
    version: integer().notNull(),
    fromMonth: day().notNull(),
    signedOn: day().notNull(),
    totalFen: fen().notNull(),
    contractorSize: text().notNull(),
    labourCostFen: fen(),
    labourCostRatio: numeric({ precision: 5, scale: 4 }),
    transferDay: integer(),
    transferMonthOffset: integer(),
    payDay: integer(),
    payMonthOffset: integer(),
    reviewDays: integer(),
    paymentDays: integer(),
    auditClause: text().notNull(),
    auditClauseText: text(),
    /** null: proposed by a party and waiting for the authority. */
    effectiveAt: at(),
    confirmedAt: at(),
    statedBy: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'contract_terms_pk', columns: [t.projectId, t.version] }),
    foreignKey({
      name: 'contract_terms_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    check('contract_terms_total_positive', sql`${t.totalFen} > 0`),
    check(
      'contract_terms_labour_one',
      sql`${t.labourCostFen} is null or ${t.labourCostRatio} is null`,
    ),
    check('contract_terms_labour_positive', sql`${t.labourCostFen} > 0`),
    check(
      'contract_terms_ratio_share',
      sql`${t.labourCostRatio} > 0 and ${t.labourCostRatio} <= 1`,
    ),
    check(
      'contract_terms_days',
      sql`${t.transferDay} between 1 and 31 and ${t.payDay} between 1 and 31`,
    ),
    check(
      'contract_terms_audit_known',
      sql`${t.auditClause} in ('none','basis','condition','both')`,
    ),
  ],
);

/** Accounts from which the owner (or the treasury) pays: only their money meets an instalment. */
export const payerAccount = we.table(
  'payer_account',
  {
    projectId: projectId(),
    /** The version of the terms that names it: a proposed one does not count yet. */
    termsVersion: integer().notNull(),
    accountBidx: blind().notNull(),
    name: text().notNull(),
    accountCipher: cipher().notNull(),
    last4: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'payer_account_pk', columns: [t.projectId, t.termsVersion, t.accountBidx] }),
    foreignKey({
      name: 'payer_account_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
  ],
);

/** 当月完成产值: with a labour-cost ratio it gives the instalment. Only grows; the last version counts. */
export const progress = we.table(
  'progress',
  {
    projectId: projectId(),
    month: day().notNull(),
    version: integer().notNull(),
    valueFen: fen().notNull(),
    confirmedOn: day().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'progress_pk', columns: [t.projectId, t.month, t.version] }),
    foreignKey({
      name: 'progress_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    check('progress_value_positive', sql`${t.valueFen} >= 0`),
  ],
);

export const participant = we.table(
  'participant',
  {
    projectId: projectId(),
    companyId: text().notNull(),
    role: text().notNull(),
    entersOn: day(),
    exitsOn: day(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'participant_pk', columns: [t.projectId, t.companyId] }),
    foreignKey({
      name: 'participant_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    check('participant_role_known', sql`${t.role} in ('subcontractor','supervisor')`),
  ],
);

/** A person. The id is random so that hash keys can rotate; no personal data lies here. */
export const worker = we.table('worker', { id: uuid().notNull(), knownAt: at().notNull() }, (t) => [
  primaryKey({ name: 'worker_pk', columns: [t.id] }),
]);

export const workerIndex = we.table(
  'worker_index',
  { bidx: blind().notNull(), keyVersion: integer().notNull(), workerId: uuid().notNull() },
  (t) => [primaryKey({ name: 'worker_index_pk', columns: [t.bidx] })],
);

/** 用工登记: one worker on one project for one employer, from entry to exit. */
export const engagement = we.table(
  'engagement',
  {
    projectId: projectId(),
    id: id(),
    ...parties(),
    employerId: text().notNull(),
    workerId: uuid().notNull(),
    idBidx: blind().notNull(),
    idCipher: cipher().notNull(),
    idLast4: text().notNull(),
    name: text().notNull(),
    team: text(),
    trade: text(),
    phoneCipher: cipher(),
    contractKind: text(),
    contractSignedOn: day(),
    enteredOn: day().notNull(),
    exitedOn: day(),
    version: integer().notNull().default(1),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'engagement_pk', columns: [t.projectId, t.id] }),
    foreignKey({
      name: 'engagement_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('engagement_bidx').on(t.projectId, t.idBidx),
    index('engagement_worker').on(t.workerId),
    index('engagement_employer').on(t.projectId, t.employerId, t.enteredOn),
    check('engagement_dates_ordered', sql`${t.exitedOn} >= ${t.enteredOn}`),
  ],
);

/** 工资卡: from which day which account is the worker's own. Only grows. */
export const engagementCard = we.table(
  'engagement_card',
  {
    projectId: projectId(),
    engagementId: id(),
    cardBidx: blind().notNull(),
    fromDay: day().notNull(),
    cardCipher: cipher().notNull(),
    cardLast4: text().notNull(),
    bankCode: text(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({
      name: 'engagement_card_pk',
      columns: [t.projectId, t.engagementId, t.cardBidx, t.fromDay],
    }),
    index('engagement_card_bidx').on(t.projectId, t.cardBidx),
    foreignKey({
      name: 'engagement_card_engagement_fk',
      columns: [t.projectId, t.engagementId],
      foreignColumns: [engagement.projectId, engagement.id],
    }),
  ],
);

/** 考勤: one row per engagement and month; bit n-1 of `days` is day n. */
export const attendanceMonth = we.table(
  'attendance_month',
  {
    projectId: projectId(),
    month: day().notNull(),
    engagementId: id(),
    employerId: text().notNull(),
    days: integer().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'attendance_month_pk', columns: [t.projectId, t.month, t.engagementId] }),
    foreignKey({
      name: 'attendance_month_engagement_fk',
      columns: [t.projectId, t.engagementId],
      foreignColumns: [engagement.projectId, engagement.id],
    }),
    check('attendance_month_first', sql`extract(day from ${t.month}) = 1`),
    check('attendance_month_some', sql`${t.days} <> 0`),
  ],
);

/** Attendance of people nobody has registered; joined to its engagement when that arrives. */
export const attendanceUnmatched = we.table(
  'attendance_unmatched',
  {
    projectId: projectId(),
    month: day().notNull(),
    idBidx: blind().notNull(),
    days: integer().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'attendance_unmatched_pk', columns: [t.projectId, t.month, t.idBidx] }),
  ],
);
