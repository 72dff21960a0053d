import { afterAll, beforeAll, expect, test } from 'vitest';
import { write } from '../db/work.ts';
import { makeKey } from '../src/domain/people/keys.ts';
import { type Bindings, makeIsolate } from '../src/isolate.ts';
import { dayOf } from '../src/lib/day.ts';
import { keyFromSecret, makeVault } from '../src/lib/vault.ts';
import { type Callers, makeApp, type TestApp } from './helpers/app.ts';
import { freshDb } from './helpers/db.ts';
import { TEST_SECRET } from './helpers/secret.ts';

// What of an isolate needs no Worker: the keys it is bound to, and whose word it takes for an address.

const at = freshDb();
const NOW = '2026-09-15T09:00:00+08:00';
const SECOND = 'the second secret of the tests, long enough';
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(at(), { now: NOW });
  callers = await app.callers();
});
afterAll(() => app.end());

const bindings = (secrets: Record<string, string>): Bindings => ({
  DATABASE_APP: { connectionString: at().appUrl },
  DATABASE_NIGHT: { connectionString: at().nightUrl },
  ASSETS: { fetch: () => Promise.reject(new Error('no paper is drawn here')) },
  ...secrets,
});
async function ask(
  secrets: Record<string, string>,
  headers: Record<string, string>,
  path = '/projects',
) {
  const ending: Promise<unknown>[] = [];
  const lifetime = { waitUntil: (work: Promise<unknown>) => void ending.push(work) };
  const isolate = makeIsolate({ clock: { now: () => new Date(NOW) }, write: () => {} });
  const init = path === '/projects' ? { headers } : { method: 'POST', headers, body: '{}' };
  const request = new Request(`https://wage.example/api/v1${path}`, init);
  try {
    return await isolate.fetch(request, bindings(secrets), lifetime);
  } finally {
    await Promise.all(ending);
  }
}
const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

test('without a secret, or with a bad one, it says in Chinese which binding to put right', async () => {
  const asked = (secrets: Record<string, string>) => ask(secrets, bearer(callers.owner.key));
  await expect(asked({})).rejects.toThrow(/必须设置 WAGE_SECRET.*wrangler secret put/);
  await expect(asked({ WAGE_SECRET: 'x'.repeat(31) })).rejects.toThrow('WAGE_SECRET 至少 32');
  const odd = asked({ WAGE_SECRET: TEST_SECRET, WAGE_SECRET_X: SECOND });
  await expect(odd).rejects.toThrow('WAGE_SECRET_X 的版本');
  expect((await asked({ WAGE_SECRET: 'x'.repeat(32) })).status).toBe(200);
});

test('what the second key sealed opens where both are bound, or it alone', async () => {
  const secret = makeVault([keyFromSecret(SECOND, 2)]).seal(`whsec_${'A'.repeat(43)}=`);
  await app.ownerDb`insert into we.bank (code, name) values ('102', '银行102')`;
  await app.ownerDb`insert into we.bank_secret (bank_code, version, secret_cipher, valid_from) values ('102', 1, ${secret}, '2000-01-01')`;
  const headers = { 'Content-Type': 'application/json', 'webhook-signature': 'v1,x' };
  const status = async (secrets: Record<string, string>) =>
    (await ask(secrets, headers, '/banks/102/events')).status;
  expect(await status({ WAGE_SECRET: TEST_SECRET })).toBe(500);
  expect(await status({ WAGE_SECRET: TEST_SECRET, WAGE_SECRET_2: SECOND })).toBe(401);
  expect(await status({ WAGE_SECRET_2: SECOND })).toBe(401);
});

test('of X-Forwarded-For only what the platform appended counts', async () => {
  const now = new Date(NOW);
  const actor = { id: 'command', holder: 'command', org: null, bank: null, region: null };
  const { key } = await write(
    app.ownerDb,
    { ...actor, grants: [], projects: [] },
    now,
    dayOf(now),
    (work) =>
      makeKey(work, {
        companyId: callers.owner.uscc,
        holder: '机房',
        addresses: ['192.0.2.0/24'],
      }),
  );
  const status = async (forwarded?: string) =>
    (
      await ask(
        { WAGE_SECRET: TEST_SECRET },
        { ...bearer(key), ...(forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded }) },
      )
    ).status;
  expect(await status('203.0.113.9, 192.0.2.7')).toBe(200);
  expect(await status('192.0.2.7, 203.0.113.9')).toBe(403);
  expect(await status()).toBe(403);
});
