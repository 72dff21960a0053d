import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { bankActor } from '../../../src/domain/banks/messages.ts';
import { bankMonths } from '../../../src/domain/banks/scorecard.ts';
import { inspector } from '../arrange.ts';
import { entry, payout, type Said, type Stage, stageDb } from '../stage.ts';

// From the scorecard's own words: entries by the month of booking, balances by their own, outcomes by the month of the word.

const db = stageDb();
let code = 400;
const aStage = (given: object = {}) => {
  code += 1;
  return db.stage({ workers: 2, bankCode: String(code), ...given });
};
const months = async (stage: Pick<Stage, 'bankCode'>, actor: Actor = bankActor(stage.bankCode)) => {
  const told = await db.look(actor, '2026-07-31', (work) => bankMonths(work, stage.bankCode, 3));
  return Object.fromEntries(told.map(({ month, ...rest }) => [month, rest]));
};
const balance = (stage: Stage, balanceFen: number, at: string): Said => ({
  kind: 'balance',
  ...{ accountNo: stage.accountNo, balanceFen, at: new Date(at) },
});

test('the months asked for are told, the newest first, with nothing in them', async () => {
  const stage = await aStage({ workers: 0 });
  const told = await db.look(bankActor(stage.bankCode), '2026-07-31', (work) =>
    bankMonths(work, stage.bankCode, 3),
  );
  expect(told.map(({ month }) => month)).toEqual(['2026-07', '2026-06', '2026-05']);
  expect(told[0]).toEqual({
    ...{ month: '2026-07', messages: 0, refused: 0, entries: 0, lagDays: null },
    ...{ balances: 0, mismatches: 0, lines: 0, failed: 0 },
  });
});

describe('entries', () => {
  test('count in the month of booking, from its first day to its last', async () => {
    const stage = await aStage({ workers: 0 });
    const days = ['2026-04-30', '2026-05-01', '2026-06-30', '2026-07-01'];
    await db.bank(
      stage,
      days.map((day) => entry(stage, 'credit', 100, day)),
    );
    const told = await months(stage);
    expect([told['2026-05']?.entries, told['2026-06']?.entries, told['2026-07']?.entries]).toEqual([
      1, 1, 1,
    ]);
  });

  test('the lag is that within which nine of ten were known; known on the day itself it is none', async () => {
    const stage = await aStage({ workers: 0 });
    const send = (day: string, count: number, on: string) =>
      db.bank(
        stage,
        Array.from({ length: count }, () => entry(stage, 'credit', 1, on)),
        { day },
      );
    await send('2026-07-10', 9, '2026-07-10');
    await send('2026-07-20', 1, '2026-07-10');
    expect((await months(stage))['2026-07']).toMatchObject({ entries: 10, lagDays: 0 });
    await send('2026-07-20', 1, '2026-07-10');
    expect((await months(stage))['2026-07']).toMatchObject({ entries: 11, lagDays: 10 });
  });
});

describe('balances', () => {
  test('are held against the entries before them, those of the very instant or not', async () => {
    const stage = await aStage({ workers: 0 });
    await db.bank(stage, [
      entry(stage, 'credit', 500, '2026-06-10'),
      entry(stage, 'debit', 200, '2026-07-10'),
      balance(stage, 500, '2026-07-09T12:00:00+08:00'),
      balance(stage, 500, '2026-07-10T10:00:00+08:00'),
      balance(stage, 300, '2026-07-11T10:00:00+08:00'),
      entry(stage, 'credit', 50, '2026-07-20'),
      balance(stage, 350, '2026-07-20T10:00:00+08:00'),
    ]);
    expect((await months(stage))['2026-07']).toMatchObject({ balances: 4, mismatches: 0 });
    await db.bank(stage, [
      balance(stage, 300, '2026-07-10T09:59:59+08:00'),
      balance(stage, 301, '2026-07-12T10:00:00+08:00'),
    ]);
    expect((await months(stage))['2026-07']).toMatchObject({ balances: 6, mismatches: 2 });
  });

  test('of an account are not held against another’s entries', async () => {
    const stage = await aStage({ workers: 0 });
    const other = await db.stage({ workers: 0, bankCode: stage.bankCode });
    await db.bank(stage, [
      entry(other, 'credit', 700, '2026-07-01'),
      balance(stage, 0, '2026-07-02T10:00:00+08:00'),
    ]);
    expect((await months(stage))['2026-07']).toMatchObject({ entries: 1, mismatches: 0 });
  });

  test('at midnight belong to the month that ends there', async () => {
    const stage = await aStage({ workers: 0 });
    await db.bank(stage, [balance(stage, 0, '2026-07-01T00:00:00+08:00')]);
    const told = await months(stage);
    expect([told['2026-06']?.balances, told['2026-07']?.balances]).toEqual([1, 0]);
  });
});

test('of the lines that were told, those rejected or given back; a line once however often', async () => {
  const stage = await aStage();
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [
    payout(batch, 1, 'paid', '2026-07-10'),
    payout(batch, 2, 'accepted', '2026-07-10'),
    payout(batch, 2, 'paid', '2026-07-11'),
  ]);
  expect((await months(stage))['2026-07']).toMatchObject({ lines: 2, failed: 0 });
  await db.bank(stage, [payout(batch, 2, 'returned', '2026-07-12')]);
  expect((await months(stage))['2026-07']).toMatchObject({ lines: 2, failed: 1 });
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-13')]);
  expect((await months(stage))['2026-07']).toMatchObject({ lines: 2, failed: 2 });
});

test('messages count in the month of their arrival, those not understood among them', async () => {
  const stage = await aStage({ workers: 0 });
  await db.bank(stage, [], { day: '2026-06-30' });
  await db.sql()`insert into we.bank_message (bank_code, message_id, kind, status, digest, received_at) values
    (${stage.bankCode}, 'first', 'events', 'refused', '', '2026-07-01T00:00:00+08:00'),
    (${stage.bankCode}, 'before', 'events', 'done', '', '2026-04-30T23:59:59+08:00')`;
  const told = await months(stage);
  expect(told['2026-06']).toMatchObject({ messages: 1, refused: 0 });
  expect(told['2026-07']).toMatchObject({ messages: 1, refused: 1 });
  expect(told['2026-05']).toMatchObject({ messages: 0 });
});

describe('whose accounts', () => {
  test('a bank has its own; an authority those of its region; another bank and a firm none', async () => {
    const stage = await aStage({ workers: 0 });
    await db.bank(stage, [entry(stage, 'credit', 100, '2026-07-09')]);
    const seen = async (actor: Actor) => (await months(stage, actor))['2026-07']?.entries;
    expect(await seen(inspector)).toBe(1);
    expect(await seen({ ...inspector, region: { lo: 320703, hi: 320703 } })).toBe(0);
    expect(await seen({ ...inspector, region: null })).toBe(0);
    expect(await seen(bankActor('399'))).toBe(0);
    expect(await seen(stage.owner)).toBe(0);
  });

  test('what another bank keeps on the same project is not its matter', async () => {
    const stage = await aStage({ workers: 0 });
    await db.bank(stage, [entry(stage, 'credit', 100, '2026-07-09')]);
    await db.sql()`update we.wage_account set bank_code = '398' where project_id = ${stage.id}`;
    expect((await months(stage))['2026-07']?.entries).toBe(0);
  });
});
