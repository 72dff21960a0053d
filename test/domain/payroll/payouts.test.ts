import { expect, test } from 'vitest';
import type { ClaimAnswer } from '../../../src/domain/payroll/batches.ts';
import { rebuildCaches } from '../../../src/domain/rebuild.ts';
import { parseId } from '../../../src/lib/id.ts';
import {
  duties,
  duty,
  entry,
  lineOf,
  payout,
  register,
  type Stage,
  stageDb,
  WAGE_FEN,
  type Worker,
} from '../stage.ts';

const db = stageDb();

/** A stage with June ordered; the wages are due on 2026-07-15. */
async function ordered(workers = 1) {
  const stage = await db.stage({ workers });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  return { stage, batch };
}

const wage = (stage: Stage) => duty(db, stage.id, 'wage', '2026-06');
const lineState = async (stage: Stage, batch: ClaimAnswer, lineNo = 1) => {
  const [row] = await db.sql()`select state, paid_fen, final_on from we.payroll_line
    where project_id = ${stage.id} and batch_id = ${parseId(batch.batchId).id} and line_no = ${lineNo}`;
  return row && Object.values(row);
};
const meetings = (stage: Stage, kind = 'wage') =>
  db.sql()`select m.on_day as on, sum(m.amount_fen)::bigint as fen from we.meeting m
    where m.project_id = ${stage.id} and m.obligation_id in (select id from we.obligation o where o.kind = ${kind})
    group by 1 order by 1`.then((rows) => rows.map((r) => [r.on, r.fen]));
const sound = async () => expect(await db.wrongCaches()).toEqual([]);

test('accepted and unknown pay nothing, and a final outcome beats them whatever its time', async () => {
  const { stage, batch } = await ordered();
  await db.bank(stage, [payout(batch, 1, 'accepted', '2026-07-10')]);
  expect(await lineState(stage, batch)).toEqual(['accepted', 0, null]);
  await db.bank(stage, [payout(batch, 1, 'unknown', '2026-07-11')]);
  expect(await lineState(stage, batch)).toEqual(['unknown', 0, null]);
  expect(await meetings(stage)).toEqual([]);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-09')]);
  expect(await lineState(stage, batch)).toEqual(['paid', WAGE_FEN, '2026-07-09']);
  expect(await wage(stage)).toMatchObject({ metOn: '2026-07-09', openCount: 0 });
  await sound();
});

test.each([
  ['accepted', 'unknown'],
  ['unknown', 'accepted'],
] as const)(
  'of two words at one moment the graver tells, %s heard before %s',
  async (one, other) => {
    const { stage, batch } = await ordered(2);
    await db.bank(stage, [payout(batch, 1, one, '2026-07-10')]);
    await db.bank(stage, [payout(batch, 1, other, '2026-07-10')]);
    await db.bank(
      stage,
      [one, other].map((outcome) => payout(batch, 2, outcome, '2026-07-10')),
    );
    expect(await lineState(stage, batch, 1)).toEqual(['unknown', 0, null]);
    expect(await lineState(stage, batch, 2)).toEqual(['unknown', 0, null]);
    await sound();
  },
);

test('the latest day wins, and on one day returned beats paid beats rejected', async () => {
  const { stage, batch } = await ordered(3);
  await db.bank(stage, [
    payout(batch, 1, 'rejected', '2026-07-10'),
    payout(batch, 1, 'paid', '2026-07-10'),
    payout(batch, 2, 'paid', '2026-07-10'),
    payout(batch, 2, 'returned', '2026-07-10'),
    payout(batch, 3, 'returned', '2026-07-10'),
    payout(batch, 3, 'paid', '2026-07-11'),
  ]);
  expect(await lineState(stage, batch, 1)).toEqual(['paid', WAGE_FEN, '2026-07-10']);
  expect(await lineState(stage, batch, 2)).toEqual(['returned', 0, '2026-07-10']);
  expect(await lineState(stage, batch, 3)).toEqual(['paid', WAGE_FEN, '2026-07-11']);
  await sound();
});

test('a day is Shanghai’s: a payment before midnight and one after lie on two days', async () => {
  const { stage, batch } = await ordered(2);
  const at = (lineNo: number, instant: string) => ({
    ...payout(batch, lineNo, 'paid', '2026-07-10'),
    at: new Date(instant),
  });
  await db.bank(stage, [at(1, '2026-07-10T15:59:59Z'), at(2, '2026-07-10T16:00:00Z')] as never);
  expect(await lineState(stage, batch, 1)).toEqual(['paid', WAGE_FEN, '2026-07-10']);
  expect(await lineState(stage, batch, 2)).toEqual(['paid', WAGE_FEN, '2026-07-11']);
  expect((await wage(stage)).metOn).toBe('2026-07-11');
});

test('paid, then returned: a negative meeting on that day, the duty open again, a duty to resend', async () => {
  const { stage, batch } = await ordered();
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-13')]);
  expect((await wage(stage)).metOn).toBe('2026-07-13');
  await db.bank(stage, [payout(batch, 1, 'returned', '2026-07-16')]);
  expect(await meetings(stage)).toEqual([
    ['2026-07-13', WAGE_FEN],
    ['2026-07-16', -WAGE_FEN],
  ]);
  expect(await wage(stage)).toMatchObject({ metFen: 0, openCount: 1, metOn: 'infinity' });
  // Returned on a Thursday after the wage day: three working days from then.
  expect(await duty(db, stage.id, 'resend', '2026-06')).toMatchObject({
    subject: `${batch.batchNo}-1`,
    nominal: '2026-07-16',
    due: '2026-07-21',
    amountFen: WAGE_FEN,
    metOn: 'infinity',
    openCount: 1,
  });
  await sound();
});

test('a rejection before the wage day gives until three working days after that day', async () => {
  const { stage, batch } = await ordered();
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-08')]);
  expect(await duty(db, stage.id, 'resend', '2026-06')).toMatchObject({
    nominal: '2026-07-15',
    due: '2026-07-20',
  });
  expect(await lineState(stage, batch)).toEqual(['rejected', 0, '2026-07-08']);
  await sound();
});

test('a resend pays its root; returned and sent once more, the last payment counts', async () => {
  const { stage, batch } = await ordered();
  const worker = stage.workers[0] as Worker;
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-13')]);
  const resend = async (replaces: string, day: string) => {
    const lines = [lineOf(worker, { replaces })];
    const made = await db.claim(stage, { kind: 'resend', lines }, day);
    await db.order(stage, made, day);
    return made;
  };
  const second = await resend(`${batch.batchNo}-1`, '2026-07-16');
  await db.bank(stage, [payout(second, 1, 'paid', '2026-07-17')]);
  expect(await wage(stage)).toMatchObject({ metFen: WAGE_FEN, metOn: '2026-07-17' });
  expect(await duty(db, stage.id, 'resend', '2026-06')).toMatchObject({ metOn: '2026-07-17' });
  expect(await lineState(stage, batch)).toEqual(['rejected', WAGE_FEN, '2026-07-17']);
  expect(await lineState(stage, second)).toEqual(['paid', 0, null]);
  await db.bank(stage, [payout(second, 1, 'returned', '2026-07-20')]);
  expect(await wage(stage)).toMatchObject({ metFen: 0, metOn: 'infinity' });
  expect(await duty(db, stage.id, 'resend', '2026-06')).toMatchObject({
    nominal: '2026-07-20',
    due: '2026-07-23',
    metOn: 'infinity',
  });
  const third = await resend(`${second.batchNo}-1`, '2026-07-21');
  await db.bank(stage, [payout(third, 1, 'paid', '2026-07-22')]);
  expect(await wage(stage)).toMatchObject({
    amountFen: WAGE_FEN,
    metFen: WAGE_FEN,
    metOn: '2026-07-22',
  });
  expect(await meetings(stage)).toEqual([
    ['2026-07-17', WAGE_FEN],
    ['2026-07-20', -WAGE_FEN],
    ['2026-07-22', WAGE_FEN],
  ]);
  await sound();
});

test('parts add up until the wage is whole; more than ordered counts as ordered', async () => {
  const { stage, batch } = await ordered(2);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-13', 2_000_00)]);
  expect(await wage(stage)).toMatchObject({ metFen: 2_000_00, openCount: 2, metOn: 'infinity' });
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-14', WAGE_FEN - 2_000_00)]);
  expect(await lineState(stage, batch)).toEqual(['paid', WAGE_FEN, '2026-07-14']);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-15', 1_00)]);
  expect(await lineState(stage, batch)).toEqual(['paid', WAGE_FEN, '2026-07-14']);
  await db.bank(stage, [payout(batch, 2, 'paid', '2026-07-16', WAGE_FEN + 500_00)]);
  expect(await wage(stage)).toMatchObject({
    metFen: 2 * WAGE_FEN,
    openCount: 0,
    metOn: '2026-07-16',
  });
  await sound();
});

test('one worker’s overpayment does not hide that another got nothing back', async () => {
  const { stage, batch } = await ordered(2);
  await db.bank(stage, [
    payout(batch, 1, 'paid', '2026-07-13', 2 * WAGE_FEN),
    payout(batch, 2, 'paid', '2026-07-13'),
  ]);
  await db.bank(stage, [payout(batch, 2, 'returned', '2026-07-14')]);
  expect(await wage(stage)).toMatchObject({ metFen: WAGE_FEN, openCount: 1, metOn: 'infinity' });
  await sound();
});

test('the same payout again is a duplicate, in one message and in the next', async () => {
  const { stage, batch } = await ordered();
  const paid = payout(batch, 1, 'paid', '2026-07-13');
  expect(await db.bank(stage, [paid, paid])).toMatchObject({ accepted: 1, duplicates: 1 });
  expect(await db.bank(stage, [paid])).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await meetings(stage)).toEqual([['2026-07-13', WAGE_FEN]]);
});

test('a line that its batch does not have is rejected, and the rest is taken', async () => {
  const { stage, batch } = await ordered();
  const answer = await db.bank(stage, [
    payout(batch, 2, 'paid', '2026-07-13'),
    payout(batch, 1, 'paid', '2026-07-13'),
  ]);
  expect(answer).toMatchObject({ accepted: 1, duplicates: 0, unmatched: 0 });
  expect(answer.rejected).toEqual([expect.objectContaining({ index: 0, code: 'line-unknown' })]);
});

test('a payout before its batch waits, and pays the line when the batch comes', async () => {
  const stage = await db.stage({ workers: 1 });
  const other = await db.stage({ workers: 1 });
  const model = await db.claim(other);
  const { batchNo } = await db.claim(stage);
  await db.sql()`delete from we.payroll_line where project_id = ${stage.id}`;
  await db.sql()`delete from we.payroll_batch where project_id = ${stage.id}`;
  await db.sql()`delete from we.batch_counter where project_id = ${stage.id}`;
  const answer = await db.bank(stage, [
    payout({ batchNo }, 1, 'paid', '2026-07-01'),
    payout(model, 1, 'paid', '2026-07-01'),
  ]);
  expect(answer).toMatchObject({ accepted: 1, unmatched: 1 });
  const batch = await db.claim(stage);
  expect(batch.batchNo).toBe(batchNo);
  expect(await lineState(stage, batch)).toEqual(['paid', WAGE_FEN, '2026-07-01']);
  expect((await wage(stage)).metOn).toBe('2026-07-01');
  const [left] =
    await db.sql()`select count(*)::int as n from we.bank_unmatched where waits_for = ${batchNo}`;
  expect(left?.n).toBe(0);
  await sound();
});

test('one message about a batch that is there and one that comes later: both count in the end', async () => {
  const { stage, batch } = await ordered();
  const worker = stage.workers[0] as Worker;
  const more = () =>
    db.claim(
      stage,
      { kind: 'supplement', lines: [lineOf(worker, { netFen: 300_00 })] },
      '2026-07-14',
    );
  const coming = await more();
  await db.sql()`delete from we.payroll_line where project_id = ${stage.id} and kind = 'supplement'`;
  await db.sql()`delete from we.payroll_batch where project_id = ${stage.id} and kind = 'supplement'`;
  await db.sql()`update we.batch_counter set last = 1 where project_id = ${stage.id}`;
  await db.bank(stage, [
    payout(batch, 1, 'paid', '2026-07-13'),
    payout(coming, 1, 'paid', '2026-07-13', 300_00),
  ]);
  await db.bank(stage, [payout(batch, 1, 'returned', '2026-07-14')]);
  expect((await more()).batchNo).toBe(coming.batchNo);
  expect(await meetings(stage)).toEqual([
    ['2026-07-13', WAGE_FEN + 300_00],
    ['2026-07-14', -WAGE_FEN],
  ]);
  expect(await wage(stage)).toMatchObject({ metFen: 300_00, openCount: 1 });
  await sound();
});

test('a payout from a bank that keeps no account of the project is unmatched and reveals nothing', async () => {
  const { stage, batch } = await ordered();
  const stranger = { bankCode: '305' };
  const real = await db.bank(stranger, [payout(batch, 1, 'paid', '2026-07-13')]);
  const invented = await db.bank(stranger, [
    payout({ batchNo: `${batch.batchNo.slice(0, -2)}ZZ` }, 1, 'paid', '2026-07-13'),
  ]);
  expect(real).toEqual(invented);
  expect(real).toEqual({ accepted: 0, duplicates: 0, unmatched: 1, rejected: [] });
  expect(await lineState(stage, batch)).toEqual(['ordered', 0, null]);
});

test('payouts of a bank whose account is registered later count from then on', async () => {
  const { stage, batch } = await ordered();
  const second: Stage = { ...stage, bankCode: '308', accountNo: `${stage.accountNo}8` };
  expect(await db.bank(second, [payout(batch, 1, 'paid', '2026-07-13')])).toMatchObject({
    unmatched: 1,
  });
  await register(db, second, '2026-07-14');
  expect(await lineState(stage, batch)).toEqual(['paid', WAGE_FEN, '2026-07-13']);
  await sound();
});

test('each of the four caches is found wrong when it is, and the rebuild puts it right', async () => {
  const { stage, batch } = await ordered(2);
  const sql = db.sql();
  await db.bank(stage, [
    entry(stage, 'credit', 1_000_00, '2026-07-09', { counterpartyAccountNo: stage.payerNo }),
    payout(batch, 1, 'paid', '2026-07-13'),
    payout(batch, 2, 'returned', '2026-07-13'),
  ]);
  const here = sql`project_id = ${stage.id}`;
  const harms = {
    balance: sql`update we.wage_account set balance_fen = balance_fen + 1 where ${here}`,
    'batch-totals': sql`update we.payroll_batch set total_net_fen = total_net_fen - 1 where ${here}`,
    'line-fold': sql`update we.payroll_line set final_on = final_on + 1 where ${here} and line_no = 2`,
    met: sql`update we.obligation set met_fen = met_fen + 1 where ${here} and kind = 'transfer' and period = '2026-06'`,
  };
  for (const [cache, harm] of Object.entries(harms)) {
    await sound();
    await harm;
    expect((await db.wrongCaches()).map((w) => [w.cache, w.wrong])).toContainEqual([cache, 1]);
    await db.byNight('2026-07-31', (work) => rebuildCaches(work));
  }
  await sql`update we.obligation set met_on = '2026-07-01' where ${here} and kind = 'wage' and period = '2026-06'`;
  expect((await db.wrongCaches()).map((w) => [w.cache, w.wrong])).toEqual([['met', 1]]);
  await db.byNight('2026-07-31', (work) => rebuildCaches(work));
  await sound();
  expect((await duties(db, stage.id, 'wage', '2026-06'))[0]?.metOn).toBe('infinity');
});
