import { expect, test } from 'vitest';
import type { ClaimAnswer } from '../../../src/domain/payroll/batches.ts';
import { parseId } from '../../../src/lib/id.ts';
import { duties, duty, lineOf, payout, type Said, type Stage, stageDb } from '../stage.ts';

const db = stageDb();

/** The bank's word on a whole order, at 9 in the morning of the day. */
const word = (
  { batchNo }: Pick<ClaimAnswer, 'batchNo'>,
  outcome: 'accepted' | 'rejected',
  on: string,
): Said => ({
  kind: 'order',
  batchNo,
  outcome,
  at: new Date(`${on}T09:00:00+08:00`),
  reasonCode: 'TECH',
});

async function ordered(workers = 3) {
  const stage = await db.stage({ workers });
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  return { stage, batch };
}

const states = async (stage: Stage, batch: ClaimAnswer) => {
  const rows = await db.sql()`select state from we.payroll_line
    where project_id = ${stage.id} and batch_id = ${parseId(batch.batchId).id} order by line_no`;
  return rows.map((r) => r.state);
};

test('a refused order refuses every line that asks for money, and each is to be sent again', async () => {
  const stage = await db.stage();
  const [a, b, c] = stage.workers as [never, never, never];
  const batch = await db.claim(stage, {
    lines: [lineOf(a), lineOf(b, { netFen: 0, grossFen: 100_00 }), lineOf(c)],
  });
  await db.order(stage, batch);
  expect(await db.bank(stage, [word(batch, 'rejected', '2026-07-10')])).toMatchObject({
    accepted: 2,
    rejected: [],
  });
  expect(await states(stage, batch)).toEqual(['rejected', 'paid', 'rejected']);
  const owed = await duties(db, stage.id, 'resend', '2026-06');
  expect(owed.map((d) => d.subject)).toEqual([`${batch.batchNo}-1`, `${batch.batchNo}-3`]);
  expect(await db.wrongCaches()).toEqual([]);
});

test('what the bank says of a line later stands, in whatever order it is heard', async () => {
  const said = (batch: ClaimAnswer): Said[] => [
    word(batch, 'rejected', '2026-07-10'),
    payout(batch, 1, 'paid', '2026-07-13'),
    word(batch, 'accepted', '2026-07-14'),
  ];
  const seen = [];
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
  ]) {
    const { stage, batch } = await ordered(2);
    for (const at of order) await db.bank(stage, [said(batch)[at] as Said]);
    const resends = await duties(db, stage.id, 'resend', '2026-06');
    const wage = await duty(db, stage.id, 'wage', '2026-06');
    seen.push({
      states: await states(stage, batch),
      resends: resends.map((d) => [d.subject.slice(-1), d.due, d.metOn]),
      wage: [wage.metFen, wage.openCount, wage.metOn],
    });
  }
  expect(seen[0]).toMatchObject({ states: ['paid', 'rejected'] });
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
  expect(await db.wrongCaches()).toEqual([]);
});

test('a line that the same message names has its own status and reason', async () => {
  const { stage, batch } = await ordered(2);
  const named = { ...payout(batch, 2, 'rejected', '2026-07-10'), reasonCode: 'AC04' } as Said;
  const at = new Date('2026-07-10T09:00:00+08:00');
  const answer = await db.bank(stage, [
    { ...named, at } as Said,
    word(batch, 'rejected', '2026-07-10'),
  ]);
  expect(answer).toMatchObject({ accepted: 2, duplicates: 0 });
  const rows = await db.sql()`select line_no, reason_code from we.payout_event
    where project_id = ${stage.id} order by line_no`;
  expect(rows.map((r) => Object.values(r))).toEqual([
    [1, 'TECH'],
    [2, 'AC04'],
  ]);
});

test('a word on an order that is not there yet waits for it', async () => {
  const stage = await db.stage({ workers: 1 });
  const { batchNo } = await db.claim(stage);
  await db.sql()`delete from we.payroll_line where project_id = ${stage.id}`;
  await db.sql()`delete from we.payroll_batch where project_id = ${stage.id}`;
  await db.sql()`delete from we.batch_counter where project_id = ${stage.id}`;
  expect(await db.bank(stage, [word({ batchNo }, 'rejected', '2026-07-01')])).toMatchObject({
    accepted: 0,
    unmatched: 1,
  });
  const batch = await db.claim(stage);
  expect(batch.batchNo).toBe(batchNo);
  expect(await states(stage, batch)).toEqual(['rejected']);
  const [left] =
    await db.sql()`select count(*)::int as n from we.bank_unmatched where waits_for = ${batchNo}`;
  expect(left?.n).toBe(0);
  expect(await db.wrongCaches()).toEqual([]);
});

test('a word from after tomorrow is refused like any other', async () => {
  const { stage, batch } = await ordered(1);
  const answer = await db.bank(stage, [word(batch, 'rejected', '2026-08-02')]);
  expect(answer.rejected).toMatchObject([{ index: 0, code: 'day-in-future' }]);
  expect(await states(stage, batch)).toEqual(['ordered']);
});
