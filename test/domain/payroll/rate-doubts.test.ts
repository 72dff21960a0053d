import { describe, expect, test } from 'vitest';
import { withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import { postAttendance } from '../../../src/domain/registry/attendance.ts';
import { changeEngagement } from '../../../src/domain/registry/engagements.ts';
import type { Day } from '../../../src/lib/day.ts';
import { parseId } from '../../../src/lib/id.ts';
import { lineOf, payout, type Stage, stageDb, type Worker } from '../stage.ts';

const db = stageDb();

/** Whether June's pay on the stage is to be held against days and minimum (rule W07). */
const doubted = async (stage: Stage, month: Day = '2026-06-01') =>
  (
    await db.sql()`select from we.pay_doubt
      where project_id = ${stage.id} and wage_month = ${month} and about = 'rate'`
  ).length === 1;

/** One worker who went in on the first so many days from 2 June on. */
async function stageOf(days: number): Promise<Stage & { worker: Worker }> {
  const stage = await db.stage({ workers: 1 });
  const [worker] = stage.workers as [Worker];
  if (days > 0) await attend(stage, days);
  return { ...stage, worker };
}

const attend = ({ id, contractor, workers }: Stage, days: number) =>
  db.act(contractor, '2026-07-01', (work) =>
    postAttendance(
      work,
      id,
      Array.from({ length: days }, (_, at) => ({
        idNumber: workers[0]?.idNumber as string,
        at: new Date(`2026-06-${String(at + 2).padStart(2, '0')}T07:30:00+08:00`),
        direction: 'in' as const,
      })),
    ),
  );

const rate = (
  { id, contractor, worker }: Stage & { worker: Worker },
  dayRateFen: number,
  given: { from?: Day; on?: Day } = {},
) =>
  db.act(contractor, given.on ?? '2026-07-01', (work) =>
    changeEngagement(work, id, worker.engagementId, {
      dayRateFen,
      dayRateFrom: given.from ?? '2026-06-02',
    }),
  );

/** The gross of a line is 100.00 yuan more than its net. */
const claim = (stage: Stage & { worker: Worker }, grossFen: number, kind?: 'supplement') =>
  db.claim(stage, { kind, lines: [lineOf(stage.worker, { netFen: grossFen - 100_00 })] });

describe('pay that differs from days and rate', () => {
  test.each([
    ['a twentieth of itself above', 6_000_00, 5_700_00, false],
    ['a fen more', 6_000_01, 5_700_00, true],
    ['a twentieth of itself below', 6_000_00, 6_300_00, false],
    ['a fen of pay less', 5_999_99, 6_300_00, true],
  ])('%s', async (_, grossFen, earnedFen, expected) => {
    const stage = await stageOf(10);
    await rate(stage, earnedFen / 10);
    await claim(stage, grossFen);
    expect(await doubted(stage)).toBe(expected);
  });

  test('by days told later, a rate told later, a supplement or its withdrawal', async () => {
    const late = await stageOf(10);
    await rate(late, 600_00);
    await claim(late, 6_000_00);
    expect(await doubted(late)).toBe(false);
    await attend(late, 11);
    expect(await doubted(late)).toBe(true);

    const raised = await stageOf(10);
    await claim(raised, 6_000_00);
    expect(await doubted(raised)).toBe(false);
    await rate(raised, 700_00, { on: '2026-07-08' });
    expect(await doubted(raised)).toBe(true);

    const added = await stageOf(10);
    await rate(added, 600_00);
    await claim(added, 6_000_00);
    await claim(added, 600_00, 'supplement');
    expect(await doubted(added)).toBe(true);
    await claim(added, 700_00, 'supplement');
    expect(await doubted(added)).toBe(true);

    const absent = await stageOf(0);
    await rate(absent, 600_00);
    await claim(absent, 6_000_00);
    expect(await doubted(absent)).toBe(true);

    const gone = await stageOf(10);
    await rate(gone, 660_00);
    const first = await claim(gone, 6_000_00, 'supplement');
    await db.sql()`delete from we.pay_doubt where project_id = ${gone.id}`;
    await claim(gone, 600_00);
    expect(await doubted(gone)).toBe(false);
    await db.act(gone.contractor, '2026-07-07', (work) =>
      withdrawBatch(work, gone.id, parseId(first.batchId).id, { reason: '有误' }),
    );
    expect(await doubted(gone)).toBe(true);
  });

  test('not by a line that is corrected, nor by another month’s lines and days', async () => {
    const stage = await stageOf(10);
    await rate(stage, 600_00);
    await db.claim(stage, { wageMonth: '2026-07' }, '2026-07-10');
    await db.act(stage.contractor, '2026-07-10', (work) =>
      postAttendance(work, stage.id, [
        {
          idNumber: stage.worker.idNumber,
          at: new Date('2026-07-03T07:30:00+08:00'),
          direction: 'in',
        },
      ]),
    );
    const batch = await claim(stage, 6_000_00);
    expect(await doubted(stage)).toBe(false);
    await db.order(stage, batch);
    await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-13', 5_900_00)]);
    const corrected = lineOf(stage.worker, { netFen: 6_100_00, replaces: `${batch.batchNo}-1` });
    await db.claim(stage, { kind: 'correction', lines: [corrected] }, '2026-07-14');
    expect(await doubted(stage)).toBe(false);
  });

  test('each worker is held against his own days and rate', async () => {
    const stage = await db.stage({ workers: 2 });
    const [one, two] = stage.workers as [Worker, Worker];
    await attend(stage, 10);
    await attend({ ...stage, workers: [two] }, 20);
    await rate({ ...stage, worker: one }, 600_00);
    await rate({ ...stage, worker: two }, 250_00);
    await db.claim(stage, {
      lines: [lineOf(one, { netFen: 5_900_00 }), lineOf(two, { netFen: 4_900_00 })],
    });
    expect(await doubted(stage)).toBe(false);
  });

  test('not by a line that is sent again', async () => {
    const stage = await stageOf(10);
    await rate(stage, 600_00);
    const batch = await claim(stage, 6_000_00);
    await db.order(stage, batch);
    await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-10', 5_900_00)]);
    const again = lineOf(stage.worker, { netFen: 5_900_00, replaces: `${batch.batchNo}-1` });
    await db.claim(stage, { kind: 'resend', lines: [again] }, '2026-07-13');
    expect(await doubted(stage)).toBe(false);
  });

  test('of a rate that changed, whatever it comes to; of the piece, or of a rate to come, never', async () => {
    const changed = await stageOf(10);
    await rate(changed, 500_00);
    await rate(changed, 600_00, { from: '2026-06-11', on: '2026-07-02' });
    await claim(changed, 6_000_00);
    expect(await doubted(changed)).toBe(true);
    const last = await stageOf(10);
    await rate(last, 600_00);
    await rate(last, 610_00, { from: '2026-06-30', on: '2026-07-02' });
    await claim(last, 6_000_00);
    expect(await doubted(last)).toBe(true);
    const piece = await stageOf(10);
    await rate(piece, 0);
    await claim(piece, 60_000_00);
    expect(await doubted(piece)).toBe(false);
    const coming = await stageOf(10);
    await rate(coming, 100_00, { from: '2026-07-01' });
    await claim(coming, 6_000_00);
    expect(await doubted(coming)).toBe(false);
  });
});

test.each([
  [15, 3_999_99, true],
  [15, 4_000_00, false],
  [14, 3_999_99, false],
  [0, 3_999_99, false],
])(
  '%i days for %i fen: a full month’s pay below any minimum: %s',
  async (days, grossFen, expected) => {
    const stage = await stageOf(days);
    await claim(stage, grossFen);
    expect(await doubted(stage)).toBe(expected);
  },
);

test('rates keep their versions; an absent one leaves those there as they are', async () => {
  const stage = await stageOf(0);
  await rate(stage, 500_00);
  await db.act(stage.contractor, '2026-07-02', (work) =>
    changeEngagement(work, stage.id, stage.worker.engagementId, { team: '木工班' }),
  );
  await db.act(stage.contractor, '2026-07-03', (work) =>
    changeEngagement(work, stage.id, stage.worker.engagementId, { dayRateFen: 0 }),
  );
  const rows = await db.sql()`
    select from_day, rate_fen from we.day_rate where project_id = ${stage.id} order by from_day`;
  expect(rows.map((row) => `${row.from_day} ${row.rate_fen}`)).toEqual([
    '2026-06-02 50000',
    '2026-07-03 0',
  ]);
});
