import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSession, touchSession } from '../../../src/domain/people/sessions.ts';
import { opened, signed } from '../../../src/domain/people/tokens.ts';
import { type Callers, makeApp, type TestApp } from '../../helpers/app.ts';
import { freshDb } from '../../helpers/db.ts';
import { asOperator, join, makeBrowser, PASSWORD, signedIn } from '../../helpers/people.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;
const START = Date.parse('2026-09-15T09:00:00+08:00');
const after = (ms: number) => app.setNow(new Date(START + ms).toISOString());
const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

beforeAll(async () => {
  app = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  callers = await app.callers();
  await join(app, clerk('clerk', '李制单'));
});
afterAll(() => app.end());

const clerk = (username: string, name: string) =>
  ({ username, name, companyId: callers.contractor.uscc, role: 'contractor-clerk' }) as const;

const eventsOf = async (username: string) => {
  const rows = await app.ownerDb<{ name: string; body: string }[]>`
    select e.name, e.body from we.event e join we.person p on e.subject = 'person:' || p.id
    where p.username = ${username} order by e.id`;
  return rows.map((row) => [row.name, JSON.parse(row.body).body.reason].filter(Boolean).join(' '));
};

test('a person signs in and is told who they are; the same routes open as to a key', async () => {
  const browser = makeBrowser(app);
  const answer = await browser.signIn(' CLERK ');
  expect([answer.status, answer.body]).toEqual([200, { secondFactor: 'none' }]);
  expect((await browser.call('GET', '/session')).body).toMatchObject({
    username: 'clerk',
    companyId: callers.contractor.uscc,
    role: 'contractor-clerk',
    secondFactor: 'none',
    endsAt: '2026-09-15T01:30:00.000Z',
  });
  expect((await browser.call('GET', '/projects')).status).toBe(200);
  expect(await eventsOf('clerk')).toEqual(['person.invited', 'person.joined', 'session.begun']);
});

test('the cookie is kept from scripts and strangers, and off this machine from the open net', async () => {
  const body = { username: 'clerk', password: PASSWORD };
  const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
  const cookieAt = async (url: string) => {
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await app.request(`${url}/api/v1/session`, init);
    return answer.headers.getSetCookie().join('\n');
  };
  const local = await cookieAt('http://localhost');
  expect(local).toMatch(/^wage_session=\S+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
  for (const url of [
    'http://wage.example',
    'https://wage.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
  ]) {
    expect(await cookieAt(url)).toMatch(
      /^__Host-wage_session=\S+;.* HttpOnly; Secure; SameSite=Lax$/,
    );
  }
});

test('a wrong password and an unknown name get the same answer; both leave an event', async () => {
  const browser = makeBrowser(app);
  const wrong = await browser.signIn('clerk', `${PASSWORD}。`);
  const unknown = await browser.signIn('nobody', PASSWORD);
  expect(wrong.body).toMatchObject({ status: 401, code: 'password-wrong' });
  const { instance: _, ...told } = wrong.body;
  expect(unknown.body).toMatchObject(told);
  expect(browser.cookie()).toBeNull();
  expect((await eventsOf('clerk')).at(-1)).toBe('session.refused password-wrong');
  const [event] = await app.ownerDb`select subject, body from we.event order by id desc limit 1`;
  expect(event?.subject).toBe('person:unknown');
  expect(event?.body).not.toContain('nobody');
});

test('the fifth failure in a row locks for fifteen minutes, the right password too', async () => {
  await join(app, clerk('locked', '周锁定'));
  const browser = makeBrowser(app);
  const wrong = () => browser.signIn('locked', 'not the right one');
  for (let n = 0; n < 4; n += 1) await wrong();
  expect((await browser.signIn('locked')).status).toBe(200);
  for (let n = 0; n < 4; n += 1) expect((await wrong()).body.code).toBe('password-wrong');
  expect((await browser.signIn('locked')).status).toBe(200);
  for (let n = 0; n < 5; n += 1) expect((await wrong()).body.code).toBe('password-wrong');
  const refused = await browser.signIn('locked');
  expect(refused.body).toMatchObject({ status: 401, code: 'account-locked' });
  expect(refused.body.detail).toContain('15分钟');
  expect((await eventsOf('locked')).slice(-3)).toEqual([
    'session.refused password-wrong',
    'person.locked',
    'session.refused locked',
  ]);
  after(15 * MINUTE - SECOND);
  expect((await browser.signIn('locked')).body.code).toBe('account-locked');
  after(15 * MINUTE);
  // Counted from nothing again.
  for (let n = 0; n < 4; n += 1) expect((await wrong()).body.code).toBe('password-wrong');
  expect((await browser.signIn('locked')).status).toBe(200);
  after(0);
});

test('failures that come at once are all counted', async () => {
  await join(app, clerk('burst', '周并发'));
  const browser = makeBrowser(app);
  const tries = Array.from({ length: 12 }, () => browser.signIn('burst', 'not the right one'));
  const codes = (await Promise.all(tries)).map(({ body }) => body.code);
  expect(codes.filter((code) => code === 'password-wrong')).toHaveLength(5);
  expect(codes.filter((code) => code === 'account-locked')).toHaveLength(7);
});

test('a session ends after half an hour without a request, and not before', async () => {
  const browser = makeBrowser(app);
  await browser.signIn('clerk');
  const get = () => browser.call('GET', '/session');
  after(30 * MINUTE - SECOND);
  expect((await get()).status).toBe(200);
  after(60 * MINUTE - 2 * SECOND);
  expect((await get()).status).toBe(200);
  after(90 * MINUTE - 2 * SECOND);
  expect((await get()).body).toMatchObject({ status: 401, code: 'session-expired' });
  expect((await browser.call('GET', '/projects')).body.code).toBe('session-expired');
  const events = await app.ownerDb`
    select subject from we.event where name = 'session.refused' and body like '%session-expired%'`;
  expect(events.map((row) => row.subject)).toEqual([expect.stringMatching(/^person:/)]);
  after(0);
});

test('a session ends twelve hours after it began, however busy', async () => {
  const browser = makeBrowser(app);
  await browser.signIn('clerk');
  for (let at = 0; at < 12 * HOUR; at += 20 * MINUTE) {
    after(at);
    expect((await browser.call('GET', '/session')).status).toBe(200);
  }
  after(12 * HOUR - SECOND);
  expect((await browser.call('GET', '/session')).body.endsAt).toBe('2026-09-15T13:00:00.000Z');
  after(12 * HOUR);
  expect((await browser.call('GET', '/session')).body.code).toBe('session-expired');
  after(0);
});

test('of two requests at once the later one counts as the last', async () => {
  const browser = makeBrowser(app);
  await browser.signIn('clerk');
  const cookie = decodeURIComponent(browser.cookie() ?? '').replace('wage_session=', '');
  const token = opened(cookie, app.deps.signIn.secrets) ?? '';
  const read = await findSession(app.deps.db, token);
  if (!read) throw new Error('no session');
  for (const minutes of [10, 5])
    await touchSession(app.deps.db, read, new Date(START + minutes * MINUTE));
  expect((await findSession(app.deps.db, token))?.seenAt).toEqual(new Date(START + 10 * MINUTE));
});

test('a cookie that was not signed here is refused and leaves an event', async () => {
  const browser = makeBrowser(app);
  await browser.signIn('clerk');
  const good = browser.cookie() as string;
  const value = decodeURIComponent(good.slice('wage_session='.length));
  const [token = ''] = value.split('.');
  const count = async () => {
    const [row] =
      await app.ownerDb`select count(*)::int as n from we.event where body like '%cookie-tampered%'`;
    return row?.n as number;
  };
  const before = await count();
  const bad = [
    token,
    `${token}.`,
    `${token}.AAAA`,
    signed(token, [{ version: 1, value: 'another secret' }]),
    `x${value}`,
  ];
  for (const text of bad) {
    browser.setCookie(`wage_session=${encodeURIComponent(text)}`);
    for (const path of ['/session', '/projects']) {
      expect((await browser.call('GET', path)).body).toMatchObject({
        status: 401,
        code: 'session-invalid',
      });
    }
  }
  // One a minute, as of a key: a flood of them must not fill the trail.
  expect((await count()) - before).toBe(1);
  browser.setCookie(good);
  expect((await browser.call('GET', '/session')).status).toBe(200);
});

test('what lies in the database is no cookie', async () => {
  const browser = makeBrowser(app);
  await browser.signIn('clerk');
  const [row] = await app.ownerDb`select token from we.session order by created_at desc limit 1`;
  browser.setCookie(`wage_session=${row?.token}`);
  expect((await browser.call('GET', '/session')).body.code).toBe('session-invalid');
  const [account] = await app.ownerDb`select password from we.person_account limit 1`;
  expect(account?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
});

test('who signs out is out, and only there', async () => {
  const [one, two] = [makeBrowser(app), makeBrowser(app)];
  await one.signIn('clerk');
  await two.signIn('clerk');
  const cookie = one.cookie();
  expect((await one.call('PUT', '/session/end')).body).toEqual({ ended: true });
  expect(one.cookie()).toBeNull();
  expect((await one.call('GET', '/session')).body.code).toBe('session-missing');
  one.setCookie(cookie);
  expect((await one.call('GET', '/session')).body.code).toBe('session-invalid');
  expect((await two.call('GET', '/session')).status).toBe(200);
  expect((await eventsOf('clerk')).at(-1)).toBe('session.ended');
});

test('a write by cookie must come from a page of this service; a read and a key need not', async () => {
  const browser = makeBrowser(app);
  await browser.signIn('clerk');
  const cookie = browser.cookie() as string;
  const put = (headers: Record<string, string>) =>
    app.call('PUT', '/session/password', { headers: { Cookie: cookie, ...headers }, body: {} });
  const strangers: Record<string, string>[] = [
    {},
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://localhost:8080' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost' },
  ];
  for (const headers of strangers) {
    expect((await put(headers)).body, JSON.stringify(headers)).toMatchObject({
      status: 403,
      code: 'cross-site',
    });
  }
  expect((await put({ Origin: 'http://localhost' })).body.code).toBe('invalid-input');
  expect((await put({ 'Sec-Fetch-Site': 'same-origin' })).body.code).toBe('invalid-input');
  const get = { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' };
  expect((await app.call('GET', '/session', { headers: get })).status).toBe(200);
  const { key } = callers.authority;
  const run = await app.call('POST', '/job-runs', { key, headers: strangers[1] ?? {}, body: {} });
  expect(run.body.code).toBe('invalid-input');
  const login = { body: { username: 'clerk', password: PASSWORD }, headers: strangers[1] ?? {} };
  expect((await app.call('POST', '/session', login)).body.code).toBe('cross-site');
});

test('a key beside a cookie goes before it', async () => {
  const browser = makeBrowser(app);
  await browser.signIn('clerk');
  const { key } = callers.authority;
  const answer = await browser.call('GET', '/job-runs', { key });
  expect(answer.status).toBe(200);
  expect((await browser.call('GET', '/job-runs')).body.code).toBe('grant-missing');
  expect((await app.call('GET', '/session', { key })).body.code).toBe('session-missing');
});

test('a person and a key of the same name are one holder; another name is another', async () => {
  const browser = await signedIn(app, clerk('holder', '财务负责人'));
  const { key, approver } = callers.contractor;
  const holders = await app.ownerDb<{ holder: string }[]>`
    select holder from we.api_key where prefix in (${key.slice(3, 11)}, ${approver.slice(3, 11)}) order by holder`;
  await browser.call('PUT', '/session/end');
  const [event] = await app.ownerDb`select body from we.event order by id desc limit 1`;
  const { holder } = JSON.parse(event?.body);
  expect(holder).toBe(`${callers.contractor.uscc}:财务负责人`);
  expect(holders.map((row) => `${callers.contractor.uscc}:${row.holder}` === holder)).toEqual(
    holders.map((row) => row.holder === '财务负责人'),
  );
});

test('a password change wants the old one, ends other sessions and counts failures', async () => {
  const next = '另一句够长的话：云台山上看日出真好';
  await join(app, clerk('changer', '周改密'));
  const [one, two] = [makeBrowser(app), makeBrowser(app)];
  await one.signIn('changer');
  await two.signIn('changer');
  const change = (password: string, newPassword: string) =>
    one.call('PUT', '/session/password', { body: { password, newPassword } });
  expect((await change('wrong', next)).body).toMatchObject({ status: 401, code: 'password-wrong' });
  expect((await change(PASSWORD, 'short')).body).toMatchObject({
    status: 422,
    code: 'password-too-short',
  });
  expect((await change(PASSWORD, next)).body).toEqual({ changed: true });
  expect((await one.call('GET', '/session')).status).toBe(200);
  expect((await two.call('GET', '/session')).body.code).toBe('session-invalid');
  expect((await two.signIn('changer', PASSWORD)).body.code).toBe('password-wrong');
  expect((await two.signIn('changer', next)).status).toBe(200);
  for (let n = 0; n < 5; n += 1) await change('wrong', next);
  expect((await change(next, PASSWORD)).body.code).toBe('account-locked');
});

test('nothing that people sign in with shows in the log', async () => {
  const lines = JSON.stringify(app.logged());
  const rows = await app.ownerDb<{ token: string }[]>`select token from we.session`;
  expect(rows.length).toBeGreaterThan(0);
  for (const text of [PASSWORD, 'clerk"', ...rows.map((row) => row.token)]) {
    expect(lines).not.toContain(text);
  }
  const requests = app.logged().filter(({ msg }) => msg === 'request');
  expect(requests.some(({ actor }) => String(actor).startsWith('person:'))).toBe(true);
});

test('the night’s role sees nobody, the application’s deletes nobody', async () => {
  const tables = [
    'person',
    'person_account',
    'session',
    'two_factor',
    'verification',
    'invitation',
  ];
  const rows = await asOperator(
    app,
    ({ sql }) => sql<{ t: string; night: boolean; gone: boolean }[]>`
    select t, has_any_column_privilege('we_night', 'we.' || t, 'select, insert, update') or has_table_privilege('we_night', 'we.' || t, 'delete') as night,
      has_table_privilege('we_app', 'we.' || t, 'delete, truncate') as gone
    from unnest(${tables}::text[]) t order by t`,
  );
  expect(rows.filter((row) => row.night)).toEqual([]);
  expect(rows.filter((row) => row.gone).map((row) => row.t)).toEqual([
    'session',
    'two_factor',
    'verification',
  ]);
});
