import { OpenAPIHono, z } from '@hono/zod-openapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Work } from '../../db/work.ts';
import { record } from '../../src/domain/events.ts';
import { type Edge, entry, LIMITS } from '../../src/http/edge.ts';
import { operation } from '../../src/http/operation.ts';
import { onError } from '../../src/http/problem.ts';
import { Problem } from '../../src/lib/problem.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;
let scratch: OpenAPIHono<Edge>;
let release: () => void = () => {};
let entered: () => void = () => {};

/** A verb that writes, so that it can be counted; it may wait, and it may refuse. */
async function verb(work: Work, { mood }: { mood: string }) {
  await record(work, 0, 'scratch.done', mood);
  if (mood === 'refuse') throw new Problem('conflict', 'batch-exists', '已有。');
  if (mood === 'wait') {
    entered();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  }
  return { mood, idNumber: 'answer with 隐私', n: Math.random() };
}

beforeAll(async () => {
  app = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00' });
  callers = await app.callers();
  scratch = new OpenAPIHono<Edge>();
  scratch.use(entry(() => ({ ...app.deps, limits: LIMITS })));
  operation({
    method: 'post',
    path: '/things/{name}',
    tag: '-',
    summary: '-',
    grants: ['read'],
    params: z.strictObject({ name: z.string() }),
    body: z.strictObject({ mood: z.string() }),
    idempotent: true,
    status: 201,
    answer: z.looseObject({}),
    run: ({ body, write }) => write(null, (work) => verb(work, body)),
  }).mount(scratch);
  scratch.onError(onError);
});
afterAll(() => app.end());

interface Post {
  key?: string;
  once?: string | null;
  path?: string;
}

async function post(
  mood: string,
  { key = callers.owner.key, once = '"k-1"', path = '/things/a' }: Post = {},
) {
  const response = await scratch.request(path, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      ...(once === null ? {} : { 'Idempotency-Key': once }),
    },
    body: JSON.stringify({ mood }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  const body: any = await response.json();
  return { status: response.status, replayed: response.headers.get('idempotent-replayed'), body };
}

const done = async (mood: string) =>
  (
    await app.ownerDb`select count(*)::int as n from we.event where name = 'scratch.done' and subject = ${mood}`
  )[0]?.n;

test('without a key nothing happens: 400; a key with blanks or beyond ASCII is 400 too', async () => {
  expect((await post('missing', { once: null })).body).toMatchObject({
    status: 400,
    code: 'idempotency-key-missing',
  });
  for (const once of ['""', '   ']) {
    expect((await post('missing', { once })).body.code).toBe('idempotency-key-missing');
  }
  for (const once of ['a b', `"${'x'.repeat(256)}"`]) {
    expect((await post('missing', { once })).body).toMatchObject({
      status: 400,
      code: 'idempotency-key-invalid',
    });
  }
  expect(await done('missing')).toBe(0);
});

test('the same key and body again get the first answer, quoted or not, and nothing happens twice', async () => {
  const first = await post('calm', { once: '"same"' });
  expect(first).toMatchObject({ status: 201, replayed: null });
  const again = await post('calm', { once: 'same' });
  expect(again).toEqual({ ...first, replayed: 'true' });
  expect(await done('calm')).toBe(1);
});

test('the same key with another body is 422', async () => {
  await post('one', { once: 'reused' });
  expect((await post('two', { once: 'reused' })).body).toMatchObject({
    status: 422,
    code: 'idempotency-key-reused',
  });
  expect(await done('two')).toBe(0);
});

test('a key counts for one holder and one path', async () => {
  const mine = await post('own', { once: 'shared' });
  const theirs = await post('own', { once: 'shared', key: callers.contractor.key });
  const elsewhere = await post('own', { once: 'shared', path: '/things/b' });
  expect(new Set([mine.body.n, theirs.body.n, elsewhere.body.n]).size).toBe(3);
  expect(await done('own')).toBe(3);
});

test('a refused request is not remembered: its key may be used again', async () => {
  expect((await post('refuse', { once: 'later' })).status).toBe(409);
  expect(await done('refuse')).toBe(0);
  expect((await post('better', { once: 'later' })).status).toBe(201);
});

test('while the first is running, the second is 409; afterwards it gets the answer', async () => {
  const isInside = new Promise<void>((resolve) => {
    entered = resolve;
  });
  const first = post('wait', { once: 'slow' });
  await isInside;
  expect((await post('wait', { once: 'slow' })).body).toMatchObject({
    status: 409,
    code: 'idempotency-in-progress',
  });
  release();
  const { body } = await first;
  expect(await post('wait', { once: 'slow' })).toMatchObject({
    status: 201,
    replayed: 'true',
    body,
  });
  expect(await done('wait')).toBe(1);
});

test('an answer is kept for seven days, sealed', async () => {
  app.setNow('2026-09-15T09:00:00+08:00');
  const first = await post('week', { once: 'week' });
  const [row] =
    await app.ownerDb`select answer_cipher from we.idempotent_answer where key = 'week'`;
  expect(row?.answer_cipher).not.toContain('隐私');
  app.setNow('2026-09-22T08:59:59+08:00');
  expect((await post('week', { once: 'week' })).replayed).toBe('true');
  app.setNow('2026-09-22T09:00:00+08:00');
  const later = await post('week', { once: 'week' });
  expect(later.replayed).toBeNull();
  expect(later.body.n).not.toBe(first.body.n);
  expect((await post('week', { once: 'week' })).body.n).toBe(later.body.n);
});

test('answers that are used no more go with the daily job; the last second counts', async () => {
  const { ownerDb } = app;
  await ownerDb`delete from we.idempotent_answer`;
  await ownerDb`insert into we.idempotent_answer (holder, route, key, status, answer_cipher, created_at) values
    ('x', 'POST /a', 'old', 201, '-', '2026-09-13T09:00:00+08:00'), ('x', 'POST /a', 'young', 201, '-', '2026-09-13T09:00:01+08:00')`;
  app.setNow('2026-09-20T09:00:00+08:00');
  await app.deps.runJob('partitions', '2026-09-19');
  expect((await ownerDb`select key from we.idempotent_answer`).map((row) => row.key)).toEqual([
    'young',
  ]);
  const [run] =
    await ownerDb`select counts from we.job_run where job = 'partitions' order by day desc limit 1`;
  expect(run?.counts.answers).toMatchObject({ dropped: 1 });
});
