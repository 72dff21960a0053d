import { afterAll, beforeAll, expect, test } from 'vitest';
import { read, write } from '../../../db/work.ts';
import { factorKeysNeeded, rotateSecondFactors } from '../../../src/domain/keys/second-factors.ts';
import { stranger } from '../../../src/domain/people/sessions.ts';
import { dayOf } from '../../../src/lib/day.ts';
import { sessionSecret, sessionSecrets } from '../../../src/lib/session-secret.ts';
import { makeApp, type TestApp } from '../../helpers/app.ts';
import { freshDb } from '../../helpers/db.ts';
import { codeNow, makeBrowser, PASSWORD, signedIn } from '../../helpers/people.ts';
import { TEST_SECRET } from '../../helpers/secret.ts';

// A new WAGE_SECRET: people stay signed in and keep their second factors, while both are given and after the change of keys.

const db = freshDb();
const OLD = { version: 1, secret: TEST_SECRET };
const NEW = { version: 2, secret: 'the second secret of the tests, long enough' };
const both = sessionSecrets([OLD, NEW]);
const now = '2026-09-15T09:00:00+08:00';
const operator = { ...stranger, id: 'command', holder: 'command' };
const apps: TestApp[] = [];

const program = async (secrets = sessionSecrets([OLD])) => {
  const app = await makeApp(db(), { now, secrets });
  apps.push(app);
  return app;
};
/** The same browser, asking a program that was started anew. */
const goingOn = (app: TestApp, cookie: string | null) => {
  const browser = makeBrowser(app);
  browser.setCookie(cookie);
  return browser;
};
const standing = async (browser: ReturnType<typeof makeBrowser>) =>
  (await browser.call('GET', '/session')).body.secondFactor;

let before: TestApp;
let during: TestApp;
let person: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  before = await program();
  during = await program(both);
  const { authority } = await before.callers();
  person = await signedIn(before, {
    username: 'sup-1',
    name: '负责人',
    companyId: authority.uscc,
    role: 'supervisor',
  });
});
afterAll(() => Promise.all(apps.map((app) => app.end())));

const rotate = () =>
  rotateSecondFactors({
    db: during.db,
    actor: operator,
    now: new Date(now),
    day: dayOf(new Date(now)),
    secrets: both,
  });
const needed = () =>
  read(during.db, operator, new Date(now), dayOf(new Date(now)), factorKeysNeeded);

test('while both secrets are given the session goes on, and codes of the old one are taken', async () => {
  expect(await standing(goingOn(during, person.cookie()))).toBe('done');
  const browser = makeBrowser(during);
  await browser.signIn('sup-1');
  expect((await browser.prove({ code: codeNow(person.uri, 1) })).status).toBe(200);
  expect(await needed()).toEqual([{ version: 1, table: 'two_factor', rows: 2 }]);
});

test('the change of keys seals them anew, once, and leaves one event', async () => {
  expect(await rotate()).toBe(1);
  expect(await needed()).toEqual([{ version: 2, table: 'two_factor', rows: 2 }]);
  expect(await rotate()).toBe(0);
  const events = await before.ownerDb`
    select subject, body from we.event where name = 'second-factors.resealed'`;
  expect(events.map(({ subject, body }) => [subject, JSON.parse(body).body])).toEqual([
    ['2', { people: 1 }],
  ]);
});

test('with the new secret alone: the same app and the same recovery codes, no cookie of the old one', async () => {
  const after = await program(sessionSecrets([NEW]));
  const browser = makeBrowser(after);
  expect((await browser.signIn('sup-1')).body).toEqual({ secondFactor: 'needed' });
  expect((await browser.prove({ code: codeNow(person.uri, -1) })).status).toBe(200);
  const again = makeBrowser(after);
  await again.signIn('sup-1');
  const [recoveryCode] = person.recoveryCodes as [string];
  expect((await again.prove({ recoveryCode })).status).toBe(200);
  await makeBrowser(after).signIn('sup-1');
  const old = await goingOn(after, person.cookie()).call('GET', '/session');
  expect(old.body.code).toBe('session-invalid');
});

test('what was sealed before versions were written is read and sealed anew as well', async () => {
  const { symmetricDecrypt, symmetricEncrypt } = await import('better-auth/crypto');
  const [row] = await before.ownerDb<{ secret: string; codes: string }[]>`
    select secret, backup_codes as codes from we.two_factor`;
  const key = { keys: new Map(both.map((s) => [s.version, s.value])), currentVersion: 2 };
  const bare = async (data: string) =>
    symmetricEncrypt({
      key: sessionSecret(OLD.secret),
      data: await symmetricDecrypt({ key, data }),
    });
  const { secret, codes } = row as { secret: string; codes: string };
  await before.ownerDb`update we.two_factor set secret = ${await bare(secret)}, backup_codes = ${await bare(codes)}, used_codes = '{}'`;
  expect(await needed()).toEqual([{ version: 1, table: 'two_factor', rows: 2 }]);
  const browser = makeBrowser(before);
  await browser.signIn('sup-1');
  expect((await browser.prove({ code: codeNow(person.uri) })).status).toBe(200);
  expect(await rotate()).toBe(1);
  await makeBrowser(during).signIn('sup-1');
  const [recoveryCode] = person.recoveryCodes.slice(-1) as [string];
  const later = makeBrowser(during);
  await later.signIn('sup-1');
  expect((await later.prove({ recoveryCode })).status).toBe(200);
});

test('sealed with a secret that is not given: it says so and changes nothing', async () => {
  const [row] = await before.ownerDb`select secret from we.two_factor`;
  const third = sessionSecrets([
    { version: 3, secret: 'the third secret of the tests, long enough' },
  ]);
  const lone = rotateSecondFactors({
    db: during.db,
    actor: operator,
    now: new Date(now),
    day: dayOf(new Date(now)),
    secrets: third,
  });
  await expect(lone).rejects.toThrow('Secret version 2 not found');
  expect(await before.ownerDb`select secret from we.two_factor`).toEqual([row]);
});

test('who proves himself while it is changed waits, and is let in', async () => {
  const third = { version: 3, secret: 'the third secret of the tests, long enough' };
  const later = await program(sessionSecrets([OLD, NEW, third]));
  const browser = makeBrowser(later);
  await browser.signIn('sup-1', PASSWORD);
  const [, recoveryCode] = person.recoveryCodes as [string, string];
  const at = { actor: operator, now: new Date(now), day: dayOf(new Date(now)) };
  const [proved, changed] = await Promise.all([
    browser.prove({ recoveryCode }),
    rotateSecondFactors({ db: later.db, ...at, secrets: sessionSecrets([OLD, NEW, third]) }),
  ]);
  expect([proved.status, changed]).toEqual([200, 1]);
  await write(later.db, operator, at.now, at.day, async (work) => {
    expect(await factorKeysNeeded(work)).toEqual([{ version: 3, table: 'two_factor', rows: 2 }]);
  });
});
