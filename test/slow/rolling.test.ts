import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDb } from '../../db/client.ts';
import { startEmbedded } from '../../db/embedded/server.ts';
import { heard, type Program, programVault, serversOf, startProgram } from '../helpers/program.ts';
import { type Client, foundTown, makeClient, type Town } from '../helpers/town.ts';

// A rolling restart under load: nobody outside may notice it.

const SITES = 10;
const CALLERS = 12;
const LEAST = 3_000;
let program: Program;
let client: Client;
let town: Town;

beforeAll(async () => {
  program = await startProgram(['--processes', '2']);
  client = makeClient(program.url, CALLERS);
  town = await foundTown(program.ownerDb, client, SITES);
}, 120_000);
afterAll(async () => {
  client?.end();
  await program?.end();
});

const site = (n: number) => town.projects[n % SITES] as Town['projects'][number];

/** The n-th request: every third one writes, once each. */
function ask(n: number) {
  if (n % 3 === 1) return client.call('GET', '/health', '');
  if (n % 3 === 2)
    return client.call('GET', `/projects/${site(n).code}/obligations`, town.keys.authority);
  return town.push('entry.booked', {
    accountNo: site(n).accountNo,
    entryId: `entry-${n}`,
    direction: 'credit',
    amountFen: 1_00,
    bookedAt: new Date().toISOString(),
  });
}

test('while the processes are replaced, every request over kept connections is answered, every write done once', {
  timeout: 240_000,
}, async () => {
  const pid = program.child.pid as number;
  const before = serversOf(pid);
  let next = 0;
  let over = false;
  let reused = 0;
  const failures: string[] = [];
  const caller = async () => {
    while (!over || next < LEAST) {
      const n = next;
      next += 1;
      await ask(n).then(
        (said) => {
          reused += Number(said.reused);
          if (said.status !== 200) failures.push(`${n}: ${said.status} ${said.body.code}`);
        },
        (error) => failures.push(`${n}: ${error.message}`),
      );
    }
  };
  const load = Promise.all(Array.from({ length: CALLERS }, caller));
  await expect.poll(() => next, { timeout: 60_000 }).toBeGreaterThan(300);
  program.child.kill('SIGUSR2');
  await heard(program.child, program.said, '服务进程已全部重启', 120_000);
  over = true;
  await load;

  expect(failures).toEqual([]);
  const after = serversOf(pid);
  expect(after).toHaveLength(before.length);
  expect(after.filter((child) => before.includes(child))).toEqual([]);
  expect(reused).toBeGreaterThan(next / 2);
  const writes = Math.ceil(next / 3);
  const [row] =
    await program.ownerDb`select count(*)::int as entries, count(distinct entry_id)::int as once,
    (select sum(balance_fen)::int from we.wage_account) as balance from we.account_entry`;
  expect(row).toEqual({ entries: writes, once: writes, balance: writes * 1_00 });
});

test('SIGTERM ends the whole program, and what was accepted is there', {
  timeout: 120_000,
}, async () => {
  const ended = new Promise((resolve) => program.child.once('exit', (code) => resolve(code)));
  const said = Promise.allSettled(Array.from({ length: 30 }, (_, i) => ask(3 * (100_000 + i))));
  await new Promise((resolve) => setTimeout(resolve, 20));
  program.child.kill('SIGTERM');
  const outcomes = await said;
  const accepted = outcomes.flatMap((s, i) =>
    s.status === 'fulfilled' && s.value.status === 200 ? [`entry-${3 * (100_000 + i)}`] : [],
  );
  expect(await ended).toBe(0);
  expect(accepted.length).toBeGreaterThan(0);
  const server = await startEmbedded({ dataDir: program.dataDir, log: () => {} });
  const db = openDb(server.ownerUrl, programVault, 1);
  const rows =
    await db`select entry_id from we.account_entry where entry_id = any(${accepted}::text[])`;
  await db.end();
  await server.stop();
  expect(rows).toHaveLength(accepted.length);
});
