import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import type { ClaimAnswer } from '../../../src/domain/payroll/batches.ts';
import { confirmLines } from '../../../src/domain/payroll/confirmations.ts';
import { parseId } from '../../../src/lib/id.ts';
import { lineOf, refusal, type Stage, stageDb, type Worker } from '../stage.ts';

const db = stageDb();

const at = (text: string) => new Date(`${text}+08:00`);

const confirm = (
  stage: Stage,
  batch: ClaimAnswer,
  lines: [lineNo: number, confirmedAt: Date][],
  actor: Actor = stage.contractor,
) =>
  db.act(actor, '2026-07-08', (work) =>
    confirmLines(
      work,
      stage.id,
      parseId(batch.batchId).id,
      lines.map(([n, confirmedAt]) => ({ endToEndId: `${batch.batchNo}-${n}`, confirmedAt })),
    ),
  );

const standing = async ({ batchId }: ClaimAnswer) => {
  const [row] = await db.sql()<{ unsigned: number; signed_on: string }[]>`
    select unsigned, signed_on from we.payroll_batch where id = ${parseId(batchId).id}`;
  return row && [row.unsigned, row.signed_on];
};

test('a claim counts the lines without a confirmation; re-sends want none', async () => {
  const stage = await db.stage();
  const [a, b, c] = stage.workers as [Worker, Worker, Worker];
  const confirmedAt = at('2026-07-01T08:00:00');
  const some = await db.claim(stage, {
    lines: [lineOf(a), lineOf(b, { confirmedAt }), lineOf(c, { confirmedAt })],
  });
  expect(await standing(some)).toEqual([1, 'infinity']);
  const other = await db.stage();
  const lines = other.workers.map((worker) => lineOf(worker, { confirmedAt }));
  expect(await standing(await db.claim(other, { lines }))).toEqual([0, '2026-07-02']);
});

test('lines are confirmed later, once each; the batch is whole with the last', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const [first, second] = [at('2026-07-03T08:00:00'), at('2026-07-05T23:59:59')];
  expect(await confirm(stage, batch, [[1, second]])).toEqual({ confirmed: 1, unconfirmed: 2 });
  expect(await standing(batch)).toEqual([2, 'infinity']);
  expect(
    await confirm(stage, batch, [
      [1, first],
      [2, first],
    ]),
  ).toEqual({ confirmed: 1, unconfirmed: 1 });
  expect(await confirm(stage, batch, [[1, first]])).toEqual({ confirmed: 0, unconfirmed: 1 });
  expect(await confirm(stage, batch, [[3, first]])).toEqual({ confirmed: 1, unconfirmed: 0 });
  expect(await standing(batch)).toEqual([0, '2026-07-05']);
  const events = await db.sql()`select body from we.event
    where project_id = ${stage.id} and name = 'payroll-batch.confirmed'`;
  expect(events).toHaveLength(3);
});

test('what was confirmed before the claim makes the batch whole on the day of the claim, and now is not too late', async () => {
  const stage = await db.stage({ workers: 1 });
  const early = await db.claim(stage);
  await confirm(stage, early, [[1, at('2026-07-01T08:00:00')]]);
  expect(await standing(early)).toEqual([0, '2026-07-02']);
  const other = await db.stage({ workers: 1 });
  const batch = await db.claim(other);
  expect(await confirm(other, batch, [[1, at('2026-07-08T12:00:00')]])).toMatchObject({
    confirmed: 1,
  });
});

test('what is confirmed in the claim is not confirmed again', async () => {
  const stage = await db.stage({ workers: 1 });
  const confirmedAt = at('2026-07-01T08:00:00');
  const lines = stage.workers.map((worker) => lineOf(worker, { confirmedAt }));
  const batch = await db.claim(stage, { lines });
  expect(await confirm(stage, batch, [[1, at('2026-07-03T08:00:00')]])).toEqual({
    confirmed: 0,
    unconfirmed: 0,
  });
});

test('every bad row is answered with its place, and nothing is kept', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const other = await db.claim(await db.stage());
  const fine = at('2026-07-03T08:00:00');
  const { errors } = await refusal(
    db.act(stage.contractor, '2026-07-08', (work) =>
      confirmLines(work, stage.id, parseId(batch.batchId).id, [
        { endToEndId: `${batch.batchNo}-1`, confirmedAt: fine },
        { endToEndId: `${batch.batchNo}-4`, confirmedAt: fine },
        { endToEndId: `${batch.batchNo}-1`, confirmedAt: fine },
        { endToEndId: `${other.batchNo}-1`, confirmedAt: fine },
        { endToEndId: 'nothing', confirmedAt: fine },
        { endToEndId: `${batch.batchNo}-2`, confirmedAt: at('2026-07-08T12:00:01') },
      ]),
    ),
  );
  expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    '/confirmations/1/endToEndId line-unknown',
    '/confirmations/2/endToEndId line-unknown',
    '/confirmations/3/endToEndId line-unknown',
    '/confirmations/4/endToEndId line-unknown',
    '/confirmations/5/confirmedAt day-in-future',
  ]);
  expect(await standing(batch)).toEqual([3, 'infinity']);
});

test('is refused to an employer that only looks, and for a batch withdrawn', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const one: [number, Date][] = [[1, at('2026-07-03T08:00:00')]];
  const employer = { ...stage.contractor, org: stage.employerId, projects: [] };
  expect((await refusal(confirm(stage, batch, one, employer))).code).toBe('batch-not-yours');
  await db.act(stage.contractor, '2026-07-07', (work) =>
    withdrawBatch(work, stage.id, parseId(batch.batchId).id, { reason: '有误' }),
  );
  expect((await refusal(confirm(stage, batch, one))).code).toBe('batch-state');
});
