import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCard, makeIdNumber, makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
/** Two employers on one project, the contractor's own people beside them. */
let first: Sub;
let second: Sub;
let own: string;

interface Sub {
  uscc: string;
  key: string;
  batchId: string;
  idNumbers: string[];
}

const person = (n: number) => ({
  idNumber: makeIdNumber(n),
  name: `工人${n}`,
  cardNo: makeCard(n),
});

async function claim(employerUscc: string, people: ReturnType<typeof person>[]) {
  const { key } = callers.contractor;
  const engagements = people.map((p) => ({ ...p, employerUscc, enteredOn: '2026-02-01' }));
  const engaged = await app.call('POST', '/projects/P-1/engagements', {
    key,
    body: { engagements },
  });
  expect(engaged.status).toBe(201);
  const lines = people.map((p) => ({ ...p, grossFen: 600_000, netFen: 600_000 }));
  const body = { wageMonth: '2026-03', employerUscc, lines };
  const posted = await app.call('POST', '/projects/P-1/payroll-batches', { key, body });
  expect(posted.status).toBe(201);
  return posted.body.batchId as string;
}

async function subcontractor(seed: number, people: number[]): Promise<Sub> {
  const uscc = makeUscc(seed);
  await app.newCompany(uscc, `劳务公司${seed}`, ['subcontractor']);
  const { key } = callers.contractor;
  const role = { role: 'subcontractor' };
  const joined = await app.call('PUT', `/projects/P-1/participants/${uscc}`, { key, body: role });
  expect(joined.status).toBe(200);
  const batchId = await claim(uscc, people.map(person));
  const idNumbers = people.map((n) => person(n).idNumber);
  return { uscc, key: await app.newKey(uscc, `劳资员${seed}`), batchId, idNumbers };
}

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  const key = callers.authority.key;
  const project = {
    name: '海州安置房',
    regionCode: '320706',
    ownerUscc: callers.owner.uscc,
    contractorUscc: callers.contractor.uscc,
    fundSource: 'government',
    status: 'active',
    startsOn: '2026-01-01',
  };
  expect((await app.call('PUT', '/projects/P-1', { key, body: project })).status).toBe(200);
  first = await subcontractor(501, [1, 2]);
  second = await subcontractor(502, [3]);
  own = await claim(callers.contractor.uscc, [person(4)]);
});
afterAll(() => app.end());

const get = (path: string, key: string) => app.call('GET', path, { key });

test('a subcontractor reads its own batch and its lines', async () => {
  for (const [sub, count] of [
    [first, 2],
    [second, 1],
  ] as const) {
    const batch = await get(`/payroll-batches/${sub.batchId}`, sub.key);
    expect(batch).toMatchObject({
      status: 200,
      body: { employerUscc: sub.uscc, lineCount: count, totalNetFen: count * 600_000 },
    });
    expect(batch.body.states).toEqual({
      claimed: { lineCount: count, payFen: count * 600_000 },
    });
    const lines = await get(`/payroll-batches/${sub.batchId}/lines`, sub.key);
    expect(lines.body.items.map((l: { idNumber: string }) => l.idNumber.slice(-4))).toEqual(
      sub.idNumbers.map((id) => id.slice(-4)),
    );
  }
});

test('and no other employer’s, nor the contractor’s own, on the same project', async () => {
  for (const [sub, others] of [
    [first, [second.batchId, own]],
    [second, [first.batchId, own]],
  ] as const) {
    for (const id of others) {
      for (const path of [`/payroll-batches/${id}`, `/payroll-batches/${id}/lines`]) {
        expect((await get(path, sub.key)).body, path).toMatchObject({
          status: 404,
          code: 'not-found',
        });
      }
    }
  }
  for (const path of [first, second]
    .map((s) => `/payroll-batches/${s.batchId}`)
    .concat(`/payroll-batches/${own}`)) {
    for (const key of [callers.contractor.key, callers.owner.key, callers.authority.key])
      expect((await get(path, key)).status).toBe(200);
  }
});

test('no list shows it another employer’s rows', async () => {
  const duties = await get('/projects/P-1/obligations?limit=200', first.key);
  expect(duties.status).toBe(200);
  expect(duties.body.items.length).toBeGreaterThan(0);
  const said = JSON.stringify(duties.body);
  for (const other of [second.uscc, callers.contractor.uscc]) expect(said).not.toContain(other);
  for (const path of ['/projects', '/alerts', '/notices'])
    expect((await get(path, first.key)).body.items, path).toEqual([]);
});

test('a supervisor of the project, and an employer of another one, find no batch', async () => {
  const uscc = makeUscc(503);
  await app.newCompany(uscc, '监理公司', ['subcontractor']);
  const key = await app.newKey(uscc, '监理员');
  expect((await get(`/payroll-batches/${first.batchId}`, key)).status).toBe(404);
  const body = { role: 'supervisor' };
  await app.call('PUT', `/projects/P-1/participants/${uscc}`, {
    key: callers.contractor.key,
    body,
  });
  expect((await get(`/payroll-batches/${first.batchId}`, key)).status).toBe(404);
});

test('a firm that is contractor elsewhere has the grants, but acts on no batch here', async () => {
  const uscc = makeUscc(504);
  await app.newCompany(uscc, '两用公司', ['contractor', 'subcontractor']);
  const key = await app.newKey(uscc, '财务');
  const id = await claim(uscc, [person(5)]);
  expect((await get(`/payroll-batches/${id}`, key)).status).toBe(200);
  const acts = [
    ['PUT', 'approval', { totalNetFen: 600_000 }],
    ['PUT', 'order', undefined],
    ['GET', 'order.xml', undefined],
    ['PUT', 'withdrawal', { reason: '试试' }],
  ] as const;
  for (const [method, act, body] of acts) {
    const answer = await app.call(method, `/payroll-batches/${id}/${act}`, { key, body });
    expect(answer.body, act).toMatchObject({ status: 403, code: 'batch-not-yours' });
    const hidden = await app.call(method, `/payroll-batches/${first.batchId}/${act}`, {
      key,
      body,
    });
    expect(hidden.body, act).toMatchObject({ status: 404, code: 'not-found' });
  }
  const { key: seer } = callers.contractor;
  expect((await get(`/payroll-batches/${id}`, seer)).body.status).toBe('claimed');
});
