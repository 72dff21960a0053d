import { expect, test } from 'vitest';
import { fundDiverted } from '../../../jobs/rules/a04-fund-diverted.ts';
import { postAttendance } from '../../../src/domain/registry/attendance.ts';
import { changeEngagement } from '../../../src/domain/registry/engagements.ts';
import { findings } from '../../helpers/rules.ts';
import {
  type EntrySaid,
  entry,
  hire,
  type Stage,
  stageDb,
  WAGE_FEN,
  type Worker,
} from '../stage.ts';

const db = stageDb();

const debit = (stage: Stage, amountFen: number, on: string, given: Partial<EntrySaid> = {}) =>
  entry(stage, 'debit', amountFen, on, given);
/** What A04 finds on a day: entry and amount. */
const found = async (stage: Stage, day: string) =>
  (await findings(db.at(), fundDiverted, day, stage.id)).map((f) => `${f.level} ${f.amountFen}`);

test('a debit without a reason is found from its day on, red when a company was paid', async () => {
  const stage = await db.stage();
  await db.bank(stage, [
    debit(stage, 500_00, '2026-07-10', { counterpartyKind: 'person' }),
    debit(stage, 600_00, '2026-07-11', { counterpartyKind: 'company', counterpartyName: '某商贸' }),
  ]);
  expect(await found(stage, '2026-07-09')).toEqual([]);
  expect(await found(stage, '2026-07-10')).toEqual(['orange 50000']);
  expect(await found(stage, '2026-07-11')).toEqual(['orange 50000', 'red 60000']);
});

test('a yuan is the least that counts, ten thousand are red', async () => {
  const stage = await db.stage();
  await db.bank(stage, [
    debit(stage, 99, '2026-07-10'),
    debit(stage, 1_00, '2026-07-10'),
    debit(stage, 9_999_99, '2026-07-10'),
    debit(stage, 10_000_00, '2026-07-10'),
  ]);
  expect((await found(stage, '2026-07-10')).sort()).toEqual([
    'orange 100',
    'orange 999999',
    'red 1000000',
  ]);
});

test('a lump debit for an ordered batch is wages up to the sum of its lines', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  const { batchNo } = batch;
  await db.bank(stage, [debit(stage, 3 * WAGE_FEN, '2026-07-10', { batchNo })]);
  expect(await found(stage, '2026-07-31')).toEqual([]);
  await db.bank(stage, [debit(stage, 100_00, '2026-07-11', { batchNo })]);
  expect(await found(stage, '2026-07-31')).toEqual(['orange 10000']);
});

test('an earlier debit of the batch that is heard of later moves the excess to the later one', async () => {
  const stage = await db.stage();
  const { batchNo } = await db.claim(stage).then(async (b) => {
    await db.order(stage, b);
    return b;
  });
  await db.bank(stage, [debit(stage, 3 * WAGE_FEN, '2026-07-12', { batchNo, entryId: 'late' })]);
  await db.bank(stage, [debit(stage, 50_00, '2026-07-11', { batchNo, entryId: 'early' })]);
  const rows = await findings(db.at(), fundDiverted, '2026-07-31', stage.id);
  expect(rows.map((r) => [r.subject, r.amountFen])).toEqual([['late', 50_00]]);
});

test('a batch that is ordered a day after the debit explains it; two days after, it does not', async () => {
  for (const [orderedOn, open] of [
    ['2026-07-11', []],
    ['2026-07-12', [`red ${3 * WAGE_FEN}`]],
  ] as const) {
    const stage = await db.stage();
    const batch = await db.claim(stage);
    const { batchNo } = batch;
    await db.bank(stage, [debit(stage, 3 * WAGE_FEN, '2026-07-10', { batchNo })]);
    expect(await found(stage, '2026-07-31')).toEqual([`red ${3 * WAGE_FEN}`]);
    await db.order(stage, batch, orderedOn);
    expect(await found(stage, '2026-07-31')).toEqual(open);
  }
});

test('a debit that names a line is explained by that line alone', async () => {
  const stage = await db.stage();
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  const endToEndId = `${batch.batchNo}-1`;
  await db.bank(stage, [debit(stage, WAGE_FEN + 5_00, '2026-07-10', { endToEndId })]);
  expect(await found(stage, '2026-07-31')).toEqual(['orange 500']);
});

test('a batch of another project explains nothing', async () => {
  const stage = await db.stage();
  const other = await db.stage();
  const batch = await db.claim(other);
  await db.order(other, batch);
  const { batchNo } = batch;
  await db.bank(stage, [debit(stage, 100_00, '2026-07-10', { batchNo })]);
  await db.bank(stage, [debit(stage, 200_00, '2026-07-10', { endToEndId: `${batchNo}-1` })]);
  expect((await found(stage, '2026-07-31')).sort()).toEqual(['orange 10000', 'orange 20000']);
});

test('a card that is registered later explains what went to it', async () => {
  const stage = await db.stage();
  const worker = stage.workers[0] as Worker;
  const cards = ['6230580000000011111', '6230580000000022222'];
  await db.bank(
    stage,
    cards.map((c) => debit(stage, 100_00, '2026-07-10', { counterpartyAccountNo: c })),
  );
  expect(await found(stage, '2026-07-31')).toHaveLength(2);
  await db.act(stage.contractor, '2026-07-20', (work) =>
    changeEngagement(work, stage.id, worker.engagementId, { cardNo: cards[0] as string }),
  );
  expect(await found(stage, '2026-07-31')).toHaveLength(1);
  const elsewhere = await db.stage();
  await db.act(elsewhere.contractor, '2026-07-20', (work) =>
    changeEngagement(work, elsewhere.id, (elsewhere.workers[0] as Worker).engagementId, {
      cardNo: cards[1] as string,
    }),
  );
  expect(await found(stage, '2026-07-31')).toHaveLength(1);
  await hire(db, stage, 1, { enteredOn: '2026-07-21' });
  expect(await found(stage, '2026-07-31')).toHaveLength(1);
});

test('a debit to a registered card was never suspect', async () => {
  const stage = await db.stage();
  const { cardNo } = stage.workers[0] as Worker;
  await db.bank(stage, [debit(stage, 100_00, '2026-07-10', { counterpartyAccountNo: cardNo })]);
  expect(await found(stage, '2026-07-31')).toEqual([]);
});

test('money returned in two parts explains from the day of the second', async () => {
  const stage = await db.stage();
  const out = debit(stage, 500_00, '2026-07-10');
  await db.bank(stage, [out]);
  const back = (amountFen: number, on: string, given: Partial<EntrySaid>) =>
    entry(stage, 'credit', amountFen, on, given);
  await db.bank(stage, [back(200_00, '2026-07-14', { returnOf: out.entryId })]);
  expect(await found(stage, '2026-07-31')).toEqual(['orange 50000']);
  await db.bank(stage, [back(300_00, '2026-07-16', { reversalOf: out.entryId })]);
  expect(await found(stage, '2026-07-15')).toEqual(['orange 50000']);
  expect(await found(stage, '2026-07-16')).toEqual([]);
});

test('what comes back before the debit is heard of explains it as well', async () => {
  const stage = await db.stage();
  const out = debit(stage, 500_00, '2026-07-10');
  await db.bank(stage, [entry(stage, 'credit', 500_00, '2026-07-12', { returnOf: out.entryId })]);
  await db.bank(stage, [out]);
  expect(await found(stage, '2026-07-11')).toEqual(['orange 50000']);
  expect(await found(stage, '2026-07-12')).toEqual([]);
});

test('the reversal of a credit is explained, also when the credit is heard of later', async () => {
  const stage = await db.stage();
  const credit = entry(stage, 'credit', 500_00, '2026-07-09');
  await db.bank(stage, [debit(stage, 500_00, '2026-07-10', { reversalOf: credit.entryId })]);
  expect(await found(stage, '2026-07-31')).toEqual(['orange 50000']);
  await db.bank(stage, [credit]);
  expect(await found(stage, '2026-07-31')).toEqual([]);
});

test('credits are not looked at, and attendance changes nothing', async () => {
  const stage = await db.stage();
  const { idNumber } = stage.workers[0] as Worker;
  await db.bank(stage, [entry(stage, 'credit', 500_00, '2026-07-09')]);
  await db.act(stage.contractor, '2026-07-10', (work) =>
    postAttendance(work, stage.id, [
      { idNumber, at: new Date('2026-07-10T00:00:00Z'), direction: 'in' },
    ]),
  );
  expect(await found(stage, '2026-07-31')).toEqual([]);
});
