import { describe, expect, test } from 'vitest';
import { balanceShort } from '../../../jobs/rules/f03-balance-short.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import {
  anEngagement,
  aProject,
  attendance,
  aWageDuty,
  type Duty,
  type Project,
} from '../../helpers/make.ts';
import { aBalance, anAccount, anEntry, anInstalment, aPayment } from '../../helpers/make-money.ts';
import { aLine, aPayout, lines } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Wages of 2026-08, due on Tuesday 2026-09-15. Working days before it: 14, 11, 10, 9, 8, 7, and the 4th is the seventh.
const claimed = { claimedOn: '2026-09-03' };
const YEAR_AGO = '2025-09-01';

/** A project with an account that holds so much, and a wage duty. */
async function aCase(balanceFen: number, given: { project?: Project } = {}) {
  const project = given.project ?? (await aProject(db()));
  const account = await anAccount(db(), project, { openedOn: YEAR_AGO });
  if (balanceFen > 0) await anEntry(db(), account, { amountFen: balanceFen, on: '2026-08-20' });
  return { account, duty: await aWageDuty(db(), { project }) };
}

const found = async (duty: Duty, day: Day, params = {}) =>
  (await findings(db(), balanceShort, day, duty.project.id, params)).map(
    ({ period, level, amountFen }) => `${period} ${level} ${amountFen}`,
  );

test('tells what is needed, what is there and what is missing', async () => {
  const { duty, account } = await aCase(12_000_00);
  await lines(db(), duty, 4, claimed);
  await aBalance(db(), account, '2026-09-02', 1_000_00);

  const [one, ...others] = await findings(db(), balanceShort, '2026-09-08', duty.project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: duty.project.id,
    subject: duty.project.ownerId,
    period: '2026-08',
    level: 'yellow',
    amountFen: 9_000_00,
    dueDay: '2026-09-15',
    facts: {
      day: '2026-09-08',
      period: '2026-08',
      payDay: '2026-09-15',
      workingDaysLeft: 5,
      workers: 4,
      needFen: 20_000_00,
      forecastFen: 0,
      missPerMille: null,
      earlierFen: 0,
      balanceFen: 11_000_00,
      frozenFen: 1_000_00,
      certainFen: 0,
      shortFen: 9_000_00,
    },
  });
  expect(one && balanceShort.sentence(one.facts)).toBe(
    '八月工资应于9月15日发放，按已报工资表尚需20,000.00元；截至9月8日专用账户可用余额11,000.00元（另有1,000.00元被冻结）。尚缺9,000.00元，距发放日还有5个工作日。',
  );
});

test.each<[Day, string[]]>([
  ['2026-09-03', []],
  ['2026-09-04', ['yellow']],
  ['2026-09-09', ['yellow']],
  ['2026-09-10', ['orange']],
  ['2026-09-11', ['orange']],
  // The weekend before the pay day has one working day to go.
  ['2026-09-12', ['orange']],
  ['2026-09-14', ['red']],
  ['2026-09-15', ['red']],
  ['2026-12-01', ['red']],
])('the ladder on %s: %s', async (day, levels) => {
  const { duty } = await aCase(0);
  await aLine(db(), duty, claimed);
  expect((await findings(db(), balanceShort, day, duty.project.id)).map((f) => f.level)).toEqual(
    levels,
  );
});

describe('the balance', () => {
  test('that covers the payroll to the fen is silent; a fen less is not', async () => {
    const { duty } = await aCase(5_000_00);
    await aLine(db(), duty, claimed);
    expect(await found(duty, '2026-09-08')).toEqual([]);
    const { duty: other } = await aCase(4_999_99);
    await aLine(db(), other, claimed);
    expect(await found(other, '2026-09-08')).toEqual(['2026-08 yellow 1']);
  });

  test('is that of the day: later entries do not count', async () => {
    const { duty, account } = await aCase(0);
    await aLine(db(), duty, claimed);
    await anEntry(db(), account, { amountFen: 5_000_00, on: '2026-09-09' });
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 500000']);
    expect(await found(duty, '2026-09-09')).toEqual([]);
    await anEntry(db(), account, { direction: 'debit', amountFen: 1, on: '2026-09-10' });
    expect(await found(duty, '2026-09-09')).toEqual([]);
    expect(await found(duty, '2026-09-10')).toEqual(['2026-08 orange 1']);
  });

  test('is that of all accounts; without one there is nothing', async () => {
    const { duty } = await aCase(3_000_00);
    const second = await anAccount(db(), duty.project, { openedOn: YEAR_AGO });
    await anEntry(db(), second, { amountFen: 2_000_00, on: '2026-08-01' });
    await aLine(db(), duty, claimed);
    expect(await found(duty, '2026-09-08')).toEqual([]);
    const bare = await aWageDuty(db());
    await aLine(db(), bare, claimed);
    expect(await found(bare, '2026-09-08')).toEqual(['2026-08 yellow 500000']);
  });

  test('leaves out what is frozen until it is free again', async () => {
    const { duty, account } = await aCase(5_000_00);
    await aLine(db(), duty, claimed);
    await aBalance(db(), account, '2026-09-05', 1);
    await aBalance(db(), account, '2026-09-06', null);
    await aBalance(db(), account, '2026-09-09', 0);
    expect(await found(duty, '2026-09-04')).toEqual([]);
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 1']);
    expect(await found(duty, '2026-09-09')).toEqual([]);
  });
});

describe('what is needed', () => {
  test('falls with what is paid and is nothing once the duty is met', async () => {
    const { duty } = await aCase(4_000_00);
    const [a] = await lines(db(), duty, 2, claimed);
    if (!a) throw new Error('two lines');
    await aPayout(db(), a, 'paid', '2026-09-07');
    expect(await found(duty, '2026-09-06')).toEqual(['2026-08 yellow 600000']);
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 100000']);
    for (const given of [{ metOn: '2026-09-07' }, { endedWhy: 'nothing-owed' }]) {
      const other = await aWageDuty(db(), given);
      await aLine(db(), other, claimed);
      expect(await found(other, '2026-09-08')).toEqual([]);
    }
  });

  test('goes over the employers of the month', async () => {
    const { duty } = await aCase(9_999_99);
    await aLine(db(), duty, claimed);
    await aLine(db(), await aWageDuty(db(), { project: duty.project }), claimed);
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 1']);
  });

  test('of months due before comes first, and no fen is missed twice', async () => {
    const { duty } = await aCase(4_000_00);
    const july = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: '2026-07',
      dueDay: '2026-08-14',
    });
    await aLine(db(), july, { claimedOn: '2026-08-05' });
    await aLine(db(), duty, claimed);
    expect(await found(duty, '2026-09-08')).toEqual([
      '2026-07 red 100000',
      '2026-08 yellow 500000',
    ]);
    const [, august] = await findings(db(), balanceShort, '2026-09-08', duty.project.id);
    expect(august?.facts).toMatchObject({ earlierFen: 5_000_00, needFen: 5_000_00 });
    expect(august && balanceShort.sentence(august.facts)).toContain(
      '此前到期的工资尚有5,000.00元未付',
    );
  });

  test('of another project is another matter', async () => {
    const { duty } = await aCase(0);
    const { duty: other } = await aCase(5_000_00);
    await aLine(db(), duty, claimed);
    await aLine(db(), other, claimed);
    expect(await found(duty, '2026-09-08')).toHaveLength(1);
    expect(await found(other, '2026-09-08')).toEqual([]);
  });
});

describe('an instalment', () => {
  const withInstalment = async (given: Parameters<typeof anInstalment>[1], paidFen = 0) => {
    const { duty } = await aCase(0);
    await aLine(db(), duty, claimed);
    const due = { project: duty.project, dueDay: '2026-09-10', agreedFen: 5_000_00, ...given };
    const instalment = await anInstalment(db(), due);
    if (paidFen > 0)
      await aPayment(db(), instalment, { amountFen: paidFen, valueDay: '2026-09-01' });
    return duty;
  };

  test('due by the pay day is certain until its own day is over', async () => {
    const duty = await withInstalment({});
    expect(await found(duty, '2026-09-08')).toEqual([]);
    expect(await found(duty, '2026-09-10')).toEqual([]);
    expect(await found(duty, '2026-09-11')).toEqual(['2026-08 orange 500000']);
    const onPayDay = await withInstalment({ dueDay: '2026-09-15' });
    expect(await found(onPayDay, '2026-09-08')).toEqual([]);
  });

  test('due later, of unknown sum, ended or met is not', async () => {
    for (const given of [
      { dueDay: '2026-09-16' },
      { agreedFen: null },
      { endedWhy: 'void' },
      { metOn: '2026-09-01' },
    ]) {
      expect(await found(await withInstalment(given), '2026-09-08')).toHaveLength(1);
    }
  });

  test('counts with what is still missing of it', async () => {
    const duty = await withInstalment({}, 2_000_00);
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 200000']);
    const [one] = await findings(db(), balanceShort, '2026-09-08', duty.project.id);
    expect(one?.facts.certainFen).toBe(3_000_00);
    expect(one && balanceShort.sentence(one.facts)).toContain('发放日前应到人工费用3,000.00元');
  });

  test('of an owner who is late with another is not certain', async () => {
    const duty = await withInstalment({});
    const { project } = duty;
    await anInstalment(db(), {
      project,
      month: '2026-06',
      dueDay: '2026-09-07',
      metOn: '2026-09-09',
    });
    expect(await found(duty, '2026-09-07')).toEqual([]);
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 500000']);
    expect(await found(duty, '2026-09-09')).toEqual([]);
  });
});

describe('a forecast, while nothing is claimed', () => {
  /** July: 20 days for 6,000.00 yuan of one worker, 10 days for 2,000.00 of another; August: 10 and 4 days. */
  async function twoWorkers(given: { balanceFen?: number; month?: string } = {}) {
    const { duty } = await aCase(given.balanceFen ?? 0);
    const july = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: given.month ?? '2026-07',
      dueDay: '2026-08-14',
      metOn: '2026-08-14',
    });
    const day = { claimedOn: '2026-08-05' };
    const a = await aLine(db(), july, { ...day, netFen: 6_000_00, workDays: 20 });
    const b = await aLine(db(), july, { ...day, netFen: 2_000_00, workDays: 10 });
    await attendance(db(), a.engagement, '2026-08', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await attendance(db(), b.engagement, '2026-08', [3, 4, 5, 31]);
    return { duty, a, b };
  }

  test('is days × the worker’s own rate of the month before', async () => {
    const { duty } = await twoWorkers();
    // 10 × 300.00 and 4 × 200.00.
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 380000']);
    const [one] = await findings(db(), balanceShort, '2026-09-08', duty.project.id);
    expect(one?.facts).toMatchObject({ workers: 2, needFen: 3_800_00, forecastFen: 3_800_00 });
    expect(one && balanceShort.sentence(one.facts)).toContain('按考勤和日工资推算约需3,800.00元');
  });

  test('takes no rate from a supplement', async () => {
    const { duty, a } = await twoWorkers();
    const more = { claimedOn: '2026-08-06', netFen: 3_000_00, workDays: 5 };
    await aLine(db(), a.duty, { ...more, kind: 'supplement', engagement: a.engagement });
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 380000']);
  });

  test('takes the employer’s mean for whoever is new, rounded to the fen', async () => {
    const { duty } = await twoWorkers();
    const fresh = await anEngagement(db(), duty.project, duty.subject);
    await attendance(db(), fresh, '2026-08', [1]);
    // 8,000.00 yuan for 30 days: 266.67 a day.
    expect(await found(duty, '2026-09-08')).toEqual([`2026-08 yellow ${3_800_00 + 266_67}`]);
  });

  test('takes the days attended where the table of the month before tells none', async () => {
    const { duty } = await aCase(0);
    const july = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: '2026-07',
      dueDay: '2026-08-14',
      metOn: '2026-08-14',
    });
    const line = await aLine(db(), july, { claimedOn: '2026-08-05', netFen: 1_000_00 });
    await attendance(db(), line.engagement, '2026-07', [1, 2, 3, 4]);
    await attendance(db(), line.engagement, '2026-08', [1, 2]);
    expect(await found(duty, '2026-09-08')).toEqual(['2026-08 yellow 50000']);
  });

  test('gives way to the payroll once one is claimed, and comes back with its withdrawal', async () => {
    const { duty, a } = await twoWorkers();
    const { engagement } = a;
    await aLine(db(), duty, { claimedOn: '2026-09-07', withdrawnOn: '2026-09-09', engagement });
    expect(await found(duty, '2026-09-06')).toEqual(['2026-08 yellow 380000']);
    expect(await found(duty, '2026-09-07')).toEqual(['2026-08 yellow 500000']);
    expect(await found(duty, '2026-09-09')).toEqual(['2026-08 yellow 380000']);
  });

  test('is unknown, and not short, without a month to take a rate from', async () => {
    const { duty } = await aCase(0);
    const worker = await anEngagement(db(), duty.project, duty.subject);
    await attendance(db(), worker, '2026-08', [1, 2]);
    expect(await found(duty, '2026-09-08')).toEqual([]);
    const { duty: old } = await twoWorkers({ month: '2026-01' });
    expect(await found(old, '2026-09-08')).toEqual([]);
    const { duty: young } = await twoWorkers({ month: '2026-02' });
    expect(await found(young, '2026-09-08')).toHaveLength(1);
  });

  test('counts days attended by the day, drawn out to the end of a month that is not over', async () => {
    const { duty, a, b } = await twoWorkers();
    const september = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: '2026-09',
      dueDay: '2026-09-23',
    });
    await attendance(db(), a.engagement, '2026-09', [1, 2, 16]);
    await attendance(db(), b.engagement, '2026-09', [16]);
    // On the 15th two days of a month half over: four days of 300.00. August is still to be claimed.
    const august = '2026-08 red 380000';
    expect(await found(september, '2026-09-15')).toEqual([august, '2026-09 yellow 120000']);
    // Sixteen of thirty days: (3 × 300.00 + 200.00) × 30 / 16, each rounded.
    expect(await found(september, '2026-09-16')).toEqual([
      august,
      `2026-09 yellow ${1_687_50 + 375_00}`,
    ]);
  });

  test('shows by how much such figures of the project were out', async () => {
    const { duty, a } = await twoWorkers();
    const june = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: '2026-06',
      dueDay: '2026-07-15',
      metOn: '2026-07-15',
    });
    const { engagement } = a;
    await aLine(db(), june, {
      claimedOn: '2026-07-06',
      netFen: 5_000_00,
      workDays: 20,
      engagement,
    });
    // July's payroll said 8,000.00 yuan; 24 days at June's 250.00 a day had told 6,000.00.
    await attendance(
      db(),
      engagement,
      '2026-07',
      Array.from({ length: 24 }, (_, at) => at + 1),
    );
    const [one] = await findings(db(), balanceShort, '2026-09-08', duty.project.id);
    expect(one?.facts.missPerMille).toBe(250);
    expect(one && balanceShort.sentence(one.facts)).toContain('（此前各月推算平均误差25%）');
    const [none] = await findings(db(), balanceShort, '2026-09-08', duty.project.id, {
      missMonths: 0,
    });
    expect(none?.facts.missPerMille).toBeNull();
  });
});
