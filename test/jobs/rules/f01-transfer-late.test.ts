import { describe, expect, test } from 'vitest';
import { transferLate } from '../../../jobs/rules/f01-transfer-late.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { aDuty, aProject, aWageDuty, type Duty } from '../../helpers/make.ts';
import { anAccount, anEntry, anInstalment, aPayment } from '../../helpers/make-money.ts';
import { aLine, aPayout } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// An instalment of 100,000.00 yuan for 2026-08, due on Thursday 2026-08-20.
const due = '2026-08-20';
const dayAfter = '2026-08-21';

const levels = async ({ project }: Pick<Duty, 'project'>, day: Day) =>
  (await findings(db(), transferLate, day, project.id)).map((found) => found.level);

test('reports the instalment on the day after its due day', async () => {
  const august = await anInstalment(db(), { knownOn: '2026-07-06', endedWhy: 'superseded' });
  const key = { kind: 'transfer', subject: august.subject, period: '2026-08' };
  const version = { dueDay: due, amountFen: 120_000_00, version: 2, knownOn: '2026-08-01' };
  await aDuty(db(), august.project, key, version);

  const [found, ...others] = await findings(db(), transferLate, dayAfter, august.project.id);
  expect(others).toEqual([]);
  expect(found).toEqual({
    projectId: august.project.id,
    subject: august.project.ownerId,
    period: '2026-08',
    level: 'yellow',
    amountFen: 120_000_00,
    dueDay: due,
    facts: {
      day: dayAfter,
      period: '2026-08',
      dueDay: due,
      daysLate: 1,
      knownDay: '2026-07-06',
      agreedFen: 120_000_00,
      balanceFen: 0,
      nextPayrollFen: null,
      wagesLate: false,
    },
  });
  expect(found && transferLate.sentence(found.facts)).toBe(
    '八月人工费用120,000.00元应于8月20日拨付，截至8月21日未到账，逾期1天。',
  );
  const grave = { agreedFen: null, balanceFen: 1, nextPayrollFen: 2, wagesLate: true };
  expect(found && transferLate.sentence({ ...found.facts, ...grave })).toBe(
    '八月人工费用应于8月20日拨付，截至8月21日未到账，逾期1天；专用账户余额0.01元，不足以发放待发工资0.02元；该项目已有工资逾期未发。',
  );
});

describe('the ladder and what was credited', () => {
  type Case = { fen?: number; on?: Day; backFen?: number; day?: Day; agreedFen?: null };

  test.each<[string, Case, string[]]>([
    ['silent on the due day itself', { day: due }, []],
    ['yellow at four days late', { day: '2026-08-24' }, ['yellow']],
    ['orange at five days late', { day: '2026-08-25' }, ['orange']],
    ['orange at 29 days late', { day: '2026-09-18' }, ['orange']],
    ['red at 30 days late', { day: '2026-09-19' }, ['red']],
    ['silent when a single fen came: that is F02', { fen: 1 }, []],
    ['silent when it came on the day asked', { fen: 1, on: dayAfter }, []],
    ['ignores money that came after the day asked', { fen: 1, on: '2026-08-22' }, ['yellow']],
    ['found again when all was reversed', { fen: 100, backFen: 100 }, ['yellow']],
    ['found when the amount is unknown', { agreedFen: null }, ['yellow']],
    ['silent when the amount is unknown and something came', { agreedFen: null, fen: 1 }, []],
  ])('%s', async (_, { fen, on = due, backFen, day = dayAfter, ...given }, expected) => {
    const august = await anInstalment(db(), given);
    const next = { project: august.project, month: '2026-09', dueDay: '2026-09-21' };
    await aPayment(db(), await anInstalment(db(), next), { valueDay: due }); // must not help August
    if (fen) await aPayment(db(), august, { amountFen: fen, valueDay: on });
    if (backFen) await aPayment(db(), august, { amountFen: -backFen, valueDay: on });
    expect(await levels(august, day)).toEqual(expected);
  });

  test('the amount is 0 when unknown', async () => {
    const august = await anInstalment(db(), { agreedFen: null });
    const [found] = await findings(db(), transferLate, dayAfter, august.project.id);
    expect(found).toMatchObject({ amountFen: 0, facts: { agreedFen: null } });
  });

  test('looking back before the money came', async () => {
    const august = await anInstalment(db(), { metOn: '2026-08-24' });
    await aPayment(db(), august, { valueDay: '2026-08-24' });
    expect(await levels(august, '2026-08-23')).toEqual(['yellow']);
    expect(await levels(august, '2026-08-24')).toEqual([]);
  });

  test('silent for an instalment that ended; found on a suspended project', async () => {
    expect(await levels(await anInstalment(db(), { endedWhy: 'void' }), dayAfter)).toEqual([]);
    const project = await aProject(db(), { status: 'suspended' });
    expect(await levels(await anInstalment(db(), { project }), dayAfter)).toEqual(['yellow']);
  });
});

describe('the balance against the next payroll', () => {
  /** A project with an instalment late by a day and wages of 2026-08 of 5,000.00, due later. */
  async function withWages(given: { claimedOn?: Day; withdrawnOn?: Day } = {}) {
    const august = await anInstalment(db());
    const wages = await aWageDuty(db(), { project: august.project });
    const line = await aLine(db(), wages, { claimedOn: '2026-08-18', ...given });
    return { project: august.project, wages, line };
  }

  test.each<[string, number, string]>([
    ['orange when a fen is missing', 4_999_99, 'orange'],
    ['yellow when it covers', 5_000_00, 'yellow'],
  ])('%s', async (_, balanceFen, expected) => {
    const { project } = await withWages();
    const account = await anAccount(db(), project);
    await anEntry(db(), account, { amountFen: balanceFen + 700, on: dayAfter });
    await anEntry(db(), account, { amountFen: 700, on: dayAfter, direction: 'debit' });
    await anEntry(db(), account, { amountFen: 9_000_00, on: '2026-08-22' }); // after the day asked
    await anEntry(db(), account, { amountFen: 1_00, on: '2026-08-22', direction: 'debit' });
    const [found] = await findings(db(), transferLate, dayAfter, project.id);
    expect(found?.level).toBe(expected);
    expect(found?.facts).toMatchObject({ balanceFen, nextPayrollFen: 5_000_00 });
  });

  test('without an account the balance is 0', async () => {
    expect(await levels(await withWages(), dayAfter)).toEqual(['orange']);
  });

  test('all the accounts of the project count, closed ones too', async () => {
    const { project } = await withWages();
    const old = await anAccount(db(), project, { closedOn: '2026-08-01' });
    await anEntry(db(), old, { amountFen: 2_000_00, on: '2026-07-01' });
    await anEntry(db(), await anAccount(db(), project), { amountFen: 3_000_00, on: '2026-08-01' });
    const elsewhere = await aProject(db());
    await anEntry(db(), await anAccount(db(), elsewhere), { amountFen: 9_00, on: '2026-08-01' });
    const [found] = await findings(db(), transferLate, dayAfter, project.id);
    expect(found).toMatchObject({ level: 'yellow', facts: { balanceFen: 5_000_00 } });
  });

  test.each<[string, { claimedOn?: Day; withdrawnOn?: Day }, number | null]>([
    ['a payroll claimed on the day asked counts', { claimedOn: dayAfter }, 5_000_00],
    ['one claimed after it is unknown', { claimedOn: '2026-08-22' }, null],
    ['one withdrawn on the day asked is unknown', { withdrawnOn: dayAfter }, null],
    ['one withdrawn after it counts', { withdrawnOn: '2026-08-22' }, 5_000_00],
  ])('%s', async (_, given, nextPayrollFen) => {
    const { project } = await withWages(given);
    const [found] = await findings(db(), transferLate, dayAfter, project.id);
    expect(found?.level).toBe(nextPayrollFen === null ? 'yellow' : 'orange');
    expect(found?.facts.nextPayrollFen).toBe(nextPayrollFen);
  });

  test('unpaid wages of all months and employers add up, no overpayment helps', async () => {
    const { project, line } = await withWages();
    const june = { project, month: '2026-06', dueDay: '2026-08-31' };
    const other = await aWageDuty(db(), june);
    const paid = await aLine(db(), other, { claimedOn: '2026-07-01', netFen: 100_00 });
    await aPayout(db(), paid, 'paid', '2026-07-02');
    await aLine(db(), other, { corrects: paid, netFen: 60_00, payFen: 0, claimedOn: '2026-07-03' });
    await aLine(db(), other, { claimedOn: '2026-07-01', netFen: 200_00 });
    await aPayout(db(), line, 'paid', '2026-08-19', { amountFen: 1_000_00 });
    const [found] = await findings(db(), transferLate, dayAfter, project.id);
    expect(found?.facts.nextPayrollFen).toBe(4_200_00);
  });

  test('a failed payment is still to be paid', async () => {
    const { project, line, wages } = await withWages();
    await aPayout(db(), line, 'rejected', '2026-08-19');
    await aLine(db(), wages, { netFen: 80_00, claimedOn: '2026-08-18' });
    const more = { netFen: 7_00, claimedOn: '2026-08-18', kind: 'supplement' } as const;
    await aLine(db(), wages, more);
    const [found] = await findings(db(), transferLate, dayAfter, project.id);
    expect(found?.facts.nextPayrollFen).toBe(5_087_00);
  });

  test('when all is paid, the regular total of the latest month that has one', async () => {
    const august = await anInstalment(db());
    for (const [month, netFen] of [
      ['2026-06', 90_000_00],
      ['2026-07', 40_00],
    ] as const) {
      const duty = await aWageDuty(db(), {
        project: august.project,
        month,
        dueDay: due,
        metOn: '2026-08-05',
      });
      const line = await aLine(db(), duty, { netFen, claimedOn: '2026-08-03' });
      await aPayout(db(), line, 'paid', '2026-08-05');
      const more = { netFen: 1_00, claimedOn: '2026-08-03', kind: 'supplement' } as const;
      await aPayout(db(), await aLine(db(), duty, more), 'paid', '2026-08-05');
    }
    const employer = await aWageDuty(db(), {
      project: august.project,
      month: '2026-07',
      metOn: '2026-08-05',
    });
    const line = await aLine(db(), employer, { netFen: 2_00, claimedOn: '2026-08-03' });
    await aPayout(db(), line, 'paid', '2026-08-05');
    const [found] = await findings(db(), transferLate, dayAfter, august.project.id);
    expect(found).toMatchObject({ level: 'orange', facts: { nextPayrollFen: 42_00 } });
  });
});

describe('wages late on the project', () => {
  test.each<[string, Day, string]>([
    ['yellow on the wages’ due day', '2026-08-21', 'yellow'],
    ['red from the day after', '2026-08-22', 'red'],
  ])('%s', async (_, day, expected) => {
    const august = await anInstalment(db());
    const wages = { project: august.project, month: '2026-07', dueDay: '2026-08-21' };
    await aLine(db(), await aWageDuty(db(), wages), { netFen: 1_00, claimedOn: '2026-08-10' });
    const account = await anAccount(db(), august.project);
    await anEntry(db(), account, { amountFen: 9_00, on: '2026-08-10' });
    const [found] = await findings(db(), transferLate, day, august.project.id);
    expect(found?.level).toBe(expected);
    expect(found?.facts.wagesLate).toBe(expected === 'red');
  });

  test('not red for wages late on another project, nor for wages paid in part', async () => {
    const august = await anInstalment(db());
    await aLine(db(), await aWageDuty(db(), { dueDay: '2026-08-11' }), { claimedOn: '2026-08-10' });
    const wages = { project: august.project, month: '2026-07', dueDay: '2026-08-11' };
    const line = await aLine(db(), await aWageDuty(db(), wages), { claimedOn: '2026-08-10' });
    await aPayout(db(), line, 'paid', '2026-08-11', { amountFen: 4_999_99 });
    await anEntry(db(), await anAccount(db(), august.project), { amountFen: 1, on: '2026-08-10' });
    expect(await levels(august, dayAfter)).toEqual(['yellow']);
  });
});
