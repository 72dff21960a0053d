import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { HEADINGS, worker as rowOf, xlsx } from '../adapters/excel/build-table.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { projectOf } from '../helpers/site.ts';

// What fits into an isolate, and how it is told to whoever sends more. The Worker of the run has the heap of
// `wrangler.ts`: a request that needs more kills it, and this file with it.

const MOST = 5_000;
const at = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  const project = projectOf(callers);
  await app.call('PUT', '/projects/P-1', { key: callers.authority.key, body: project });
});
afterAll(() => app.end());

const people = Array.from({ length: MOST }, (_, n) => {
  const [name, idNumber, team, cardNo] = rowOf(n);
  return { name, idNumber, team, cardNo };
});
const claim = (wageMonth: string, count = MOST) => ({
  wageMonth,
  employerUscc: callers.contractor.uscc,
  lines: Array.from({ length: count }, (_, n) => ({
    idNumber: makeIdNumber(n),
    name: people[n % MOST]?.name,
    cardNo: makeCard(n),
    workDays: 26,
    grossFen: 650_000,
    deductions: [{ kind: 'tax', amountFen: 100 }],
    netFen: 649_900,
    confirmedAt: '2026-05-01T08:00:00+08:00',
  })),
});
const post = (body: unknown) =>
  app.call('POST', '/projects/P-1/payroll-batches', { key: callers.contractor.key, body });
const upload = (bytes: Uint8Array<ArrayBuffer>, wageMonth: string) => {
  const form = new FormData();
  form.set('file', new File([bytes], '工资表.xlsx'));
  form.set('wageMonth', wageMonth);
  form.set('employerUscc', callers.contractor.uscc);
  return post(form);
};
const table = (count: number) =>
  xlsx([HEADINGS, ...Array.from({ length: count }, (_, n) => rowOf(n))]);

const elsewhere = { status: 413, detail: expect.stringMatching(/Node.*50,000 行/) };

test('five thousand people are engaged and paid, as JSON and as a spreadsheet', {
  timeout: 120_000,
}, async () => {
  const engagements = people.map((person) => ({
    ...person,
    employerUscc: callers.contractor.uscc,
    enteredOn: '2026-02-01',
  }));
  const key = callers.authority.key;
  const path = '/projects/P-1/engagements';
  expect((await app.call('POST', path, { key, body: { engagements } })).status).toBe(201);
  const { status, body } = await post(claim('2026-03'));
  expect([status, body.lineCount]).toEqual([201, MOST]);
  const sheet = await upload(Uint8Array.from(await table(MOST)), '2026-04');
  expect([sheet.status, sheet.body.lineCount]).toEqual([201, MOST]);
  expect(sheet.body.totalNetFen).toBe(MOST * 650_000);
});

test('one row more is 413 and names the way, whatever it comes in', async () => {
  const rows = { ...elsewhere, code: 'rows-too-many', maxRows: MOST };
  expect((await post(claim('2026-05', MOST + 1))).body).toMatchObject(rows);
  const bytes = Uint8Array.from(await table(MOST + 1));
  expect((await upload(bytes, '2026-05')).body).toMatchObject(rows);
});

test('a body too large for an isolate is 413 and names the way', async () => {
  const json = 'x'.repeat(4 * 1024 * 1024 + 1);
  const headers = { 'Content-Type': 'application/json' };
  const answer = await app.call('POST', '/projects/P-1/payroll-batches', {
    key: callers.contractor.key,
    body: json,
    headers,
  });
  expect(answer.body).toMatchObject({ ...elsewhere, code: 'body-too-large' });
});

test('a statement of almost a megabyte is read', { timeout: 60_000 }, async () => {
  const bank = await app.bank('102');
  const file = new URL('../fixtures/iso20022/camt053-cny-month.xml', import.meta.url);
  const one = readFileSync(file, 'utf8');
  const entry = /<Ntry>[\s\S]*?<\/Ntry>/.exec(one)?.[0] ?? '';
  const count = Math.floor((0.95 * 1024 * 1024) / Buffer.byteLength(entry));
  const many = Array.from({ length: count }, (_, n) =>
    entry.replace(/(<AcctSvcrRef>).*?(<)/, `$1LYG${n}$2`),
  );
  const { status, body } = await bank.xml(one.replace(entry, many.join('')));
  expect([status, body.accepted + body.unmatched > count]).toEqual([200, true]);
});
