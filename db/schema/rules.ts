import { sql } from 'drizzle-orm';
import { check, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, day, we } from './columns.ts';

/** 规则版本: a rule's parameters from a day on. Version 1 stands in the code and has no row. */
export const ruleVersion = we.table(
  'rule_version',
  {
    ruleId: text().notNull(),
    number: integer().notNull(),
    params: jsonb().notNull(),
    validFrom: day().notNull(),
    proposedBy: text().notNull(),
    proposedAt: at().notNull(),
    releasedBy: text(),
    releasedAt: at(),
    withdrawnBy: text(),
    withdrawnAt: at(),
  },
  (t) => [
    primaryKey({ name: 'rule_version_pk', columns: [t.ruleId, t.number] }),
    check('rule_version_after_built', sql`${t.number} >= 2`),
    check(
      'rule_version_released_whole',
      sql`(${t.releasedBy} is null) = (${t.releasedAt} is null)`,
    ),
    check(
      'rule_version_withdrawn_whole',
      sql`(${t.withdrawnBy} is null) = (${t.withdrawnAt} is null)`,
    ),
    check('rule_version_two_persons', sql`${t.releasedBy} <> ${t.proposedBy}`),
    check('rule_version_one_end', sql`${t.releasedAt} is null or ${t.withdrawnAt} is null`),
  ],
);
