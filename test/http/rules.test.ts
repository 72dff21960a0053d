import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rulebook } from '../../jobs/rulebook.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;
let other: string;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  other = await app.newKey(callers.authority.uscc, '监察负责人');
});
afterAll(() => app.end());

const params = { orangeDays: 3, redDays: 20, manyWorkers: 10, redFen: 60_000_00 };
const propose = (body: object, rule = 'W01', key = callers.authority.key) =>
  app.call('POST', `/rules/${rule}/versions`, { key, body });
const put = (path: string, key: string) => app.call('PUT', `/rules/${path}`, { key });
const rulesFor = async (key: string) => (await app.call('GET', '/rules', { key })).body.items;

describe('GET /rules', () => {
  test('lists every rule with its basis and the parameters in force', async () => {
    const items = await rulesFor(callers.authority.key);
    expect(items.map((item: { rule: string }) => item.rule)).toEqual(rulebook.map(({ id }) => id));
    const wageLate = items.find((item: { rule: string }) => item.rule === 'W01');
    expect(wageLate).toMatchObject({
      title: '月工资逾期未发',
      audience: 'parties',
      addressees: ['contractor', 'employer', 'owner'],
      builtIn: { orangeDays: 5, redDays: 30, manyWorkers: 10, redFen: 60_000_00 },
      inForce: { version: 1, params: { orangeDays: 5 } },
      versions: [],
    });
    expect(wageLate.basis[0]).toMatchObject({ verified: true, text: expect.any(String) });
  });

  test('without leave to read it is refused', async () => {
    const key = await app.newKey(callers.contractor.uscc, '考勤员', ['attendance:post']);
    expect((await app.call('GET', '/rules', { key })).body.code).toBe('grant-missing');
  });
});

test('a version is proposed, released by another, and shown to everybody from its day on', async () => {
  const proposed = await propose({ params, validFrom: '2026-05-10' });
  expect([proposed.status, proposed.body.version]).toEqual([201, 2]);
  expect((await put('W01/versions/2/release', callers.authority.key)).body.code).toBe(
    'two-persons',
  );
  expect(await put('W01/versions/2/release', other)).toMatchObject({
    status: 200,
    body: { status: 'released', releasedBy: expect.stringMatching(/:监察负责人$/) },
  });
  const shown = async () =>
    (await rulesFor(callers.contractor.key)).find((item: { rule: string }) => item.rule === 'W01');
  expect((await shown()).inForce.version).toBe(1);
  app.setNow('2026-05-10T09:00:00+08:00');
  expect(await shown()).toMatchObject({
    inForce: { version: 2, params },
    versions: [{ version: 2, status: 'released', proposedBy: null, releasedBy: null }],
  });
  app.setNow('2026-05-08T09:00:00+08:00');
});

test('a proposal is withdrawn', async () => {
  const share = { params: { yellowShare: 0.2, redShare: 0.5 }, validFrom: '2026-05-10' };
  const { body } = await propose(share, 'F02');
  const withdrawn = await put(`F02/versions/${body.version}/withdrawal`, other);
  expect(withdrawn).toMatchObject({ status: 200, body: { status: 'withdrawn' } });
  const late = await put(`F02/versions/${body.version}/release`, other);
  expect(late).toMatchObject({ status: 409, body: { code: 'version-state' } });
});

describe('is refused', () => {
  const good = { params, validFrom: '2026-05-10' };
  test.each<[string, string, object, number, string]>([
    ['a rule that there is none of', 'W99', good, 404, 'not-found'],
    [
      'a parameter of no kind',
      'W01',
      { ...good, params: { ...params, x: 1 } },
      422,
      'invalid-input',
    ],
    ['a first day that is over', 'W01', { ...good, validFrom: '2026-05-07' }, 422, 'invalid-input'],
    ['a day that is none', 'W01', { ...good, validFrom: '2026-02-30' }, 422, 'invalid-input'],
    ['no parameters', 'W01', { validFrom: '2026-05-10' }, 422, 'invalid-input'],
  ])('%s', async (_, rule, body, status, code) => {
    const answer = await propose(body, rule);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('a version that there is none of, and one that is no number', async () => {
    expect((await put('W01/versions/99/release', other)).body.code).toBe('not-found');
    expect((await put('W01/versions/x/withdrawal', other)).status).toBe(422);
  });

  test('who is watched', async () => {
    const answer = await propose(good, 'W01', callers.contractor.key);
    expect([answer.status, answer.body.code]).toEqual([403, 'grant-missing']);
  });
});
