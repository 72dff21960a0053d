import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { makeIdNumber, makeUscc } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { workerUrl } from '../helpers/door.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(db(), {
    now: '2026-09-15T09:00:00+08:00',
    limits: { json: 2000, bulk: 4000 },
    bug: 'SECRET words of a bug',
  });
  callers = await app.callers();
});
afterAll(() => app.end());

const put = (uscc: string, body: unknown, headers = {}) =>
  app.call('PUT', `/companies/${uscc}`, { key: callers.authority.key, body, headers });

const good = { name: '云台建设有限公司', kinds: ['contractor'] };

test('a problem has the members of RFC 9457, its code and the request id', async () => {
  const answer = await app.call('GET', '/alerts');
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(answer.body).toEqual({
    type: '/api/v1/docs#key-missing',
    title: '没有出示密钥',
    status: 401,
    detail: expect.stringContaining('Authorization'),
    code: 'key-missing',
    instance: `urn:request:${answer.headers.get('x-request-id')}`,
  });
});

test('an unknown route, and a known path with another method, are 404', async () => {
  for (const [method, path] of [
    ['GET', '/nothing'],
    ['PUT', '/alerts'],
  ] as const) {
    expect((await app.call(method, path)).body).toMatchObject({
      status: 404,
      code: 'route-not-found',
    });
  }
});

test('a bug is 500 with the request id, and not a word of it leaves', async () => {
  const body = { job: 'night', day: '2026-09-14' };
  const answer = await app.call('POST', '/job-runs', { key: callers.authority.key, body });
  expect(answer.body).toMatchObject({ status: 500, code: 'internal' });
  expect(answer.body.detail).toContain(answer.headers.get('x-request-id'));
  expect(JSON.stringify(answer.body)).not.toContain('SECRET');
});

test('broken JSON, bytes that are not UTF-8 and an empty body are 400', async () => {
  const headers = { 'Content-Type': 'application/json' };
  for (const body of ['{"name": ', '', new Uint8Array([0x22, 0xff, 0x22])]) {
    expect((await put(makeUscc(900), body, headers)).body).toMatchObject({
      status: 400,
      code: 'invalid-json',
    });
  }
});

test('another media type is 415', async () => {
  const answer = await put(makeUscc(900), JSON.stringify(good), { 'Content-Type': 'text/plain' });
  expect(answer.body).toMatchObject({ status: 415, code: 'media-type-unknown' });
});

test('every bad place is answered at once, and unknown fields are refused', async () => {
  const { body } = await put(makeUscc(900), { kinds: ['baker'], size: 3, 'a/b~c': 1 });
  expect(body).toMatchObject({ status: 422, code: 'invalid-input', errorCount: 4 });
  expect(
    body.errors.map((e: { pointer: string; code: string }) => [e.pointer, e.code]).sort(),
  ).toEqual([
    ['/a~1b~0c', 'unknown-field'],
    ['/kinds/0', 'value-not-allowed'],
    ['/name', 'field-missing'],
    ['/size', 'value-not-allowed'],
  ]);
});

test('a path and a query are checked like a body', async () => {
  const path = await put('91320706MA00000000', good);
  expect(path.body.errors[0]).toMatchObject({ pointer: '/path/uscc', code: 'uscc-invalid' });
  const query = await app.call('GET', '/alerts?limit=201&colour=red', {
    key: callers.authority.key,
  });
  expect(query.body.errors.map((e: { pointer: string }) => e.pointer).sort()).toEqual([
    '/query/colour',
    '/query/limit',
  ]);
});

test('text is trimmed; blank, too long and control characters are refused', async () => {
  const uscc = makeUscc(901);
  expect((await put(uscc, { ...good, name: '  云台  ' })).body.name).toBe('云台');
  for (const [name, code] of [
    ['   ', 'text-too-short'],
    ['长'.repeat(101), 'text-too-long'],
    ['云\u0000台', 'text-invalid'],
    ['云\ud800台', 'text-invalid'],
  ]) {
    expect((await put(uscc, { ...good, name })).body.errors[0]).toMatchObject({
      pointer: '/name',
      code,
    });
  }
});

test('a body is taken up to its limit and refused one byte above, told or streamed', async () => {
  const pad = (size: number) => JSON.stringify({ ...good, name: 'Yuntai' }).padEnd(size, ' ');
  const streamed = (size: number) =>
    app.request(`/api/v1/companies/${makeUscc(902)}`, {
      method: 'PUT',
      headers: {
        Authorization: `Bearer ${callers.authority.key}`,
        'Content-Type': 'application/json',
      },
      body: new Blob([pad(size)]).stream(),
      duplex: 'half',
    } as RequestInit);
  expect((await streamed(2000)).status).toBe(200);
  const over = await streamed(2001);
  expect(await over.json()).toMatchObject({ status: 413, code: 'body-too-large', maxBytes: 2000 });

  const told = (size: number) =>
    put(makeUscc(902), pad(size), {
      'Content-Type': 'application/json',
      'Content-Length': String(size),
    });
  expect((await told(2000)).status).toBe(200);
  expect((await told(2001)).body).toMatchObject({ status: 413 });
});

// A Worker's front reads ahead of the application: how far is not ours.
test.skipIf(workerUrl())('a body above its limit is refused before it was read whole', async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1000;
      controller.enqueue(new Uint8Array(1000).fill(0x20));
    },
  });
  const answer = await app.request(`/api/v1/companies/${makeUscc(902)}`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${callers.authority.key}`,
      'Content-Type': 'application/json',
    },
    body: endless,
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(413);
  expect(sent).toBeLessThan(20_000);
});

test('who may not call is told so before the body is looked at', async () => {
  const body = 'x'.repeat(50_000);
  expect((await app.call('PUT', `/companies/${makeUscc(903)}`, { body })).status).toBe(401);
  const path = '/projects/P-1/confirmation';
  const answer = await app.call('PUT', path, { key: callers.contractor.key });
  expect(answer.body).toMatchObject({
    status: 403,
    code: 'grant-missing',
    grants: ['registry:confirm'],
  });
});

test('the first thousand bad rows are listed, all are counted, none repeats a number', async () => {
  const wide = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  const idNumber = makeIdNumber(77);
  const wrong = `${idNumber.slice(0, 17)}${idNumber.endsWith('1') ? '2' : '1'}`;
  const at = '2026-09-14T07:30:00+08:00';
  const records = Array.from({ length: 1500 }, () => ({
    idNumber: wrong,
    at,
    direction: 'up',
    [wrong]: 1,
  }));
  const answer = await wide.call('POST', '/projects/P-1/attendance', {
    key: callers.contractor.key,
    body: { records },
  });
  await wide.end();
  expect(answer.body).toMatchObject({ status: 422, errorCount: 4500 });
  expect(answer.body.errors).toHaveLength(1000);
  const text = JSON.stringify(answer.body);
  expect(text).toContain('身份证号码校验位不正确');
  expect(text).not.toContain(wrong.slice(0, 12));
});

test('a thousand unknown fields are listed, all are counted', async () => {
  const wide = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  const odd = Object.fromEntries(Array.from({ length: 1200 }, (_, n) => [`f${n}`, n]));
  const answer = await wide.call('PUT', `/companies/${makeUscc(904)}`, {
    key: callers.authority.key,
    body: { ...good, ...odd },
  });
  await wide.end();
  expect(answer.body.errors).toHaveLength(1000);
  expect(answer.body.errorCount).toBe(1200);
});

test('more rows than the contract allows are one fault, not one each', async () => {
  const wide = await makeApp(db(), {
    now: '2026-09-15T09:00:00+08:00',
    limits: { rows: 100_000 },
  });
  const answer = await wide.call('POST', '/projects/P-1/attendance', {
    key: callers.contractor.key,
    body: { records: new Array(50_001).fill(0) },
  });
  await wide.end();
  expect(answer.body).toMatchObject({
    errorCount: 1,
    errors: [{ pointer: '/records', code: 'too-many-items' }],
  });
});

test('money must be whole fen that JSON carries safely', async () => {
  for (const [amount, code] of [
    ['9007199254740993', 'number-too-large'],
    ['12.5', 'type-wrong'],
    ['-1', 'number-too-small'],
    ['"100"', 'type-wrong'],
  ]) {
    const body = `{"valueFen": ${amount}, "confirmedOn": "2026-09-01"}`;
    const answer = await app.call('PUT', '/projects/P-1/progress/2026-08', {
      key: callers.contractor.key,
      body,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(answer.body.errors, amount).toMatchObject([{ pointer: '/valueFen', code }]);
  }
});

test('days, months and instants that do not exist are refused', async () => {
  const progress = (month: string, confirmedOn: string) =>
    app.call('PUT', `/projects/P-1/progress/${month}`, {
      key: callers.contractor.key,
      body: { valueFen: 1, confirmedOn },
    });
  expect((await progress('2026-13', '2026-09-01')).body.errors[0].code).toBe('month-invalid');
  expect((await progress('2026-08', '2026-02-29')).body.errors[0].code).toBe('day-invalid');
  expect((await progress('2026-08', '9999-12-31')).body.errors[0].code).toBe('day-invalid');
  for (const at of [
    '2026-09-14T24:00:00+08:00',
    '2026-09-14T07:30:00',
    '2026-02-30T07:30:00Z',
    '2026-09-14',
  ]) {
    const records = [{ idNumber: makeIdNumber(1), at, direction: 'in' }];
    const answer = await app.call('POST', '/projects/P-1/attendance', {
      key: callers.contractor.key,
      body: { records },
    });
    expect(answer.body.errors, at).toMatchObject([
      { pointer: '/records/0/at', code: 'instant-invalid' },
    ]);
  }
});

test('a request leaves one log line with its route and caller, and nothing of the person', async () => {
  const idNumber = makeIdNumber(5);
  const before = app.logged().length;
  await app.call('GET', `/alerts?q=${idNumber}`, { key: callers.authority.key });
  await app.call('PUT', `/companies/${idNumber}`, { key: callers.authority.key, body: good });
  const lines = app.logged().slice(before);
  expect(lines).toMatchObject([
    {
      method: 'GET',
      route: '/alerts',
      status: 200,
      actor: expect.stringMatching(/^key:[0-9a-f]{8}$/),
    },
    { method: 'PUT', route: '/companies/{uscc}', status: 422 },
  ]);
  expect(JSON.stringify(lines)).not.toContain(idNumber.slice(0, 10));
  expect(JSON.stringify(lines)).not.toContain(callers.authority.key.slice(3));
});

test('health needs no key, ready asks the database, metrics need a key', async () => {
  for (const base of ['/api/v1', '']) {
    const get = (path: string) => app.request(base + path);
    expect(await (await get('/health')).json()).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(await (await get('/ready')).json()).toEqual({ status: 'ready' });
    expect((await get('/metrics')).status).toBe(401);
  }
  const ask = (key: string) => app.call('GET', '/metrics', { key });
  expect((await ask(callers.contractor.key)).body).toMatchObject({ code: 'grant-missing' });
  expect((await ask(callers.authority.key)).body).toMatchObject({ code: 'metrics-absent' });
  const meter = {
    answered: () => {},
    signatureRefused: () => {},
    text: async () => 'up 1\n',
  };
  const metered = createApp({ ...app.deps, meter });
  const metrics = await metered.request('/metrics', {
    headers: { Authorization: `Bearer ${callers.authority.key}` },
  });
  expect([metrics.status, await metrics.text()]).toEqual([200, 'up 1\n']);
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
});
