import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

/** A wire to the database that can be cut. */
function makeWire(target: URL) {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const start = () =>
    new Promise<void>((resolve) => {
      const made = createServer((near) => {
        const far = connect(Number(target.port), target.hostname);
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket.on('error', () => socket.destroy());
        }
        // A reset of one end is not piped: the other would stay open with nobody behind it.
        near.on('close', () => far.destroy());
        far.on('close', () => near.destroy());
        near.pipe(far).pipe(near);
      });
      server = made.listen(port, '127.0.0.1', () => {
        port = (made.address() as { port: number }).port;
        resolve();
      });
    });
  const cut = () => {
    server?.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return { start, cut, port: () => port };
}

const at = freshDb();
let wire: ReturnType<typeof makeWire>;
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  const url = new URL(at().appUrl);
  wire = makeWire(new URL(url));
  await wire.start();
  url.hostname = '127.0.0.1';
  url.port = String(wire.port());
  app = await makeApp({ ...at(), appUrl: url.href }, { now: '2026-09-15T09:00:00+08:00' });
  callers = await app.callers();
});
afterAll(async () => {
  wire.cut();
  await app.end();
});

const list = () => app.call('GET', '/projects', { key: callers.owner.key });

test('with the database gone it answers 503 with Retry-After, stays alive, and recovers by itself', async () => {
  expect((await list()).status).toBe(200);
  wire.cut();
  for (let turn = 0; turn < 3; turn += 1) {
    const away = await list();
    expect(away.body).toMatchObject({ status: 503, code: 'database-unavailable' });
    expect(away.headers.get('retry-after')).toBe('5');
  }
  expect((await app.call('GET', '/ready')).status).toBe(503);
  expect((await app.call('GET', '/health')).status).toBe(200);
  await wire.start();
  await expect
    .poll(async () => (await list()).status, { timeout: 15_000, interval: 200 })
    .toBe(200);
});

test('connections that the server ends in the middle of requests: 503 or the true answer, never another', {
  timeout: 30_000,
}, async () => {
  const seen = new Map<number, number>();
  let left = 12;
  const asking = async () => {
    while (left > 0) {
      const { status } = await app.call('POST', '/projects/no-such/wage-accounts', {
        key: callers.contractor.key,
        body: {
          bankCode: '102',
          accountNo: '1234567890',
          accountName: '专户',
          openedOn: '2026-09-01',
        },
      });
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
  };
  const ending = async () => {
    for (; left > 0; left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 40 + left));
      await app.ownerDb`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'we_app'`;
    }
  };
  await Promise.all([asking(), asking(), asking(), ending()]);
  expect([...seen.keys()].sort()).toEqual([404, 503]);
  await expect
    .poll(async () => (await list()).status, { timeout: 15_000, interval: 200 })
    .toBe(200);
});
