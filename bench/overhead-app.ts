import { timingSafeEqual } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createApp } from '../src/app.ts';
import { makeLog } from '../src/lib/log.ts';
import { Permits } from '../src/lib/permits.ts';
import { sha256 } from '../src/lib/vault.ts';
import { noting } from './replay.ts';
import { joinHouse } from './server.ts';

/**
 * A process of the overhead row: `ours` is the whole application, `free` the same without a limit for callers, `bare` is Hono with one route that gives the
 * same answer, `least` is that with no more than what every answer must have: its id, its headers, its line in the log,
 * the key's digest. Arguments: which, folder of the running server, path, key.
 */
const [which, dataDir, path, key] = process.argv.slice(2) as [
  'ours' | 'free' | 'bare' | 'least',
  string,
  string,
  string,
];
const request = () =>
  new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${key}` } });

const house = await joinHouse(dataDir);
const { db, still } = noting(house.db);
const unused = () => {
  throw new Error('not asked for here');
};
const app = createApp({
  db,
  clock: { now: () => new Date() },
  log: makeLog('info'),
  signIn: house.signIn,
  version: 'bench',
  publicUrl: null,
  describe: unused,
  rules: [],
  rehearse: unused,
  draw: unused,
  sketch: unused,
  plot: unused,
  sign: unused,
  drawReport: unused,
  drawWorkers: unused,
  runway: unused,
  prove: unused,
  sealKeys: [],
  digest: unused,
  unquotable: unused,
  runJob: unused,
  confirmYear: unused,
  previewYear: unused,
  addressOf: () => '127.0.0.1',
  limiter: {
    permits: new Permits(async (_policy, _caller, granted) => ({
      granted,
      left: 1e9,
      endsInMs: 6e4,
    })),
    policies: which === 'free' ? {} : { key: { name: 'key', quota: 1e9, seconds: 60 } },
  },
});
const first = await app.fetch(request());
const body: unknown = await first.json();
if (first.status !== 200) throw new Error(`${path}: ${first.status} ${JSON.stringify(body)}`);
still();
await house.close();

const bare = new Hono();
bare.get(path, (c) => c.json(body as object));
const least = new Hono();
const log = makeLog('info');
const hash = sha256(key);
least.get(path, (c) => {
  const requestId = crypto.randomUUID();
  c.header('X-Request-Id', requestId);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Cache-Control', 'no-store');
  const given = sha256(c.req.header('authorization')?.slice('Bearer '.length) ?? '');
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(hash))) return c.notFound();
  log.info({ requestId, method: c.req.method, route: path, status: 200, ms: 0 }, 'request');
  return c.json(body as object);
});
const { fetch } = { ours: app, free: app, bare, least }[which];
process.once('SIGINT', () => process.exit(0));
serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stderr.write(`http://127.0.0.1:${port}\n`),
);
