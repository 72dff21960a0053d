import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp, testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let bank: Awaited<ReturnType<TestApp['bank']>>;

const ACCOUNT = '32050165436000000789';
const MOST = Number.MAX_SAFE_INTEGER;
const account = {
  bankCode: '102',
  accountNo: ACCOUNT,
  accountName: '海州安置房农民工工资专户',
  openedOn: '2026-01-15',
};
const contract = { signedOn: '2026-01-02', totalFen: 80_000_000_00, contractorSize: 'medium' };
const worker = { idNumber: makeIdNumber(1), name: '工人1', cardNo: makeCard(1) };
let accountId = '';

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  bank = await app.bank('102');
  const project = {
    name: '海州安置房',
    regionCode: '320706',
    ownerUscc: callers.owner.uscc,
    contractorUscc: callers.contractor.uscc,
    fundSource: 'government',
    status: 'active',
    startsOn: '2026-01-01',
  };
  const engagement = {
    ...worker,
    employerUscc: callers.contractor.uscc,
    enteredOn: '2026-02-01',
  };
  const key = callers.authority.key;
  await app.call('PUT', '/projects/P-1', { key, body: project });
  await app.call('POST', '/projects/P-1/engagements', { key, body: { engagements: [engagement] } });
  accountId = (await app.call('POST', '/projects/P-1/wage-accounts', { key, body: account })).body
    .accountId;
});
afterAll(() => app.end());

const put = (path: string, body: unknown) =>
  app.call('PUT', path, { key: callers.authority.key, body });
const post = (body: unknown) =>
  app.call('POST', '/projects/P-1/payroll-batches', { key: callers.contractor.key, body });
const claim = (wageMonth: string, line: object) => ({
  wageMonth,
  employerUscc: callers.contractor.uscc,
  lines: [{ ...worker, ...line }],
});

test('an account closed before it was opened, or opened tomorrow, is refused with its place', async () => {
  const change = (days: object) => put(`/wage-accounts/${accountId}`, { ...account, ...days });
  const open = (days: object) =>
    app.call('POST', '/projects/P-1/wage-accounts', {
      key: callers.authority.key,
      body: { ...account, accountNo: '32050165436000000790', ...days },
    });
  for (const send of [change, open]) {
    expect((await send({ closedOn: '2026-01-14' })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/closedOn', code: 'dates-disordered' }],
    });
    expect((await send({ openedOn: '2026-05-09' })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/openedOn', code: 'day-in-future' }],
    });
  }
  expect((await change({ closedOn: '2026-01-15' })).status).toBe(200);
  expect((await change({ openedOn: '2026-05-08' })).status).toBe(200);
  expect((await change({})).status).toBe(200);
});

test('contracts and accounts older than the working-day calendar are taken, contracts of the year after next not', async () => {
  expect(
    (await put('/projects/P-1/contract', { ...contract, signedOn: '2027-05-09' })).body,
  ).toMatchObject({ status: 422, errors: [{ pointer: '/signedOn', code: 'day-in-future' }] });
  expect(
    (await put('/projects/P-1/contract', { ...contract, signedOn: '2018-11-30' })).status,
  ).toBe(200);
  const old = { ...account, accountNo: '32050165436000000791', openedOn: '2018-11-30' };
  const opened = await app.call('POST', '/projects/P-1/wage-accounts', {
    key: callers.authority.key,
    body: old,
  });
  expect(opened.status).toBe(201);
});

test('a wage beyond any wage is refused, so that totals never leave what JSON carries', async () => {
  const most = 100_000_000_00;
  for (const grossFen of [MOST, most + 1]) {
    expect((await post(claim('2026-03', { grossFen, netFen: grossFen }))).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/lines/0/grossFen', code: 'amount-implausible' }],
    });
  }
  expect((await post(claim('2026-03', { grossFen: most, netFen: most }))).status).toBe(201);
});

test('a cursor beyond the last line is an empty page', async () => {
  const { body } = await post(claim('2026-04', { grossFen: 100, netFen: 100 }));
  const path = `/payroll-batches/${body.batchId}/lines?after=999999999999999`;
  const lines = await app.call('GET', path, { key: callers.contractor.key });
  expect(lines.body).toEqual({ items: [], next: null });
});

test('an unknown field of a row is told once', async () => {
  const { body } = await post(claim('2026-05', { grossFen: 100, netFen: 100, colour: 'red' }));
  expect(body).toMatchObject({ errorCount: 1, errors: [{ pointer: '/lines/0/colour' }] });
  expect(body.errors).toHaveLength(1);
});

test('a wage table without a row is refused and leaves no batch', async () => {
  const form = new FormData();
  form.set('file', new File(['姓名,身份证号,银行卡号,应发工资,实发工资\r\n'], '空表.csv'));
  form.set('wageMonth', '2026-05');
  form.set('employerUscc', callers.contractor.uscc);
  expect((await post(form)).body).toMatchObject({ status: 422, code: 'sheet-empty' });
  expect((await post(claim('2026-05', { grossFen: 100, netFen: 100 }))).status).toBe(201);
});

test('a bank cannot speak for days to come, nor book more than any account holds', async () => {
  const feed = (through: string) => bank.events('feed.complete', { accountNo: ACCOUNT, through });
  expect((await feed('2026-05-09')).body).toMatchObject({
    accepted: 0,
    rejected: [{ index: 0, code: 'day-in-future' }],
  });
  expect((await feed('2026-05-08')).body).toMatchObject({ accepted: 1, rejected: [] });
  const entry = (entryId: string, amountFen: number, bookedAt: string) => ({
    accountNo: ACCOUNT,
    entryId,
    direction: 'credit',
    amountFen,
    bookedAt,
  });
  const now = '2026-05-08T08:00:00+08:00';
  const { body } = await bank.events('entry.booked', [
    entry('e1', MOST, now),
    entry('e2', 100_000_000_000_01, now),
    entry('e3', 100_000_000_000_00, now),
    entry('e4', 1, '2026-05-10T00:00:00+08:00'),
    entry('e5', 1, '2026-05-09T23:59:59+08:00'),
  ]);
  expect(body).toMatchObject({
    accepted: 2,
    rejected: [
      { index: 0, code: 'amount-implausible' },
      { index: 1, code: 'amount-implausible' },
      { index: 3, code: 'day-in-future' },
    ],
  });
});

test('a signature is over the bytes as they came: a message in GB18030 is its bank’s', async () => {
  const secret = Buffer.alloc(24, 7).toString('base64');
  await app.ownerDb`insert into we.bank (code, name) values ('104', '银行104')`;
  await app.ownerDb`insert into we.bank_secret (bank_code, version, secret_cipher, valid_from)
    values ('104', 1, ${testVault.seal(`whsec_${secret}`)}, '2000-01-01')`;
  const file = new URL('../fixtures/iso20022/camt054-gb18030.xml', import.meta.url);
  const raw = new Uint8Array(readFileSync(file));
  const seconds = String(Date.parse('2026-05-08T09:00:00+08:00') / 1000);
  const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(`msg_gb.${seconds}.`);
  const headers = {
    'Content-Type': 'application/xml',
    'webhook-id': 'msg_gb',
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${mac.update(raw).digest('base64')}`,
  };
  const send = (body: Uint8Array) =>
    app.call('POST', '/banks/104/messages', { body, headers, once: null });
  expect((await send(raw)).status).toBe(200);
  const first = raw.findIndex((byte) => byte > 0x80);
  const other = raw.map((byte, i) => (i === first ? byte ^ 1 : byte));
  expect((await send(other)).body.code).toBe('signature-invalid');
});

test('a statement whose totals are wrong is kept and answered with the reasons', async () => {
  const file = new URL('../fixtures/iso20022/camt053-cny-month.xml', import.meta.url);
  const right = readFileSync(file, 'utf8');
  const bank = await app.bank('102');
  const totals = async (xml: string) => {
    const { status, body } = await bank.xml(xml);
    const warnings = (body.warnings ?? []) as { pointer: string }[];
    return [status, warnings.filter((w) => w.pointer.includes('TtlCdtNtries')).length];
  };
  expect(await totals(right)).toEqual([200, 0]);
  const wrong = right.replace('<Sum>100000.00</Sum>', '<Sum>100001.00</Sum>');
  expect(await totals(wrong)).toEqual([200, 1]);
});
