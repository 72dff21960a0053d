import { expect, test } from 'vitest';
import { withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import { getBatch } from '../../../src/domain/payroll/batch-view.ts';
import type { ClaimAnswer } from '../../../src/domain/payroll/batches.ts';
import { parseId } from '../../../src/lib/id.ts';
import { lineOf, payout, refusal, type Stage, stageDb, WAGE_FEN, type Worker } from '../stage.ts';

const db = stageDb();

/** A stage with June's wages ordered on 2026-07-03. */
async function ordered(workers = 1) {
  const stage = await db.stage({ workers });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  return { stage, batch };
}

const after = (
  stage: Stage,
  kind: 'correction' | 'resend',
  replaces: string,
  day: string,
  netFen = WAGE_FEN,
) =>
  db.claim(stage, { kind, lines: [lineOf(stage.workers[0] as Worker, { netFen, replaces })] }, day);
const statusOf = async (stage: Stage, batch: ClaimAnswer) =>
  (
    await db.look(stage.contractor, '2026-07-31', (work) =>
      getBatch(work, stage.id, parseId(batch.batchId).id),
    )
  ).status;
const withdraw = (stage: Stage, batch: ClaimAnswer) =>
  db.act(stage.contractor, '2026-07-20', (work) =>
    withdrawBatch(work, stage.id, parseId(batch.batchId).id, { reason: '有误' }),
  );
const placesOf = async (run: Promise<unknown>) =>
  (await refusal(run)).errors.map(({ code }) => code);

test('a batch whose rejected line was sent again and paid is paid, and paying again after a return', async () => {
  const { stage, batch } = await ordered(2);
  await db.bank(stage, [
    payout(batch, 1, 'rejected', '2026-07-10'),
    payout(batch, 2, 'paid', '2026-07-10'),
  ]);
  expect(await statusOf(stage, batch)).toBe('paying');
  const second = await after(stage, 'resend', `${batch.batchNo}-1`, '2026-07-13');
  await db.order(stage, second, '2026-07-13');
  expect([await statusOf(stage, batch), await statusOf(stage, second)]).toEqual([
    'paying',
    'ordered',
  ]);
  await db.bank(stage, [payout(second, 1, 'paid', '2026-07-14')]);
  expect([await statusOf(stage, batch), await statusOf(stage, second)]).toEqual(['paid', 'paid']);
  await db.bank(stage, [payout(second, 1, 'returned', '2026-07-15')]);
  expect([await statusOf(stage, batch), await statusOf(stage, second)]).toEqual([
    'paying',
    'paying',
  ]);
  const third = await after(stage, 'resend', `${second.batchNo}-1`, '2026-07-16');
  await db.order(stage, third, '2026-07-16');
  await db.bank(stage, [payout(third, 1, 'paid', '2026-07-17')]);
  for (const one of [batch, second, third]) expect(await statusOf(stage, one)).toBe('paid');
  expect(await db.wrongCaches()).toEqual([]);
});

test('one re-send of two leaves the batch paying; a part of a wage is no wage', async () => {
  const { stage, batch } = await ordered(2);
  await db.bank(stage, [
    payout(batch, 1, 'returned', '2026-07-10'),
    payout(batch, 2, 'returned', '2026-07-10'),
  ]);
  const second = await after(stage, 'resend', `${batch.batchNo}-1`, '2026-07-13');
  await db.order(stage, second, '2026-07-13');
  await db.bank(stage, [payout(second, 1, 'paid', '2026-07-14', WAGE_FEN - 1)]);
  expect([await statusOf(stage, batch), await statusOf(stage, second)]).toEqual([
    'paying',
    'paying',
  ]);
  await db.bank(stage, [payout(second, 1, 'paid', '2026-07-15', 1)]);
  expect([await statusOf(stage, batch), await statusOf(stage, second)]).toEqual(['paying', 'paid']);
});

test('a line that was not ordered is not corrected: its batch is withdrawn and claimed again', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  const correct = (replaces: string) =>
    after(stage, 'correction', replaces, '2026-07-20', 6_000_00);
  expect(await placesOf(correct(`${batch.batchNo}-1`))).toEqual(['line-not-ordered']);
  await db.order(stage, batch, '2026-07-03');
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-10')]);
  const correction = await correct(`${batch.batchNo}-1`);
  expect(await placesOf(correct(`${correction.batchNo}-1`))).toEqual(['line-not-ordered']);
  await withdraw(stage, correction);
  expect((await correct(`${batch.batchNo}-1`)).status).toBe('claimed');
});

test('a line that the bank refused before it was ordered is not sent again either', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-03')]);
  const resend = () => after(stage, 'resend', `${batch.batchNo}-1`, '2026-07-06');
  expect(await placesOf(resend())).toEqual(['line-not-ordered']);
  await db.order(stage, batch, '2026-07-06');
  expect((await resend()).status).toBe('claimed');
});

test('a re-send is not ordered when the line was paid after all; withdrawn, nothing is owed', async () => {
  const { stage, batch } = await ordered();
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-10')]);
  const resend = await after(stage, 'resend', `${batch.batchNo}-1`, '2026-07-13');
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-14')]);
  const { code, extra } = await refusal(db.order(stage, resend, '2026-07-15'));
  expect(code).toBe('batch-paid-since');
  expect(extra.lines).toEqual([`${batch.batchNo}-1`]);
  expect(await statusOf(stage, resend)).toBe('approved');
  await withdraw(stage, resend);
  expect(await statusOf(stage, batch)).toBe('paid');
  expect(await db.wrongCaches()).toEqual([]);
});

test('a correction is not ordered when more was paid meanwhile than it reckoned with', async () => {
  const { stage, batch } = await ordered();
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-10')]);
  const raised = await after(stage, 'correction', `${batch.batchNo}-1`, '2026-07-13', 6_000_00);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-14')]);
  expect((await refusal(db.order(stage, raised, '2026-07-15'))).code).toBe('batch-paid-since');
  await withdraw(stage, raised);
  const right = await after(stage, 'correction', `${batch.batchNo}-1`, '2026-07-16', 6_000_00);
  expect((await db.order(stage, right, '2026-07-16')).totalPayFen).toBe(6_000_00 - WAGE_FEN);
});
