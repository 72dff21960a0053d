import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUp } from '../../db/backup.ts';
import { openDb } from '../../db/client.ts';
import { makeCity } from '../../src/demo/city.ts';
import { authorityOf, type Drive, drive } from '../../src/demo/drive.ts';
import { overHttp } from '../../src/demo/http.ts';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { payrollForm } from '../../src/demo/payroll-file.ts';
import type { Actor } from '../../src/demo/story.ts';
import { publicId } from '../../src/lib/id.ts';
import { makeLog } from '../../src/lib/log.ts';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';
import { startServer } from '../../src/serve.ts';
import { freshDb } from '../helpers/db.ts';
import { makeScanner, numbersIn } from '../helpers/leaks.ts';
import { readSheets } from '../helpers/pdf.ts';

// A small city lives two months through the API; then nothing that lies about may hold a number of its people.

const SECRET = 'a secret of the tests, long enough for it';
/** First byte of what is gzipped. */
const GZIP = 0x1f;
const db = freshDb();
const city = makeCity({ seed: 11, projects: 5, workers: 60, months: 2, to: '2026-10-31' });
const numbers = numbersIn(city.steps);
const scan = makeScanner(numbers);
const some = [...numbers][0] as string;
let now = new Date(`${city.fromDay}T00:10:00+08:00`);
const logged: string[] = [];
let sql: postgres.Sql;
let server: Awaited<ReturnType<typeof startServer>>;
let played: Drive;
const credentials = new Map<string, string>();

beforeAll(async () => {
  sql = postgres(db().ownerUrl, { max: 1, onnotice: () => {} });
  server = await startServer({
    port: 0,
    clock: { now: () => now },
    log: (line) => void logged.push(line),
    logger: makeLog('trace', { write: (line: string) => void logged.push(line) }),
    databaseUrl: db().ownerUrl,
    databaseUrlApp: db().appUrl,
    databaseUrlNight: db().nightUrl,
    wageSecret: SECRET,
  });
  const { uscc, name } = city.authority;
  await server.admin.makeAuthority({ uscc, name, regionPrefix: '3207' });
  const credentialOf = async (actor: Actor) => {
    const made =
      actor.role === 'bank'
        ? (await server.admin.makeBank({ bankCode: actor.bankCode, name: actor.bankCode })).secret
        : (await server.admin.makeKey({ companyId: actor.uscc, holder: actor.role })).key;
    credentials.set(actor.role, made);
    return made;
  };
  const setClock = (at: Date) => {
    now = at;
  };
  played = await drive(city, { send: overHttp(server.url), setClock, credentialOf });
}, 240_000);
afterAll(async () => {
  await server?.stop();
  await sql?.end();
});

/** What `npm run backup` writes: every row of every table. */
async function dumped(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dump-'));
  const owner = openDb(db().ownerUrl, makeVault([keyFromSecret(SECRET)]), 1);
  try {
    const { tables } = await backUp(owner, folder, now);
    expect(tables.reduce((sum, table) => sum + table.rows, 0)).toBeGreaterThan(1_000);
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name)))
      .map((bytes) => (bytes[0] === GZIP ? gunzipSync(bytes) : bytes).toString())
      .join('\n');
  } finally {
    await owner.end({ timeout: 1 });
    rmSync(folder, { recursive: true });
  }
}

test('the city has people, cards, accounts and phones to look for, and they were written', async () => {
  expect(numbers.size).toBeGreaterThan(150);
  for (const form of [/^\d{17}[\dX]$/, /^629999\d{13}$/, /^199\d{8}$/])
    expect(
      [...numbers].some((n) => form.test(n)),
      String(form),
    ).toBe(true);
  const [row] =
    await sql`select count(*)::int as n from we.payroll_line where card_cipher is not null`;
  expect(row?.n).toBeGreaterThan(50);
});

// First of those that plant: what is planted elsewhere lies in the log of changes from then on.
test('the database’s files and its log of changes hold none; one that is planted is found', {
  timeout: 120_000,
}, async (context) => {
  const [at] = await sql<{ folder: string; base: string }[]>`
    select current_setting('data_directory') as folder, oid::text as base from pg_database where datname = current_database()`;
  const folders = ['pg_wal', join('base', at?.base ?? '')].map((f) => join(at?.folder ?? '', f));
  if (!folders.every((f) => existsSync(f))) return context.skip('the server’s files are elsewhere');
  await sql`checkpoint`;
  for (const folder of folders) expect(scan.inFolder(folder)).toEqual([]);
  await sql`create table public.planted as select ${some}::text as n`;
  await sql`checkpoint`;
  for (const folder of folders)
    expect(
      scan.inFolder(folder).map((f) => f.split(' ')[0]),
      folder,
    ).toContain(some);
});

test('a dump holds none; one that is planted is found', async () => {
  expect(scan.inText(await dumped())).toEqual([]);
  await sql`insert into we.region (code, name) values (999999, ${`x${some}y`})`;
  expect(scan.inText(await dumped())).toEqual([some]);
  await sql`delete from we.region where code = 999999`;
});

interface Ids {
  project: number;
  id: string;
}

test('lists and pages hold none; a disclosure, which must, is found', async () => {
  const authority = authorityOf(city);
  const { caller } = played;
  const texts: string[] = [];
  const list = async (path: string) => {
    const items = await caller.fetchAll(authority, path);
    texts.push(JSON.stringify(items));
    return items;
  };
  for (const { projectCode } of await list('/projects')) {
    await list(`/projects/${projectCode}/obligations`);
    texts.push(
      Buffer.from(await caller.fetchBytes(authority, `/projects/${projectCode}`)).toString(),
    );
  }
  for (const path of ['/alerts', '/notices', '/job-runs']) await list(path);
  const batches = await sql<Ids[]>`
    select project_id::int as project, id from we.payroll_batch where status = 'paid'`;
  for (const batch of batches) {
    const id = publicId(batch.project, batch.id);
    texts.push(
      Buffer.from(await caller.fetchBytes(authority, `/payroll-batches/${id}`)).toString(),
    );
    await list(`/payroll-batches/${id}/lines`);
  }
  expect(texts.join('').length).toBeGreaterThan(50_000);
  expect(scan.inText(texts.join('\n'))).toEqual([]);

  const [engaged] = await sql<
    [Ids]
  >`select project_id::int as project, id from we.engagement limit 1`;
  const shown = await caller.ask(
    authority,
    {
      method: 'POST',
      path: `/engagements/${publicId(engaged.project, engaged.id)}/disclosures`,
      json: { fields: ['identity'], reason: '核查投诉' },
      once: true,
    },
    'leaks-disclosure',
  );
  expect(scan.inText(JSON.stringify(shown))).toEqual([shown.identity]);
  expect(scan.inText(JSON.stringify(await caller.fetchAll(authority, '/disclosures')))).toEqual([]);
});

test('the papers hold none; one that is planted is found', async () => {
  const authority = authorityOf(city);
  const drafts = await played.caller.fetchAll(authority, '/notices?status=draft');
  let read = 0;
  for (const { noticeId, facts } of drafts) {
    expect(scan.inText(JSON.stringify(facts ?? ''))).toEqual([]);
    const bytes = await played.caller
      .fetchBytes(authority, `/notices/${noticeId}.pdf`)
      .catch(() => null);
    if (bytes === null) continue;
    read += 1;
    const text = (await readSheets(bytes)).flatMap(({ texts }) => texts.map((t) => t.text));
    expect(text.join('').length).toBeGreaterThan(100);
    expect(scan.inText(`${text.join('')}\n${text.join('\n')}`)).toEqual([]);
    expect(scan.inPdf(bytes)).toEqual([]);
  }
  expect(read).toBeGreaterThan(0);
  const planted = await new Promise<Uint8Array>((resolve) => {
    const pdf = new PDFDocument({ info: { Title: some } });
    const pieces: Buffer[] = [];
    pdf.on('data', (piece: Buffer) => pieces.push(piece));
    pdf.on('end', () => resolve(Buffer.concat(pieces)));
    pdf.end();
  });
  expect(scan.inPdf(planted)).toEqual([some]);
});

/** Requests with numbers where they do not belong, or beside what is wrong. */
async function refusals(): Promise<string[]> {
  const [idNumber, cardNo] = [/^\d{17}[\dX]$/, /^629999/].map(
    (f) => [...numbers].find((n) => f.test(n)) as string,
  ) as [string, string];
  const project = city.projects[0]?.projectCode as string;
  const key = await server.admin.makeKey({
    companyId: city.projects[0]?.contractorUscc as string,
    holder: '劳资员',
  });
  const ask = async (
    method: string,
    path: string,
    body?: string | Uint8Array,
    headers: Record<string, string> = {},
  ) => {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key.key}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': crypto.randomUUID(),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> }),
    });
    expect(answer.status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
    return answer.text();
  };
  const person = {
    idNumber,
    name: '不是他',
    employerUscc: city.projects[0]?.contractorUscc,
    enteredOn: '2026-10-01',
  };
  const line = { idNumber, name: '不是他', grossFen: 1, netFen: 2, cardNo };
  const batch = { wageMonth: '2026-10', employerUscc: person.employerUscc, lines: [line] };
  return [
    await ask('GET', `/projects/${idNumber}`),
    await ask('GET', `/alerts?${cardNo}=${idNumber}`),
    await ask('GET', `/alerts?after=${cardNo}`),
    await ask(
      'POST',
      `/projects/${project}/engagements`,
      `{"engagements": [{"idNumber": "${idNumber}" x`,
    ),
    await ask(
      'POST',
      `/projects/${project}/engagements`,
      JSON.stringify({ engagements: [{ ...person, [cardNo]: 1, enteredOn: idNumber }] }),
    ),
    await ask('POST', `/projects/${project}/payroll-batches`, JSON.stringify(batch)),
    await ask('PUT', `/engagements/${idNumber}`, JSON.stringify({ phone: cardNo })),
    await ask('POST', '/banks/102/events', JSON.stringify({ accountNo: cardNo }), {
      'webhook-id': idNumber,
      'webhook-signature': cardNo,
      'webhook-timestamp': '1',
    }),
  ];
}

test('error bodies and logs hold none; one that is planted is found', async () => {
  for (const body of await refusals()) expect(scan.inText(body), body.slice(0, 200)).toEqual([]);
  expect(logged.length).toBeGreaterThan(100);
  expect(scan.inText(logged.join('\n'))).toEqual([]);
  expect(scan.inText(`${logged.join('\n')}{"url":"/x?id=${some}"}`)).toEqual([some]);
});

test('of a refused wage table the refused rows go back, and no number of the others', async () => {
  const known = [...numbers].filter((n) => /^\d{17}[\dX]$/.test(n)).slice(0, 2);
  const unknown = { idNumber: makeIdNumber(9_999_999), cardNo: makeCard(9_999_999) };
  const row = { name: '甲', grossFen: 600_00, netFen: 600_00, deductions: [], workDays: 20 };
  const lines = [
    ...known.map((idNumber) => ({
      ...row,
      idNumber,
      cardNo: [...numbers].find((n) => /^629999/.test(n)),
    })),
    { ...row, ...unknown, netFen: 700_00 },
  ];
  const { key } = await server.admin.makeKey({
    companyId: city.projects[0]?.contractorUscc as string,
    holder: '劳资员二',
  });
  const body = {
    wageMonth: '2026-10',
    employerUscc: city.projects[0]?.contractorUscc as string,
    lines,
  };
  const { contentType, bytes } = payrollForm(
    body as unknown as Parameters<typeof payrollForm>[0],
    'utf-8',
  );
  const answer = await fetch(
    `${server.url}/api/v1/projects/${city.projects[0]?.projectCode}/payroll-batches`,
    {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': contentType,
        'Idempotency-Key': 'leak',
      },
      body: bytes,
    },
  );
  expect(answer.status).toBe(422);
  const told = (await answer.json()) as { refusedRows?: { base64: string } };
  const table = Buffer.from(told.refusedRows?.base64 ?? '', 'base64').toString('utf8');
  expect(table).toContain(unknown.idNumber);
  expect(scan.inText(JSON.stringify({ ...told, refusedRows: null }))).toEqual([]);
  expect(scan.inText(table)).toEqual([]);
});

test('a number is found inside other digits, and over the edge of a piece of a file', () => {
  expect(scan.inText(`9${some}9`)).toEqual([some]);
  const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
  try {
    const file = join(folder, 'big');
    writeFileSync(
      file,
      Buffer.concat([Buffer.alloc(8 * 1024 * 1024 - 5), Buffer.from(some), Buffer.alloc(100)]),
    );
    expect(scan.inFolder(folder)).toEqual([`${some} in ${file}`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
