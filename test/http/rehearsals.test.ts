import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { projectOf } from '../helpers/site.ts';

const at = freshDb();
let app: TestApp;
let callers: Callers;

const contract = {
  signedOn: '2026-01-02',
  totalFen: 80_000_000_00,
  contractorSize: 'medium',
  labourCostFen: 1_000_000_00,
  transferDay: 10,
  payDay: 15,
  payMonthOffset: 1,
};
const good = { rule: 'A01', set: { orangeDays: 3 }, from: '2026-02-01', to: '2026-02-20' };
const rehearse = (body: object, key = callers.authority.key) =>
  app.call('POST', '/rehearsals', { key, body, once: null });

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-02-21T09:00:00+08:00' });
  callers = await app.callers();
  const { key } = callers.authority;
  const path = '/projects/P-1';
  for (const [to, body] of [
    [path, projectOf(callers)],
    [`${path}/contract`, contract],
  ] as const)
    expect((await app.call('PUT', to, { key, body })).status).toBeLessThan(300);
});
afterAll(() => app.end());

test('says what would have been found, when, and how it ended', async () => {
  const { status, body } = await rehearse(good);
  expect(status).toBe(200);
  // Due on Monday 2 February: three days late on the 5th, ten on the 12th; orange the day after.
  expect(body).toEqual({
    rule: 'A01',
    title: '专户未按期开立',
    from: '2026-02-01',
    through: '2026-02-20',
    complete: true,
    set: { orangeDays: 3 },
    inForce: [{ version: 1, params: { orangeDays: 10, redDays: 30 }, from: '2026-02-01' }],
    counts: { both: { open: 1 }, 'only-tried': {}, 'only-in-force': {} },
    falseAlarms: { tried: 0, inForce: 0 },
    levels: {
      yellow: {
        tried: 1,
        inForce: 1,
        earlier: { cases: 0, days: 0 },
        later: { cases: 0, days: 0 },
      },
      orange: {
        tried: 1,
        inForce: 1,
        earlier: { cases: 1, days: 7 },
        later: { cases: 0, days: 0 },
      },
      red: { tried: 0, inForce: 0, earlier: { cases: 0, days: 0 }, later: { cases: 0, days: 0 } },
    },
    caseCount: 1,
    cases: [
      {
        projectCode: 'P-1',
        subject: callers.contractor.uscc,
        period: '-',
        foundBy: 'both',
        ended: 'open',
        alertId: null,
        daysEarlier: { yellow: 0, orange: 7, red: null },
        tried: {
          firstDay: '2026-02-03',
          lastDay: '2026-02-20',
          level: 'orange',
          reached: { yellow: '2026-02-03', orange: '2026-02-06', red: null },
          amountFen: 0,
        },
        inForce: {
          firstDay: '2026-02-03',
          lastDay: '2026-02-20',
          level: 'orange',
          reached: { yellow: '2026-02-03', orange: '2026-02-13', red: null },
          amountFen: 0,
        },
      },
    ],
  });
});

test('who is watched is refused, another region sees nothing of ours', async () => {
  const refused = await rehearse(good, callers.contractor.key);
  expect([refused.status, refused.body.code]).toEqual([403, 'grant-missing']);
  const far = callers.authority.uscc.replace(/.$/, 'X');
  await app.newCompany(far, '外市人社局', ['authority'], [320300, 320399]);
  const { status, body } = await rehearse(good, await app.newKey(far, '监察员'));
  expect([status, body.cases]).toEqual([200, []]);
});

test.each<[string, object, number, string]>([
  ['a rule that there is none of', { rule: 'W99' }, 404, 'not-found'],
  ['nothing to try', { set: {} }, 422, 'invalid-input'],
  ['a parameter of no kind', { set: { days: 3 } }, 422, 'invalid-input'],
  ['a number that is a text', { set: { orangeDays: '3' } }, 422, 'invalid-input'],
  ['a period turned round', { to: '2026-01-31' }, 422, 'invalid-input'],
  ['a day to come', { to: '2026-02-22' }, 422, 'invalid-input'],
  ['a day that is none', { from: '2026-02-30' }, 422, 'invalid-input'],
  ['something unknown', { more: 1 }, 422, 'invalid-input'],
])('is refused: %s', async (_, change, status, code) => {
  const answer = await rehearse({ ...good, ...change });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});
