import { expect, test } from 'vitest';
import { withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import type { ClaimAnswer } from '../../../src/domain/payroll/batches.ts';
import { parseId } from '../../../src/lib/id.ts';
import {
  duty,
  lineOf,
  payout,
  refusal,
  type Stage,
  stageDb,
  WAGE_FEN,
  type Worker,
} from '../stage.ts';

const db = stageDb();

/** A stage of one worker whose wage of June was ordered, with what the bank said of it. */
async function oneWage(...outcomes: ['paid' | 'rejected' | 'returned' | 'accepted', string][]) {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  for (const [outcome, on] of outcomes) await db.bank(stage, [payout(batch, 1, outcome, on)]);
  return { stage, batch, worker: stage.workers[0] as Worker };
}

const after = (
  stage: Stage,
  kind: 'correction' | 'resend' | 'supplement',
  replaces: string | undefined,
  given: { netFen?: number; confirmedAt?: Date; worker?: Worker; day?: string } = {},
): Promise<ClaimAnswer> => {
  const { worker = stage.workers[0] as Worker, day = '2026-07-20', ...line } = given;
  return db.claim(stage, { kind, lines: [lineOf(worker, { ...line, replaces })] }, day);
};

const fault = async (run: Promise<unknown>) => {
  const { errors } = await refusal(run);
  return errors.map(({ pointer, code }) => `${pointer} ${code}`);
};

const payOf = async (stage: Stage, batch: ClaimAnswer) => {
  const [row] = await db.sql()<{ pay_fen: number }[]>`select pay_fen from we.payroll_line
    where project_id = ${stage.id} and batch_id = ${parseId(batch.batchId).id}`;
  return row?.pay_fen;
};

test('a correction that raises a wage asks the bank for what is missing', async () => {
  const { stage, batch } = await oneWage(['paid', '2026-07-13']);
  const raised = await after(stage, 'correction', `${batch.batchNo}-1`, { netFen: 6_400_00 });
  expect(await payOf(stage, raised)).toBe(6_400_00 - WAGE_FEN);
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    amountFen: 6_400_00,
    metFen: WAGE_FEN,
    openCount: 1,
    metOn: 'infinity',
  });
  await db.order(stage, raised, '2026-07-21');
  await db.bank(stage, [payout(raised, 1, 'paid', '2026-07-22', 6_400_00 - WAGE_FEN)]);
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    metFen: 6_400_00,
    openCount: 0,
    metOn: '2026-07-22',
  });
  expect(await db.wrongCaches()).toEqual([]);
});

test('a correction that lowers a wage needs the worker’s confirmation; one that does not, none', async () => {
  const { stage, batch } = await oneWage(['rejected', '2026-07-13']);
  const correct = (netFen: number, confirmedAt?: Date) =>
    after(stage, 'correction', `${batch.batchNo}-1`, {
      netFen,
      ...(confirmedAt ? { confirmedAt } : {}),
    });
  expect(await fault(correct(WAGE_FEN - 1))).toEqual(['/lines/0/replaces confirmation-missing']);
  const lowered = await correct(WAGE_FEN - 1, new Date('2026-07-19T09:00:00+08:00'));
  expect(await payOf(stage, lowered)).toBe(WAGE_FEN - 1);
  const other = await oneWage(['rejected', '2026-07-13']);
  const same = await after(other.stage, 'correction', `${other.batch.batchNo}-1`);
  expect(await payOf(other.stage, same)).toBe(WAGE_FEN);
});

test('a correction below what was paid asks for nothing and meets the duty', async () => {
  const { stage, batch } = await oneWage(['paid', '2026-07-13']);
  const lowered = await after(stage, 'correction', `${batch.batchNo}-1`, {
    netFen: 5_000_00,
    confirmedAt: new Date('2026-07-19T09:00:00+08:00'),
  });
  expect(await payOf(stage, lowered)).toBe(0);
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    amountFen: 5_000_00,
    openCount: 0,
  });
  expect((await duty(db, stage.id, 'wage', '2026-06')).metOn).not.toBe('infinity');
  expect(await db.wrongCaches()).toEqual([]);
});

test('a line is corrected once; the next correction replaces the last and pays only what is new', async () => {
  const { stage, batch } = await oneWage(['paid', '2026-07-13']);
  const first = await after(stage, 'correction', `${batch.batchNo}-1`, { netFen: 6_000_00 });
  expect(
    await fault(after(stage, 'correction', `${batch.batchNo}-1`, { netFen: 6_100_00 })),
  ).toEqual(['/lines/0/replaces line-replaced']);
  await db.order(stage, first, '2026-07-20');
  await db.bank(stage, [payout(first, 1, 'paid', '2026-07-20', 100_00)]);
  const second = await after(stage, 'correction', `${first.batchNo}-1`, { netFen: 6_500_00 });
  expect(await payOf(stage, second)).toBe(500_00);
  await db.order(stage, second, '2026-07-21');
  await db.bank(stage, [payout(second, 1, 'paid', '2026-07-22', 500_00)]);
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    amountFen: 6_500_00,
    metFen: 6_500_00,
    metOn: '2026-07-22',
  });
  expect(await db.wrongCaches()).toEqual([]);
});

test('a line that is with the bank is not corrected', async () => {
  for (const outcomes of [[], [['accepted', '2026-07-10']]] as const) {
    const { stage, batch } = await oneWage(...(outcomes as []));
    expect(
      await fault(after(stage, 'correction', `${batch.batchNo}-1`, { netFen: 6_000_00 })),
    ).toEqual(['/lines/0/replaces line-in-flight']);
  }
});

test('a correction and a resend say which line of the worker they are about', async () => {
  const { stage, batch } = await oneWage(['rejected', '2026-07-13']);
  const other = await oneWage(['rejected', '2026-07-13']);
  for (const kind of ['correction', 'resend'] as const) {
    expect(await fault(after(stage, kind, undefined))).toEqual([
      '/lines/0/replaces replaces-missing',
    ]);
    for (const replaces of [`${batch.batchNo}-2`, `${other.batch.batchNo}-1`, 'no such line']) {
      expect(await fault(after(stage, kind, replaces))).toEqual([
        '/lines/0/replaces replaces-unknown',
      ]);
    }
  }
});

test('a line of a withdrawn batch is neither corrected nor sent again', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.act(stage.contractor, '2026-07-03', (work) =>
    withdrawBatch(work, stage.id, parseId(batch.batchId).id, { reason: '作废' }),
  );
  for (const kind of ['correction', 'resend'] as const) {
    expect(await fault(after(stage, kind, `${batch.batchNo}-1`))).toEqual([
      '/lines/0/replaces replaces-unknown',
    ]);
  }
});

test('only what failed is sent again, with the same amount, and not twice at once', async () => {
  const { stage, batch } = await oneWage(['rejected', '2026-07-13']);
  const e2e = `${batch.batchNo}-1`;
  for (const netFen of [WAGE_FEN - 1, WAGE_FEN + 1]) {
    expect(await fault(after(stage, 'resend', e2e, { netFen }))).toEqual([
      '/lines/0/replaces resend-amount-differs',
    ]);
  }
  const resend = await after(stage, 'resend', e2e);
  expect(await fault(after(stage, 'resend', e2e))).toEqual(['/lines/0/replaces line-in-flight']);
  await db.order(stage, resend, '2026-07-20');
  expect(await fault(after(stage, 'resend', e2e))).toEqual(['/lines/0/replaces line-in-flight']);
  await db.bank(stage, [payout(resend, 1, 'rejected', '2026-07-21')]);
  const third = await after(stage, 'resend', `${resend.batchNo}-1`, { day: '2026-07-22' });
  await db.order(stage, third, '2026-07-22');
  await db.bank(stage, [payout(third, 1, 'paid', '2026-07-23')]);
  expect(await fault(after(stage, 'resend', e2e))).toEqual(['/lines/0/replaces line-not-failed']);
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    amountFen: WAGE_FEN,
    metFen: WAGE_FEN,
    openCount: 0,
    metOn: '2026-07-23',
  });
  expect(await db.wrongCaches()).toEqual([]);
});

test('a line that the bank still has, or paid, is not sent again', async () => {
  const sent = await oneWage();
  expect(await fault(after(sent.stage, 'resend', `${sent.batch.batchNo}-1`))).toEqual([
    '/lines/0/replaces line-in-flight',
  ]);
  const paid = await oneWage(['paid', '2026-07-13']);
  expect(await fault(after(paid.stage, 'resend', `${paid.batch.batchNo}-1`))).toEqual([
    '/lines/0/replaces line-not-failed',
  ]);
});

test('a failed line that was corrected is not sent again: the correction pays it', async () => {
  const { stage, batch } = await oneWage(['rejected', '2026-07-13']);
  await after(stage, 'correction', `${batch.batchNo}-1`, { netFen: 6_000_00 });
  expect(await fault(after(stage, 'resend', `${batch.batchNo}-1`))).toEqual([
    '/lines/0/replaces line-replaced',
  ]);
});

test('a supplement adds to what is owed, also to a worker who has a line', async () => {
  const { stage, batch } = await oneWage(['paid', '2026-07-13']);
  const more = await after(stage, 'supplement', undefined, { netFen: 300_00 });
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    amountFen: WAGE_FEN + 300_00,
    openCount: 1,
    metOn: 'infinity',
  });
  await db.order(stage, more, '2026-07-20');
  await db.bank(stage, [payout(more, 1, 'paid', '2026-07-21', 300_00)]);
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    metFen: WAGE_FEN + 300_00,
    metOn: '2026-07-21',
  });
  expect(batch.batchNo).not.toBe(more.batchNo);
});

test('of two resends, or two corrections, posted at once only one is taken', async () => {
  for (const [kind, netFen] of [
    ['resend', WAGE_FEN],
    ['correction', 6_000_00],
  ] as const) {
    const { stage, batch } = await oneWage(['rejected', '2026-07-13']);
    const posts = [1, 2, 3].map(() => after(stage, kind, `${batch.batchNo}-1`, { netFen }));
    const ends = await Promise.allSettled(posts);
    expect(ends.filter((e) => e.status === 'fulfilled')).toHaveLength(1);
    expect(ends.flatMap((e) => (e.status === 'rejected' ? [e.reason.code] : []))).toEqual([
      'invalid-input',
      'invalid-input',
    ]);
  }
});
