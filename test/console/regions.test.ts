import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { type Visitor, visitorOf } from '../helpers/pages.ts';
import { projectOf } from '../helpers/site.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let admin: Visitor;
let inspector: Visitor;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  const companyId = callers.authority.uscc;
  const of = (username: string, role: 'administrator' | 'inspector') =>
    visitorOf(app, { username, name: username, role, companyId });
  admin = await of('admin', 'administrator');
  inspector = await of('sun', 'inspector');
  for (const [code, regionCode] of Object.entries({ 'P-1': '320706', 'P-2': '320772' }))
    await app.call('PUT', `/projects/${code}`, {
      key: callers.authority.key,
      body: { ...projectOf(callers), regionCode },
    });
});
afterAll(() => app.end());

const send = (given: Record<string, string> = {}) =>
  admin.post('/regions', {
    ...{ code: '320772', name: '<i>徐圩</i>新区', once: crypto.randomUUID(), ...given },
  });
const events = async () =>
  (await app.ownerDb`select from we.event where name = 'region.written'`).length;

test('a zone of which nobody has told the name stands there by its code', async () => {
  const page = await admin.get('/regions');
  expect(page.text).toMatch(/320706 海州区 1/);
  expect(page.text).toMatch(/320772 320772 1/);
  expect(page.text).toMatch(/320724 灌南县 0/);
});

test('a zone is entered, renamed, and told so on the overview; the same again leaves no event', async () => {
  expect((await send()).to).toBe('/regions?done=stored');
  expect((await admin.get('/regions')).html).toContain('&lt;i&gt;徐圩&lt;/i&gt;新区');
  await send({ name: '徐圩新区' });
  await send({ name: '徐圩新区' });
  expect(await events()).toBe(2);
  expect((await admin.get('/regions')).text).toMatch(/320772 徐圩新区 1/);
  const overview = await inspector.get('/overview');
  expect(overview.text.match(/徐圩新区/g)).toHaveLength(2);
  expect(overview.text.match(/海州区/g)).toHaveLength(2);
});

test.each([
  ['code', { code: '32077' }],
  ['code', { code: '997701' }],
  ['name', { name: '' }],
  ['name', { name: '长'.repeat(31) }],
])('a wrong %s is told at its field, and what was typed stays', async (name, given) => {
  const page = await send(given);
  expect(page.status).toBe(422);
  expect(page.html).toContain(`id="${name}-fault"`);
});

test('of another city is refused', async () => {
  const page = await send({ code: '320800' });
  expect([page.status, page.text.includes('只能登记本辖区的区划')]).toEqual([403, true]);
  expect((await send({ code: '320799', name: '边上' })).status).toBe(303);
});

test('is not an inspector’s', async () => {
  expect((await inspector.get('/regions')).status).toBe(403);
  expect((await inspector.post('/regions', { code: '320772', name: '某' })).status).toBe(403);
});
