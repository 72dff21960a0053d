import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, bigintId, blind, cipher, day, we } from './columns.ts';

/** Every day with what a statement needs of the calendar: a join instead of a loop. */
export const calendarDay = we.table(
  'calendar_day',
  {
    day: day().notNull(),
    working: boolean().notNull(),
    name: text(),
    /** Working days up to and including this one, from the table's first day. */
    wdNo: integer().notNull(),
    backDay: day().notNull(),
    fwdDay: day().notNull(),
    provisional: boolean().notNull(),
  },
  (t) => [
    primaryKey({ name: 'calendar_day_pk', columns: [t.day] }),
    index('calendar_day_working').on(t.wdNo).where(sql`working`),
  ],
);

export const calendarYear = we.table(
  'calendar_year',
  {
    year: integer().notNull(),
    confirmed: boolean().notNull(),
    source: text().notNull(),
    days: jsonb().notNull(),
    loadedAt: at().notNull(),
  },
  (t) => [primaryKey({ name: 'calendar_year_pk', columns: [t.year] })],
);

/** 一年期贷款市场报价利率 from a day on, a share a year. Reference table. */
export const lendingRate = we.table(
  'lending_rate',
  {
    fromDay: day().notNull(),
    annual: numeric({ precision: 6, scale: 5 }).notNull(),
    source: text().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'lending_rate_pk', columns: [t.fromDay] }),
    check('lending_rate_share', sql`${t.annual} > 0 and ${t.annual} <= 1`),
  ],
);

export const region = we.table(
  'region',
  { code: integer().notNull(), name: text().notNull() },
  (t) => [primaryKey({ name: 'region_pk', columns: [t.code] })],
);

/** One row per job and day: claimed by a lease on the database's clock. Local table. */
export const jobRun = we.table(
  'job_run',
  {
    job: text().notNull(),
    day: day().notNull(),
    status: text().notNull(),
    claimedBy: uuid().notNull(),
    leaseUntil: at().notNull(),
    startedAt: at().notNull(),
    finishedAt: at(),
    asOf: at().notNull(),
    /** How many there are to do; null: of a run before they were counted. */
    steps: integer(),
    counts: jsonb(),
    failure: text(),
  },
  (t) => [
    primaryKey({ name: 'job_run_pk', columns: [t.job, t.day] }),
    check('job_run_status_known', sql`${t.status} in ('running','done','failed')`),
  ],
);

/** What a run has done so far, a row as each step ends, beside the run: its own row is held while steps are at work. Local table. */
export const jobStep = we.table(
  'job_step',
  { job: text().notNull(), day: day().notNull(), name: text().notNull(), endedAt: at().notNull() },
  (t) => [primaryKey({ name: 'job_step_pk', columns: [t.job, t.day, t.name] })],
);

/** What somebody began that takes long, how far it is, told once a second, and what came of it. A day. Local table. */
export const task = we.table(
  'task',
  {
    id: uuid().notNull(),
    kind: text().notNull(),
    holder: text().notNull(),
    /** What of, without a person. */
    about: text().notNull(),
    status: text().notNull(),
    stage: text(),
    done: integer().notNull(),
    total: integer(),
    begunAt: at().notNull(),
    /** On the database's clock. */
    toldAt: at().notNull(),
    outcomeCipher: cipher(),
  },
  (t) => [
    primaryKey({ name: 'task_pk', columns: [t.id] }),
    check('task_status_known', sql`${t.status} in ('running','done','failed')`),
  ],
);

/** The trail's blocks: each seals the events that carry its number, and the block before. Only grows. Local table. */
export const block = we.table(
  'block',
  {
    blockNo: integer().notNull(),
    leaves: integer().notNull(),
    firstId: bigintId(),
    lastId: bigintId(),
    root: text().notNull(),
    prevHash: text().notNull(),
    sealedAt: at().notNull(),
    keyId: text().notNull(),
    hash: text().notNull(),
    signature: text().notNull(),
  },
  (t) => [
    primaryKey({ name: 'block_pk', columns: [t.blockNo] }),
    check('block_leaves_positive', sql`${t.leaves} > 0`),
  ],
);

/** API keys: shown once, stored hashed; held by a named person of one organisation. Local table. */
export const apiKey = we.table(
  'api_key',
  {
    prefix: text().notNull(),
    hash: text().notNull(),
    companyId: text().notNull(),
    holder: text().notNull(),
    grants: text().array().notNull(),
    regionLo: integer(),
    regionHi: integer(),
    createdAt: at().notNull(),
    expiresAt: at(),
    revokedAt: at(),
    /** Addresses and CIDR blocks it may be used from; null: from anywhere. */
    addresses: text().array(),
    /** To the minute. */
    usedAt: at(),
  },
  (t) => [primaryKey({ name: 'api_key_pk', columns: [t.prefix] })],
);

/** Banks that may push, with their signing secrets (two valid during rotation). Local table. */
export const bankSecret = we.table(
  'bank_secret',
  {
    bankCode: text().notNull(),
    version: integer().notNull(),
    /** `sm2`: the sealed text is the bank's public key, 04 and 128 hexadecimal digits. */
    kind: text().notNull().default('hmac'),
    secretCipher: cipher().notNull(),
    validFrom: at().notNull(),
    validTo: at(),
  },
  (t) => [
    primaryKey({ name: 'bank_secret_pk', columns: [t.bankCode, t.version] }),
    check('bank_secret_code_form', sql`${t.bankCode} ~ '^[0-9]{3}$'`),
    check('bank_secret_kind_known', sql`${t.kind} in ('hmac','sm2')`),
  ],
);

export const bank = we.table(
  'bank',
  {
    code: text().notNull(),
    name: text().notNull(),
    /** The organisation whose people look after its messages; null: none of them signs in. */
    companyId: text(),
  },
  (t) => [
    primaryKey({ name: 'bank_pk', columns: [t.code] }),
    unique('bank_company_once').on(t.companyId),
  ],
);

/** How often a caller has asked in its window; lost with a crash, which costs nothing. Unlogged, local table. */
export const permit = we.table(
  'permit',
  {
    policy: text().notNull(),
    caller: blind().notNull(),
    taken: integer().notNull(),
    endsAt: at().notNull(),
  },
  (t) => [primaryKey({ name: 'permit_pk', columns: [t.policy, t.caller] })],
);

/** Idempotency-Key: the first answer, kept seven days. Local table. */
export const idempotentAnswer = we.table(
  'idempotent_answer',
  {
    holder: text().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    status: integer().notNull(),
    /** The digest of the body beside the answer: a short body could be guessed from a plain hash. */
    answerCipher: cipher().notNull(),
    createdAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'idempotent_answer_pk', columns: [t.holder, t.route, t.key] }),
    index('idempotent_answer_age').on(t.createdAt),
  ],
);
