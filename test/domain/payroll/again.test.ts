import { expect, test } from 'vitest';
import { approveBatch, orderBatch, withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import type { ClaimAnswer } from '../../../src/domain/payroll/batches.ts';
import { parseId } from '../../../src/lib/id.ts';
import { companyActor } from '../arrange.ts';
import { payout, refusal, type Stage, stageDb } from '../stage.ts';

// A client that lost the answer asks again: the same person gets it, another learns what is.

const db = stageDb();
const DAY = '2026-07-03';
const idOf = (batch: ClaimAnswer) => parseId(batch.batchId).id;

const approve = (stage: Stage, batch: ClaimAnswer, actor = stage.approver, total?: number) =>
  db.act(actor, DAY, (work) =>
    approveBatch(work, stage.id, idOf(batch), { totalNetFen: total ?? batch.totalNetFen }),
  );
const order = (stage: Stage, batch: ClaimAnswer, actor = stage.approver, day = DAY) =>
  db.act(actor, day, (work) => orderBatch(work, stage.id, idOf(batch)));
const withdraw = (
  stage: Stage,
  batch: ClaimAnswer,
  reason = '人数有误',
  actor = stage.contractor,
) => db.act(actor, DAY, (work) => withdrawBatch(work, stage.id, idOf(batch), { reason }));
const third = (stage: Stage) => ({ ...stage.approver, id: 'key:third', holder: '项目经理' });

/** The acts that the trail tells of a batch, and the stored batch itself. */
async function trail(stage: Stage, batch: ClaimAnswer) {
  const events = await db.sql()<{ name: string }[]>`select name from we.event
    where project_id = ${stage.id} and subject = ${idOf(batch)} order by id`;
  const [row] = await db.sql()`select * from we.payroll_batch
    where project_id = ${stage.id} and id = ${idOf(batch)}`;
  return { names: events.map((e) => e.name.replace('payroll-batch.', '')), row };
}

test('an approval and an order sent again by their person answer as before and change nothing', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const approved = await approve(stage, batch);
  const once = await trail(stage, batch);
  expect(await approve(stage, batch)).toEqual(approved);
  expect(await trail(stage, batch)).toEqual(once);

  const ordered = await order(stage, batch);
  const twice = await trail(stage, batch);
  // On a later day too, by another of the person's keys: the day of the order stays.
  const again = order(stage, batch, { ...stage.approver, id: 'key:second' }, '2026-07-06');
  expect(await again).toEqual(ordered);
  expect(await approve(stage, batch)).toEqual(ordered);
  expect(await trail(stage, batch)).toEqual(twice);
  expect(twice.names).toEqual(['claimed', 'approved', 'ordered']);
});

test('what is answered again is the batch as it is now', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-13')]);
  expect((await order(stage, batch)).status).toBe('paid');
  expect((await approve(stage, batch)).status).toBe('paid');
});

test('another person, or another total, is still refused', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  await approve(stage, batch);
  const otherTotal = approve(stage, batch, stage.approver, batch.totalNetFen + 1);
  expect((await refusal(otherTotal)).code).toBe('batch-total-differs');
  expect(await refusal(approve(stage, batch, third(stage)))).toMatchObject({
    code: 'batch-state',
    extra: { status: 'approved' },
  });
  await order(stage, batch);
  expect(await refusal(order(stage, batch, third(stage)))).toMatchObject({
    code: 'batch-state',
    extra: { status: 'ordered' },
  });
});

test('of the same order sent twice at once, one event is left and both are answered', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  const approvals = await Promise.all([1, 2].map(() => approve(stage, batch)));
  const orders = await Promise.all([1, 2].map(() => order(stage, batch)));
  expect([...approvals, ...orders].map((b) => b.status)).toEqual([
    'approved',
    'approved',
    'ordered',
    'ordered',
  ]);
  expect((await trail(stage, batch)).names).toEqual(['claimed', 'approved', 'ordered']);
});

test('a withdrawal again is answered to the same person with the same reason only', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const first = await withdraw(stage, batch);
  const before = await trail(stage, batch);
  expect(await withdraw(stage, batch)).toEqual(first);
  for (const other of [
    () => withdraw(stage, batch, '另一原因'),
    () => withdraw(stage, batch, '人数有误', stage.approver),
  ]) {
    expect(await refusal(other())).toMatchObject({
      code: 'batch-state',
      extra: { status: 'withdrawn' },
    });
  }
  expect(await trail(stage, batch)).toEqual(before);
  expect(before.names).toEqual(['claimed', 'withdrawn']);
});

test('an employer that is no main party sees its batch and acts on none', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const employer = { ...companyActor(stage.employerId), holder: '分包劳资员' };
  await approve(stage, batch);
  for (const act of [
    () => approve(stage, batch, employer),
    () => order(stage, batch, employer),
    () => withdraw(stage, batch, '人数有误', employer),
  ]) {
    expect((await refusal(act())).code).toBe('batch-not-yours');
  }
  const stranger = companyActor('91320706MA99999998');
  expect((await refusal(order(stage, batch, stranger))).code).toBe('not-found');
});
