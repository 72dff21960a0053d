import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { readPayrollSheet } from '../../src/adapters/excel/payroll-sheet.ts';
import { readBankMessage } from '../../src/adapters/iso20022/read.ts';
import { makeCity } from '../../src/demo/city.ts';
import type { Client } from '../../src/demo/client.ts';
import { drive } from '../../src/demo/drive.ts';
import type { ApiAnswer, ApiRequest } from '../../src/demo/http.ts';
import type { Actor } from '../../src/demo/story.ts';

const city = makeCity({ seed: 3, projects: 8, workers: 120, months: 3, to: '2026-10-31' });
const SECRET = `whsec_${Buffer.from('a secret only for this test').toString('base64')}`;

interface Seen extends ApiRequest {
  clock: string;
  json: Record<string, unknown>;
}

const REQUIRED: readonly [route: RegExp, fields: string][] = [
  [/^PUT \/companies\/\w{18}$/, 'name kinds'],
  [/^PUT \/projects\/[^/]+$/, 'name regionCode ownerUscc contractorUscc fundSource status'],
  [/^PUT \/projects\/[^/]+\/contract$/, 'signedOn totalFen contractorSize'],
  [/^PUT \/projects\/[^/]+\/confirmation$/, ''],
  [/^PUT \/projects\/[^/]+\/progress\/\d{4}-\d{2}$/, 'valueFen confirmedOn'],
  [/^PUT \/projects\/[^/]+\/participants\/\w{18}$/, 'role'],
  [/^POST \/projects\/[^/]+\/wage-accounts$/, 'bankCode accountNo accountName openedOn'],
  [/^POST \/projects\/[^/]+\/engagements$/, 'engagements'],
  [/^PUT \/engagements\/id-\d+$/, ''],
  [/^POST \/projects\/[^/]+\/attendance$/, 'records'],
  [/^PUT \/projects\/[^/]+\/wage-deposit$/, 'form'],
  [/^PUT \/projects\/[^/]+\/payment-guarantee$/, 'form providedOn'],
  [/^POST \/projects\/[^/]+\/site-persons$/, 'role idNumber name from'],
  [/^POST \/projects\/[^/]+\/payroll-batches$/, 'wageMonth employerUscc lines'],
  [/^POST \/payroll-batches\/id-\d+\/confirmations$/, 'confirmations'],
  [/^POST \/payroll-batches\/id-\d+\/slips$/, 'issuedOn'],
  [/^POST \/engagements\/id-\d+\/exit-statements$/, 'kind on'],
  [/^PUT \/payroll-batches\/id-\d+\/approval$/, 'totalNetFen'],
  [/^PUT \/payroll-batches\/id-\d+\/order$/, ''],
  [/^PUT \/payroll-batches\/id-\d+\/withdrawal$/, 'reason'],
  [/^POST \/projects\/[^/]+\/settlements$/, 'level claimedFen deliveredOn'],
  [/^POST \/settlements\/id-\d+\/steps$/, 'step on statedBy'],
  [/^POST \/projects\/[^/]+\/transfer-delays$/, 'period on statedBy'],
  [/^PUT \/settlements\/id-\d+\/steps\/\d+\/pretext-review$/, 'confirmed'],
  [/^PUT \/projects\/[^/]+\/transfer-delays\/id-\d+\/withdrawal$/, ''],
  [/^POST \/banks\/\d{3}\/events$/, 'type timestamp data'],
  [/^POST \/job-runs$/, 'job day'],
];

const ROWS: readonly [name: string, fields: string][] = [
  ['engagements', 'idNumber name employerUscc enteredOn'],
  ['records', 'idNumber at direction'],
  ['lines', 'idNumber name grossFen netFen cardNo'],
];

const DATA: Record<string, string> = {
  'entry.booked': 'accountNo entryId direction amountFen bookedAt',
  'payout.result': 'endToEndId outcome amountFen at',
  'feed.complete': 'accountNo through',
};

/** A server that takes everything and gives ids away. */
function fakeServer(refuse?: (request: ApiRequest) => ApiAnswer | undefined) {
  const seen: Seen[] = [];
  const asked: Actor[] = [];
  let clock = '';
  let ids = 0;
  const answers = (request: ApiRequest, json: Record<string, unknown>) => {
    const nextId = () => `id-${++ids}`;
    const { path } = request;
    if (path.includes('/banks/')) return { accepted: 1, duplicates: 0, unmatched: 0, rejected: [] };
    if (path.endsWith('/job-runs')) return { ...json, status: 'done' };
    if (path.includes('/alerts?status=open')) return { items: [{ rule: 'W01' }], next: null };
    const engagements = Array.isArray(json.engagements) ? json.engagements : [];
    return {
      accountId: nextId(),
      batchId: nextId(),
      batchNo: `B${ids}`,
      settlementId: nextId(),
      delayId: nextId(),
      engagementIds: engagements.map(nextId),
    };
  };
  const client: Client = {
    setClock(at) {
      clock = at.toISOString();
    },
    async credentialOf(actor) {
      asked.push(actor);
      return actor.role === 'bank' ? SECRET : `key-${actor.role}-${actor.uscc}`;
    },
    async send(request) {
      const isJson = request.headers['content-type'] === 'application/json';
      const json = isJson ? JSON.parse(String(request.body)) : {};
      seen.push({ ...request, clock, json });
      await Promise.resolve();
      const refusal = refuse?.(request);
      if (refusal !== undefined) return refusal;
      return { status: 200, bytes: Buffer.from(JSON.stringify(answers(request, json))) };
    },
  };
  return { client, seen, asked };
}

const server = fakeServer();
const driven = await drive(city, server.client, { watchAlerts: true });
const { seen } = server;
const routeOf = ({ method, path }: ApiRequest) => `${method} ${path.replace('/api/v1', '')}`;
const kindOf = (one: Seen) => one.headers['content-type'] ?? '';

describe('a played story', () => {
  test('sends each step once, and for each day a night and a list of alerts of each state that lives', () => {
    expect(seen).toHaveLength(city.steps.length + 4 * driven.nights.length);
    expect(driven.nights).toHaveLength(92);
    expect(driven.nights.map(({ day }) => day)).toEqual(
      driven.nights.map(({ day }) => day).toSorted(),
    );
    expect(driven.nights.at(-1)).toMatchObject({ day: city.toDay, alerts: [{ rule: 'W01' }] });
  });

  test('uses only routes of the API, with every required field', () => {
    for (const one of seen) {
      if (kindOf(one) !== 'application/json') continue;
      const route = routeOf(one);
      const found = REQUIRED.find(([pattern]) => pattern.test(route));
      expect(found, route).toBeDefined();
      const fields = (found?.[1] ?? '').split(' ').filter((field) => field !== '');
      expect(Object.keys(one.json)).toEqual(expect.arrayContaining(fields));
      for (const [name, rowFields] of ROWS) {
        const rows = (one.json[name] ?? []) as object[];
        for (const row of rows)
          expect(Object.keys(row)).toEqual(expect.arrayContaining(rowFields.split(' ')));
      }
    }
  });

  test('sends money as whole fen and refs nowhere', () => {
    for (const { json, path } of seen) {
      for (const [name, value] of leaves(json)) {
        if (name.endsWith('Fen')) expect(Number.isSafeInteger(value)).toBe(true);
        expect(name).not.toMatch(/Ref$|^ref$/);
        expect(String(value)).not.toMatch(/^(batch|account|settlement|engagement|delay):/);
      }
      expect(path).not.toMatch(/batch:|account:|settlement:|engagement:|delay:/);
    }
  });

  test('puts the clock to the instant of each step and to half past midnight for each night', () => {
    const nights = seen.filter(({ path }) => path.endsWith('/job-runs'));
    for (const { clock, json } of nights) {
      expect(new Date(clock).getTime()).toBe(
        new Date(`${json.day}T00:30:00+08:00`).getTime() + 86_400_000,
      );
    }
    const clocks = seen.map(({ clock }) => clock);
    expect(clocks).toEqual(clocks.toSorted());
  });

  test('carries a key where somebody asks, and one Idempotency-Key a creating request', () => {
    const keys = seen.flatMap((one) => one.headers['idempotency-key'] ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    for (const one of seen) {
      if (one.path.includes('/banks/')) continue;
      expect(one.headers.authorization).toMatch(/^Bearer key-/);
      const creates = one.method === 'POST' && !one.path.endsWith('/job-runs');
      expect(one.headers['idempotency-key'] !== undefined).toBe(creates);
    }
  });

  test('has batches approved by another person than the one who posts', () => {
    const approvals = seen.filter(({ path }) => path.endsWith('/approval'));
    expect(approvals.length).toBeGreaterThan(10);
    for (const { headers } of approvals) {
      expect(headers.authorization).toMatch(/^Bearer key-approver-/);
    }
  });

  test('asks for each credential once', () => {
    const names = server.asked.map((actor) => JSON.stringify(actor));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('bank messages', () => {
  const messages = seen.filter(({ path }) => path.includes('/banks/'));

  test('are signed at their instant, each with its own id', () => {
    const ids = messages.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { headers, body, clock } of messages) {
      const at = new Date(clock);
      const signature = new Webhook(SECRET).sign(headers['webhook-id'] ?? '', at, String(body));
      expect(headers['webhook-signature']).toBe(signature);
      expect(headers['webhook-timestamp']).toBe(String(at.getTime() / 1000));
    }
  });

  test('of events carry what their type requires, one object or a list', () => {
    const events = messages.filter(({ path }) => path.endsWith('/events'));
    const types = new Set(events.map(({ json }) => json.type));
    expect([...types].sort()).toEqual(Object.keys(DATA).sort());
    for (const { json } of events) {
      const fields = (DATA[String(json.type)] ?? '').split(' ');
      for (const data of [json.data].flat() as object[]) {
        expect(Object.keys(data)).toEqual(expect.arrayContaining(fields));
      }
    }
  });

  test('of camt.054 are read without fault, to the sums of their details', async () => {
    const files = messages.filter(({ path }) => path.endsWith('/messages'));
    expect(files.length).toBeGreaterThan(0);
    for (const { body } of files) {
      const reading = readBankMessage(Buffer.from(String(body)));
      if (!reading.ok || reading.message.kind !== 'camt.054') throw new Error('not a camt.054');
      expect(reading.message.warnings).toEqual([]);
      for (const { entries } of reading.message.statements) {
        for (const entry of entries) {
          const details = entry.details.reduce((sum, one) => sum + Number(one.amountMinor), 0);
          expect(details).toBe(Number(entry.amountMinor));
        }
      }
    }
  });

  test('of a spreadsheet are read by the reader of wage tables, to the lines of the story', async () => {
    const forms = seen.filter((one) => kindOf(one).startsWith('multipart/form-data'));
    const told = city.steps.flatMap(({ action }) =>
      action.type === 'payroll' && action.format === 'csv' ? [action.body.lines] : [],
    );
    expect(forms).toHaveLength(told.length);
    expect(told.length).toBeGreaterThan(0);
    for (const { body, headers } of forms) {
      const type = headers['content-type'] ?? '';
      const form = await new Response(body as Uint8Array<ArrayBuffer>, {
        headers: { 'content-type': type },
      }).formData();
      const file = form.get('file') as File;
      const reading = await readPayrollSheet(new Uint8Array(await file.arrayBuffer()));
      if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
      const nets = reading.sheet.lines.map(({ netFen }) => netFen);
      expect(told.map((lines) => lines.map(({ netFen }) => netFen))).toContainEqual(nets);
    }
  });
});

describe('an answer that is no success', () => {
  const problem = (status: number, body: object): ApiAnswer => ({
    status,
    bytes: Buffer.from(JSON.stringify(body)),
  });

  test('stops the story with route, status and body', async () => {
    const refusing = fakeServer(({ path }) =>
      path.endsWith('/contract') ? problem(422, { code: 'terms-past-month' }) : undefined,
    );
    await expect(drive(city, refusing.client)).rejects.toThrow(
      /PUT \/api\/v1\/projects\/.*\/contract answered 422: .*terms-past-month/,
    );
  });

  test.each([
    { unmatched: 1, rejected: [] },
    { unmatched: 0, rejected: [{ index: 0, code: 'line-unknown' }] },
  ])('is a bank message not taken whole: %j', async (tally) => {
    const refusing = fakeServer(({ path }) =>
      path.includes('/banks/') ? problem(200, { accepted: 0, duplicates: 0, ...tally }) : undefined,
    );
    await expect(drive(city, refusing.client)).rejects.toThrow('not all taken');
  });

  test('is a night that failed', async () => {
    const refusing = fakeServer(({ path }) =>
      path.endsWith('/job-runs') ? problem(200, { status: 'failed', failure: 'disk' }) : undefined,
    );
    await expect(drive(city, refusing.client)).rejects.toThrow('is failed: disk');
  });
});

function leaves(value: unknown, name = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[name, value]];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, name));
  return Object.entries(value).flatMap(([key, item]) => leaves(item, key));
}
