import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placement } from '../../db/placement.ts';
import { freshDb } from '../helpers/db.ts';

const db = freshDb();
let sql: postgres.Sql;
beforeAll(() => {
  sql = postgres(db().ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(() => sql.end());

const script = readFileSync('db/place.sql', 'utf8');
const placed = [...script.matchAll(/we\.place\('we\.(\w+)', (null|'(\w+)')(, '([\w.]+)')?\)/g)].map(
  ([, table, , column, , together]) => ({ table: table as string, column, together }),
);

test('places every table that does not stay on the coordinator, each once and as it should', () => {
  const wanted = Object.entries(placement).filter(([, kind]) => kind !== 'local');
  const as = (table: string, kind: string) => {
    if (kind === 'reference') return { table, column: undefined, together: undefined };
    if (kind === 'worker') return { table, column: 'id', together: undefined };
    if (table === 'project') return { table, column: 'id', together: undefined };
    return { table, column: 'project_id', together: 'we.project' };
  };
  const byTable = (a: { table: string }, b: { table: string }) => a.table.localeCompare(b.table);
  expect([...placed].sort(byTable)).toEqual(
    wanted.map(([table, kind]) => as(table, kind)).sort(byTable),
  );
});

test('places parents before children', async () => {
  const keys = await sql<{ child: string; parent: string }[]>`
    select c.relname as child, p.relname as parent from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'we'::regnamespace and not c.relispartition`;
  const at = (table: string) => placed.findIndex((p) => p.table === table);
  expect(keys.length).toBeGreaterThan(10);
  for (const { child, parent } of keys) {
    if (placement[child] !== 'local') expect(at(parent), child).toBeLessThan(at(child));
  }
});

test('changes nothing on plain PostgreSQL, and may be run twice', async () => {
  const schema = () => sql`
    select c.relname, a.attname, a.atttypid from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'we'::regnamespace order by 1, 2`;
  const before = await schema();
  for (let run = 0; run < 2; run += 1) {
    const answers = (await sql.unsafe(script).simple()) as unknown as { place?: string }[][];
    const said = answers.flat().flatMap((row) => row.place ?? []);
    expect(said).toEqual(placed.map(() => 'plain'));
  }
  expect(await schema()).toEqual(before);
});
