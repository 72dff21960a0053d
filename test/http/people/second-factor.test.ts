import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretOf } from '../../../src/demo/totp.ts';
import { type Callers, makeApp, type TestApp } from '../../helpers/app.ts';
import { freshDb } from '../../helpers/db.ts';
import {
  type Browser,
  codeNow,
  enrol,
  join,
  makeBrowser,
  PASSWORD,
  signedIn,
} from '../../helpers/people.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  callers = await app.callers();
});
afterAll(() => app.end());

const supervisor = (username: string) =>
  ({ username, name: username, companyId: callers.authority.uscc, role: 'supervisor' }) as const;
const clerk = (username: string) =>
  ({ username, name: username, companyId: callers.owner.uscc, role: 'owner-clerk' }) as const;

const get = (browser: Browser, path = '/alerts') => browser.call('GET', path);
const standing = async (browser: Browser) => (await get(browser, '/session')).body.secondFactor;
/** Signs out and in again. */
const fresh = async (browser: Browser, username: string) => {
  await browser.call('PUT', '/session/end');
  return browser.signIn(username);
};

test('a role that needs a second factor does nothing without one, and all of its own with it', async () => {
  await join(app, supervisor('sup-1'));
  const browser = makeBrowser(app);
  expect((await browser.signIn('sup-1')).body).toEqual({ secondFactor: 'enrolment-needed' });
  for (const [method, path] of [
    ['GET', '/alerts'],
    ['PUT', '/alerts/x/dismissal'],
    ['GET', '/people'],
  ] as const) {
    const refused = await browser.call(method, path);
    expect(refused.body).toMatchObject({ status: 403, code: 'second-factor-required' });
    expect(refused.body.detail).toContain('/session/second-factor/enrolment');
  }
  const half = browser.cookie();
  const { uri, recoveryCodes } = await enrol(browser);
  expect(uri).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{50,}/);
  expect(new Set(recoveryCodes).size).toBe(10);
  expect((await get(browser)).status).toBe(200);
  expect(await standing(browser)).toBe('done');
  expect(browser.cookie()).not.toBe(half);
  browser.setCookie(half);
  expect((await get(browser, '/session')).body.code).toBe('session-invalid');
  const events = await app.ownerDb<{ name: string }[]>`
    select e.name from we.event e join we.person p on e.subject = 'person:' || p.id where p.username = 'sup-1' order by e.id`;
  expect(events.map((event) => event.name)).toEqual([
    'person.invited',
    'person.joined',
    'session.begun',
    'person.second-factor-given',
    'session.second-factor',
  ]);
});

test('the next time the password alone opens nothing', async () => {
  const browser = await signedIn(app, supervisor('sup-2'));
  expect((await fresh(browser, 'sup-2')).body).toEqual({ secondFactor: 'needed' });
  expect((await get(browser)).body.code).toBe('second-factor-required');
  expect((await browser.prove({ code: codeNow(browser.uri, 1) })).body).toEqual({
    secondFactor: 'done',
  });
  expect((await get(browser)).status).toBe(200);
});

test('a code is taken once, and still not after a newer one; one of long ago never', async () => {
  const browser = await signedIn(app, supervisor('sup-3'));
  await fresh(browser, 'sup-3');
  const replay = await browser.prove({ code: browser.code });
  expect(replay.body).toMatchObject({ status: 401, code: 'code-used' });
  expect((await get(browser)).body.code).toBe('second-factor-required');
  const next = codeNow(browser.uri, 1);
  expect((await browser.prove({ code: next })).status).toBe(200);
  await fresh(browser, 'sup-3');
  for (const code of [browser.code, next]) {
    expect((await browser.prove({ code })).body.code).toBe('code-used');
  }
  expect((await browser.prove({ code: codeNow(browser.uri, -40) })).body.code).toBe('code-wrong');
  const rows = await app.ownerDb`select body from we.event where body like '%code-used%'`;
  expect(rows.length).toBe(3);
  expect(JSON.stringify(rows)).not.toContain(next);
});

test('the code taken last is known again, however many were taken before', async () => {
  const browser = await signedIn(app, supervisor('sup-11'));
  await app.ownerDb`update we.two_factor set used_codes = array['a', 'b', 'c', 'd', 'e']
    where user_id = (select id from we.person where username = 'sup-11')`;
  await fresh(browser, 'sup-11');
  const code = codeNow(browser.uri, 1);
  expect((await browser.prove({ code })).status).toBe(200);
  await fresh(browser, 'sup-11');
  expect((await browser.prove({ code })).body.code).toBe('code-used');
});

test('the same code sent twice at once opens one session', async () => {
  const first = await signedIn(app, supervisor('sup-4'));
  const [one, two] = [makeBrowser(app), makeBrowser(app)];
  await one.signIn('sup-4');
  await two.signIn('sup-4');
  const code = codeNow(first.uri, 1);
  const answers = await Promise.all([one, two].map((browser) => browser.prove({ code })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect((await Promise.all([one, two].map((b) => get(b)))).map((a) => a.status).sort()).toEqual([
    200, 403,
  ]);
});

test('a recovery code stands in for the app, once', async () => {
  const browser = await signedIn(app, supervisor('sup-5'));
  const [first = '', second = ''] = browser.recoveryCodes;
  await fresh(browser, 'sup-5');
  expect((await browser.prove({ recoveryCode: first })).status).toBe(200);
  expect((await get(browser)).status).toBe(200);
  await fresh(browser, 'sup-5');
  expect((await browser.prove({ recoveryCode: first })).body).toMatchObject({
    status: 401,
    code: 'code-wrong',
  });
  expect((await get(browser)).status).toBe(403);
  expect((await browser.prove({ recoveryCode: second })).status).toBe(200);
});

test('wrong codes lock the account as wrong passwords do', async () => {
  const browser = await signedIn(app, supervisor('sup-6'));
  await fresh(browser, 'sup-6');
  for (let n = 0; n < 5; n += 1) {
    const proof = n % 2 ? { recoveryCode: 'AAAAA-AAAAA' } : { code: codeNow(browser.uri, -40) };
    expect((await browser.prove(proof)).body.code).toBe('code-wrong');
  }
  const code = codeNow(browser.uri, 1);
  expect((await browser.prove({ code })).body.code).toBe('account-locked');
  expect((await makeBrowser(app).signIn('sup-6')).body.code).toBe('account-locked');
  app.setNow('2026-09-15T09:15:00+08:00');
  expect((await browser.prove({ code })).status).toBe(200);
  app.setNow('2026-09-15T09:00:00+08:00');
});

test('a right code forgets the wrong ones before it', async () => {
  const browser = await signedIn(app, supervisor('sup-12'));
  for (const recoveryCode of browser.recoveryCodes.slice(0, 2)) {
    await fresh(browser, 'sup-12');
    for (let n = 0; n < 4; n += 1) {
      const wrong = await browser.prove({ recoveryCode: 'AAAAA-AAAAA' });
      expect(wrong.body.code).toBe('code-wrong');
    }
    expect((await browser.prove({ recoveryCode })).status).toBe(200);
  }
});

test('wrong passwords at the enrolment lock the account as well', async () => {
  await join(app, supervisor('sup-13'));
  const browser = makeBrowser(app);
  await browser.signIn('sup-13');
  const ask = (password: string) =>
    browser.call('POST', '/session/second-factor/enrolment', { body: { password } });
  for (let n = 0; n < 5; n += 1) expect((await ask('wrong')).body.code).toBe('password-wrong');
  expect((await ask(PASSWORD)).body.code).toBe('account-locked');
});

test('the right password between them does not buy more codes', async () => {
  const browser = await signedIn(app, supervisor('sup-10'));
  for (let n = 0; n < 5; n += 1) {
    expect((await fresh(browser, 'sup-10')).status).toBe(200);
    const wrong = await browser.prove({ code: codeNow(browser.uri, -40) });
    expect(wrong.body.code).toBe('code-wrong');
  }
  expect((await fresh(browser, 'sup-10')).body.code).toBe('account-locked');
});

test('what is not six digits, or two proofs at once, is refused with its place', async () => {
  const browser = await signedIn(app, supervisor('sup-7'));
  for (const body of [{}, { code: '12345' }, { code: '1234567' }, { code: 123456 }]) {
    const answer = await browser.call('PUT', '/session/second-factor', { body });
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid-input' });
  }
  const both = { code: '123456', recoveryCode: 'x' };
  expect((await browser.call('PUT', '/session/second-factor', { body: both })).status).toBe(422);
});

test('enrolling wants the password; an app once enrolled is not replaced; one not proved is', async () => {
  await join(app, supervisor('sup-8'));
  const browser = makeBrowser(app);
  await browser.signIn('sup-8');
  const ask = (body: object) => browser.call('POST', '/session/second-factor/enrolment', { body });
  expect((await browser.prove({ code: '123456' })).body).toMatchObject({
    status: 409,
    code: 'second-factor-missing',
  });
  expect((await ask({ password: 'wrong' })).body).toMatchObject({
    status: 401,
    code: 'password-wrong',
  });
  expect((await ask({})).body.code).toBe('password-wrong');
  const old = (await ask({ password: PASSWORD })).body;
  const now = (await ask({ password: PASSWORD })).body;
  expect(secretOf(old.uri)).not.toBe(secretOf(now.uri));
  expect((await browser.prove({ code: codeNow(old.uri) })).body.code).toBe('code-wrong');
  expect((await browser.prove({ code: codeNow(now.uri) })).status).toBe(200);
  expect((await ask({ password: PASSWORD })).body).toMatchObject({
    status: 409,
    code: 'second-factor-enrolled',
  });
});

test('who may do without and enrols all the same is asked from then on', async () => {
  const browser = await signedIn(app, clerk('clerk-1'));
  expect(await standing(browser)).toBe('none');
  expect((await get(browser, '/projects')).status).toBe(200);
  const { uri } = await enrol(browser);
  expect(await standing(browser)).toBe('done');
  expect((await fresh(browser, 'clerk-1')).body).toEqual({ secondFactor: 'needed' });
  expect((await get(browser, '/projects')).body.code).toBe('second-factor-required');
  expect((await browser.prove({ code: codeNow(uri, 1) })).status).toBe(200);
  expect((await get(browser, '/projects')).status).toBe(200);
});

test('secrets and recovery codes lie sealed', async () => {
  const browser = await signedIn(app, supervisor('sup-9'));
  const [row] = await app.ownerDb`
    select t.* from we.two_factor t join we.person p on p.id = t.user_id where p.username = 'sup-9'`;
  const text = JSON.stringify(row);
  const [code = ''] = browser.recoveryCodes;
  expect(code.length).toBeGreaterThan(9);
  expect(text).not.toContain(code);
  expect(text).not.toContain(Buffer.from(secretOf(browser.uri)).toString());
  expect(row?.secret).toMatch(/^\$?[\w$:-]*[0-9a-f]{64,}$/);
});
