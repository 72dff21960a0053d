import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshDb } from '../helpers/db.ts';

const first = freshDb();
const second = freshDb();
const open: postgres.Sql[] = [];

function connect(url: string): postgres.Sql {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  open.push(sql);
  return sql;
}

beforeAll(async () => {
  await connect(first().ownerUrl)`create table only_here (n int)`;
});

afterAll(async () => {
  for (const sql of open) await sql.end();
});

test('two files have two databases, and neither sees the other’s tables', async () => {
  const [here] = await connect(first().ownerUrl)`select to_regclass('only_here') is null as gone`;
  const [there] = await connect(second().ownerUrl)`select to_regclass('only_here') is null as gone`;
  expect([here?.gone, there?.gone]).toEqual([false, true]);
});

test('a clone carries the migrated schema', async () => {
  const [row] = await connect(second().ownerUrl)`
    select count(*)::int as n from information_schema.schemata where schema_name like 'we%'`;
  expect(row?.n).toBeGreaterThan(0);
});

test('the login roles of the program and of the night reach the clone and are no superusers', async () => {
  for (const url of [first().appUrl, first().nightUrl]) {
    const [row] = await connect(url)`select rolsuper from pg_roles where rolname = current_user`;
    expect(row?.rolsuper).toBe(false);
  }
});

test('nobody can connect to the template, so that it can always be cloned', async () => {
  const url = new URL(inject('clusterUrl'));
  url.pathname = `/${inject('runName')}_template`;
  await expect(connect(url.href)`select 1`).rejects.toThrow(/not currently accepting connections/);
});
