import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, bigintId, cipher, day, fen, id, parties, projectId, we } from './columns.ts';

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** 预警: the life of a finding. One live (not cleared) row per rule, project, subject and period. */
export const alert = we.table(
  'alert',
  {
    projectId: projectId(),
    id: id(),
    ...parties(),
    employerId: text(),
    ruleId: text().notNull(),
    /** Of the rule's parameters, by which it was found last; 1 are those in the code. */
    ruleVersion: integer().notNull().default(1),
    subject: text().notNull(),
    period: text().notNull(),
    episode: integer().notNull(),
    status: text().notNull(),
    held: boolean().notNull(),
    level: integer().notNull(),
    foundLevel: integer().notNull(),
    floorLevel: integer().notNull().default(0),
    amountFen: fen().notNull().default(0),
    dueDay: day(),
    facts: jsonb().notNull(),
    /** How many workers it concerns, where its rule counts them; read from every live alert, it is not looked for in the facts each time. */
    workers: integer().generatedAlwaysAs(
      sql`case when jsonb_typeof(facts->'workers') = 'number' then (facts->>'workers')::int end`,
    ),
    audience: text().notNull(),
    mainId: text(),
    openedOn: day().notNull(),
    risenOn: day().notNull(),
    lastFoundOn: day().notNull(),
    clearedOn: day(),
    repliedAt: at(),
    dismissedAt: at(),
    dismissedLevel: integer(),
    dismissedFen: fen(),
    /** 免责至: dismissed until the end of this day. */
    acceptedUntil: day(),
    /** 静默至: makes no paper and stands in no list of cases until the end of this day. */
    silencedUntil: day(),
    assignedTo: text(),
    handleBy: day(),
    /** The alert of the same project that explains this one. */
    follows: uuid(),
  },
  (t) => [
    primaryKey({ name: 'alert_pk', columns: [t.projectId, t.id] }),
    uniqueIndex('alert_live')
      .on(t.projectId, t.ruleId, t.subject, t.period)
      .where(sql`status <> 'cleared'`),
    index('alert_key').on(t.projectId, t.ruleId, t.subject, t.period, t.episode),
    index('alert_rule_live').on(t.ruleId).where(sql`status <> 'cleared'`),
    // The order of a page; what comes after the id only lets a filter pass rows by without reading them.
    index('alert_page').on(
      t.status,
      t.level.desc(),
      t.dueDay,
      t.id,
      t.ruleId,
      t.openedOn,
      t.regionCode,
      t.projectId,
    ),
    index('alert_region_page').on(t.regionCode, t.status, t.level.desc()),
    index('alert_raised').on(t.projectId, t.id).where(sql`floor_level > 0 and status <> 'cleared'`),
    index('alert_follows').on(t.projectId, t.follows).where(sql`follows is not null`),
    index('alert_assigned')
      .on(t.assignedTo, t.status, t.level.desc(), t.dueDay, t.id)
      .where(sql`assigned_to is not null`),
    index('alert_opened').on(t.openedOn),
    index('alert_cleared').on(t.clearedOn).where(sql`status = 'cleared'`),
    index('alert_risen').on(t.risenOn).where(sql`status <> 'cleared'`),
    index('alert_handle_by').on(t.handleBy).where(sql`handle_by is not null`),
    index('alert_owner').on(t.ownerId, t.status),
    index('alert_contractor').on(t.contractorId, t.status),
    check(
      'alert_status_known',
      sql`${t.status} in ('open','held','replied','cleared','dismissed')`,
    ),
    check(
      'alert_level_known',
      sql`${t.level} between 1 and 3 and ${t.foundLevel} between 1 and 3 and ${t.floorLevel} between 0 and 3`,
    ),
    check('alert_audience_known', sql`${t.audience} in ('authority','parties')`),
  ],
);

/** 文书. Facts are frozen and encrypted; the bytes lie in `notice_file`. */
export const notice = we.table(
  'notice',
  {
    projectId: projectId(),
    id: id(),
    ...parties(),
    instrument: text().notNull(),
    level: integer().notNull(),
    addresseeId: text().notNull(),
    /** Whom a joint letter is addressed to as well. */
    jointId: text(),
    authorityId: text(),
    status: text().notNull(),
    alertIds: jsonb().notNull(),
    factsCipher: cipher().notNull(),
    factsDigest: text().notNull(),
    template: text().notNull(),
    sha256: text(),
    draftedOn: day().notNull(),
    refreshedOn: day().notNull(),
    /** When a person last changed the draft, and who: somebody else approves. */
    editedOn: day(),
    editedBy: text(),
    number: text(),
    approvedAt: at(),
    approvedBy: text(),
    servedAt: at(),
    replyDueOn: day(),
    lapsedOn: day(),
    issuedOn: day(),
    servedOn: day(),
    servedHow: text(),
    repliedOn: day(),
    acceptedOn: day(),
    withdrawnOn: day(),
    /** SHA-256 of the verification code, hexadecimal: whoever shows it reads this one row. */
    codeHash: text(),
    /** Of the PDF that `sha256` is of. */
    pages: integer(),
  },
  (t) => [
    primaryKey({ name: 'notice_pk', columns: [t.projectId, t.id] }),
    uniqueIndex('notice_one_draft')
      .on(t.projectId, t.addresseeId, t.instrument)
      .where(sql`status = 'draft'`),
    index('notice_page').on(t.status, t.draftedOn, t.id),
    index('notice_by_number').on(t.number).where(sql`number is not null`),
    index('notice_issued').on(t.issuedOn).where(sql`issued_on is not null`),
    index('notice_waiting').on(t.projectId).where(sql`status in ('served','overdue')`),
    check(
      'notice_how_known',
      sql`${t.servedHow} in ('in-person','left','post','electronic','announcement')`,
    ),
    check(
      'notice_instrument_known',
      sql`${t.instrument} in ('reminder','warning','supervision','referral')`,
    ),
    check(
      'notice_status_known',
      sql`${t.status} in ('draft','approved','served','answered','overdue','lapsed','withdrawn')`,
    ),
  ],
);

/** Where the paper of a verification code lies: no code, its hash alone. Only grows. */
export const noticeDirectory = we.table(
  'notice_directory',
  { codeHash: text().notNull(), projectId: projectId(), noticeId: id() },
  (t) => [primaryKey({ name: 'notice_directory_pk', columns: [t.codeHash] })],
);

/** The drawn PDF, one per digest of the frozen facts. */
export const noticeFile = we.table(
  'notice_file',
  {
    projectId: projectId(),
    noticeId: id(),
    factsDigest: text().notNull(),
    sha256: text().notNull(),
    bytes: bytea().notNull(),
    drawnAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'notice_file_pk', columns: [t.projectId, t.noticeId, t.factsDigest] }),
  ],
);

/** 文号: the last number drawn of an authority's year and instrument. Local table. */
export const noticeNumber = we.table(
  'notice_number',
  {
    authorityId: text().notNull(),
    year: integer().notNull(),
    instrument: text().notNull(),
    last: integer().notNull(),
  },
  (t) => [
    primaryKey({ name: 'notice_number_pk', columns: [t.authorityId, t.year, t.instrument] }),
    check('notice_number_positive', sql`${t.last} > 0`),
  ],
);

/**
 * How an authority works: the word of its numbers, whether the winter campaign holds (null: as its superior), what its
 * papers say of it (null: as it is registered), and its seal as it is drawn, with the SHA-256 of the picture as it came.
 */
export const authoritySetting = we.table(
  'authority_setting',
  {
    authorityId: text().notNull(),
    numberWord: text(),
    winter: boolean(),
    organisation: text(),
    phone: text(),
    contact: text(),
    seal: jsonb(),
    sealSha256: text('seal_sha256'),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'authority_setting_pk', columns: [t.authorityId] }),
    check('authority_setting_seal_whole', sql`(${t.seal} is null) = (${t.sealSha256} is null)`),
  ],
);

/**
 * 签名证书 of an authority: the PKCS#12 file in base64 and its password, sealed as JSON; whose it is by the SHA-256 of the
 * certificate. An operator alone writes it. Local table.
 */
export const authorityCertificate = we.table(
  'authority_certificate',
  {
    authorityId: text().notNull(),
    certificateCipher: cipher().notNull(),
    fingerprint: text().notNull(),
    subject: text().notNull(),
    validFrom: at().notNull(),
    validTo: at().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [primaryKey({ name: 'authority_certificate_pk', columns: [t.authorityId] })],
);

/** 证据材料: a file sent with a reply to an alert or a notice; for its sender and the authority. Only grows. */
export const evidenceFile = we.table(
  'evidence_file',
  {
    projectId: projectId(),
    id: id(),
    ...parties(),
    orgId: text().notNull(),
    aboutId: id(),
    nameCipher: cipher().notNull(),
    mediaType: text().notNull(),
    size: integer().notNull(),
    /** Of the bytes as they came. */
    sha256: text().notNull(),
    /** The bytes in base64, sealed. */
    bytesCipher: cipher().notNull(),
    knownAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'evidence_file_pk', columns: [t.projectId, t.id] }),
    index('evidence_file_about').on(t.projectId, t.aboutId),
    check(
      'evidence_file_media_known',
      sql`${t.mediaType} in ('application/pdf','image/jpeg','image/png','application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')`,
    ),
    check('evidence_file_size_fits', sql`${t.size} between 1 and 5242880`),
  ],
);

/** The trail: every write leaves one. `body` is the canonical text that `digest` covers. */
export const event = we.table(
  'event',
  {
    projectId: projectId(),
    id: bigintId(),
    at: at().notNull(),
    day: day().notNull(),
    actor: text().notNull(),
    name: text().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    digest: text().notNull(),
    blockNo: integer(),
    leafNo: integer(),
  },
  (t) => [
    primaryKey({ name: 'event_pk', columns: [t.projectId, t.id] }),
    index('event_subject').on(t.projectId, t.subject, t.id),
    index('event_unsealed').on(t.id).where(sql`block_no is null`),
    index('event_block').on(t.blockNo, t.leafNo).where(sql`block_no is not null`),
  ],
);
