import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, id, we } from './columns.ts';

// People and how they sign in. The property names are better-auth's, which reads and writes these tables within
// our transactions; what it does not know is marked. Local tables: none belongs to a project.

/** Somebody who signs in, acts for one organisation and has one role (src/domain/people/roles.ts). */
export const person = we.table(
  'person',
  {
    id: id(),
    /** Lower case. */
    username: text().notNull(),
    /** With the organisation it is the holder that two-person rules compare. */
    name: text().notNull(),
    /** better-auth looks people up by one; nobody has one here. */
    email: text().generatedAlwaysAs(sql`username || '@people.invalid'`),
    twoFactorEnabled: boolean().notNull(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
    // Ours
    companyId: text().notNull(),
    role: text().notNull(),
    /** An authority's people only: within the authority's own. */
    regionLo: integer(),
    regionHi: integer(),
    disabledAt: at(),
    /** Wrong passwords and codes in a row. */
    failures: integer().notNull(),
    lockedUntil: at(),
  },
  (t) => [
    primaryKey({ name: 'person_pk', columns: [t.id] }),
    unique('person_username_once').on(t.username),
    unique('person_holder_once').on(t.companyId, t.name),
    check('person_username_form', sql`${t.username} ~ '^[a-z0-9][a-z0-9._-]{2,31}$'`),
    check('person_region_whole', sql`(${t.regionLo} is null) = (${t.regionHi} is null)`),
  ],
);

/** What proves a person: a hashed password (`credential`), or the subject that a sign-on provider names. */
export const personAccount = we.table(
  'person_account',
  {
    id: id(),
    userId: uuid().notNull(),
    providerId: text().notNull(),
    accountId: text().notNull(),
    password: text(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: at(),
    refreshTokenExpiresAt: at(),
    scope: text(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'person_account_pk', columns: [t.id] }),
    unique('person_account_provider_once').on(t.providerId, t.accountId),
    unique('person_account_person_once').on(t.userId, t.providerId),
    foreignKey({ name: 'person_account_person', columns: [t.userId], foreignColumns: [person.id] }),
  ],
);

/** A session; its token lies signed in a cookie. */
export const session = we.table(
  'session',
  {
    id: id(),
    token: text().notNull(),
    userId: uuid().notNull(),
    /** The library's own limit, on the system's clock. */
    expiresAt: at().notNull(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
    ipAddress: text(),
    userAgent: text(),
    // Ours, on the business clock: the limits that count
    beganAt: at().notNull(),
    seenAt: at().notNull(),
    /** When a second factor was shown. */
    secondAt: at(),
  },
  (t) => [
    primaryKey({ name: 'session_pk', columns: [t.id] }),
    unique('session_token_once').on(t.token),
    index('session_person').on(t.userId),
    foreignKey({ name: 'session_of_person', columns: [t.userId], foreignColumns: [person.id] }),
  ],
);

/** A person's TOTP secret and recovery codes, both sealed by the library. */
export const twoFactor = we.table(
  'two_factor',
  {
    id: id(),
    userId: uuid().notNull(),
    secret: text().notNull(),
    backupCodes: text().notNull(),
    verified: boolean().notNull(),
    failedVerificationCount: integer(),
    lockedUntil: at(),
    /** Ours: hashes of the codes taken last, so that none is taken twice. */
    usedCodes: text().array().notNull().default(sql`'{}'`),
  },
  (t) => [
    primaryKey({ name: 'two_factor_pk', columns: [t.id] }),
    unique('two_factor_person_once').on(t.userId),
    foreignKey({ name: 'two_factor_person', columns: [t.userId], foreignColumns: [person.id] }),
  ],
);

/** What a sign-on with a provider has to remember until it comes back. */
export const verification = we.table(
  'verification',
  {
    id: id(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: at().notNull(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'verification_pk', columns: [t.id] }),
    index('verification_identifier').on(t.identifier),
  ],
);

/** One-time invitations to set a password; stored hashed. Only the newest of a person counts. */
export const invitation = we.table(
  'invitation',
  {
    hash: text().notNull(),
    personId: uuid().notNull(),
    createdAt: at().notNull(),
    expiresAt: at().notNull(),
    usedAt: at(),
  },
  (t) => [
    primaryKey({ name: 'invitation_pk', columns: [t.hash] }),
    index('invitation_person').on(t.personId),
    foreignKey({
      name: 'invitation_of_person',
      columns: [t.personId],
      foreignColumns: [person.id],
    }),
  ],
);
