import { bigint, date, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** All tables live in schema `we`; names are singular. */
export const we = pgSchema('we');

/** Money in whole fen. */
export const fen = () => bigint({ mode: 'number' });
/** A Shanghai day, `YYYY-MM-DD`; `infinity` where the schema says so. */
export const day = () => date({ mode: 'string' });
/** An instant. */
export const at = () => timestamp({ withTimezone: true, mode: 'date' });
export const projectId = () => bigint({ mode: 'number' }).notNull();
export const bigintId = () => bigint({ mode: 'number' }).notNull();
export const id = () => uuid().notNull();
/** AES-256-GCM, base64url, with the key's version in front. */
export const cipher = () => text();
/** Keyed HMAC-SHA256 cut to 16 bytes, base64url. */
export const blind = () => text();

/** What a listed row carries so that its policy needs no other table (GB/T 2260 and credit codes). */
export const parties = () => ({
  regionCode: integer().notNull(),
  ownerId: text().notNull(),
  contractorId: text().notNull(),
});
