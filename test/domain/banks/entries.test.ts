import { expect, test } from 'vitest';
import { entry, noonOf, payout, type Said, type Stage, stageDb } from '../stage.ts';

const db = stageDb();

const account = async (stage: Stage) => {
  const [row] =
    await db.sql()`select balance_fen, frozen_fen, feed_through from we.wage_account where project_id = ${stage.id}`;
  return row;
};
const feed = (stage: Stage, through: string): Said => ({
  kind: 'feed',
  accountNo: stage.accountNo,
  through,
});

test('the balance is the sum of the entries, whatever the order', async () => {
  const stage = await db.stage({ workers: 0 });
  await db.bank(stage, [
    entry(stage, 'debit', 30_00, '2026-07-12'),
    entry(stage, 'credit', 100_00, '2026-07-09'),
  ]);
  await db.bank(stage, [entry(stage, 'credit', 5, '2026-07-01')]);
  expect(await account(stage)).toMatchObject({ balance_fen: 70_05 });
  expect(await db.wrongCaches()).toEqual([]);
});

test('the bank’s entry id is the truth: the same again is a duplicate, with other money refused', async () => {
  const stage = await db.stage({ workers: 0 });
  const first = entry(stage, 'credit', 100_00, '2026-07-09');
  await db.bank(stage, [first]);
  const answer = await db.bank(stage, [
    first,
    { ...first, amountFen: 100_01 },
    { ...first, direction: 'debit' },
    entry(stage, 'credit', 1_00, '2026-07-10'),
  ]);
  expect(answer).toMatchObject({ accepted: 1, duplicates: 1, unmatched: 0 });
  expect(answer.rejected.map((r) => [r.index, r.code])).toEqual([
    [1, 'entry-differs'],
    [2, 'entry-differs'],
  ]);
  expect(await account(stage)).toMatchObject({ balance_fen: 101_00 });
});

test('within one message the first of two with the same id is booked', async () => {
  const stage = await db.stage({ workers: 0 });
  const first = entry(stage, 'credit', 100_00, '2026-07-09');
  const answer = await db.bank(stage, [first, first, { ...first, amountFen: 1 }]);
  expect(answer).toMatchObject({ accepted: 1, duplicates: 1 });
  expect(answer.rejected.map((r) => r.index)).toEqual([2]);
});

test('the same entry id on another account is another entry', async () => {
  const [a, b] = [await db.stage({ workers: 0 }), await db.stage({ workers: 0 })];
  const first = entry(a, 'credit', 100_00, '2026-07-09');
  const second = { ...first, accountNo: b.accountNo, amountFen: 7_00 };
  expect(await db.bank(a, [first, second])).toMatchObject({ accepted: 2, rejected: [] });
  expect(await account(b)).toMatchObject({ balance_fen: 7_00 });
});

test('an entry is booked on its Shanghai day, and its value day stands when none is given', async () => {
  const stage = await db.stage({ workers: 0 });
  const late = entry(stage, 'credit', 1_00, '2026-07-09', {
    bookedAt: new Date('2026-07-09T16:00:00Z'),
  });
  const valued = entry(stage, 'credit', 1_00, '2026-07-10', { valueDay: '2026-07-12' });
  await db.bank(stage, [late, valued]);
  const rows =
    await db.sql()`select booked_on, value_day from we.account_entry where project_id = ${stage.id} order by entry_id`;
  expect(rows.map((r) => Object.values(r))).toEqual([
    ['2026-07-10', '2026-07-10'],
    ['2026-07-10', '2026-07-12'],
  ]);
});

test('an account of another bank is unmatched, like one that nobody has', async () => {
  const stage = await db.stage({ workers: 0 });
  const stranger = { bankCode: '305' };
  const real = await db.bank(stranger, [
    entry(stage, 'credit', 1_00, '2026-07-09'),
    feed(stage, '2026-07-30'),
  ]);
  const none = { accountNo: '6230580000000999999' };
  const invented = await db.bank(stranger, [
    entry(none, 'credit', 1_00, '2026-07-09'),
    { kind: 'feed', accountNo: none.accountNo, through: '2026-07-30' },
  ]);
  expect(real).toEqual(invented);
  expect(real).toEqual({ accepted: 0, duplicates: 0, unmatched: 2, rejected: [] });
  expect(await account(stage)).toEqual({ balance_fen: 0, frozen_fen: 0, feed_through: null });
});

test('a feed is complete through the latest day that was said, in whatever order', async () => {
  const stage = await db.stage({ workers: 0 });
  await db.bank(stage, [feed(stage, '2026-07-10'), feed(stage, '2026-07-08')]);
  expect(await account(stage)).toMatchObject({ feed_through: '2026-07-10' });
  const answer = await db.bank(stage, [feed(stage, '2026-07-09'), feed(stage, '2026-07-10')]);
  expect(answer).toMatchObject({ accepted: 1, duplicates: 1 });
  expect(await account(stage)).toMatchObject({ feed_through: '2026-07-10' });
});

test('a stated balance is kept beside the sum, and the latest one says what is frozen', async () => {
  const stage = await db.stage({ workers: 0 });
  const stated = (balanceFen: number, frozenFen: number, day: string): Said => ({
    kind: 'balance',
    accountNo: stage.accountNo,
    balanceFen,
    frozenFen,
    at: noonOf(day),
  });
  await db.bank(stage, [stated(90_00, 40_00, '2026-07-10')]);
  await db.bank(stage, [stated(80_00, 10_00, '2026-07-08')]);
  expect(await account(stage)).toMatchObject({ balance_fen: 0, frozen_fen: 40_00 });
  const again = await db.bank(stage, [stated(90_00, 40_00, '2026-07-10')]);
  expect(again).toMatchObject({ accepted: 0, duplicates: 1 });
  await db.bank(stage, [stated(70_00, 0, '2026-07-12')]);
  expect(await account(stage)).toMatchObject({ frozen_fen: 0 });
});

test('account and counterparty numbers are nowhere in plain text, nor in what a bank writes beside them', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  const number = '6230580000000123456';
  await db.bank(stage, [
    entry(stage, 'debit', 1_00, '2026-07-09', {
      counterpartyAccountNo: number,
      text: `付${number}`,
    }),
    {
      ...payout(batch, 1, 'returned', '2026-07-10'),
      payeeAccountNo: number,
      reasonText: `账号${number}不存在`,
    } as Said,
  ]);
  const [dump] = await db.sql()<{ text: string }[]>`select
    (select jsonb_agg(e) from we.account_entry e)::text || (select jsonb_agg(a) from we.wage_account a)::text
    || (select jsonb_agg(v) from we.event v)::text || (select jsonb_agg(m) from we.bank_message m)::text
    || (select jsonb_agg(p) from we.payout_event p)::text as text`;
  for (const one of [number, stage.accountNo]) expect(dump?.text).not.toContain(one);
  const words = `${'*'.repeat(15)}3456`;
  for (const text of [`付${words}`, `账号${words}不存在`]) expect(dump?.text).toContain(text);
});
