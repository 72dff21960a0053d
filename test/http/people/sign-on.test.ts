import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../../helpers/app.ts';
import { freshDb } from '../../helpers/db.ts';
import { codeNow, makeBrowser, signedIn } from '../../helpers/people.ts';
import { type SignOnProvider, startProvider } from '../../helpers/provider.ts';

const db = freshDb();
const PUBLIC = 'http://localhost';
let provider: SignOnProvider;
let app: TestApp;
let callers: Callers;
let admin: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  provider = await startProvider(PUBLIC);
  app = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00', signOn: options(provider.issuer) });
  callers = await app.callers();
  const { uscc: companyId } = callers.authority;
  const role = 'administrator';
  admin = await signedIn(app, { username: 'admin', name: '管理员', companyId, role });
});
afterAll(async () => {
  await app.end();
  await provider.end();
});

const options = (issuer: string) => ({
  issuer,
  clientId: 'wage',
  clientSecret: 'invented for tests only',
  publicUrl: PUBLIC,
});

const invite = (username: string, role: string, subject: string) =>
  admin.call('POST', '/people', {
    body: { username, name: username, companyId: callers.authority.uscc, role, subject },
  });

/** What a browser keeps of a sign-on's first answer. */
const jarOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

async function signOn(subject: string, change: (url: URL) => void = () => {}) {
  const browser = makeBrowser(app);
  const sent = await browser.call('GET', '/session/sign-on');
  expect(sent.status).toBe(302);
  const back = new URL(await provider.pass(sent.headers.get('location') as string, subject));
  change(back);
  const jar = jarOf(sent.headers);
  const finish = (Cookie = jar) =>
    browser.call('GET', back.pathname + back.search, { headers: { Cookie } });
  return { browser, finish };
}

test('who is bound to the provider’s subject signs on and has the role’s grants', async () => {
  expect((await invite('auditor', 'auditor', 'sub-auditor')).status).toBe(201);
  const { browser, finish } = await signOn('sub-auditor');
  const answer = await finish();
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
  expect((await browser.call('GET', '/session')).body).toMatchObject({
    username: 'auditor',
    grants: ['read', 'reports:read', 'personal:audit'],
    secondFactor: 'none',
  });
  const [event] =
    await app.ownerDb`select body from we.event where name = 'session.begun' order by id desc limit 1`;
  expect(JSON.parse(event?.body).body).toEqual({ way: 'sign-on' });
  const stored = JSON.stringify(
    await app.ownerDb`select * from we.person_account where provider_id = 'sign-on'`,
  );
  expect(stored).not.toMatch(/eyJ/);
});

test('a role that needs a second factor still shows it here', async () => {
  await invite('boss', 'supervisor', 'sub-boss');
  const first = await signOn('sub-boss');
  await first.finish();
  expect((await first.browser.call('GET', '/alerts')).body.code).toBe('second-factor-required');
  const given = await first.browser.call('POST', '/session/second-factor/enrolment', { body: {} });
  expect(given.status).toBe(200);
  expect((await first.browser.prove({ code: codeNow(given.body.uri) })).status).toBe(200);
  expect((await first.browser.call('GET', '/alerts')).status).toBe(200);
  const second = await signOn('sub-boss');
  await second.finish();
  expect((await second.browser.call('GET', '/alerts')).body.code).toBe('second-factor-required');
  expect((await second.browser.prove({ code: codeNow(given.body.uri, 1) })).status).toBe(200);
  expect((await second.browser.call('GET', '/alerts')).status).toBe(200);
});

test('whom nobody bound is told so, and nobody is made of them', async () => {
  const { browser, finish } = await signOn('sub-stranger');
  expect((await finish()).body).toMatchObject({ status: 401, code: 'sign-on-unknown' });
  expect(browser.cookie()).toBeNull();
  const [row] =
    await app.ownerDb`select count(*)::int as n from we.person where username not in ('admin', 'auditor', 'boss')`;
  expect(row?.n).toBe(0);
  const [event] = await app.ownerDb`select body from we.event order by id desc limit 1`;
  expect(event?.body).toContain('sign-on-unknown');
});

test('a way back without its beginning, with another’s, changed or taken twice opens nothing', async () => {
  const changes: ((url: URL) => void)[] = [
    (url) => url.searchParams.set('state', 'x'),
    (url) => url.searchParams.set('code', 'x'),
    (url) => url.searchParams.delete('state'),
    (url) => url.searchParams.delete('code'),
  ];
  for (const change of changes) {
    const { browser, finish } = await signOn('sub-auditor', change);
    expect((await finish()).body).toMatchObject({ status: 401, code: 'sign-on-failed' });
    expect(browser.cookie()).toBeNull();
  }
  const { finish } = await signOn('sub-auditor');
  const other = await makeBrowser(app).call('GET', '/session/sign-on');
  for (const cookie of ['', jarOf(other.headers)]) {
    expect((await finish(cookie)).body.code).toBe('sign-on-failed');
  }
  const good = await signOn('sub-auditor');
  expect((await good.finish()).status).toBe(302);
  expect((await good.finish()).body.code).toBe('sign-on-failed');
});

test('who is disabled here is refused though the provider knows them', async () => {
  await admin.call('PUT', '/people/auditor/disablement', { body: { reason: '离职' } });
  const { browser, finish } = await signOn('sub-auditor');
  expect((await finish()).body).toMatchObject({ status: 401, code: 'account-disabled' });
  expect(browser.cookie()).toBeNull();
});

test('behind https its cookies are kept off the open net', async () => {
  const secure = { ...options(provider.issuer), publicUrl: 'https://wage.example' };
  const https = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00', signOn: secure });
  const sent = await https.call('GET', '/session/sign-on');
  const cookies = sent.headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; Secure|Secure; HttpOnly/);
  expect(new URL(sent.headers.get('location') ?? '').searchParams.get('redirect_uri')).toBe(
    'https://wage.example/api/v1/session/sign-on/callback',
  );
  await https.end();
});

test('the code that comes back is worth nothing without a word that only the browser’s side has', async () => {
  const sent = await app.call('GET', '/session/sign-on');
  const asked = new URL(sent.headers.get('location') ?? '').searchParams;
  expect(asked.get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(asked.get('code_challenge_method')).toBe('S256');
});

test('a provider that does not tell how its tokens are signed is not asked', async () => {
  const path = '/.well-known/openid-configuration';
  const told = (await (await fetch(provider.issuer + path)).json()) as object;
  const server = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'application/json');
    answer.end(JSON.stringify({ ...told, jwks_uri: undefined }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const signOn = options(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const other = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00', signOn });
  const { status, body } = await other.call('GET', '/session/sign-on');
  expect([status, body.code]).toEqual([401, 'sign-on-failed']);
  await other.end();
  await new Promise((resolve) => void server.close(resolve));
});

test('one subject is one person', async () => {
  expect((await invite('twin', 'auditor', 'sub-boss')).body).toMatchObject({
    status: 409,
    code: 'subject-taken',
  });
  const [row] = await app.ownerDb`select count(*)::int as n from we.person where username = 'twin'`;
  expect(row?.n).toBe(0);
});

test('without settings there is none; a provider that is away is said to be', async () => {
  const none = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  const away = await makeApp(db(), {
    now: '2026-09-15T09:00:00+08:00',
    signOn: options('http://127.0.0.1:1'),
  });
  for (const path of ['/session/sign-on', '/session/sign-on/callback?code=x&state=y']) {
    expect((await none.call('GET', path)).body).toMatchObject({
      status: 404,
      code: 'sign-on-absent',
    });
    // Who has a password needs no provider.
    expect((await makeBrowser(away).signIn('admin')).status).toBe(200);
    expect((await away.call('GET', path)).body).toMatchObject({
      status: 401,
      code: 'sign-on-failed',
    });
  }
  await none.end();
  await away.end();
});
