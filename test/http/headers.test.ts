import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(db(), { now: '2026-09-15T09:00:00+08:00', bug: 'a bug' });
  callers = await app.callers();
});
afterAll(() => app.end());

/** A success, each kind of refusal, a bug, and what no route takes. */
const asks: [string, string, string, object?][] = [
  ['GET', '/health', ''],
  ['GET', '/projects', 'key'],
  ['GET', '/projects', ''],
  ['GET', '/projects/NO-SUCH', 'key'],
  ['PUT', '/calendar/2027', 'key', {}],
  ['POST', '/job-runs', 'key', { job: 'night', day: '2026-09-14' }],
  ['GET', '/nothing', ''],
  ['GET', '/openapi.json', ''],
  ['OPTIONS', '/projects', ''],
];

test('every answer, whatever it says, tells the browser to run, frame, keep and leak nothing', async () => {
  const statuses = new Set<number>();
  for (const [method, path, who, body] of asks) {
    const key = who === '' ? undefined : callers.authority.key;
    const { status, headers } = await app.call(method, path, { key, body });
    statuses.add(status);
    expect(Object.fromEntries(headers), `${method} ${path}`).toMatchObject({
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers.get('server') ?? headers.get('x-powered-by'), path).toBeNull();
  }
  expect([...statuses].sort()).toEqual([200, 401, 404, 422, 500]);
});

test('the page of the interface has one style, which its policy names by digest, and no script', async () => {
  const { headers, body } = await app.call('GET', '/docs');
  const page = new TextDecoder().decode(body);
  const policy = headers.get('content-security-policy') ?? '';
  const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = '']) => style);
  expect(styles).toHaveLength(1);
  const digest = createHash('sha256')
    .update(styles[0] as string)
    .digest('base64');
  expect(policy).toBe(
    `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(page).not.toMatch(/<script|\son\w+=|\sstyle=|javascript:|<(img|link|iframe)\b/i);
});

test('a page of another site gets no leave: not before a request, not with one', async () => {
  const headers = { Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': 'PUT' };
  for (const [method, key] of [
    ['OPTIONS', undefined],
    ['GET', callers.owner.key],
  ] as const) {
    const answer = await app.call(method, '/projects', { key, headers });
    const given = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'));
    expect([method, given]).toEqual([method, []]);
  }
});
