import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, blind, cipher, day, fen, id, parties, projectId, we } from './columns.ts';
import { project } from './registry.ts';

/** Account number to account, across all projects. Reference table: one account, one project. */
export const accountDirectory = we.table(
  'account_directory',
  {
    accountBidx: blind().notNull(),
    bankCode: text().notNull(),
    projectId: projectId(),
    accountId: id(),
  },
  (t) => [
    primaryKey({ name: 'account_directory_pk', columns: [t.accountBidx] }),
    index('account_directory_project').on(t.projectId),
  ],
);

/** 农民工工资专用账户. `balanceFen` and `feedThrough` are caches of entries and feed marks. */
export const wageAccount = we.table(
  'wage_account',
  {
    projectId: projectId(),
    id: id(),
    ...parties(),
    bankCode: text().notNull(),
    accountBidx: blind().notNull(),
    accountCipher: cipher().notNull(),
    last4: text().notNull(),
    name: text().notNull(),
    openedOn: day().notNull(),
    filedOn: day(),
    agreementSignedOn: day(),
    closedOn: day(),
    closingNoticeOn: day(),
    balanceFen: fen().notNull().default(0),
    frozenFen: fen().notNull().default(0),
    feedThrough: day(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'wage_account_pk', columns: [t.projectId, t.id] }),
    foreignKey({
      name: 'wage_account_project_fk',
      columns: [t.projectId],
      foreignColumns: [project.id],
    }),
    index('wage_account_feed').on(t.feedThrough).where(sql`closed_on is null`),
    check('wage_account_closed_after', sql`${t.closedOn} >= ${t.openedOn}`),
  ],
);

/** 流水: as the bank booked it. The bank's own number is the key; rows only grow. */
export const accountEntry = we.table(
  'account_entry',
  {
    projectId: projectId(),
    accountId: id(),
    entryId: text().notNull(),
    direction: text().notNull(),
    amountFen: fen().notNull(),
    balanceAfterFen: fen(),
    bookedAt: at().notNull(),
    bookedOn: day().notNull(),
    /** The day that counts for a transfer: value day, else the Shanghai day of booking. */
    valueDay: day().notNull(),
    purpose: text(),
    period: day(),
    counterpartyName: text(),
    counterpartyBidx: blind(),
    counterpartyCipher: cipher(),
    counterpartyKind: text(),
    batchNo: text(),
    endToEndId: text(),
    entryText: text(),
    reversalOf: text(),
    returnOf: text(),
    messageId: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'account_entry_pk', columns: [t.projectId, t.accountId, t.entryId] }),
    foreignKey({
      name: 'account_entry_account_fk',
      columns: [t.projectId, t.accountId],
      foreignColumns: [wageAccount.projectId, wageAccount.id],
    }),
    index('account_entry_batch').on(t.projectId, t.batchNo).where(sql`batch_no is not null`),
    index('account_entry_day').on(t.projectId, t.bookedOn),
    index('account_entry_message').on(t.projectId, t.messageId),
    check('account_entry_direction_known', sql`${t.direction} in ('credit','debit')`),
    check('account_entry_amount_positive', sql`${t.amountFen} > 0`),
    check(
      'account_entry_purpose_known',
      sql`${t.purpose} in ('transfer','wage','return','interest','fee','other')`,
    ),
  ],
);

/** 数据已齐至: the bank's word that all entries up to a day were sent. Only grows. */
export const feedMark = we.table(
  'feed_mark',
  {
    projectId: projectId(),
    accountId: id(),
    through: day().notNull(),
    messageId: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'feed_mark_pk', columns: [t.projectId, t.accountId, t.through] }),
    foreignKey({
      name: 'feed_mark_account_fk',
      columns: [t.projectId, t.accountId],
      foreignColumns: [wageAccount.projectId, wageAccount.id],
    }),
  ],
);

/** A balance as the bank stated it, for reconciliation. Only grows. */
export const balanceMark = we.table(
  'balance_mark',
  {
    projectId: projectId(),
    accountId: id(),
    at: at().notNull(),
    balanceFen: fen().notNull(),
    frozenFen: fen(),
    messageId: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'balance_mark_pk', columns: [t.projectId, t.accountId, t.at] }),
    foreignKey({
      name: 'balance_mark_account_fk',
      columns: [t.projectId, t.accountId],
      foreignColumns: [wageAccount.projectId, wageAccount.id],
    }),
  ],
);

/** Debits that were not explained when they came (rule A04); a cache over entries, cards and batches. */
export const suspectDebit = we.table(
  'suspect_debit',
  {
    projectId: projectId(),
    accountId: id(),
    entryId: text().notNull(),
    bookedOn: day().notNull(),
    suspectFen: fen().notNull(),
    explainedOn: day().notNull().default('infinity'),
  },
  (t) => [
    primaryKey({ name: 'suspect_debit_pk', columns: [t.projectId, t.accountId, t.entryId] }),
    index('suspect_debit_open').on(t.explainedOn, t.bookedOn),
  ],
);

/** Bank messages, byte for byte, once each. Local queue table. */
export const bankMessage = we.table(
  'bank_message',
  {
    bankCode: text().notNull(),
    messageId: text().notNull(),
    kind: text().notNull(),
    status: text().notNull(),
    digest: text().notNull(),
    /** Null once it was erased. */
    rawCipher: cipher(),
    answerCipher: cipher(),
    answerStatus: integer(),
    receivedAt: at().notNull(),
    finishedAt: at(),
  },
  (t) => [
    primaryKey({ name: 'bank_message_pk', columns: [t.bankCode, t.messageId] }),
    index('bank_message_arrived').on(t.bankCode, t.receivedAt, t.messageId),
    index('bank_message_open').on(t.receivedAt).where(sql`status = 'received'`),
    check('bank_message_status_known', sql`${t.status} in ('received','done','refused')`),
  ],
);

/** What a bank said that has no counterpart yet. Local queue table; a row goes when it is matched. */
export const bankUnmatched = we.table(
  'bank_unmatched',
  {
    bankCode: text().notNull(),
    messageId: text().notNull(),
    itemNo: integer().notNull(),
    kind: text().notNull(),
    /** Blind index of the account, or the batch number of the end-to-end id. */
    waitsFor: text().notNull(),
    itemCipher: cipher().notNull(),
    receivedAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'bank_unmatched_pk', columns: [t.bankCode, t.messageId, t.itemNo] }),
    index('bank_unmatched_waits').on(t.waitsFor, t.bankCode),
  ],
);
