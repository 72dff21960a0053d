import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCard, makeIdNumber, makeUscc } from '../../src/demo/identities.ts';
import { grantsFor } from '../../src/domain/people/grants.ts';
import { parseId, publicId } from '../../src/lib/id.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { projectOf } from '../helpers/site.ts';

const at = freshDb();
const worker = { idNumber: makeIdNumber(71), cardNo: makeCard(71), phone: '13900000071' };
const plain = { idNumber: makeIdNumber(72) };
let app: TestApp;
let callers: Callers;
let ids: string[];

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  const { contractor, authority } = callers;
  await app.call('PUT', '/projects/P-1', { key: authority.key, body: projectOf(callers) });
  const rest = { name: '工人甲', employerUscc: contractor.uscc, enteredOn: '2026-02-01' };
  const engagements = [
    { ...worker, ...rest },
    { ...plain, ...rest },
  ];
  const made = await app.call('POST', '/projects/P-1/engagements', {
    key: authority.key,
    body: { engagements },
  });
  ids = made.body.engagementIds;
});
afterAll(() => app.end());

const ask = (body: unknown, key = callers.authority.key, id = ids[0]) =>
  app.call('POST', `/engagements/${id}/disclosures`, { key, body });
const reason = '核查欠薪投诉，案号 2026-17';

test('with a reason the authority sees the numbers it asked for, and no others', async () => {
  const all = await ask({ fields: ['identity', 'card', 'phone'], reason });
  expect(all.status).toBe(201);
  expect(all.headers.get('cache-control')).toBe('no-store');
  expect(all.body).toMatchObject({
    identity: worker.idNumber,
    card: worker.cardNo,
    phone: worker.phone,
  });
  const one = await ask({ fields: ['card'], reason });
  expect(Object.keys(one.body).sort()).toEqual(['card', 'disclosureId']);
  const none = await ask({ fields: ['card', 'phone'], reason }, undefined, ids[1]);
  expect(none.body).toMatchObject({ card: null, phone: null });
});

test('each time leaves an event and a row for audit: who, what, why; no number, and the reason sealed', async () => {
  await app.ownerDb`truncate we.event, we.disclosure`;
  const { body } = await ask({ fields: ['phone', 'identity'], reason });
  await ask({ fields: ['card'], reason });
  const events =
    await app.ownerDb`select body from we.event where name = 'personal.disclosed' order by id`;
  expect(events).toHaveLength(2);
  expect(JSON.parse(events[0]?.body).body.fields).toEqual(['identity', 'phone']);
  const stored = JSON.stringify([events, await app.ownerDb`select * from we.disclosure`]);
  for (const secret of [worker.idNumber, worker.cardNo, worker.phone, '案号'])
    expect(stored).not.toContain(secret);

  const first = await app.call('GET', '/disclosures?limit=1', { key: callers.authority.key });
  expect(first.body.items).toHaveLength(1);
  const rest = await app.call('GET', `/disclosures?limit=1&after=${first.body.next}`, {
    key: callers.authority.key,
  });
  expect(rest.body.next).toBeNull();
  const listed = [...first.body.items, ...rest.body.items];
  expect(listed.find((d) => d.disclosureId === body.disclosureId)).toEqual({
    disclosureId: body.disclosureId,
    projectCode: 'P-1',
    engagementId: ids[0],
    fields: ['identity', 'phone'],
    reason,
    holder: `${callers.authority.uscc}:监察员`,
    at: '2026-05-08T01:00:00.000Z',
  });
});

test('without a reason, without a field or with an odd one nothing is shown and nothing kept', async () => {
  await app.ownerDb`truncate we.disclosure`;
  const bad = [
    { fields: ['card'] },
    { fields: ['card'], reason: '  ' },
    { fields: [], reason },
    { fields: ['name'], reason },
    { reason },
    { fields: ['card'], reason, why: 1 },
  ];
  for (const body of bad) {
    const answer = await ask(body);
    expect(answer.body, JSON.stringify(body)).toMatchObject({ status: 422, code: 'invalid-input' });
    expect(JSON.stringify(answer.body)).not.toContain(worker.cardNo);
  }
  expect(await app.ownerDb`select from we.disclosure`).toHaveLength(0);
});

test('no party and no other region gets through, and none may be granted it', async () => {
  for (const key of [callers.owner.key, callers.contractor.key]) {
    expect((await ask({ fields: ['card'], reason }, key)).body.code).toBe('grant-missing');
    expect((await app.call('GET', '/disclosures', { key })).body.code).toBe('grant-missing');
  }
  for (const kind of ['owner', 'contractor', 'subcontractor', 'bank'])
    expect(grantsFor([kind]).filter((g) => g.startsWith('personal:'))).toEqual([]);
  const elsewhere = makeUscc(777);
  await app.newCompany(elsewhere, '外市人社局', ['authority'], [320100, 320199]);
  const key = await app.newKey(elsewhere, '监察员');
  await ask({ fields: ['card'], reason });
  expect((await ask({ fields: ['card'], reason }, key)).body.code).toBe('not-found');
  expect((await app.call('GET', '/disclosures', { key })).body.items).toEqual([]);
  const reader = await app.newKey(callers.authority.uscc, '实习生', ['read', 'personal:audit']);
  expect((await ask({ fields: ['card'], reason }, reader)).body.code).toBe('grant-missing');
  expect((await app.call('GET', '/disclosures', { key: reader })).body.items).toHaveLength(1);
});

test('a party whose key was given the grant past the program is refused all the same', async () => {
  const key = await app.newKey(callers.contractor.uscc, '劳资员', ['read']);
  await app.ownerDb`update we.api_key set grants = array['personal:disclose', 'personal:audit'] where prefix = ${key.slice(3, 11)}`;
  const answer = await ask({ fields: ['card'], reason }, key);
  expect(answer.body).toMatchObject({ status: 403, code: 'authority-only' });
  expect((await app.call('GET', '/disclosures', { key })).body.items).toEqual([]);
});

test('of several cards the one registered last is shown', async () => {
  const { key } = callers.authority;
  for (const [cardNo, cardFrom] of [
    [makeCard(73), '2026-03-01'],
    [makeCard(74), '2026-05-01'],
  ]) {
    const body = { cardNo, cardFrom };
    expect((await app.call('PUT', `/engagements/${ids[1]}`, { key, body })).status).toBe(200);
  }
  const { body } = await ask({ fields: ['card'], reason }, key, ids[1]);
  expect(body.card).toBe(makeCard(74));
});

test('an engagement that is not there, or under another project’s name, is not found', async () => {
  const [project, engagement] = ids[0]?.split('-') ?? [];
  const { key } = callers.authority;
  const put = await app.call('PUT', '/projects/P-2', { key, body: projectOf(callers) });
  expect(put.status).toBe(200);
  const [other] = await app.ownerDb<{ id: number }[]>`select id from we.project where code = 'P-2'`;
  const names = [
    `${project}-00000000000040008000000000000000`,
    publicId(other?.id ?? 0, parseId(ids[0] ?? '').id),
  ];
  expect(names[1]).toContain(engagement);
  for (const name of names) {
    const { body } = await ask({ fields: ['card'], reason }, key, name);
    expect([body.code, body.card]).toEqual(['not-found', undefined]);
  }
});
