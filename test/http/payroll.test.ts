import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let bank: Awaited<ReturnType<TestApp['bank']>>;

const ACCOUNT = '32050165436000000456';
const workers = [1, 2, 3].map((n) => ({
  idNumber: makeIdNumber(n),
  name: `工人${n}`,
  cardNo: makeCard(n),
}));

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  bank = await app.bank('102');
  const key = callers.authority.key;
  const { uscc } = callers.contractor;
  const project = {
    name: '海州安置房',
    regionCode: '320706',
    ownerUscc: callers.owner.uscc,
    contractorUscc: uscc,
    fundSource: 'government',
    status: 'active',
    startsOn: '2026-01-01',
  };
  const contract = {
    signedOn: '2026-01-02',
    totalFen: 80_000_000_00,
    contractorSize: 'medium',
    labourCostRatio: 0.205,
    transferDay: 10,
    payDay: 15,
    payMonthOffset: 1,
  };
  const account = {
    bankCode: '102',
    accountNo: ACCOUNT,
    accountName: '海州安置房农民工工资专户',
    openedOn: '2026-01-15',
  };
  const engagements = workers.map((w) => ({
    ...w,
    employerUscc: uscc,
    team: '木工班',
    enteredOn: '2026-02-01',
  }));
  expect((await app.call('PUT', '/projects/P-1', { key, body: project })).status).toBe(200);
  expect((await app.call('PUT', '/projects/P-1/contract', { key, body: contract })).status).toBe(
    200,
  );
  const opened = await app.call('POST', '/projects/P-1/wage-accounts', { key, body: account });
  expect(Object.keys(opened.body)).toEqual(['accountId']);
  const engaged = await app.call('POST', '/projects/P-1/engagements', {
    key,
    body: { engagements },
  });
  expect(engaged.status).toBe(201);
});
afterAll(() => app.end());

const claim = (wageMonth: string, grossFen = 600_000) => ({
  wageMonth,
  employerUscc: callers.contractor.uscc,
  lines: workers.map((w) => ({
    ...w,
    grossFen,
    deductions: [{ kind: 'tax', amountFen: 100 }],
    netFen: grossFen - 100,
  })),
});
const post = (body: unknown, key = callers.contractor.key) =>
  app.call('POST', '/projects/P-1/payroll-batches', { key, body });

test('a payroll is posted by one, approved by another, ordered, fetched as XML, and paid by the bank', async () => {
  const posted = await post(claim('2026-03'));
  expect(posted).toMatchObject({
    status: 201,
    body: { status: 'claimed', lineCount: 3, totalNetFen: 3 * 599_900 },
  });
  const batch = `/payroll-batches/${posted.body.batchId}`;
  const approve = (key: string) =>
    app.call('PUT', `${batch}/approval`, { key, body: { totalNetFen: 3 * 599_900 } });
  expect((await approve(callers.contractor.key)).body.code).toBe('two-persons');
  expect((await approve(callers.contractor.approver)).body.status).toBe('approved');
  const key = callers.contractor.key;
  expect((await app.call('GET', `${batch}/order.xml`, { key })).status).toBe(409);
  expect((await app.call('PUT', `${batch}/order`, { key })).body.status).toBe('ordered');

  // An answer that was lost is given again to its own person only.
  expect((await app.call('PUT', `${batch}/order`, { key })).body.status).toBe('ordered');
  expect((await approve(callers.contractor.approver)).body.status).toBe('ordered');
  const other = await app.call('PUT', `${batch}/order`, { key: callers.contractor.approver });
  expect(other.body).toMatchObject({ status: 409, code: 'batch-state' });

  const xml = await app.call('GET', `${batch}/order.xml`, { key });
  expect(xml.headers.get('content-type')).toMatch(/^application\/xml/);
  expect(Buffer.from(xml.body).toString()).toContain(
    `<EndToEndId>${posted.body.batchNo}-3</EndToEndId>`,
  );

  const paid = {
    endToEndId: `${posted.body.batchNo}-1`,
    outcome: 'paid',
    amountFen: 599_900,
    at: '2026-05-08T08:00:00+08:00',
  };
  expect(
    (await bank.events('payout.result', [paid, { ...paid, outcome: 'lost' }])).body,
  ).toMatchObject({
    accepted: 1,
    rejected: [{ index: 1, code: 'value-not-allowed' }],
  });
  const lines = await app.call('GET', `${batch}/lines?limit=2`, { key });
  expect(lines.body.items.map((line: { state: string }) => line.state)).toEqual([
    'paid',
    'ordered',
  ]);
  const rest = await app.call('GET', `${batch}/lines?limit=2&after=${lines.body.next}`, { key });
  expect(rest.body).toMatchObject({ items: [{ state: 'ordered' }], next: null });
  expect((await app.call('GET', `${batch}/lines?after=x`, { key })).body.code).toBe(
    'invalid-input',
  );
});

test('another company’s key finds neither the project nor the batch', async () => {
  const posted = await post(claim('2026-04'));
  const stranger = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00', seed: 7 });
  const { contractor } = await stranger.callers();
  await stranger.end();
  expect((await post(claim('2026-04'), contractor.key)).body).toMatchObject({
    status: 404,
    code: 'not-found',
  });
  const batch = await app.call('GET', `/payroll-batches/${posted.body.batchId}`, {
    key: contractor.key,
  });
  expect(batch.body).toMatchObject({ status: 404, code: 'not-found' });
});

function upload(csv: string, once?: string, headers = {}) {
  const form = new FormData();
  form.set('file', new File([csv], '五月工资.csv'));
  form.set('wageMonth', '2026-05');
  form.set('employerUscc', callers.contractor.uscc);
  return app.call('POST', '/projects/P-1/payroll-batches', {
    key: callers.contractor.key,
    body: form,
    headers,
    ...(once ? { once } : {}),
  });
}
const head = '姓名,身份证号,银行卡号,应发工资,实发工资\r\n';
const row = (n: number, idNumber = workers[n]?.idNumber) =>
  `${workers[n]?.name},${idNumber},${workers[n]?.cardNo},6000,5900\r\n`;

test('refused rows of a sheet come back as a sheet with the reason, in the answer or alone', async () => {
  const stranger = makeIdNumber(99);
  const csv = head + row(0) + row(1, stranger);
  const { body } = await upload(csv);
  expect(body).toMatchObject({
    status: 422,
    code: 'sheet-refused',
    errorCount: expect.any(Number),
  });
  expect(body.errors[0]).toMatchObject({ pointer: '/rows/3/B', code: 'worker-not-engaged' });
  expect(JSON.stringify(body.errors)).not.toContain(stranger);
  const sheet = Buffer.from(body.refusedRows.base64, 'base64').toString();
  expect(sheet).toContain('退回原因');
  expect(sheet).toContain(stranger);
  expect(sheet).not.toContain(workers[0]?.idNumber);
  const alone = await upload(csv, undefined, { Accept: 'text/csv' });
  expect([alone.status, alone.headers.get('content-type')]).toEqual([
    422,
    'text/csv; charset=utf-8',
  ]);
  expect(Buffer.from(alone.body).toString()).toBe(sheet);
});

test('a file that is no wage table is refused by its own name', async () => {
  expect((await upload('甲,乙\r\n1,2\r\n')).body).toMatchObject({
    status: 422,
    code: 'heading-not-found',
  });
  expect((await upload('')).body).toMatchObject({ status: 422, code: 'file-empty' });
});

test('a sheet posted again under its key gets the first answer, whatever the boundary', async () => {
  const csv = head + row(0) + row(1);
  const first = await upload(csv, 'sheet-1');
  expect(first).toMatchObject({
    status: 201,
    body: { status: 'claimed', lineCount: 2, totalNetFen: 2 * 590_000 },
  });
  const again = await upload(csv, 'sheet-1');
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await upload(head + row(0), 'sheet-1')).body.code).toBe('idempotency-key-reused');
});

test('a form without its file or with a field too many is refused with its place', async () => {
  const form = new FormData();
  form.set('wageMonth', '2026-05');
  form.set('employerUscc', callers.contractor.uscc);
  form.set('colour', 'red');
  const { body } = await post(form);
  expect(
    body.errors.map((e: { pointer: string; code: string }) => [e.pointer, e.code]).sort(),
  ).toEqual([
    ['/colour', 'unknown-field'],
    ['/file', 'file-missing'],
  ]);
});

test('a bank’s wrong signature, an unknown bank and an old message are the same 401', async () => {
  const raw = JSON.stringify({
    type: 'feed.complete',
    timestamp: '2026-05-08T09:00:00+08:00',
    data: { accountNo: ACCOUNT, through: '2026-05-07' },
  });
  const send = (code: string, headers: Record<string, string>) =>
    app.call('POST', `/banks/${code}/events`, { body: raw, headers, once: null });
  const signed = bank.sign(raw);
  const bad = { ...signed, 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` };
  const old = bank.sign(raw, 'msg_old', new Date('2026-05-08T08:54:59+08:00'));
  for (const answer of [
    await send('102', bad),
    await send('103', signed),
    await send('102', old),
    await send('102', {}),
  ]) {
    expect(answer.body).toMatchObject({ status: 401, code: 'signature-invalid' });
  }
  expect(await send('102', signed)).toMatchObject({
    status: 200,
    body: { accepted: 1, rejected: [] },
  });
});

test('a bank message that is not understood is 422 with its reasons, and the same again', async () => {
  for (const once of [1, 2]) {
    const answer = await bank.xml('<Document xmlns="urn:x"><Nothing/></Document>', 'msg_odd');
    expect(answer.body, String(once)).toMatchObject({
      status: 422,
      code: 'message-not-understood',
      errors: [{ code: 'message-unknown' }],
    });
  }
});
