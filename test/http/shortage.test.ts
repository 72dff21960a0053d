import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeCard, makeIdNumber, makeUscc } from '../../src/demo/identities.ts';
import { problemOf } from '../../src/http/problem.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { backends, holdUp, until } from '../journeys/child.ts';

// What runs short: connections, disk, a partition, agreement of clocks. Each is told plainly, and passes.

const at = freshDb();
let app: TestApp;
let callers: Callers;
let uscc = 1000;
const refusals: string[][] = [];

beforeAll(async () => {
  const meter = {
    answered: () => {},
    signatureRefused: (bank: string, reason: string) => void refusals.push([bank, reason]),
    text: async () => '',
  };
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00', meter });
  callers = await app.callers();
});
afterAll(() => app.end());

const list = () => app.call('GET', '/projects', { key: callers.owner.key });
/** Writes a company that was not there, and leaves an event. */
const write = () => {
  uscc += 1;
  const body = { name: `单位${uscc}`, kinds: ['subcontractor'] };
  return app.call('PUT', `/companies/${makeUscc(uscc)}`, { key: callers.authority.key, body });
};

test('with every connection in use a request is put off after a bounded wait, and the others are finished', async () => {
  const { turns } = app.db;
  turns.longestWait = 300;
  onTestFinished(() => {
    turns.longestWait = 10_000;
  });
  const letGo = await holdUp(at().ownerUrl, 'lock table we.api_key in access exclusive mode');
  const held = Array.from({ length: turns.max }, list);
  await until(async () => (await backends(at().ownerUrl, 'we_app')).waiting === turns.max);
  const begun = performance.now();
  const off = await list();
  expect(off).toMatchObject({ status: 503, body: { code: 'database-busy' } });
  expect(off.headers.get('retry-after')).toBe('5');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(290);
  expect(turns.use).toEqual({ max: 4, busy: 4, waiting: 0 });
  const patient = list();
  await letGo();
  for (const answer of await Promise.all([...held, patient])) expect(answer.status).toBe(200);
  expect(turns.use).toEqual({ max: 4, busy: 0, waiting: 0 });
});

const worker = { idNumber: makeIdNumber(1), name: '工人', cardNo: makeCard(1) };
const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)(
  'on a full disk nothing is stored, the answer says so, and with room again it goes on (as root only)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tight-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=0755', 'tmpfs', folder]);
    const sql = app.ownerDb;
    onTestFinished(async () => {
      await sql`alter table we.event set tablespace pg_default`;
      await sql`drop tablespace if exists tight`;
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    });
    const [home] = await sql`select current_setting('data_directory') as path`;
    const { uid, gid } = statSync(home?.path);
    chownSync(folder, uid, gid);
    await sql.unsafe(`create tablespace tight location '${folder}'`);
    await sql`alter table we.event set tablespace tight`;
    fill(join(folder, 'ballast'));

    let full = await write();
    for (let i = 0; full.status === 200 && i < 200; i += 1) full = await write();
    expect(full).toMatchObject({ status: 503, body: { code: 'database-full' } });
    expect(full.headers.get('retry-after')).toBe('5');
    expect(full.body.detail).toContain('磁盘已满');
    const [row] = await sql`select from we.company where uscc = ${makeUscc(uscc)}`;
    expect(row).toBeUndefined();
    expect((await list()).status).toBe(200);
    const told = app.logged().filter((line) => line.msg === 'request put off');
    expect(told.at(-1)).toMatchObject({ code: 'database-full' });

    rmSync(join(folder, 'ballast'));
    expect((await write()).status).toBe(200);
  },
);

/** Fills what is left of a small disk. */
function fill(path: string): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(4096), { flag: 'a' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
  }
}

test('a full disk is told from a server that has too many guests', () => {
  const code = (sqlstate: string) =>
    problemOf(Object.assign(new Error('x'), { code: sqlstate }))?.code;
  expect(['53100', '53300', '25P03'].map(code)).toEqual([
    'database-full',
    'database-unavailable',
    'database-unavailable',
  ]);
});

test('a payroll whose partition is missing is put off, and taken when it is there; one before all partitions is refused', async () => {
  const key = callers.authority.key;
  const body = {
    name: '海州安置房',
    regionCode: '320706',
    ownerUscc: callers.owner.uscc,
    contractorUscc: callers.contractor.uscc,
    fundSource: 'government',
    status: 'active',
    startsOn: '2017-01-01',
  };
  expect((await app.call('PUT', '/projects/P-1', { key, body })).status).toBe(200);
  const post = (wageMonth: string) =>
    app.call('POST', '/projects/P-1/payroll-batches', {
      key: callers.contractor.key,
      body: {
        wageMonth,
        employerUscc: callers.contractor.uscc,
        lines: [{ ...worker, grossFen: 1, deductions: [], netFen: 1 }],
      },
    });
  await app.ownerDb`drop table we.payroll_line_2026_03`;
  const off = await post('2026-03');
  expect(off).toMatchObject({ status: 503, body: { code: 'partition-missing' } });
  expect(off.headers.get('retry-after')).toBe('5');
  expect(off.body.detail).toContain('npm run migrate');
  await app.ownerDb`select we.make_partitions('2026-03-01', '2026-03-01')`;
  // Now it is looked at: the worker is not engaged here.
  expect(await post('2026-03')).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
  expect((await post('2018-12')).body.errors).toMatchObject([{ code: 'wage-month-outside' }]);
  expect((await post('2019-01')).body.errors).not.toMatchObject([{ code: 'wage-month-outside' }]);
});

test('a bank whose clock is an hour off is refused like any other, and the operator is told why', async () => {
  const bank = await app.bank('102');
  const now = app.deps.clock.now().getTime();
  const push = (code: string, raw: string, headers: Record<string, string>) =>
    app.call('POST', `/banks/${code}/events`, {
      body: raw,
      headers: { 'Content-Type': 'application/json', ...headers },
      once: null,
    });
  const raw = JSON.stringify({
    type: 'entry.booked',
    timestamp: '2026-05-08T09:00:00+08:00',
    data: [],
  });
  const answers = [
    await push('102', raw, bank.sign(raw, 'msg_1', new Date(now - 3_600_000))),
    await push('102', raw, bank.sign(raw, 'msg_2', new Date(now + 3_600_000))),
    await push('102', `${raw} `, bank.sign(raw, 'msg_3')),
    await push('999', raw, bank.sign(raw, 'msg_4')),
  ];
  const plain = ({ instance: _, ...rest }: Record<string, unknown>) => rest;
  expect(new Set(answers.map(({ body }) => JSON.stringify(plain(body)))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 401, body: { code: 'signature-invalid' } });
  expect(refusals).toEqual([
    ['102', 'clock'],
    ['102', 'clock'],
    ['102', 'signature'],
    ['unknown', 'bank-unknown'],
  ]);
  const told = app.logged().filter((line) => line.msg === 'signature refused');
  expect(told.map((line) => [line.bank, line.reason, line.aheadSeconds])).toEqual([
    ['102', 'clock', -3600],
    ['102', 'clock', 3600],
    ['102', 'signature', undefined],
    ['999', 'bank-unknown', undefined],
  ]);
  await push('102', raw, bank.sign(raw, 'msg_5'));
  expect(app.logged().at(-1)).toMatchObject({ msg: 'request', bank: '102', message: 'msg_5' });
});
