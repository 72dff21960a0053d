import { expect, test } from 'vitest';
import { makeCard } from '../../../src/demo/identities.ts';
import { withdrawBatch } from '../../../src/domain/payroll/acts.ts';
import { putParticipant } from '../../../src/domain/registry/contracts.ts';
import { projectBook } from '../../../src/domain/reports/book.ts';
import { openSettlement } from '../../../src/domain/settlement/settlements.ts';
import { addStep } from '../../../src/domain/settlement/steps.ts';
import { parseId } from '../../../src/lib/id.ts';
import { next } from '../../helpers/insert.ts';
import { aDuty } from '../../helpers/make.ts';
import { anAlert } from '../alerts/arrange-alert.ts';
import { aNotice } from '../notices/arrange-notice.ts';
import {
  entry,
  hire,
  lineOf,
  payout,
  register,
  type Stage,
  stageDb,
  WAGE_FEN,
  type Worker,
} from '../stage.ts';

const db = stageDb();
const DAY = '2026-08-20';
const book = (stage: Stage, actor = stage.authority) =>
  db.look(actor, DAY, (work) => projectBook(work, stage.id));

test('parties, terms and the account with its months', async () => {
  const stage = await db.stage();
  await db.act(stage.authority, '2026-06-01', async (work) => {
    await putParticipant(work, stage.id, stage.employerId, {
      role: 'subcontractor',
      entersOn: '2026-06-02',
    });
  });
  const booked = [
    entry(stage, 'credit', 900, '2026-06-10'),
    entry(stage, 'debit', 200, '2026-06-30'),
    entry(stage, 'debit', 100, '2026-07-01'),
    entry(stage, 'credit', 50, '2026-08-02'),
  ];
  await db.bank(stage, booked, { day: '2026-08-03' });
  const { project, parties, terms, accounts, entries } = await book(stage);
  expect(project).toMatchObject({ projectCode: stage.code, status: 'active' });
  expect(parties.map(({ role, uscc }) => [role, uscc])).toEqual([
    ['owner', stage.ownerId],
    ['contractor', stage.contractorId],
    ['subcontractor', stage.employerId],
  ]);
  expect(parties[2]).toMatchObject({
    name: expect.stringContaining('劳务'),
    from: '2026-06-02',
    to: null,
  });
  expect(terms).toMatchObject({
    totalFen: 80_000_000_00,
    payDay: 15,
    transferDay: 10,
    auditClause: 'none',
  });
  expect(accounts).toMatchObject([
    { last4: stage.accountNo.slice(-4), openedOn: '2026-01-20', closedOn: null, balanceFen: 650 },
  ]);
  expect(entries).toEqual([
    { month: '2026-06', credits: 1, creditFen: 900, debits: 1, debitFen: 200, balanceFen: 700 },
    { month: '2026-07', credits: 0, creditFen: 0, debits: 1, debitFen: 100, balanceFen: 600 },
    { month: '2026-08', credits: 1, creditFen: 50, debits: 0, debitFen: 0, balanceFen: 650 },
  ]);
});

test('two accounts by the day of their opening, with the bank’s name where it is known', async () => {
  const stage = await db.stage({ workers: 0 });
  await db.sql()`insert into we.bank (code, name) values ('102', '工商银行') on conflict do nothing`;
  for (const [openedOn, bankCode] of [
    ['2026-03-01', '999'],
    ['2026-01-10', '999'],
  ] as const)
    await register(db, { ...stage, bankCode, accountNo: makeCard(next()) }, openedOn, '2026-03-02');
  await db.stage({ workers: 0 });
  expect((await book(stage)).accounts.map(({ openedOn, bank }) => `${openedOn} ${bank}`)).toEqual([
    ...['2026-01-10 999', '2026-01-20 工商银行', '2026-03-01 999'],
  ]);
});

test('duties that ended are not told, one that is due today is', async () => {
  const stage = await db.stage({ workers: 0 });
  const due = (period: string, dueDay: string, given: object = {}) =>
    aDuty(
      db.at(),
      stage,
      { kind: 'wage', subject: stage.employerId, period, employerId: stage.employerId },
      { dueDay, ...given },
    );
  await due('2026-07', DAY);
  await due('2026-08', '2026-08-21');
  await due('2026-06', '2026-07-15', { endedWhy: 'nothing-owed' });
  await due('2026-05', '2026-06-15');
  expect((await book(stage)).wages.map(({ month }) => month)).toEqual(['2026-05', '2026-07']);
});

test('workers are those of an employer’s regular payroll of the month', async () => {
  const stage = await db.stage({ workers: 2 });
  const [own] = await hire(db, stage, 1, {
    enteredOn: '2026-06-05',
    employerId: stage.contractorId,
  });
  await db.claim(stage);
  await db.claim(stage, { wageMonth: '2026-07' }, '2026-08-03');
  const [first] = stage.workers;
  await db.claim(stage, { kind: 'supplement', lines: [lineOf(first as Worker, { netFen: 1 })] });
  await db.claim(stage, { employerUscc: stage.contractorId, lines: [lineOf(own as Worker)] });
  const { wages } = await book(stage);
  expect(
    wages
      .map(({ month, employer, workers }) => `${month} ${employer.slice(0, 2)} ${workers}`)
      .sort(),
  ).toEqual(['2026-06 劳务 2', '2026-06 施工 1', '2026-07 劳务 2', '2026-07 施工 0']);
});

test('each employer’s wage month that has come due, with what was paid', async () => {
  const stage = await db.stage();
  const gone = await db.claim(stage);
  await db.act(stage.contractor, '2026-07-03', (work) =>
    withdrawBatch(work, stage.id, parseId(gone.batchId).id, { reason: '填错' }),
  );
  const batch = await db.claim(stage);
  await db.order(stage, batch);
  await db.bank(
    stage,
    [1, 2, 3].map((n) => payout(batch, n, 'paid', '2026-07-14')),
  );
  const { wages } = await book(stage);
  expect(wages).toEqual([
    {
      ...{ month: '2026-06', employer: expect.stringContaining('劳务'), workers: 3 },
      ...{
        dueDay: '2026-07-15',
        amountFen: 3 * WAGE_FEN,
        metFen: 3 * WAGE_FEN,
        metOn: '2026-07-14',
      },
    },
    expect.objectContaining({ month: '2026-07', workers: 0, amountFen: null, metOn: null }),
  ]);
});

test('of several versions of the terms the last that took effect counts', async () => {
  const stage = await db.stage({ workers: 0 });
  const version = (no: number, totalFen: number, at: string | null) => db.sql()`
    insert into we.contract_terms
    select (jsonb_populate_record(t, jsonb_build_object('version', ${no}::int, 'total_fen', ${totalFen}::bigint, 'effective_at', ${at}::timestamptz))).*
    from we.contract_terms t where project_id = ${stage.id} and version = 1`;
  await version(2, 81_000_000_00, '2026-06-01T00:00:00Z');
  await version(3, 82_000_000_00, null);
  expect((await book(stage)).terms?.totalFen).toBe(81_000_000_00);
});

test('settlements with both clocks and what happened to them', async () => {
  const stage = await db.stage({ workers: 0 });
  const { settlementId } = await db.act(stage.contractor, '2026-06-02', (work) =>
    openSettlement(work, stage.id, {
      level: 'process',
      claimedFen: 900_000_00,
      deliveredOn: '2026-06-02',
    }),
  );
  const { id } = parseId(settlementId);
  const delay = {
    step: 'delay-stated',
    on: '2026-06-20',
    statedBy: 'owner',
    reasonCode: 'AUD-GOV',
  } as const;
  const inWords = { ...delay, on: '2026-06-21', reasonText: '审计尚未完成' } as const;
  await db.act(stage.owner, '2026-06-21', (work) => addStep(work, stage.id, id, inWords));
  await db.act(stage.owner, '2026-06-21', (work) => addStep(work, stage.id, id, delay));
  // A clock that was reckoned anew leaves its first word behind.
  await db.sql()`insert into we.obligation
    select (jsonb_populate_record(o, '{"version": 0, "ended_at": "2026-06-10", "ended_why": "superseded"}'::jsonb)).*
    from we.obligation o where project_id = ${stage.id} and kind like 'settlement-%'`;
  const { settlements } = await book(stage);
  expect(settlements).toMatchObject([
    {
      ...{ level: 'process', claimedFen: 900_000_00, status: 'delivered', paymentDueDay: null },
      ...{ reviewDueDay: expect.stringMatching(/^2026-0[67]-\d\d$/), reviewedOn: null },
      steps: [
        { onDay: '2026-06-20', step: 'delay-stated', statedBy: 'owner', reason: 'AUD-GOV' },
        { onDay: '2026-06-21', step: 'delay-stated', statedBy: 'owner', reason: '审计尚未完成' },
      ],
    },
  ]);
});

test('settlements go by their delivery, each with its own steps', async () => {
  const stage = await db.stage({ workers: 0 });
  for (const deliveredOn of ['2026-06-03', '2026-06-01', '2026-06-02']) {
    const { settlementId } = await db.act(stage.contractor, '2026-06-05', (work) =>
      openSettlement(work, stage.id, { level: 'process', claimedFen: 1_00, deliveredOn }),
    );
    const { id } = parseId(settlementId);
    const words = { step: 'delay-stated', statedBy: 'owner', on: deliveredOn } as const;
    await db.act(stage.owner, '2026-06-20', (work) =>
      addStep(work, stage.id, id, { ...words, reasonCode: 'AUD-GOV' }),
    );
  }
  const { settlements } = await book(stage);
  expect(settlements.map(({ deliveredOn, steps }) => [deliveredOn, steps.length])).toEqual([
    ['2026-06-01', 1],
    ['2026-06-02', 1],
    ['2026-06-03', 1],
  ]);
  expect(settlements.every(({ deliveredOn, steps }) => steps[0]?.onDay === deliveredOn)).toBe(true);
});

test('alerts and papers as the reader may see them', async () => {
  const stage = await db.stage({ workers: 0 });
  await anAlert(db.at(), stage, { ruleId: 'F01', openedOn: '2026-06-01' });
  await anAlert(db.at(), stage, { ruleId: 'W10', openedOn: '2026-05-01', audience: 'authority' });
  await aNotice(db.at(), stage, { status: 'draft' });
  await aNotice(db.at(), stage, { status: 'lapsed' });
  await aNotice(db.at(), stage, {
    status: 'served',
    number: '连建预警〔2026〕1号',
    servedOn: '2026-06-12',
  });
  const [whole, owner, contractor] = [
    await book(stage),
    await book(stage, stage.owner),
    await book(stage, stage.contractor),
  ];
  expect(whole.alerts.map(({ rule }) => rule)).toEqual(['W10', 'F01']);
  expect(owner.alerts.map(({ rule }) => rule)).toEqual(['F01']);
  expect([whole, owner, contractor].map(({ notices }) => notices.length)).toEqual([2, 1, 0]);
  expect(owner.notices).toMatchObject([
    { number: '连建预警〔2026〕1号', servedOn: '2026-06-12', status: 'served' },
  ]);
});

test('another project is not in it, and it is nobody else’s', async () => {
  const [stage, other] = [await db.stage({ workers: 0 }), await db.stage({ workers: 0 })];
  await anAlert(db.at(), other);
  expect((await book(stage)).alerts).toEqual([]);
  await expect(book(stage, other.owner)).rejects.toMatchObject({ code: 'not-found' });
});
