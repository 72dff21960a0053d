import { existsSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { makeUscc } from '../src/demo/identities.ts';
import { startServer } from '../src/serve.ts';
import { freshDb } from './helpers/db.ts';
import { backends, holdUp, until } from './journeys/child.ts';

const at = freshDb();

/** A server of its own on the file's database. */
async function serve(options: Partial<Parameters<typeof startServer>[0]> = {}) {
  const { ownerUrl, appUrl, nightUrl } = at();
  const server = await startServer({
    port: 0,
    clock: { now: () => new Date() },
    log: () => {},
    databaseUrl: ownerUrl,
    databaseUrlApp: appUrl,
    databaseUrlNight: nightUrl,
    wageSecret: 'a secret of the tests, long enough',
    ...options,
  });
  onTestFinished(() => server.stop().catch(() => {}));
  return server;
}

/** A client that keeps one connection. */
function client(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return (path: string, key?: string) =>
    new Promise<IncomingMessage & { reused: boolean }>((resolve, reject) => {
      const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
      const asked = request(`${url}${path}`, { agent, headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(Object.assign(answer, { reused: asked.reusedSocket })));
      });
      asked.once('error', reject);
      asked.end();
    });
}

test('a key tied to addresses is held against the socket’s, or what our balancer saw', async () => {
  const [alone, behind] = [await serve(), await serve({ trustedProxies: ['127.0.0.1'] })];
  await alone.admin.makeAuthority({ uscc: makeUscc(7), name: '人社局', regionPrefix: '3207' });
  const { key } = await alone.admin.makeKey({ companyId: makeUscc(7), holder: '机房' });
  const owner = alone.house.ownerDb();
  const status = async (url: string, addresses: string[], forwarded = '10.1.0.1') => {
    await owner`update we.api_key set addresses = ${addresses}::text[]`;
    const headers = { Authorization: `Bearer ${key}`, 'X-Forwarded-For': forwarded };
    return (await fetch(`${url}/api/v1/projects`, { headers })).status;
  };
  expect(await status(alone.url, ['127.0.0.1'])).toBe(200);
  expect(await status(alone.url, ['10.0.0.0/8'])).toBe(403);
  expect(await status(behind.url, ['10.0.0.0/8'])).toBe(200);
  expect(await status(behind.url, ['127.0.0.1'])).toBe(403);
});

test('told to end, it says at once that it is not ready, and serves on until the grace is over', async () => {
  const server = await serve();
  const get = client(server.url);
  expect((await get('/ready')).statusCode).toBe(200);
  const stopped = server.stop(1);
  const ready = await get('/ready');
  expect([ready.statusCode, ready.headers.connection]).toEqual([503, 'close']);
  expect((await get('/health')).statusCode).toBe(200);
  expect((await get('/api/v1/openapi.json')).statusCode).toBe(200);
  await stopped;
  await expect(get('/health')).rejects.toThrow('ECONNREFUSED');
});

test('where others serve on, a request on a connection that was idle is answered, and is its last', async () => {
  const server = await serve();
  const get = client(server.url);
  expect((await get('/health')).headers.connection).toBe('keep-alive');
  const stopped = server.stop(0, true);
  await sleep(50);
  const last = await get('/ready');
  expect([last.statusCode, last.reused, last.headers.connection]).toEqual([200, true, 'close']);
  await stopped;
  await expect(get('/health')).rejects.toThrow('ECONNREFUSED');
});

test('where nobody does, idle connections end at once', async () => {
  const server = await serve();
  const get = client(server.url);
  await get('/health');
  const begun = performance.now();
  await server.stop();
  expect(performance.now() - begun).toBeLessThan(3_000);
  await expect(get('/health')).rejects.toThrow();
});

test('what runs is finished: a request that waits in the database gets its answer', async () => {
  const server = await serve();
  const uscc = '91320700MA1N0000X0';
  await server.admin.makeAuthority({ uscc, name: '人社局', regionPrefix: '3207' });
  const { key } = await server.admin.makeKey({ companyId: uscc, holder: '监察员' });
  const letGo = await holdUp(at().ownerUrl, 'lock table we.api_key in access exclusive mode');
  let status = 0;
  const asked = client(server.url)('/api/v1/projects', key).then((answer) => {
    status = answer.statusCode ?? 0;
  });
  await until(async () => (await backends(at().ownerUrl, 'we_app')).waiting > 0);
  let over = false;
  const stopped = server.stop().then(() => {
    over = true;
  });
  await sleep(300);
  expect([status, over]).toEqual([0, false]);
  await letGo();
  await asked;
  expect(status).toBe(200);
  await stopped;
});

test('the metrics of a process tell its requests by route, its pools and how things stand', async () => {
  const server = await serve();
  await client(server.url)('/health');
  await client(server.url)('/api/v1/projects/P-1/obligations');
  const text = await server.metricsText();
  expect(text).toContain('wage_escrow_requests_total{method="GET",route="/health",status="200"} 1');
  expect(text).toContain('route="/projects/{projectCode}/obligations",status="401"} 1');
  expect(text).toContain('wage_escrow_pool_connections{pool="app",state="max"} 8');
  expect(text).toContain('wage_escrow_database_up 1');
  expect(text).not.toContain('P-1');
});

test('a process whose primary has died leaves the data folder alone', async () => {
  const dataDir = join(tmpdir(), `orphan-${process.pid}`);
  const options = { port: 0, clock: { now: () => new Date() }, log: () => {}, dataDir };
  const wageSecret = 'a secret of the tests, long enough';
  const started = startServer({ ...options, wageSecret, join: true, migrate: false });
  await expect(started).rejects.toThrow('主进程');
  expect(existsSync(dataDir)).toBe(false);
});

test('callers are limited by the address of their socket, or by what a trusted proxy tells', async () => {
  const statuses = async (trustedProxies: string[]) => {
    const { url } = await serve({ rates: { anonymous: 2 }, trustedProxies });
    const seen: number[] = [];
    for (const n of [1, 2, 3]) {
      const headers = { 'X-Forwarded-For': `203.0.113.${n}` };
      seen.push((await fetch(`${url}/api/v1/docs`, { headers })).status);
    }
    return seen;
  };
  expect(await statuses(['127.0.0.0/8'])).toEqual([200, 200, 200]);
  expect(await statuses([])).toEqual([200, 200, 429]);
});
