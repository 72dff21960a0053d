import { expect, test } from 'vitest';
import { withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import { engage } from '../../../src/domain/registry/engagements.ts';
import { wageStatement } from '../../../src/domain/reports/wage-statement.ts';
import type { Month } from '../../../src/lib/day.ts';
import { parseId } from '../../../src/lib/id.ts';
import { companyActor, inspector } from '../arrange.ts';
import { hire, lineOf, payout, type Stage, stageDb, WAGE_FEN, type Worker } from '../stage.ts';

const db = stageDb();
const DAY = '2026-08-20';

const statement = (stage: Stage, worker: Worker, to?: Month, actor = stage.authority) =>
  db.look(actor, DAY, (work) => wageStatement(work, stage.id, worker.engagementId, to));

const first = ({ workers }: Stage) => workers[0] as Worker;

test('a worker’s months are told with what was owed, paid and when', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [
    payout(batch, 1, 'paid', '2026-07-14'),
    payout(batch, 2, 'rejected', '2026-07-14'),
  ]);
  await db.claim(
    stage,
    { wageMonth: '2026-07', lines: [lineOf(first(stage), { workDays: 21 })] },
    '2026-08-03',
  );
  const told = await statement(stage, first(stage));
  expect(told).toMatchObject({
    projectCode: stage.code,
    name: first(stage).name,
    idNumber: `**************${first(stage).idNumber.slice(-4)}`,
    ...{ from: '2025-09', to: '2026-08', day: DAY },
    engagements: [{ enteredOn: '2026-06-02', exitedOn: null }],
  });
  expect(told.lines).toEqual([
    {
      ...{ month: '2026-06', employer: expect.stringContaining('劳务公司'), kind: 'regular' },
      ...{ replaced: false, workDays: null, grossFen: WAGE_FEN + 100_00, netFen: WAGE_FEN },
      ...{ paidFen: WAGE_FEN, finalOn: '2026-07-14', state: 'paid' },
      cardLast4: first(stage).cardNo.slice(-4),
    },
    expect.objectContaining({
      month: '2026-07',
      workDays: 21,
      paidFen: 0,
      finalOn: null,
      state: 'claimed',
    }),
  ]);
  const second = await statement(stage, stage.workers[1] as Worker);
  expect(second.lines).toMatchObject([{ month: '2026-06', paidFen: 0, state: 'rejected' }]);
  const text = JSON.stringify([told, second]);
  for (const { idNumber, cardNo } of stage.workers) {
    expect(text).not.toContain(idNumber);
    expect(text).not.toContain(cardNo);
  }
});

test('twelve months end with the one asked for', async () => {
  const stage = await db.stage({ workers: 1 });
  await db.claim(stage);
  const lines = async (to: Month) => (await statement(stage, first(stage), to)).lines.length;
  expect(await Promise.all(['2026-05', '2026-06', '2027-05', '2027-06'].map(lines))).toEqual([
    0, 1, 1, 0,
  ]);
});

test('a line sent again is told once, a withdrawn one not at all, a corrected one as such', async () => {
  const stage = await db.stage({ workers: 1 });
  const worker = first(stage);
  const gone = await db.claim(stage);
  await db.act(stage.contractor, '2026-07-03', (work) =>
    withdrawBatch(work, stage.id, parseId(gone.batchId).id, { reason: '填错' }),
  );
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(stage, [payout(batch, 1, 'rejected', '2026-07-10')]);
  const again = await db.claim(
    stage,
    { kind: 'resend', lines: [lineOf(worker, { replaces: `${batch.batchNo}-1` })] },
    '2026-07-13',
  );
  await db.order(stage, again, '2026-07-13');
  await db.bank(stage, [payout(again, 1, 'paid', '2026-07-14')]);
  expect((await statement(stage, worker)).lines).toMatchObject([
    { kind: 'regular', paidFen: WAGE_FEN, finalOn: '2026-07-14', state: 'paid', replaced: false },
  ]);
  await db.claim(
    stage,
    {
      kind: 'correction',
      lines: [lineOf(worker, { netFen: WAGE_FEN + 500_00, replaces: `${batch.batchNo}-1` })],
    },
    '2026-07-20',
  );
  expect((await statement(stage, worker)).lines).toMatchObject([
    { kind: 'regular', replaced: true, paidFen: WAGE_FEN },
    { kind: 'correction', replaced: false, paidFen: 0, netFen: WAGE_FEN + 500_00 },
  ]);
});

test('of a line that was sent again twice the last time tells what came of it', async () => {
  const stage = await db.stage({ workers: 1 });
  const worker = first(stage);
  const sent = async (batch: Awaited<ReturnType<typeof db.claim>>, day: string, state: string) => {
    await db.order(stage, batch, day);
    await db.bank(stage, [payout(batch, 1, state as 'paid', day)]);
  };
  const batch = await db.claim(stage);
  await sent(batch, '2026-07-10', 'rejected');
  for (const [day, state, cardNo] of [
    ['2026-07-13', 'rejected', '6222021234567890006'],
    ['2026-07-14', 'paid', '6222021234567890014'],
  ] as const) {
    const lines = [lineOf(worker, { cardNo, replaces: `${batch.batchNo}-1` })];
    await sent(await db.claim(stage, { kind: 'resend', lines }, day), day, state);
  }
  expect((await statement(stage, worker)).lines).toMatchObject([
    { kind: 'regular', paidFen: WAGE_FEN, state: 'paid', cardLast4: '0014' },
  ]);
});

test('times sent again on one day count in their order', async () => {
  const stage = await db.stage({ workers: 1 });
  const worker = first(stage);
  const [day, states] = ['2026-07-13', ['rejected', 'rejected', 'rejected', 'paid']];
  const regular = await db.claim(stage, {}, day);
  let batch = regular;
  for (const [n, state] of states.entries()) {
    await db.order(stage, batch, day);
    await db.bank(stage, [payout(batch, 1, state as 'paid', day)]);
    if (state === 'paid') continue;
    const cardNo = `62220212345678900${n}`;
    const lines = [lineOf(worker, { cardNo, replaces: `${regular.batchNo}-1` })];
    batch = await db.claim(stage, { kind: 'resend', lines }, day);
  }
  expect((await statement(stage, worker)).lines).toMatchObject([
    { kind: 'regular', paidFen: WAGE_FEN, state: 'paid', cardLast4: '9002' },
  ]);
});

test('his engagements here come in order, those elsewhere are not told', async () => {
  const [stage, other] = [await db.stage({ workers: 1 }), await db.stage({ workers: 0 })];
  const worker = first(stage);
  const { idNumber, name, cardNo } = worker;
  const again = (site: Stage, given: { enteredOn: string; exitedOn?: string }) =>
    db.act(site.contractor, '2026-06-20', (work) =>
      engage(work, site.id, [
        { idNumber, name, cardNo, employerUscc: site.contractorId, ...given },
      ]),
    );
  await again(stage, { enteredOn: '2026-06-12' });
  await again(stage, { enteredOn: '2026-05-20', exitedOn: '2026-05-31' });
  await again(other, { enteredOn: '2026-06-01' });
  const told = await statement(stage, worker);
  expect(told.engagements.map(({ enteredOn }) => enteredOn)).toEqual([
    ...['2026-05-20', '2026-06-02', '2026-06-12'],
  ]);
});

test('lines go by their months, whenever they were claimed', async () => {
  const stage = await db.stage({ workers: 1 });
  await db.claim(stage, { wageMonth: '2026-07' }, '2026-08-03');
  await db.claim(stage, {}, '2026-08-04');
  const { lines } = await statement(stage, first(stage));
  expect(lines.map(({ month }) => month)).toEqual(['2026-06', '2026-07']);
});

test('it is of one worker, hidden from others and shown to his employer', async () => {
  const [stage, other] = [await db.stage({ workers: 2 }), await db.stage({ workers: 1 })];
  await db.claim(stage);
  const [own] = await hire(db, stage, 1, {
    enteredOn: '2026-06-05',
    employerId: stage.contractorId,
  });
  const employer = companyActor(stage.employerId);
  expect((await statement(stage, first(stage), undefined, employer)).lines).toHaveLength(1);
  await expect(statement(stage, own as Worker, undefined, employer)).rejects.toMatchObject({
    code: 'not-found',
  });
  for (const actor of [other.contractor, companyActor(other.employerId)])
    await expect(statement(stage, first(stage), undefined, actor)).rejects.toMatchObject({
      code: 'not-found',
    });
  const away = { ...inspector, region: { lo: 320800, hi: 320899 } };
  await expect(statement(stage, first(stage), undefined, away)).rejects.toMatchObject({
    code: 'not-found',
  });
});
