import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, blind, cipher, day, id, parties, projectId, we } from './columns.ts';
import { project } from './registry.ts';

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
    /** Null once it was erased. */
    idCipher: cipher(),
    idLast4: text().notNull(),
    name: text().notNull(),
    team: text(),
    trade: text(),
    phoneCipher: cipher(),
    /** Of the digits. Null where none is told, or the row was written before phones were compared. */
    phoneBidx: blind(),
    /** Somebody else on the project had the same phone when this was written. */
    phoneShared: boolean().notNull().default(false),
    contractKind: text(),
    contractSignedOn: day(),
    enteredOn: day().notNull(),
    exitedOn: day(),
    /** The sixteenth birthday of who entered before it; all that is kept of a birthday. */
    minorUntil: day(),
    /** From which day on the worker has had a card of his own, as far as we know. */
    cardedOn: day(),
    /** The same person was engaged by another employer on the project at the same time when this was written. */
    doubled: boolean().notNull().default(false),
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
    // For the night, which asks of all projects who is still there.
    index('engagement_exit').on(t.exitedOn),
    // Small sets of what is not in order yet.
    index('engagement_unsigned')
      .on(t.contractSignedOn, t.exitedOn)
      .where(sql`contract_signed_on is null or contract_signed_on > entered_on`),
    index('engagement_uncarded')
      .on(t.cardedOn, t.exitedOn)
      .where(sql`carded_on is null or carded_on > entered_on`),
    index('engagement_phoneless').on(t.exitedOn).where(sql`phone_cipher is null`),
    index('engagement_odd').on(t.exitedOn).where(sql`minor_until is not null or doubled`),
    index('engagement_phone').on(t.projectId, t.phoneBidx).where(sql`phone_bidx is not null`),
    index('engagement_phone_shared').on(t.exitedOn).where(sql`phone_shared`),
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
    /** 支付行号 of the branch that issued it, and on which day, where told. */
    branchCode: text(),
    issuedOn: day(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({
      name: 'engagement_card_pk',
      columns: [t.projectId, t.engagementId, t.cardBidx, t.fromDay],
    }),
    index('engagement_card_bidx').on(t.projectId, t.cardBidx),
    index('engagement_card_issued').on(t.issuedOn).where(sql`branch_code is not null`),
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

/**
 * 同日两处考勤: days of a month on which a worker attended this project and another one as well; bits as above. The night
 * works it out over all projects (`domain/registry/two-sites.ts`), so that a rule reads its own project's rows. Only grows.
 */
export const twoSites = we.table(
  'two_sites',
  {
    projectId: projectId(),
    month: day().notNull(),
    workerId: uuid().notNull(),
    days: integer().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [primaryKey({ name: 'two_sites_pk', columns: [t.projectId, t.month, t.workerId] })],
);

/** Attendance of people nobody has registered; joined to its engagement when that arrives. */
export const attendanceUnmatched = we.table(
  'attendance_unmatched',
  {
    projectId: projectId(),
    month: day().notNull(),
    idBidx: blind().notNull(),
    /** What the index is made of: with another key it must be made again. Null in rows from before. */
    idCipher: cipher(),
    days: integer().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'attendance_unmatched_pk', columns: [t.projectId, t.month, t.idBidx] }),
  ],
);
