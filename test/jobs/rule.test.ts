import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { defineRule, embed, paramsOf, type Rule } from '../../jobs/rule.ts';
import { rulebook } from '../../jobs/rulebook.ts';

const text = (statement: SQL) => {
  const { sql: words, params } = new PgDialect().sqlToQuery(statement);
  return { words, params };
};

const inner = {
  ...(rulebook[0] as Rule),
  ...{ id: 'T01', params: { days: 5, fen: 100 } },
  find: ({ day, params }: { day: string; params: { days: number; fen: number } }) =>
    sql`select ${day}, ${params.days}, ${params.fen}`,
} as Rule<{ days: number; fen: number }>;
const outer = defineRule({
  ...inner,
  id: 'T02',
  params: { more: 1 },
  find: ({ day, params, inForce }) => sql`${params.more} of (${embed(inner, { day, inForce })})`,
});

test('without versions a rule goes by what stands in the code', () => {
  expect(paramsOf(inner)).toEqual({ days: 5, fen: 100 });
  expect(text(embed(outer, { day: '2026-06-01' })).params).toEqual([1, '2026-06-01', 5, 100]);
});

test('a version in force replaces what it names, in the rule itself and where it is embedded', () => {
  const inForce = {
    T01: { version: 4, params: { days: 9, gone: 7 } },
    T02: { version: 2, params: { more: 3 } },
  };
  expect(paramsOf(inner, inForce)).toEqual({ days: 9, fen: 100 });
  expect(text(embed(outer, { day: '2026-06-01', inForce })).params).toEqual([
    3,
    '2026-06-01',
    9,
    100,
  ]);
});

test('every rule that stands within another is told what is in force', () => {
  const wages = { orangeDays: 77, redDays: 78, manyWorkers: 79, redFen: 80 };
  const inForce = { W01: { version: 2, params: wages } };
  const holds = rulebook.filter(
    (rule) =>
      rule.id !== 'W01' &&
      text(embed(rule, { day: '2026-06-01', inForce })).params.includes(wages.manyWorkers),
  );
  expect(holds.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['F01', 'F08', 'S01', 'S02', 'S05']),
  );
});

test('what rests on the bank’s word is held while its feed is behind, and nothing else', () => {
  const held = rulebook.filter(({ needs }) => needs.includes('bank')).map(({ id }) => id);
  expect(held.sort()).toEqual('A07 F01 F02 F03 F05 F08 W01 W02 W03 W08 W09 W10 W11'.split(' '));
});
