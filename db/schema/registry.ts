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
} from 'drizzle-orm/pg-core';
import { at, bigintId, blind, cipher, day, fen, parties, projectId, we } from './columns.ts';

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
  {
    code: text().notNull(),
    projectId: projectId(),
    regionCode: integer().notNull(),
    /** When what speaks of persons was erased (src/domain/keeping/): nothing is written to the project any more. */
    erasedOn: day(),
  },
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
    /** Under which key version the project's blind indexes lie, all of them: they are compared with each other. */
    indexVersion: integer().notNull().default(1),
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
    /** Where the clause stands: tender papers, special terms, a supplementary agreement. */
    auditClauseSource: text(),
    /** What the pretext detector read in the clause; null where it found nothing. */
    verdict: jsonb(),
    /** 逾期付款年利率 as agreed, a share a year. */
    lateRate: numeric({ precision: 6, scale: 5 }),
    /** Days the owner has to confirm a quantity report, and then to pay it. */
    countDays: integer(),
    progressPaymentDays: integer(),
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
    check('contract_terms_rate_share', sql`${t.lateRate} > 0 and ${t.lateRate} <= 1`),
    check(
      'contract_terms_source_known',
      sql`${t.auditClauseSource} in ('tender','special','supplementary')`,
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
