import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

/** The length of ReadyForQuery, with which the server ends what it has to say to a query. */
const LAST_WORD = 6;

const at = freshDb();
let server: Server;
let db: Db;

// A wire on which the server's last word comes by itself, a little later: as it may on any network.
beforeAll(async () => {
  const url = new URL(at().ownerUrl);
  server = createServer((near) => {
    const far = connect(Number(url.port), url.hostname);
    near.pipe(far);
    let turn = Promise.resolve();
    far.on('data', (bytes) => {
      const cut = Math.max(bytes.length - LAST_WORD, 0);
      turn = turn.then(async () => {
        if (cut > 0) near.write(bytes.subarray(0, cut));
        await sleep(5);
        near.write(bytes.subarray(cut));
      });
    });
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    far.once('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const way = new URL(url);
  way.port = String((server.address() as { port: number }).port);
  db = openDb(way.href, testVault, 1);
});
afterAll(async () => {
  await db.end({ timeout: 1 });
  server.close();
});

test.each([10, 6_000, 7_000, 8_000])(
  'a COPY of %i rows that is read slowly does not stop what comes after it',
  async (rows) => {
    const out = await db.begin(async (sql) => {
      let bytes = 0;
      const stream =
        await sql`copy (select repeat('x', 19) from generate_series(1, ${sql.unsafe(String(rows))})) to stdout`.readable();
      for await (const chunk of stream) {
        bytes += chunk.length;
        await sleep(50);
      }
      const [after] = await sql`select 1 as one`;
      return { bytes, ...after };
    });
    expect(out).toEqual({ bytes: rows * 20, one: 1 });
  },
);
