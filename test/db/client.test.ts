import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
let db: Db;
beforeAll(() => {
  db = openDb(at().ownerUrl, testVault, 1);
});
afterAll(() => db.end());

const UUID = '0b1e9a52-6c1d-4d6e-8c53-2f5d8f7f7a10';
const cases: [type: string, values: unknown[]][] = [
  [
    'text',
    ['a', '', 'null', null, '{', '}', ',', ' b ', '"', '\\', '\\"', "'", '\n\t', '𠮷', '\u0001'],
  ],
  ['int', [0, -1, 2147483647, null]],
  ['bigint', [0, -1, Number.MAX_SAFE_INTEGER, null]],
  ['date', ['2026-02-28', 'infinity', null]],
  ['uuid', [UUID, null]],
];

test.each(cases)('%s[] goes in and comes back the same', async (type, values) => {
  const given = values as string[];
  const [row] = await db`select ${given}::${db.unsafe(type)}[] as back,
    (select count(*)::int from unnest(${given}::${db.unsafe(type)}[]) u where u is null) as nulls`;
  expect(row).toEqual({ back: values, nulls: values.filter((v) => v === null).length });
  const [none] = await db`select ${[]}::${db.unsafe(type)}[] as back`;
  expect(none?.back).toEqual([]);
});

test('truth values come back; they go in as text, for the driver takes an array of them for one', async () => {
  const [row] = await db`select ${['true', 'false', null] as string[]}::text[]::boolean[] as back`;
  expect(row?.back).toEqual([true, false, null]);
});

test('instants go in as they are and come back as text', async () => {
  const [row] = await db`
    select ${['2026-09-15T09:00:00+08:00', null] as string[]}::timestamptz[] as back`;
  expect(row?.back.map((v: string | null) => v && new Date(v).toISOString())).toEqual([
    '2026-09-15T01:00:00.000Z',
    null,
  ]);
});

test('a bigint beyond 2^53 − 1 in an array is refused, not rounded', async () => {
  await expect(db`select array[9007199254740992]::bigint[] as back`).rejects.toThrow(RangeError);
});

test('every array type that a statement names is known to the driver', async () => {
  const files = ['db', 'src', 'jobs'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`${room}/${file}`, 'utf8')),
  );
  const named = new Set(
    files.flatMap((file) => [...file.matchAll(/::(\w+)\[\]/g)].map((m) => m[1])),
  );
  expect(named.size).toBeGreaterThan(4);
  for (const type of named) {
    const [row] = await db`select (${`${type}[]`}::regtype)::oid::int as oid`;
    expect(Object.keys(db.options.parsers), type).toContain(String(row?.oid));
  }
});
