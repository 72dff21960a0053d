import { expect, test } from 'vitest';
import { lateDaysOf } from '../../../src/domain/alerts/responsible.ts';
import { entry, payout, type Stage, stageDb } from '../stage.ts';

const db = stageDb();
// Wages of 2026-06 are due on 2026-07-15, the instalment on 2026-07-10.
const late = (
  stage: Stage,
  day: string,
  given: { ruleId?: string; period?: string } = {},
  actor = stage.authority,
) =>
  db.look(actor, day, (work) =>
    lateDaysOf(work, stage.id, {
      ruleId: 'W01',
      subject: stage.employerId,
      period: '2026-06',
      ...given,
    }),
  );

test('each late day of a month is told with whom it stood, from what was ordered, credited and paid', async () => {
  const stage = await db.stage({ workers: 3 });
  const batch = await db.claim(stage, {}, '2026-07-12');
  expect(await late(stage, '2026-07-16')).toEqual([]);
  expect(await late(stage, '2026-07-18')).toEqual([
    { from: '2026-07-16', to: '2026-07-17', who: 'owner', workers: 3, amountFen: 17_700_00 },
  ]);
  await db.bank(stage, [
    entry(stage, 'credit', 1_000_000_00, '2026-07-18', {
      counterpartyAccountNo: stage.payerNo,
      purpose: 'transfer',
      period: '2026-06',
    }),
  ]);
  await db.order(stage, batch, '2026-07-20');
  await db.bank(stage, [
    payout(batch, 1, 'paid', '2026-07-20'),
    payout(batch, 2, 'rejected', '2026-07-21'),
    payout(batch, 3, 'accepted', '2026-07-21'),
  ]);
  expect(await late(stage, '2026-07-23')).toEqual([
    { from: '2026-07-16', to: '2026-07-17', who: 'owner', workers: 3, amountFen: 17_700_00 },
    { from: '2026-07-18', to: '2026-07-19', who: 'contractor', workers: 3, amountFen: 17_700_00 },
    { from: '2026-07-20', to: '2026-07-20', who: 'contractor', workers: 2, amountFen: 11_800_00 },
    { from: '2026-07-21', to: '2026-07-22', who: 'returned-card', workers: 1, amountFen: 5_900_00 },
    { from: '2026-07-21', to: '2026-07-22', who: 'bank', workers: 1, amountFen: 5_900_00 },
  ]);
});

test('a month paid on time has none, and other matters are not asked', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-15')]);
  expect(await late(stage, '2026-07-20')).toEqual([]);
  expect(await late(stage, '2026-07-20', { period: '2026-01' })).toEqual([]);
  expect(await late(stage, '2026-07-20', { ruleId: 'F01' })).toBeUndefined();
  expect(await late(stage, '2026-07-20', { period: '-' })).toBeUndefined();
});

test('what another batch sends again counts in the chain of its root', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-16')]);
  const worker = stage.workers[0] as Stage['workers'][number];
  const again = await db.claim(
    stage,
    {
      kind: 'resend',
      lines: [
        {
          idNumber: worker.idNumber,
          name: worker.name,
          grossFen: 5_900_00,
          netFen: 5_900_00,
          replaces: `${batch.batchNo}-1`,
        },
      ],
    },
    '2026-07-17',
  );
  await db.order(stage, again, '2026-07-17');
  expect(await late(stage, '2026-07-20')).toEqual([
    { from: '2026-07-16', to: '2026-07-16', who: 'returned-card', workers: 1, amountFen: 5_900_00 },
    { from: '2026-07-17', to: '2026-07-17', who: 'owner', workers: 1, amountFen: 5_900_00 },
    { from: '2026-07-18', to: '2026-07-19', who: 'bank', workers: 1, amountFen: 5_900_00 },
  ]);
});
