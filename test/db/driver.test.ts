import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { ownerOf } from '../helpers/insert.ts';

// What the driver does when the server ends a connection: db/patch-driver.mjs mends it after each install.

const at = freshDb();
let db: Db;
beforeAll(() => {
  db = openDb(at().appUrl, testVault, 1);
});
afterAll(() => db.end({ timeout: 1 }));

const endBackends = () => ownerOf(at())`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and usename = 'we_app'`;
const until = (condition: () => boolean) => expect.poll(condition, { timeout: 5000 }).toBe(true);
const wide = 'x'.repeat(4000);

/** Ends the connection in the middle of a long answer whose rows the driver is already reading. */
async function cutShort() {
  let seen = 0;
  const reading = db`select ${wide}::text as wide, pg_sleep(0.002) from generate_series(1, 5000)`;
  const failed = (
    reading.forEach(() => {
      seen += 1;
    }) as unknown as Promise<unknown>
  ).then(
    () => 'answered',
    () => 'failed',
  );
  await until(() => seen > 3);
  await endBackends();
  expect(await failed).toBe('failed');
}

test('an answer after one that was cut short is whole, and its own', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    await cutShort();
    const rows = await db`select ${turn}::int as n`;
    expect([...rows]).toEqual([{ n: turn }]);
  }
});

test('a plain answer that is cut short leaves nothing behind either', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const ended = db`select ${wide}::text as w, pg_sleep(0.002) from generate_series(1, 5000)`.then(
      () => 'answered',
      () => 'failed',
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    await endBackends();
    expect(await ended).toBe('failed');
    const rows = await db`select ${turn}::int as n`;
    expect([...rows]).toEqual([{ n: turn }]);
  }
});

test('a transaction whose connection has gone cannot speak in another one', async () => {
  let goOn = () => {};
  let wentOn: Promise<unknown> = Promise.resolve();
  const first = db.begin(async (sql) => {
    await sql`select 1`;
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    wentOn = sql`select set_config('we.probe', 'of the first', false)`.then(
      () => 'spoke',
      () => 'refused',
    );
    await wentOn;
    return 'done';
  });
  const outcome = first.then(
    () => 'committed',
    () => 'failed',
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  await endBackends();
  expect(await outcome).toBe('failed');

  const probe = await db.begin(async (sql) => {
    await sql`select set_config('we.probe', 'of the second', false)`;
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [row] = await sql`select current_setting('we.probe') as value`;
    return row?.value;
  });
  expect(probe).toBe('of the second');
  expect(await wentOn).toBe('refused');
});

test('a connection opened to be reserved is handed over', async () => {
  const fresh = openDb(at().appUrl, testVault, 1);
  try {
    const sql = await fresh.reserve();
    expect([...(await sql`select 1 as n`)]).toEqual([{ n: 1 }]);
    sql.release();
    expect([...(await fresh`select 2 as n`)]).toEqual([{ n: 2 }]);
  } finally {
    await fresh.end({ timeout: 1 });
  }
});
