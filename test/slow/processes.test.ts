import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dayOf } from '../../src/lib/day.ts';
import { heard, type Program, serversOf, startProgram } from '../helpers/program.ts';
import { type Client, foundTown, makeClient, type Said, type Town } from '../helpers/town.ts';

// Four processes on one database, over real sockets: what must hold however the requests fall among them.

const SITES = 8;
let program: Program;
let client: Client;
let town: Town;

beforeAll(async () => {
  program = await startProgram(['--processes', '4']);
  client = makeClient(program.url, 16);
  town = await foundTown(program.ownerDb, client, SITES);
}, 120_000);
afterAll(async () => {
  client?.end();
  await program?.end();
});

const many = <T>(n: number, fn: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => fn(i)));
const site = (n: number) => town.projects[n % SITES] as Town['projects'][number];
const batch = (n: number, given: object = {}) => ({
  wageMonth: '2026-10',
  employerUscc: town.contractor,
  kind: 'supplement',
  lines: site(n)
    .workers.slice(0, 1)
    .map((w) => ({ ...w, grossFen: 100_00, deductions: [], netFen: 100_00 })),
  ...given,
});
const postBatch = (n: number, body: unknown, once?: string) =>
  client.call(
    'POST',
    `/projects/${site(n).code}/payroll-batches`,
    town.keys.contractor,
    body,
    once,
  );
const countOf = (said: Said[], status: number) => said.filter((s) => s.status === status).length;

async function metrics(): Promise<string> {
  return (await fetch(program.metricsUrl)).text();
}

test('every process serves, and the metrics of all are in one answer, at the port and with a key', async () => {
  await many(64, () => client.call('GET', '/health', ''));
  const text = await metrics();
  for (const process of ['1', '2', '3', '4']) {
    expect(text).toMatch(new RegExp(`route="/health",status="200",process="${process}"\\} [1-9]`));
  }
  expect(text.match(/^wage_escrow_database_up /gm)).toHaveLength(1);
  const answer = await fetch(`${program.url}/metrics`, {
    headers: { Authorization: `Bearer ${town.keys.authority}` },
  });
  expect(await answer.text()).toMatch(/process="1"[\s\S]*process="4"/);
});

test('batch numbers have no gap and no double, refused batches in between', {
  timeout: 120_000,
}, async () => {
  const said = await many(60, (i) =>
    postBatch(0, i % 3 === 2 ? batch(0, { lines: [] }) : batch(0)),
  );
  expect([countOf(said, 201), countOf(said, 422)]).toEqual([40, 20]);
  const [row] = await program.ownerDb<{ last: number; batches: number; numbers: number }[]>`
    select (select last from we.batch_counter where project_id = b.project_id and wage_month = b.wage_month) as last,
      count(*)::int as batches, count(distinct batch_no)::int as numbers
    from we.payroll_batch b group by project_id, wage_month`;
  expect(row).toEqual({ last: 40, batches: 40, numbers: 40 });
});

test('one idempotency key, sent at once to all processes, makes one batch', async () => {
  const once = randomUUID();
  const said = await many(20, () => postBatch(1, batch(1), once));
  const made = said.filter((s) => s.status === 201);
  expect(made.length).toBeGreaterThan(0);
  expect(new Set(made.map((s) => s.body.batchId)).size).toBe(1);
  for (const other of said.filter((s) => s.status !== 201))
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-in-progress' } });
  const [row] = await program.ownerDb`select count(*)::int as n from we.payroll_batch b
    join we.project_directory d on d.project_id = b.project_id where d.code = ${site(1).code}`;
  expect(row).toEqual({ n: 1 });
});

test('one bank message, sent at once to all processes, is booked once', async () => {
  const at = new Date();
  const data = {
    accountNo: site(2).accountNo,
    entryId: 'once',
    direction: 'credit',
    amountFen: 7_00,
    bookedAt: at.toISOString(),
  };
  const said = await many(20, () => town.push('entry.booked', data, 'one-message', at));
  expect(countOf(said, 200)).toBe(20);
  const rows = await program.ownerDb`select e.amount_fen, a.balance_fen from we.account_entry e
    join we.wage_account a on a.project_id = e.project_id where e.entry_id = 'once'`;
  expect([...rows]).toEqual([{ amount_fen: 7_00, balance_fen: 7_00 }]);
});

test('a night asked of all processes at once is run by one', { timeout: 60_000 }, async () => {
  const day = addDays(dayOf(new Date()), -1);
  const said = await many(16, () =>
    client.call('POST', '/job-runs', town.keys.authority, { job: 'night', day }),
  );
  const ran = said.filter((s) => s.status === 200);
  expect(ran.length).toBeGreaterThan(0);
  expect(new Set(ran.map((s) => s.body.startedAt)).size).toBe(1);
  for (const other of said.filter((s) => s.status !== 200))
    expect(other).toMatchObject({ status: 409, body: { code: 'run-busy' } });
  const events = await program.ownerDb`select from we.event where name = 'job.finished'`;
  expect(events).toHaveLength(1);
  await sleep(10_000);
  expect(await metrics()).toMatch(/wage_escrow_job_done_age_days\{job="night"\} 1$/m);
});

test('a process that is killed is started again, and the others serve meanwhile', {
  timeout: 90_000,
}, async () => {
  const pid = program.child.pid as number;
  const before = serversOf(pid);
  expect(before).toHaveLength(4);
  process.kill(before[0] as number, 'SIGKILL');
  await heard(program.child, program.said, 'process died');
  const said = await many(100, () => client.call('GET', '/health', '').catch(() => null));
  expect(said.filter((s) => s?.status === 200).length).toBeGreaterThanOrEqual(100 - 16);
  await expect.poll(() => serversOf(pid).length, { timeout: 60_000 }).toBe(4);
  expect(serversOf(pid)).not.toContain(before[0]);
});
