import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import type { ClaimAnswer } from '../../../src/domain/payroll/batches.ts';
import { issueSlips } from '../../../src/domain/payroll/slips.ts';
import { parseId } from '../../../src/lib/id.ts';
import { payout, refusal, type Stage, stageDb } from '../stage.ts';

const db = stageDb();

const issue = (
  stage: Stage,
  batch: ClaimAnswer,
  issuedOn: string,
  lines?: (number | string)[],
  actor: Actor = stage.contractor,
) =>
  db.act(actor, '2026-07-08', (work) =>
    issueSlips(work, stage.id, parseId(batch.batchId).id, {
      issuedOn,
      endToEndIds: lines?.map((n) => (typeof n === 'string' ? n : `${batch.batchNo}-${n}`)),
    }),
  );

const standing = async ({ batchId }: Pick<ClaimAnswer, 'batchId'>) => {
  const [row] = await db.sql()<{ slips_due: number; slips_on: string }[]>`
    select slips_due, slips_on from we.payroll_batch where id = ${parseId(batchId).id}`;
  return row && [row.slips_due, row.slips_on];
};

test('a claim wants a slip a line; a re-send wants none', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  expect(await standing(batch)).toEqual([1, 'infinity']);
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-04')]);
  const [worker] = stage.workers;
  const again = await db.claim(
    stage,
    {
      kind: 'resend',
      lines: [
        {
          idNumber: worker?.idNumber,
          name: worker?.name as string,
          grossFen: 5_900_00,
          netFen: 5_900_00,
          replaces: `${batch.batchNo}-1`,
        },
      ],
    },
    '2026-07-31',
  );
  expect(await standing(again)).toEqual([0, '-infinity']);
});

test('slips are told line by line, once each, or of the whole batch; it is whole with the last', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  expect(await issue(stage, batch, '2026-07-06', [2])).toEqual({ issued: 1, outstanding: 2 });
  expect(await standing(batch)).toEqual([2, 'infinity']);
  expect(await issue(stage, batch, '2026-07-03', [2])).toEqual({ issued: 0, outstanding: 2 });
  expect(await issue(stage, batch, '2026-07-05')).toEqual({ issued: 2, outstanding: 0 });
  expect(await standing(batch)).toEqual([0, '2026-07-06']);
  expect(await issue(stage, batch, '2026-07-08')).toEqual({ issued: 0, outstanding: 0 });
  const days = await db.sql()`
    select on_day from we.pay_slip where batch_id = ${parseId(batch.batchId).id} order by line_no`;
  expect(days.map((row) => row.on_day)).toEqual(['2026-07-05', '2026-07-06', '2026-07-05']);
  const events = await db.sql()`select body from we.event
    where project_id = ${stage.id} and name = 'payroll-batch.slips-issued'`;
  expect(events).toHaveLength(2);
});

test('every bad row is answered with its place, and nothing is kept', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const other = await db.claim(await db.stage());
  const { errors } = await refusal(
    issue(stage, batch, '2026-07-09', [1, 4, 1, `${other.batchNo}-1`, 'nothing', 0]),
  );
  expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    '/endToEndIds/1 line-unknown',
    '/endToEndIds/2 line-unknown',
    '/endToEndIds/3 line-unknown',
    '/endToEndIds/4 line-unknown',
    '/endToEndIds/5 line-unknown',
    '/issuedOn day-in-future',
  ]);
  expect(await standing(batch)).toEqual([3, 'infinity']);
  await expect(issue(stage, batch, '2026-07-08', [1])).resolves.toBeDefined();
});

test('is refused to an employer that only looks, and for a batch withdrawn', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const employer = { ...stage.contractor, org: stage.employerId, projects: [] };
  expect((await refusal(issue(stage, batch, '2026-07-08', [1], employer))).code).toBe(
    'batch-not-yours',
  );
  await db.act(stage.contractor, '2026-07-07', (work) =>
    withdrawBatch(work, stage.id, parseId(batch.batchId).id, { reason: '有误' }),
  );
  expect((await refusal(issue(stage, batch, '2026-07-08'))).code).toBe('batch-state');
});
