import { expect, test } from 'vitest';
import {
  approveBatch,
  orderBatch,
  orderOf,
  withdrawBatch,
} from '../../../src/domain/payroll/acts.ts';
import { getBatch, listLines } from '../../../src/domain/payroll/batch-view.ts';
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
const DAY = '2026-07-03';
const idOf = (batch: ClaimAnswer) => parseId(batch.batchId).id;

const another = (stage: Stage) => ({ ...stage.approver, id: 'key:third', holder: '项目经理' });
const approve = (stage: Stage, batch: ClaimAnswer, actor = stage.approver, total?: number) =>
  db.act(actor, DAY, (work) =>
    approveBatch(work, stage.id, idOf(batch), { totalNetFen: total ?? batch.totalNetFen }),
  );
const order = (stage: Stage, batch: ClaimAnswer, day = DAY, actor = stage.approver) =>
  db.act(actor, day, (work) => orderBatch(work, stage.id, idOf(batch)));
const withdraw = (stage: Stage, batch: ClaimAnswer, day = DAY) =>
  db.act(stage.contractor, day, (work) =>
    withdrawBatch(work, stage.id, idOf(batch), { reason: '人数有误' }),
  );
const look = (stage: Stage, batch: ClaimAnswer) =>
  db.look(stage.contractor, DAY, (work) => getBatch(work, stage.id, idOf(batch)));
const lines = (stage: Stage, batch: ClaimAnswer) =>
  db
    .look(stage.contractor, DAY, (work) => listLines(work, stage.id, idOf(batch), { limit: 200 }))
    .then(({ items }) => items);

test('the one who posted a batch cannot approve it, by whatever key', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const otherKey = { ...stage.contractor, id: 'key:another' };
  for (const actor of [stage.contractor, otherKey]) {
    expect((await refusal(approve(stage, batch, actor))).code).toBe('two-persons');
  }
  expect((await approve(stage, batch)).status).toBe('approved');
});

test('an approval names the total that the batch has, to the fen', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  for (const total of [batch.totalNetFen - 1, batch.totalNetFen + 1]) {
    const { code, extra } = await refusal(approve(stage, batch, stage.approver, total));
    expect(code).toBe('batch-total-differs');
    expect(extra.totalNetFen).toBe(batch.totalNetFen);
  }
  expect((await look(stage, batch)).status).toBe('claimed');
});

test('each act is refused in another state, with the state that is', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  expect(await refusal(order(stage, batch))).toMatchObject({
    code: 'batch-state',
    extra: { status: 'claimed' },
  });
  await approve(stage, batch);
  const other = another(stage);
  expect(await refusal(approve(stage, batch, other))).toMatchObject({
    code: 'batch-state',
    extra: { status: 'approved' },
  });
  expect((await order(stage, batch)).status).toBe('ordered');
  for (const act of [
    () => order(stage, batch, DAY, other),
    () => withdraw(stage, batch),
    () => approve(stage, batch, other),
  ]) {
    expect(await refusal(act())).toMatchObject({
      code: 'batch-state',
      extra: { status: 'ordered' },
    });
  }
});

test('nothing is ordered without an account open on the day', async () => {
  const stage = await db.stage({ openedOn: null });
  const batch = await db.claim(stage);
  await approve(stage, batch);
  expect((await refusal(order(stage, batch))).code).toBe('no-open-account');
});

test('the order is there once it was ordered, and asks for each line that is owed something', async () => {
  const stage = await db.stage();
  const [a, b, c] = stage.workers as [Worker, Worker, Worker];
  const batch = await db.claim(stage, {
    lines: [lineOf(a), lineOf(b, { netFen: 0, grossFen: 100_00 }), lineOf(c)],
  });
  const read = () => db.look(stage.approver, DAY, (work) => orderOf(work, stage.id, idOf(batch)));
  expect((await refusal(read())).code).toBe('batch-state');
  await db.order(stage, batch);
  const asked = await read();
  expect(asked.debtorAccountNo).toBe(stage.accountNo);
  expect(asked.lines.map((l) => [l.endToEndId, l.amountFen, l.creditorAccountNo])).toEqual([
    [`${batch.batchNo}-1`, WAGE_FEN, a.cardNo],
    [`${batch.batchNo}-3`, WAGE_FEN, c.cardNo],
  ]);
  expect((await lines(stage, batch)).map((l) => l.state)).toEqual(['ordered', 'paid', 'ordered']);
});

test('a batch lives claimed, approved, ordered, paying, paid, and paying again after a return', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const states = ['claimed'];
  const note = async () => states.push((await look(stage, batch)).status);
  await approve(stage, batch);
  await note();
  await order(stage, batch);
  await note();
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-13')]);
  await note();
  await db.bank(stage, [
    payout(batch, 2, 'paid', '2026-07-13'),
    payout(batch, 3, 'paid', '2026-07-13'),
  ]);
  await note();
  await db.bank(stage, [payout(batch, 2, 'returned', '2026-07-15')]);
  await note();
  expect(states).toEqual(['claimed', 'approved', 'ordered', 'paying', 'paid', 'paying']);
  expect((await look(stage, batch)).states).toEqual({
    paid: { lineCount: 2, payFen: 2 * WAGE_FEN },
    returned: { lineCount: 1, payFen: WAGE_FEN },
  });
});

test('a withdrawn batch leaves the wage duty, and a new one may come', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  await approve(stage, batch);
  expect((await withdraw(stage, batch)).status).toBe('withdrawn');
  expect(await duty(db, stage.id, 'wage', '2026-06')).toMatchObject({
    amountFen: null,
    metFen: 0,
    openCount: 0,
    metOn: 'infinity',
  });
  expect((await refusal(approve(stage, batch))).code).toBe('batch-state');
  const again = await db.claim(stage, { lines: [lineOf(stage.workers[0] as Worker)] });
  expect((await duty(db, stage.id, 'wage', '2026-06')).amountFen).toBe(WAGE_FEN);
  expect(again.batchNo).not.toBe(batch.batchNo);
});

test('withdrawing a correction brings back what it replaced', async () => {
  const stage = await db.stage({ workers: 1 });
  const worker = stage.workers[0] as Worker;
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-03')]);
  const raised = lineOf(worker, { netFen: 6_000_00, replaces: `${batch.batchNo}-1` });
  const correction = await db.claim(stage, { kind: 'correction', lines: [raised] });
  expect((await duty(db, stage.id, 'wage', '2026-06')).amountFen).toBe(6_000_00);
  await withdraw(stage, correction);
  expect((await duty(db, stage.id, 'wage', '2026-06')).amountFen).toBe(WAGE_FEN);
  const [row] = await db.sql()`select replaced_on from we.payroll_line
    where project_id = ${stage.id} and batch_id = ${idOf(batch)}`;
  expect(row?.replaced_on).toBe('infinity');
});

test('a line that the bank paid keeps that state when its batch is withdrawn, in either order', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-03')]);
  await withdraw(stage, batch, '2026-07-04');
  const other = await db.stage({ workers: 1 });
  const batch2 = await db.claim(other);
  await withdraw(other, batch2, '2026-07-04');
  await db.bank(other, [payout(batch2, 1, 'paid', '2026-07-03')]);
  expect((await lines(stage, batch))[0]?.state).toBe('paid');
  expect((await lines(other, batch2))[0]?.state).toBe('paid');
  expect(await db.wrongCaches()).toEqual([]);
});

test('payouts heard of before the order leave the batch as payouts after it do', async () => {
  const stage = await db.stage({ workers: 1 });
  const batch = await db.claim(stage);
  await db.bank(stage, [payout(batch, 1, 'paid', '2026-07-03')]);
  expect((await look(stage, batch)).status).toBe('claimed');
  expect((await db.order(stage, batch)).status).toBe('paid');
});

test('a batch that asks for nothing is paid by its order', async () => {
  const stage = await db.stage({ workers: 1 });
  const worker = stage.workers[0] as Worker;
  const batch = await db.claim(stage, { lines: [lineOf(worker, { netFen: 0, grossFen: 100_00 })] });
  expect((await db.order(stage, batch)).status).toBe('paid');
  expect(await db.wrongCaches()).toEqual([]);
});

test('lines come with identity and card masked, page by page', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  const page = (after?: string) =>
    db.look(stage.contractor, DAY, (work) =>
      listLines(work, stage.id, idOf(batch), { limit: 2, after }),
    );
  const one = await page();
  const two = await page(one.next as string);
  expect([...one.items, ...two.items].map((l) => l.endToEndId)).toEqual(
    [1, 2, 3].map((n) => `${batch.batchNo}-${n}`),
  );
  expect(two.next).toBeNull();
  const worker = stage.workers[0] as Worker;
  expect(one.items[0]?.idNumber).toBe(`${'*'.repeat(14)}${worker.idNumber.slice(-4)}`);
  expect(one.items[0]?.cardNo).toBe(`****${worker.cardNo.slice(-4)}`);
});

test('a batch of another project is not found', async () => {
  const stage = await db.stage();
  const other = await db.stage();
  const batch = await db.claim(stage);
  const peek = db.look(other.contractor, DAY, (work) => getBatch(work, stage.id, idOf(batch)));
  expect((await refusal(peek)).code).toBe('not-found');
});
