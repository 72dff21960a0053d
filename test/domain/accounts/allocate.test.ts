import { expect, test } from 'vitest';
import { nightSpan } from '../../../src/domain/duties/shape.ts';
import { unfold } from '../../../src/domain/duties/unfold.ts';
import { putContract, putProgress } from '../../../src/domain/registry/contracts.ts';
import { confirmProject } from '../../../src/domain/registry/projects.ts';
import { duty, type EntrySaid, entry, type Stage, stageDb, usualTerms } from '../stage.ts';

const db = stageDb();
const LABOUR_FEN = 1_000_000_00;

/** A stage whose instalments begin with June; that of June is due on 2026-07-10. */
const aStage = (terms = {}) => db.stage({ workers: 0, terms: { fromMonth: '2026-06', ...terms } });

const credit = (stage: Stage, amountFen: number, on: string, given: Partial<EntrySaid> = {}) =>
  entry(stage, 'credit', amountFen, on, {
    purpose: 'transfer',
    counterpartyAccountNo: stage.payerNo,
    ...given,
  });
const transfer = (stage: Stage, period: string) => duty(db, stage.id, 'transfer', period);
const meetings = (stage: Stage) =>
  db.sql()`select o.period, m.on_day as on, m.amount_fen as fen from we.meeting m
    join we.obligation o on o.project_id = m.project_id and o.id = m.obligation_id and o.ended_at = 'infinity'
    where m.project_id = ${stage.id} and o.kind = 'transfer' order by m.known_at, o.period, m.amount_fen desc`.then(
    (rows) => rows.map((r) => `${r.period} ${r.on} ${r.fen}`),
  );
/** By night the instalments near that day are made. */
const night = (day: string) => db.byNight(day, (work) => unfold(work, nightSpan(day)));

test('money from the owner’s payer account meets the instalment on its value day', async () => {
  const stage = await aStage();
  await night('2026-06-15');
  expect(await transfer(stage, '2026-06')).toMatchObject({
    due: '2026-07-10',
    amountFen: LABOUR_FEN,
    metOn: 'infinity',
  });
  await db.bank(stage, [credit(stage, LABOUR_FEN, '2026-07-09', { valueDay: '2026-07-08' })]);
  expect(await transfer(stage, '2026-06')).toMatchObject({
    metFen: LABOUR_FEN,
    metOn: '2026-07-08',
    openCount: 0,
  });
});

test('the contractor’s own money, returns, interest and reversals meet nothing', async () => {
  const stage = await aStage();
  await night('2026-06-15');
  const out = entry(stage, 'debit', LABOUR_FEN, '2026-07-01');
  await db.bank(stage, [
    out,
    credit(stage, LABOUR_FEN, '2026-07-02', { counterpartyAccountNo: '6230580000000000001' }),
    credit(stage, LABOUR_FEN, '2026-07-02', { counterpartyAccountNo: undefined }),
    credit(stage, LABOUR_FEN, '2026-07-02', { purpose: 'return' }),
    credit(stage, LABOUR_FEN, '2026-07-02', { purpose: 'interest' }),
    credit(stage, LABOUR_FEN, '2026-07-02', { reversalOf: out.entryId }),
    credit(stage, LABOUR_FEN, '2026-07-02', { returnOf: out.entryId }),
  ]);
  expect(await transfer(stage, '2026-06')).toMatchObject({ metFen: 0, metOn: 'infinity' });
  await db.bank(stage, [credit(stage, 1, '2026-07-03')]);
  expect((await transfer(stage, '2026-06')).metFen).toBe(1);
});

test('a reversed credit is taken back with a meeting of the opposite sign on its own day', async () => {
  const stage = await aStage();
  await night('2026-06-15');
  const paid = credit(stage, LABOUR_FEN, '2026-07-08');
  await db.bank(stage, [paid]);
  expect((await transfer(stage, '2026-06')).metOn).toBe('2026-07-08');
  await db.bank(stage, [
    entry(stage, 'debit', LABOUR_FEN - 1_00, '2026-07-09', { reversalOf: paid.entryId }),
  ]);
  expect(await transfer(stage, '2026-06')).toMatchObject({ metFen: 1_00, metOn: 'infinity' });
  expect(await meetings(stage)).toEqual([
    `2026-06 2026-07-08 ${LABOUR_FEN}`,
    `2026-06 2026-07-08 ${1_00 - LABOUR_FEN}`,
  ]);
  expect(await db.wrongCaches()).toEqual([]);
});

test('a credit that names a later instalment leaves the older one open', async () => {
  const stage = await aStage();
  await night('2026-07-20');
  await db.bank(stage, [credit(stage, LABOUR_FEN, '2026-07-08', { period: '2026-07' })]);
  expect(await transfer(stage, '2026-06')).toMatchObject({ metFen: 0, metOn: 'infinity' });
  expect(await transfer(stage, '2026-07')).toMatchObject({ metOn: '2026-07-08' });
});

test('a credit that names what an unnamed one had taken moves that one on', async () => {
  const stage = await aStage();
  await night('2026-07-20');
  await db.bank(stage, [credit(stage, LABOUR_FEN, '2026-07-08')]);
  expect((await transfer(stage, '2026-06')).metOn).toBe('2026-07-08');
  await db.bank(stage, [credit(stage, LABOUR_FEN, '2026-07-12', { period: '2026-06' })]);
  expect((await transfer(stage, '2026-06')).metOn).toBe('2026-07-12');
  expect((await transfer(stage, '2026-07')).metOn).toBe('2026-07-08');
  expect(await meetings(stage)).toEqual(
    expect.arrayContaining([
      `2026-06 2026-07-08 ${LABOUR_FEN}`,
      `2026-06 2026-07-08 ${-LABOUR_FEN}`,
      `2026-06 2026-07-12 ${LABOUR_FEN}`,
      `2026-07 2026-07-08 ${LABOUR_FEN}`,
    ]),
  );
  expect(await db.wrongCaches()).toEqual([]);
});

test('what is left of a credit waits for the instalment that the night makes next', async () => {
  const stage = await aStage();
  await night('2026-06-15');
  await db.bank(stage, [credit(stage, 1.5 * LABOUR_FEN, '2026-07-01')]);
  await expect(transfer(stage, '2026-07')).rejects.toThrow('0 live duties');
  await night('2026-07-20');
  expect(await transfer(stage, '2026-07')).toMatchObject({
    metFen: LABOUR_FEN / 2,
    metOn: 'infinity',
  });
  expect(await db.wrongCaches()).toEqual([]);
});

test('an instalment of unknown amount takes everything and is not met; its amount frees the rest', async () => {
  const stage = await aStage({ labourCostFen: undefined, labourCostRatio: 0.2 });
  await night('2026-07-20');
  await db.bank(stage, [credit(stage, LABOUR_FEN, '2026-07-08')]);
  expect(await transfer(stage, '2026-06')).toMatchObject({
    amountFen: null,
    metFen: LABOUR_FEN,
    metOn: 'infinity',
  });
  await db.act(stage.contractor, '2026-07-21', (work) =>
    putProgress(work, stage.id, '2026-06', { valueFen: 3_000_000_00, confirmedOn: '2026-07-20' }),
  );
  expect(await transfer(stage, '2026-06')).toMatchObject({
    amountFen: 600_000_00,
    metFen: 600_000_00,
    metOn: '2026-07-08',
  });
  expect((await transfer(stage, '2026-07')).metFen).toBe(LABOUR_FEN - 600_000_00);
  expect(await db.wrongCaches()).toEqual([]);
});

test('the money of a payer account counts once the terms that name it hold, and then all of it', async () => {
  const stage = await aStage();
  await night('2026-06-15');
  const treasury = '6230580000000000778';
  await db.bank(stage, [
    credit(stage, LABOUR_FEN, '2026-07-08', { counterpartyAccountNo: treasury }),
  ]);
  const terms = {
    ...usualTerms,
    signedOn: '2026-01-02',
    totalFen: 80_000_000_00,
    contractorSize: 'medium',
    payerAccounts: [{ name: '国库', accountNo: treasury }],
  };
  const proposed = await db.act(stage.contractor, '2026-07-20', (work) =>
    putContract(work, stage.id, terms),
  );
  expect(proposed.effective).toBe(false);
  expect((await transfer(stage, '2026-06')).metFen).toBe(0);
  await db.act(stage.authority, '2026-07-21', (work) => confirmProject(work, stage.id));
  expect((await transfer(stage, '2026-06')).metOn).toBe('2026-07-08');
  await db.bank(stage, [credit(stage, LABOUR_FEN, '2026-07-22')]);
  expect((await transfer(stage, '2026-07')).metOn).toBe('2026-07-22');
});
