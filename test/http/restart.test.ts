import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { migrateDatabase } from '../../db/migrate.ts';
import { makeUscc } from '../../src/demo/identities.ts';
import { type Answer, makeApp } from '../helpers/app.ts';
import { ROLE_PASSWORDS } from '../helpers/cluster.ts';
import { embeddedBench } from '../helpers/embedded.ts';

const bench = embeddedBench();

test('while the database is restarted every request is answered, 200 or 503, and each 200 was stored', {
  timeout: 180_000,
}, async () => {
  let server = await bench.start();
  const { ownerUrl } = server;
  await migrateDatabase(ownerUrl, { today: '2026-05-08', passwords: ROLE_PASSWORDS });
  const as = (role: 'app' | 'night') => {
    const url = new URL(ownerUrl);
    url.username = `we_${role}`;
    url.password = ROLE_PASSWORDS[role];
    return url.href;
  };
  const app = await makeApp(
    { ownerUrl, appUrl: as('app'), nightUrl: as('night') },
    { now: '2026-05-08T09:00:00+08:00' },
  );
  const { key } = (await app.callers()).authority;
  const answers: { uscc: string; answer: Answer }[] = [];
  let next = 1000;
  let over = false;
  const caller = async () => {
    while (!over) {
      next += 1;
      const uscc = makeUscc(next);
      const body = { name: '单位', kinds: ['subcontractor'] };
      answers.push({ uscc, answer: await app.call('PUT', `/companies/${uscc}`, { key, body }) });
      await sleep(5);
    }
  };
  const load = Promise.all(Array.from({ length: 8 }, caller));
  const count = (status: number) => answers.filter((a) => a.answer.status === status).length;
  await expect.poll(() => count(200), { timeout: 30_000 }).toBeGreaterThan(20);
  await server.stop();
  await expect.poll(() => count(503), { timeout: 30_000 }).toBeGreaterThan(8);
  server = await bench.start();
  expect(server.ownerUrl).toBe(ownerUrl);
  const before = count(200);
  await expect.poll(() => count(200), { timeout: 30_000 }).toBeGreaterThan(before + 20);
  over = true;
  await load;

  const odd = answers.filter((a) => ![200, 503].includes(a.answer.status));
  expect(odd.map((a) => a.answer.body)).toEqual([]);
  const told = answers.filter((a) => a.answer.status === 503);
  for (const { answer } of told) expect(answer.headers.get('retry-after')).toBe('5');
  const stored = await app.ownerDb<{ uscc: string }[]>`select uscc from we.company`;
  const have = new Set(stored.map((row) => row.uscc));
  const accepted = answers.filter((a) => a.answer.status === 200).map((a) => a.uscc);
  expect(accepted.filter((uscc) => !have.has(uscc))).toEqual([]);
  await app.end();
});
