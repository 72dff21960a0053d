import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { type Actor, sendAhead, type Work, write } from '../../db/work.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { ownerOf } from '../helpers/insert.ts';

// One connection: what a failed unit of work leaves on it meets the next.
const at = freshDb();
let db: Db;
beforeAll(() => {
  db = openDb(at().appUrl, testVault, 1);
});
afterAll(() => db.end({ timeout: 1 }));

const nobody: Actor = {
  ...{ id: 'key:test', holder: 'test', org: null, bank: null, region: null },
  ...{ grants: [], projects: [] },
};
const act = <T>(fn: (work: Work) => Promise<T>) =>
  write(db, nobody, new Date('2026-06-01T00:00:00Z'), '2026-06-01', fn);
const keep = (work: Work, key: string) => work.sql`
  insert into we.idempotent_answer (holder, route, key, status, answer_cipher, created_at)
  values ('test', '/test', ${key}, 200, 'x', ${work.now})`;
const kept = async () => {
  const rows = await ownerOf(
    at(),
  )`select key from we.idempotent_answer where route = '/test' order by key`;
  return rows.map(({ key }) => key);
};

test('what was sent ahead is seen by what follows, and stays', async () => {
  const seen = await act(async (work) => {
    sendAhead(work, keep(work, 'a'));
    const [row] =
      await work.sql`select count(*)::int as n from we.idempotent_answer where key = 'a'`;
    return row?.n;
  });
  expect(seen).toBe(1);
  expect(await kept()).toEqual(['a']);
});

test('the scope is set before the first statement', async () => {
  const rows = await act(({ sql }) => sql`select current_setting('app.actor', true) as actor`);
  expect(rows).toMatchObject([{ actor: 'key:test' }]);
});

test('where the last statement, sent ahead, fails, nothing of the unit stays and it says so', async () => {
  const failed = act(async (work) => {
    await keep(work, 'b');
    sendAhead(work, keep(work, 'b'));
    return 'done';
  });
  await expect(failed).rejects.toThrow(/idempotent_answer_pk/);
  expect(await kept()).toEqual(['a']);
});

test('where one in the middle fails, its own fault is told, not that of what follows', async () => {
  const failed = act(async (work) => {
    sendAhead(work, keep(work, 'a'));
    await keep(work, 'c');
  });
  await expect(failed).rejects.toThrow(/idempotent_answer_pk/);
  expect(await kept()).toEqual(['a']);
  expect(await act(({ sql }) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
});

test('units of work on one connection do not mix', async () => {
  const one = () =>
    act(async ({ sql }) => {
      const [first] = await sql`select txid_current() as tx`;
      const [second] = await sql`select txid_current() as tx`;
      return [first?.tx, second?.tx];
    });
  const pairs = await Promise.all(Array.from({ length: 5 }, one));
  for (const [first, second] of pairs) expect(second).toBe(first);
  expect(new Set(pairs.map(([tx]) => tx)).size).toBe(5);
});

test('a unit of work has its time: who takes longer than told gets an answer all the same', async () => {
  const sleep = (ms: number) =>
    write(db, nobody, new Date(), '2026-07-01', ({ sql }) => sql`select pg_sleep(0.2)`, ms);
  await expect(sleep(50)).rejects.toMatchObject({ code: 'database-unavailable' });
  await expect(sleep(10_000)).resolves.toHaveLength(1);
});
