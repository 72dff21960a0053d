import { index, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, cipher, id, parties, projectId, we } from './columns.ts';

/** 解密查看: who saw which number of whom in full, and why. Only grows. */
export const disclosure = we.table(
  'disclosure',
  {
    projectId: projectId(),
    id: id(),
    ...parties(),
    /** Whose numbers; of bank messages the alert whose evidence they are. */
    engagementId: id(),
    fields: text().array().notNull(),
    reasonCipher: cipher().notNull(),
    actor: text().notNull(),
    holder: text().notNull(),
    at: at().notNull(),
  },
  (t) => [
    primaryKey({ name: 'disclosure_pk', columns: [t.projectId, t.id] }),
    index('disclosure_region').on(t.regionCode, t.at),
  ],
);

/** Words that an event speaks of: apart from it, because an event's text stays as it is while keys change. Only grows. */
export const said = we.table(
  'said',
  {
    projectId: projectId(),
    id: id(),
    /** Null once it was erased. */
    textCipher: cipher(),
    knownAt: at().notNull(),
  },
  (t) => [primaryKey({ name: 'said_pk', columns: [t.projectId, t.id] })],
);
