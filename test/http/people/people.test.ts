import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUscc } from '../../../src/demo/identities.ts';
import { type RoleName, roleNames, roles } from '../../../src/domain/people/roles.ts';
import { type Callers, makeApp, type TestApp } from '../../helpers/app.ts';
import { freshDb } from '../../helpers/db.ts';
import { aBank, codeNow, join, makeBrowser, PASSWORD, signedIn } from '../../helpers/people.ts';
import { projectOf } from '../../helpers/site.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;
type Somebody = Awaited<ReturnType<typeof signedIn>>;
let city: Somebody;
let district: Somebody;
const NOW = '2026-09-15T09:00:00+08:00';

beforeAll(async () => {
  app = await makeApp(db(), { now: NOW });
  callers = await app.callers();
  await aBank(app, '102', BANK);
  const at = { companyId: callers.authority.uscc, role: 'administrator' } as const;
  city = await signedIn(app, { username: 'city', name: '市管理员', ...at });
  district = await signedIn(app, {
    username: 'district',
    name: '区管理员',
    ...at,
    region: '320703',
  });
});
afterAll(() => app.end());

let count = 0;
/** The body of an invitation; whoever is not named is new. */
const BANK = makeUscc(900);
const somebody = (role: RoleName = 'inspector', more: object = {}) => {
  count += 1;
  const { kind } = roles[role];
  const companyId = kind === 'bank' ? BANK : callers[kind].uscc;
  return { username: `person-${count}`, name: `人员${count}`, companyId, role, ...more };
};
const invite = (who: Somebody, body: object) => who.call('POST', '/people', { body });
const accept = (token: string, password = PASSWORD) =>
  makeBrowser(app).call('POST', '/invitation-acceptances', { body: { token, password } });
const eventsOf = async (username: string) => {
  const rows = await app.ownerDb<{ name: string; actor: string; body: string }[]>`
    select e.name, e.actor, e.body from we.event e join we.person p on e.subject = 'person:' || p.id
    where p.username = ${username} order by e.id`;
  return rows.map(({ name, actor, body }) => ({ name, actor, ...JSON.parse(body).body }));
};

describe('an invitation', () => {
  test('is shown once, sets a password once, and leaves events without it', async () => {
    const body = somebody('inspector', { region: '320703' });
    const invited = await invite(city, body);
    expect(invited.status).toBe(201);
    const { token, ...rest } = invited.body;
    expect(rest).toEqual({ username: body.username, expiresAt: '2026-09-18T01:00:00.000Z' });
    expect((await makeBrowser(app).signIn(body.username)).body.code).toBe('password-wrong');
    expect((await accept(token)).body).toEqual({ username: body.username });
    expect((await makeBrowser(app).signIn(body.username)).status).toBe(200);
    const again = await accept(token, `${PASSWORD}，再来一次`);
    expect(again.body).toMatchObject({ status: 401, code: 'invitation-used' });
    expect((await makeBrowser(app).signIn(body.username)).status).toBe(200);
    const events = await eventsOf(body.username);
    expect(events.map(({ name, reason }) => reason ?? name)).toEqual([
      'person.invited',
      'password-wrong',
      'person.joined',
      'session.begun',
      'invitation-used',
      'session.begun',
    ]);
    expect(events[0]).toMatchObject({ role: 'inspector', region: { lo: 320703, hi: 320703 } });
    expect(events[0]?.actor).toMatch(/^person:/);
    expect(JSON.stringify(await app.ownerDb`select body from we.event`)).not.toContain(token);
    expect(JSON.stringify(await app.ownerDb`select * from we.invitation`)).not.toContain(token);
  });

  test('ends after three days; another is not one', async () => {
    const { token } = (await invite(city, somebody())).body;
    app.setNow('2026-09-18T09:00:00+08:00');
    expect((await accept(token)).body).toMatchObject({ status: 401, code: 'invitation-expired' });
    app.setNow('2026-09-18T08:59:59+08:00');
    expect((await accept(token)).status).toBe(200);
    app.setNow(NOW);
    expect((await accept('x'.repeat(43))).body).toMatchObject({
      status: 401,
      code: 'invitation-invalid',
    });
  });

  test('of somebody who was disabled meanwhile is not taken', async () => {
    const body = somebody();
    const { token } = (await invite(city, body)).body;
    await city.call('PUT', `/people/${body.username}/disablement`, { body: { reason: '离职' } });
    expect((await accept(token)).body).toMatchObject({ status: 401, code: 'account-disabled' });
    expect((await makeBrowser(app).signIn(body.username)).body.code).toBe('password-wrong');
  });

  test('again lets in at once whom wrong passwords had locked out', async () => {
    const body = somebody();
    await join(app, body);
    const browser = makeBrowser(app);
    for (let n = 0; n < 5; n += 1) await browser.signIn(body.username, 'not the right one');
    expect((await browser.signIn(body.username)).body.code).toBe('account-locked');
    const again = await city.call('POST', `/people/${body.username}/invitations`, { body: {} });
    expect((await accept(again.body.token)).status).toBe(200);
    expect((await browser.signIn(body.username)).status).toBe(200);
  });

  test('of the same words sent twice with one key is one; with another key a conflict', async () => {
    const body = somebody();
    const first = await city.call('POST', '/people', { body, once: 'one' });
    const second = await city.call('POST', '/people', { body, once: 'one' });
    expect(second.body).toMatchObject({ status: 409, code: 'secret-shown' });
    expect(JSON.stringify(second.body)).not.toContain(first.body.token);
    const other = await city.call('POST', '/people', { body, once: 'two' });
    expect(other.body).toMatchObject({ status: 409, code: 'username-taken' });
    const namesake = { ...somebody(), name: body.name };
    expect((await invite(city, namesake)).body).toMatchObject({
      status: 409,
      code: 'holder-taken',
    });
    const elsewhere = { ...somebody('owner-clerk'), name: body.name };
    expect((await invite(city, elsewhere)).status).toBe(201);
  });

  test('refuses a bad password and stays good', async () => {
    const { token } = (await invite(city, somebody('inspector'))).body;
    for (const [password, code] of [
      ['短密码', 'password-too-short'],
      ['x'.repeat(129), 'password-too-long'],
      ['passwordpassword', 'password-common'],
    ]) {
      expect((await accept(token, password)).body).toMatchObject({ status: 422, code });
    }
    expect((await accept(token)).status).toBe(200);
  });

  test('again voids the one before, the password and the sessions, and lifts lock and disablement', async () => {
    const body = somebody('supervisor');
    const first = (await invite(city, body)).body;
    const path = `/people/${body.username}/invitations`;
    const second = (await city.call('POST', path, { body: {} })).body;
    expect((await accept(first.token)).body.code).toBe('invitation-expired');
    expect((await accept(second.token)).status).toBe(200);
    const browser = makeBrowser(app);
    await browser.signIn(body.username);
    const disable = { body: { reason: '离职' } };
    await city.call('PUT', `/people/${body.username}/disablement`, disable);
    const third = (await city.call('POST', path, { body: {} })).body;
    expect((await browser.call('GET', '/session')).body.code).toBe('session-invalid');
    expect((await browser.signIn(body.username)).body.code).toBe('password-wrong');
    const next = '新的一句话，够长也够怪的那种';
    expect((await accept(third.token, next)).status).toBe(200);
    expect((await browser.signIn(body.username, next)).status).toBe(200);
    const last = (await eventsOf(body.username)).findLast((e) => e.name === 'person.invited-again');
    expect(last).toMatchObject({ before: { disabledAt: NOW_UTC }, after: { disabledAt: null } });
  });

  test('names who it is for: bad names, roles, regions and companies are refused with their place', async () => {
    const bad: [object, string][] = [
      [{ username: 'ab' }, '/username'],
      [{ username: '有中文' }, '/username'],
      [{ username: `${'a'.repeat(33)}` }, '/username'],
      [{ name: '' }, '/name'],
      [{ companyId: '123' }, '/companyId'],
      [{ role: 'king' }, '/role'],
      [{ region: '3' }, '/region'],
      [{ region: '3207030' }, '/region'],
      [{ more: 1 }, '/more'],
    ];
    for (const [wrong, pointer] of bad) {
      const { body } = await invite(city, somebody('inspector', wrong));
      expect(body, pointer).toMatchObject({ status: 422, errors: [{ pointer }] });
    }
    const office = makeUscc(998);
    await app.newCompany(office, '区人社局', ['authority'], [320703, 320703]);
    const there = (region: string) => somebody('inspector', { companyId: office, region });
    expect((await invite(city, there('320703'))).status).toBe(201);
    const refused: [object, string][] = [
      [there('320706'), 'region-outside'],
      [there('3207'), 'region-outside'],
      [somebody('inspector', { companyId: makeUscc(999) }), 'company-unknown'],
      [somebody('inspector', { companyId: callers.owner.uscc }), 'role-not-for-company'],
      [somebody('contractor-approver', { companyId: callers.owner.uscc }), 'role-not-for-company'],
      [somebody('bank-machine'), 'role-is-machine'],
      [somebody('inspector', { region: '3208' }), 'region-outside'],
      [somebody('inspector', { region: '32' }), 'region-outside'],
      [somebody('owner-clerk', { region: '3207' }), 'region-outside'],
    ];
    for (const [body, code] of refused) {
      expect((await invite(city, body)).body, code).toMatchObject({ status: 422, code });
    }
  });
});

const NOW_UTC = new Date(NOW).toISOString();

test('who is disabled is out at once, stays out, and twice is once', async () => {
  const body = somebody('inspector');
  await join(app, body);
  const browser = makeBrowser(app);
  await browser.signIn(body.username);
  const path = `/people/${body.username}/disablement`;
  for (let n = 0; n < 2; n += 1) {
    const answer = await city.call('PUT', path, { body: { reason: '离职' } });
    expect(answer.body).toEqual({ username: body.username, status: 'disabled' });
  }
  for (const at of ['/session', '/projects']) {
    expect((await browser.call('GET', at)).body).toMatchObject({
      status: 401,
      code: 'account-disabled',
    });
  }
  expect((await makeBrowser(app).signIn(body.username)).body.code).toBe('account-disabled');
  expect((await makeBrowser(app).signIn(body.username, 'wrong')).body.code).toBe('password-wrong');
  const told = (await eventsOf(body.username)).filter((e) => e.name === 'person.disabled');
  expect(told).toMatchObject([{ reason: '离职', before: { disabledAt: null } }]);
  const [row] = await app.ownerDb`
    select count(*)::int as n from we.session s join we.person p on p.id = s.user_id where p.username = ${body.username}`;
  expect(row?.n).toBe(1);
});

test('a new role takes the old one’s grants away with the session; the same role changes nothing', async () => {
  const body = somebody('inspector');
  await join(app, body);
  const browser = makeBrowser(app);
  await browser.signIn(body.username);
  const put = (to: object) => city.call('PUT', `/people/${body.username}/role`, { body: to });
  expect((await put({ role: 'inspector' })).status).toBe(200);
  expect((await browser.call('GET', '/session')).status).toBe(200);
  expect((await put({ role: 'auditor', region: '320703' })).body).toEqual({
    username: body.username,
    role: 'auditor',
  });
  expect((await browser.call('GET', '/session')).body.code).toBe('session-invalid');
  await browser.signIn(body.username);
  expect((await browser.call('GET', '/session')).body).toMatchObject({
    role: 'auditor',
    grants: ['read', 'reports:read', 'personal:audit'],
  });
  expect((await put({ role: 'owner-clerk' })).body.code).toBe('role-not-for-company');
  const told = (await eventsOf(body.username)).filter((e) => e.name === 'person.role-changed');
  expect(told).toMatchObject([
    {
      before: { role: 'inspector', regionLo: 320700, regionHi: 320799 },
      after: { role: 'auditor', regionLo: 320703, regionHi: 320703 },
    },
  ]);
});

test('a lost second factor is taken away and enrolled anew', async () => {
  const body = somebody('supervisor');
  const browser = await signedIn(app, body);
  const path = `/people/${body.username}/second-factor/reset`;
  const answer = await city.call('PUT', path, { body: { reason: '手机丢失' } });
  expect(answer.body).toEqual({ username: body.username, secondFactor: false });
  expect((await browser.call('GET', '/session')).body.code).toBe('session-invalid');
  expect((await browser.signIn(body.username)).body.secondFactor).toBe('enrolment-needed');
  const code = codeNow(browser.uri, 1);
  expect((await browser.prove({ code })).body.code).toBe('second-factor-missing');
  const told = (await eventsOf(body.username)).find((e) => e.name === 'person.second-factor-reset');
  expect(told).toMatchObject({ reason: '手机丢失', before: { secondFactor: true } });
});

test('the list shows standing and goes page by page', async () => {
  const body = somebody('inspector');
  await invite(city, body);
  const all: { username: string; status: string }[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const page = await city.call('GET', `/people?limit=3${next && `&after=${next}`}`);
    expect(page.body.items.length).toBeLessThanOrEqual(3);
    all.push(...page.body.items);
    next = page.body.next;
  }
  const names = all.map(({ username }) => username);
  expect(names).toEqual([...new Set(names)].sort());
  const [stored] = await app.ownerDb`select count(*)::int as n from we.person`;
  expect(names).toHaveLength(stored?.n);
  const statusOf = (username: string) => all.find((p) => p.username === username)?.status;
  expect([statusOf('city'), statusOf(body.username)]).toEqual(['active', 'invited']);
  expect(new Set(all.map(({ status }) => status))).toEqual(
    new Set(['active', 'invited', 'disabled']),
  );
  expect((await city.call('GET', '/people?after=!')).body.code).toBe('cursor-invalid');
});

test('the list tells who is locked, until the lock ends', async () => {
  const body = somebody();
  await join(app, body);
  for (let n = 0; n < 5; n += 1) await makeBrowser(app).signIn(body.username, 'not the right one');
  const statusAt = async (now: string) => {
    app.setNow(now);
    const { items } = (await city.call('GET', '/people?limit=200')).body;
    return items.find((p: { username: string }) => p.username === body.username)?.status;
  };
  expect(await statusAt('2026-09-15T09:14:59+08:00')).toBe('locked');
  expect(await statusAt('2026-09-15T09:15:00+08:00')).toBe('active');
  app.setNow(NOW);
});

describe('an administrator of a district', () => {
  test('reaches the district’s people and no further', async () => {
    const own = somebody('inspector', { region: '320703' });
    expect((await invite(district, own)).status).toBe(201);
    const wide = somebody('inspector');
    expect((await invite(district, wide)).body.code).toBe('region-outside');
    await invite(city, wide);
    const reason = { reason: '试' };
    const acts: [string, string, object][] = [
      ['PUT', 'role', { role: 'auditor', region: '320703' }],
      ['PUT', 'disablement', reason],
      ['POST', 'invitations', {}],
      ['PUT', 'second-factor/reset', reason],
    ];
    for (const [method, act, body] of acts) {
      const other = await district.call(method, `/people/${wide.username}/${act}`, { body });
      expect(other.body, act).toMatchObject({ status: 404, code: 'not-found' });
      const nobody = await district.call(method, `/people/nobody/${act}`, { body });
      expect(nobody.body, act).toMatchObject({ status: 404, code: 'not-found' });
      const mine = await district.call(method, `/people/${own.username}/${act}`, { body });
      expect(mine.status, act).toBeLessThan(300);
    }
    const { items } = (await district.call('GET', '/people?limit=200')).body;
    const seen = items.map(({ username }: { username: string }) => username);
    expect(seen).toContain(own.username);
    expect(seen).not.toContain(wide.username);
    expect(seen).not.toContain('city');
  });

  test('reaches a firm until it has a project elsewhere', async () => {
    const body = somebody('contractor-clerk');
    expect((await invite(district, body)).status).toBe(201);
    const project = { ...projectOf(callers), regionCode: '320706' };
    const { key } = callers.authority;
    const made = await app.call('PUT', '/projects/P-9', { key, body: project });
    expect(made.status).toBe(200);
    expect((await invite(district, somebody('contractor-clerk'))).body.code).toBe('region-outside');
    const path = `/people/${body.username}/disablement`;
    const asked = { body: { reason: '试' } };
    expect((await district.call('PUT', path, asked)).status).toBe(404);
    expect((await city.call('PUT', path, asked)).status).toBe(200);
  });
});

test('nobody changes their own account', async () => {
  for (const [method, act, body] of [
    ['PUT', 'role', { role: 'auditor' }],
    ['PUT', 'disablement', { reason: '试' }],
    ['POST', 'invitations', {}],
    ['PUT', 'second-factor/reset', { reason: '试' }],
  ] as const) {
    const answer = await city.call(method, `/people/city/${act}`, { body });
    expect(answer.body, act).toMatchObject({ status: 409, code: 'own-account' });
  }
  expect((await city.call('GET', '/session')).status).toBe(200);
});

// Derived from the table of roles: who has the grant gets past the door, nobody else does.
describe('every role at every route of people', () => {
  const routes: [string, string, object | undefined][] = [
    ['POST', '/people', {}],
    ['GET', '/people', undefined],
    ['PUT', '/people/nobody/role', {}],
    ['PUT', '/people/nobody/disablement', {}],
    ['POST', '/people/nobody/invitations', { x: 1 }],
    ['PUT', '/people/nobody/second-factor/reset', {}],
  ];
  const people = roleNames.filter((role) => !('machine' in roles[role]));

  test.each(people)('%s', async (role) => {
    const browser = await signedIn(app, somebody(role));
    const held: readonly string[] = roles[role].grants;
    for (const [method, path, body] of routes) {
      const answer = await browser.call(method, path, { body });
      const refused = answer.body.code === 'grant-missing';
      expect([path, refused]).toEqual([path, !held.includes('people:write')]);
      expect(answer.status).toBe(refused ? 403 : method === 'GET' ? 200 : 422);
    }
    expect((await browser.call('GET', '/session')).body.grants).toEqual(held);
    const projects = await browser.call('GET', '/projects');
    expect(projects.status).toBe(held.includes('read') ? 200 : 403);
  });

  test('keys and strangers', async () => {
    for (const [method, path, body] of routes) {
      for (const key of [callers.authority.key, callers.owner.key, callers.contractor.key]) {
        expect((await app.call(method, path, { key, body })).body.code).toBe('grant-missing');
      }
      expect((await app.call(method, path, { body })).body.code).toBe('key-missing');
    }
  });
});
