import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCard, makeIdNumber } from '../../src/demo/identities.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { projectOf } from '../helpers/site.ts';

// What a card's issue and a phone are told as; what is made of them stands in test/domain/registry.

const at = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-05-08T09:00:00+08:00' });
  callers = await app.callers();
  await app.call('PUT', '/projects/P-1', { key: callers.authority.key, body: projectOf(callers) });
});
afterAll(() => app.end());

const post = (n: number, more: object, key = callers.contractor.key) => {
  const { uscc } = callers.contractor;
  const worker = { idNumber: makeIdNumber(n), name: '工人甲', employerUscc: uscc };
  const card = { cardNo: makeCard(n), enteredOn: '2026-02-01' };
  return app.call('POST', '/projects/P-1/engagements', {
    key,
    body: { engagements: [{ ...worker, ...card, ...more }] },
  });
};
const issued = { cardBranchCode: '308299000001', cardIssuedOn: '2026-01-30' };

test('the branch and day of a card’s issue are kept, and change with a new card', async () => {
  const { status, body } = await post(81, issued);
  expect(status).toBe(201);
  const changed = await app.call('PUT', `/engagements/${body.engagementIds[0]}`, {
    key: callers.contractor.key,
    body: { cardNo: makeCard(82), cardBranchCode: '308299000002', cardIssuedOn: '2026-05-07' },
  });
  expect(changed.status).toBe(200);
  const cards =
    await app.ownerDb`select branch_code, issued_on from we.engagement_card order by from_day`;
  expect(cards.map((card) => [card.branch_code, card.issued_on])).toEqual([
    ['308299000001', '2026-01-30'],
    ['308299000002', '2026-05-07'],
  ]);
});

test.each([
  ['cardBranchCode', '30829900000'],
  ['cardBranchCode', '3082990000011'],
  ['cardBranchCode', '30829900000X'],
  ['cardIssuedOn', '2026-02-30'],
])('%s %s is refused, and nothing is stored', async (field, value) => {
  const before = await app.ownerDb`select from we.engagement`;
  const { status, body } = await post(83, { ...issued, [field]: value });
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([{ pointer: `/engagements/0/${field}` }]);
  expect(await app.ownerDb`select from we.engagement`).toHaveLength(before.length);
});

test('an owner registers nobody', async () => {
  expect((await post(84, issued, callers.owner.key)).status).toBe(403);
});
