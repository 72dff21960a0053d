import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { expect, inject, test } from 'vitest';
import { migrateDatabase } from '../../db/migrate.ts';
import { urlOf } from '../helpers/cluster.ts';

test('four processes may bring an empty database up at once, and again', {
  timeout: 60_000,
}, async () => {
  const clusterUrl = inject('clusterUrl');
  const name = `${inject('runName')}_fresh`;
  const root = postgres(clusterUrl, { max: 1, onnotice: () => {} });
  await root.unsafe(`create database ${name}`);
  try {
    const bring = () => migrateDatabase(urlOf(clusterUrl, name), { today: '2026-06-15' });
    await Promise.all([bring(), bring(), bring(), bring()]);
    await bring();
    const sql = postgres(urlOf(clusterUrl, name), { max: 1, onnotice: () => {} });
    const [row] = await sql`
      select (select count(*)::int from we_journal.__drizzle_migrations) as migrations,
        (select count(*)::int from we.calendar_day) as days,
        (select count(*)::int from pg_inherits where inhparent = 'we.payroll_line'::regclass) as months`;
    await sql.end();
    const { entries } = JSON.parse(readFileSync('db/migrations/meta/_journal.json', 'utf8'));
    expect(row).toEqual({ migrations: entries.length, days: 5114, months: 90 + 24 });
  } finally {
    await root.unsafe(`drop database ${name} with (force)`);
    await root.end();
  }
});
