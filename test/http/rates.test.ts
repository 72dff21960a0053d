import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { leasePermits } from '../../src/domain/people/permits.ts';
import { makeAddresses } from '../../src/lib/address.ts';
import { Permits } from '../../src/lib/permits.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const db = freshDb();
let site: TestApp;
let callers: Callers;
let bank: Awaited<ReturnType<TestApp['bank']>>;

beforeAll(async () => {
  site = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  callers = await site.callers();
  bank = await site.bank('102');
});
afterAll(() => site.end());

const QUOTA = { anonymous: 40, failed: 20, key: 100, bank: 20 };
const tell = makeAddresses(['10.0.0.0/8']);
let asked = 0;

/** One of several processes on the database. Quotas are for an hour, so that no window ends meanwhile. */
function aProcess(pool: TestApp['db'] = site.db) {
  const policies = Object.fromEntries(
    Object.entries(QUOTA).map(([name, quota]) => [name, { name, quota, seconds: 3600 }]),
  );
  const permits = new Permits((...lease) => {
    asked += 1;
    return leasePermits(site.db, ...lease);
  });
  const addressOf = (env: unknown, forwarded: string | undefined) => tell(String(env), forwarded);
  const app = createApp({ ...site.deps, db: pool, limiter: { permits, policies }, addressOf });
  return (path: string, from: string, headers: Record<string, string> = {}, init: object = {}) =>
    app.request(`/api/v1${path}`, { ...init, headers }, from);
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });
const wrongKey = (n: number) => bearer(`wk_${String(n).padStart(8, '0')}_${'A'.repeat(43)}`);

/** Sends one after the other and counts the answers by status. */
async function tally(times: number, send: (n: number) => Response | Promise<Response>) {
  const seen: Record<number, number> = {};
  for (let n = 0; n < times; n += 1) {
    const { status } = await send(n);
    seen[status] = (seen[status] ?? 0) + 1;
  }
  return seen;
}

test('a key has its quota; above it 429 with the policy, what remains and when to come again', async () => {
  const get = aProcess();
  const key = await site.newKey(callers.owner.uscc, '甲');
  const first = await get('/projects', '192.0.2.1', bearer(key));
  expect(first.headers.get('ratelimit-policy')).toBe('"key";q=100;w=3600');
  expect(first.headers.get('ratelimit')).toBe('"key";r=99;t=3600');
  expect(await tally(109, () => get('/projects', '192.0.2.1', bearer(key)))).toEqual({
    200: 99,
    429: 10,
  });
  const over = await get('/projects', '192.0.2.1', bearer(key));
  expect(over.headers.get('ratelimit')).toMatch(/^"key";r=0;t=3\d\d\d$/);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(3000);
  expect(over.headers.get('content-type')).toBe('application/problem+json');
  expect(await over.json()).toMatchObject({
    status: 429,
    code: 'rate-limited',
    policy: 'key',
    detail: expect.stringContaining('每 3600 秒最多 100 次'),
  });
  // Not the address is refused, and not its holder's other key.
  const other = await site.newKey(callers.owner.uscc, '乙');
  expect((await get('/projects', '192.0.2.1', bearer(other))).status).toBe(200);
});

test('ten thousand requests at once from one key: the quota is admitted, the rest costs the database nothing', async () => {
  const processes = [aProcess(), aProcess()];
  const key = await site.newKey(callers.owner.uscc, '洪水');
  asked = 0;
  const begun = performance.now();
  const seen: Record<number, number> = {};
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        (processes[n % 2] as ReturnType<typeof aProcess>)('/projects', '192.0.2.2', bearer(key)),
      ),
    );
    for (const { status } of answers) seen[status] = (seen[status] ?? 0) + 1;
  }
  const { 200: admitted = 0, 429: refused = 0 } = seen;
  expect(admitted + refused).toBe(10_000);
  expect(admitted).toBeGreaterThanOrEqual(QUOTA.key - 5);
  expect(admitted).toBeLessThanOrEqual(QUOTA.key + 2 * 5);
  // Twenty batches, and for each process the one that found none left.
  expect(asked).toBeLessThanOrEqual(QUOTA.key / 5 + 2);
  expect(performance.now() - begun).toBeLessThan(15_000);
});

test('a key without permits is refused before anything is looked up; a forged one with its prefix is still no key', async () => {
  let turns = 0;
  const pool = new Proxy(site.db, {
    get: (db, name) => {
      if (name === 'turns') turns += 1;
      return Reflect.get(db, name);
    },
  });
  const get = aProcess(pool);
  const key = await site.newKey(callers.owner.uscc, '戊');
  await tally(101, () => get('/projects', '192.0.2.17', bearer(key)));
  expect(turns).toBeGreaterThan(100);
  turns = 0;
  expect(await tally(50, () => get('/projects', '192.0.2.17', bearer(key)))).toEqual({ 429: 50 });
  expect(turns).toBe(0);
  const forged = bearer(key.slice(0, 12) + 'A'.repeat(43));
  expect((await get('/projects', '192.0.2.18', forged)).status).toBe(401);
});

test('processes share what they count', async () => {
  const [one, two] = [aProcess(), aProcess()];
  const key = await site.newKey(callers.owner.uscc, '两处');
  const seen = await tally(150, (n) => (n % 2 ? one : two)('/projects', '192.0.2.3', bearer(key)));
  expect(seen[200]).toBe(QUOTA.key);
});

test('keys that are none are counted by address; at its end not even a good key is looked up there', async () => {
  const get = aProcess();
  expect(await tally(30, (n) => get('/projects', '192.0.2.4', wrongKey(n)))).toEqual({
    401: 20,
    429: 10,
  });
  const good = bearer(callers.owner.key);
  const refused = await get('/projects', '192.0.2.4', good);
  expect(await refused.json()).toMatchObject({ code: 'rate-limited', policy: 'failed' });
  expect((await get('/projects', '192.0.2.5', good)).status).toBe(200);
});

test('a stranger who knows a key’s prefix uses up nothing of its holder’s', async () => {
  const get = aProcess();
  const key = await site.newKey(callers.owner.uscc, '丙');
  const forged = bearer(key.slice(0, 12) + 'A'.repeat(43));
  for (let n = 0; n < 120; n += 1) await get('/projects', `198.51.100.${n}`, forged);
  const mine = await get('/projects', '192.0.2.6', bearer(key));
  expect(mine.headers.get('ratelimit')).toMatch(/^"key";r=99;/);
});

test('without a key an address has its own quota, the same for pages, for what is not there and for no key', async () => {
  const get = aProcess();
  const paths = ['/docs', '/openapi.json', '/nothing', '/projects', '/ready'];
  const seen = await tally(60, (n) => get(paths[n % 5] as string, '192.0.2.7'));
  expect(seen).toEqual({ 200: 24, 404: 8, 401: 8, 429: 20 });
  expect((await get('/docs', '192.0.2.8')).status).toBe(200);
  expect((await get('/projects', '192.0.2.7', bearer(callers.owner.key))).status).toBe(200);
});

test('who verifies papers is counted as anybody without a key', async () => {
  const get = aProcess();
  const paths = ['/verify', '/verify/nothing'];
  const seen = await tally(60, (n) => get(paths[n % 2] as string, '192.0.2.19'));
  expect(seen).toEqual({ 200: 20, 422: 20, 429: 20 });
  const posted = await get('/verify/nothing', '192.0.2.19', {}, { method: 'POST', body: '{}' });
  expect(posted.status).toBe(429);
});

test('who watches is not counted', async () => {
  const get = aProcess();
  expect(await tally(200, () => get('/health', '192.0.2.9'))).toEqual({ 200: 200 });
});

test('a proxy’s word tells its callers apart, a stranger’s does not', async () => {
  const get = aProcess();
  const via = (n: number) => ({ 'X-Forwarded-For': `203.0.113.${n}` });
  expect(await tally(60, (n) => get('/docs', '10.0.0.1', via(n)))).toEqual({ 200: 60 });
  expect(await tally(60, (n) => get('/docs', '192.0.2.10', via(n)))).toEqual({ 200: 40, 429: 20 });
});

test('a bank has its quota of signed messages, its forger the quota of failures', async () => {
  const get = aProcess();
  const raw = JSON.stringify({
    type: 'feed.complete',
    timestamp: '2026-09-15T01:00:00Z',
    data: [],
  });
  const send = (headers: Record<string, string>, from: string) =>
    get(
      '/banks/102/events',
      from,
      { 'Content-Type': 'application/json', ...headers },
      { method: 'POST', body: raw },
    );
  const forged = { ...bank.sign(raw), 'webhook-signature': 'v1,AAAA' };
  expect(await tally(30, () => send(forged, '192.0.2.11'))).toEqual({ 401: 20, 429: 10 });
  // Signed, but with nothing in it: understood to be the bank's, and refused as a message.
  const seen = await tally(30, () => send(bank.sign(raw), '192.0.2.12'));
  expect(seen).toEqual({ 422: 20, 429: 10 });
});

test('a cookie that was not signed here is a failed proof like any other', async () => {
  const get = aProcess();
  const bad = { Cookie: 'wage_session=forged.AAAA' };
  expect(await tally(30, () => get('/projects', '192.0.2.13', bad))).toEqual({ 401: 20, 429: 10 });
});

test('who was held off stands in the trail, one event a minute and caller, whatever the flood', async () => {
  await site.ownerDb`delete from we.event where name = 'caller.limited'`;
  const [one, two] = [aProcess(), aProcess()];
  const key = await site.newKey(callers.owner.uscc, '丁');
  const flood = async () => {
    asked = 0;
    await tally(300, (n) => (n % 2 ? one : two)('/projects', '192.0.2.14', bearer(key)));
  };
  const kept = async () => {
    const rows = await site.ownerDb<{ subject: string; body: string }[]>`
      select subject, body from we.event where name = 'caller.limited' order by id`;
    return rows.map(({ subject, body }) => [subject, JSON.parse(body).body]);
  };
  await flood();
  const mine = [`key:${key.slice(3, 11)}`, { policy: 'key' }];
  expect(await kept()).toEqual([mine]);
  await tally(60, () => one('/docs', '192.0.2.15'));
  await tally(30, (n) => one('/projects', '192.0.2.16', wrongKey(n)));
  // No address: all strangers share one, so that a flood from many fills nothing.
  expect(await kept()).toEqual([mine, ['address', { policy: 'anonymous' }]]);
  site.setNow('2026-09-15T09:01:00+08:00');
  const third = aProcess();
  await tally(10, () => third('/projects', '192.0.2.14', bearer(key)));
  expect(await kept()).toHaveLength(3);
  site.setNow('2026-09-15T09:00:00+08:00');
});

test('a trail that cannot be reached makes no fault of it', async () => {
  const away = {
    ...site.deps,
    db: Object.assign(Object.create(site.db), { begin: () => Promise.reject(new Error('away')) }),
  };
  const permits = new Permits(async () => ({ granted: 0, left: 0, endsInMs: 60_000 }));
  const policies = { anonymous: { name: 'anonymous', quota: 10, seconds: 60 } };
  const app = createApp({ ...away, limiter: { permits, policies } });
  const seen = await tally(5, () => app.request('/api/v1/docs'));
  expect(seen).toMatchObject({ 429: expect.any(Number) });
  expect(Object.keys(seen).every((status) => ['200', '429'].includes(status))).toBe(true);
});

test('what is kept of a caller names nobody', async () => {
  const rows = await site.ownerDb<{ caller: string }[]>`select caller from we.permit`;
  expect(rows.length).toBeGreaterThan(100);
  for (const { caller } of rows) expect(caller).toMatch(/^[A-Za-z0-9_-]{22}$/);
});

test('a window that is over begins anew, on the database’s clock', async () => {
  const policy = { name: 'key', quota: 10, seconds: 3600 };
  expect(await leasePermits(site.db, policy, 'x', 7)).toMatchObject({ granted: 7, left: 3 });
  expect(await leasePermits(site.db, policy, 'x', 7)).toMatchObject({ granted: 3, left: 0 });
  expect(await leasePermits(site.db, policy, 'x', 7)).toMatchObject({ granted: 0, left: 0 });
  await site.ownerDb`update we.permit set ends_at = now() where policy = 'key' and taken = 21`;
  const fresh = await leasePermits(site.db, policy, 'x', 7);
  expect(fresh).toMatchObject({ granted: 7, left: 3 });
  expect(fresh.endsInMs).toBeGreaterThan(3_590_000);
});

test('windows that ended a day ago go with the daily job', async () => {
  const kept = () => site.ownerDb`select policy from we.permit where policy like 'old%' order by 1`;
  await site.ownerDb`insert into we.permit (policy, caller, taken, ends_at) values
    ('old1', 'x', 1, now() - interval '25 hours'), ('old2', 'x', 1, now() - interval '23 hours')`;
  await site.deps.runJob('partitions', '2026-09-14');
  expect((await kept()).map((row) => row.policy)).toEqual(['old2']);
});

test('with the count out of reach requests pass, and the answer is the request’s own', async () => {
  const permits = new Permits(() => Promise.reject(new Error('away')));
  const policies = { anonymous: { name: 'anonymous', quota: 10, seconds: 60 } };
  const app = createApp({ ...site.deps, limiter: { permits, policies } });
  expect(await tally(50, () => app.request('/api/v1/docs'))).toEqual({ 200: 50 });
});
