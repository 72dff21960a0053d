import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createApp } from '../src/app.ts';
import { makeLog } from '../src/lib/log.ts';
import { noting } from './replay.ts';
import { joinHouse } from './server.ts';

/**
 * A process of the overhead row: `ours` is the whole application, `bare` is Hono with one route that gives the
 * same answer. Arguments: which, folder of the running server, path, key.
 */
const [which, dataDir, path, key] = process.argv.slice(2) as [string, string, string, string];
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
  describe: unused,
  draw: unused,
  runJob: unused,
  confirmYear: unused,
});
const first = await app.fetch(request());
const body: unknown = await first.json();
if (first.status !== 200) throw new Error(`${path}: ${first.status} ${JSON.stringify(body)}`);
still();
await house.close();

const bare = new Hono();
bare.get(path, (c) => c.json(body as object));
const { fetch } = which === 'ours' ? app : bare;
process.once('SIGINT', () => process.exit(0));
serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.stderr.write(`http://127.0.0.1:${port}\n`),
);
