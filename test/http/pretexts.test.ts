import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
});
afterAll(() => app.end());

const check = (body: unknown, key: string | undefined = callers.authority.key) =>
  app.call('POST', '/pretext-checks', { key, body, once: null });

test('a text gets its verdict, the same each time, and leaves nothing behind', async () => {
  const text = ' 财评未出，人工费用暂不拨付专户';
  const rows = async () =>
    (
      await app.ownerDb`select (select count(*) from we.event) + (select count(*) from we.idempotent_answer) as n`
    )[0]?.n;
  const before = await rows();
  const first = await check({ text });
  expect(first.status).toBe(200);
  expect(first.body).toEqual({
    pretext: true,
    kind: '财政评审',
    effect: '停拨人工费',
    negated: false,
    quoted: false,
    span: { start: 1, end: 16, text: '财评未出，人工费用暂不拨付专户' },
    score: expect.any(Number),
    rule: expect.any(String),
    reason: expect.stringMatching(/审计/),
    excuse: null,
  });
  expect((await check({ text }, callers.contractor.key)).body).toEqual(first.body);
  expect(await rows()).toBe(before);
});

test('without a key, or with one that may not read, it is refused', async () => {
  expect((await app.call('POST', '/pretext-checks', { body: { text: '等审计' } })).body.code).toBe(
    'key-missing',
  );
  const key = await app.newKey(callers.owner.uscc, '只报原因', ['delays:write']);
  expect(await check({ text: '等审计' }, key)).toMatchObject({
    status: 403,
    body: { code: 'grant-missing' },
  });
});

test('a text that is missing, empty, too long or beside other fields is refused with its place', async () => {
  for (const [body, pointer] of [
    [{}, '/text'],
    [{ text: '' }, '/text'],
    [{ text: 7 }, '/text'],
    [{ text: '审'.repeat(20_001) }, '/text'],
    [{ text: '等审计', kind: '未明' }, '/kind'],
  ] as const) {
    const answer = await check(body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(answer.body.errors[0].message).toMatch(/\p{Script=Han}/u);
  }
  expect((await check({ text: '审'.repeat(20_000) })).status).toBe(200);
});
