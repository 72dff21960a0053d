import { describe, expect, test } from 'vitest';
import { transferShort } from '../../../jobs/rules/f02-transfer-short.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { aWageDuty, type Duty } from '../../helpers/make.ts';
import { anAccount, anEntry, anInstalment, aPayment } from '../../helpers/make-money.ts';
import { aLine } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// An instalment of 100,000.00 yuan for 2026-08, due on Thursday 2026-08-20.
const due = '2026-08-20';
const dayAfter = '2026-08-21';

const levels = async ({ project }: Pick<Duty, 'project'>, day: Day) =>
  (await findings(db(), transferShort, day, project.id)).map((found) => found.level);

test('reports what is missing, in fen, on the day after the due day', async () => {
  const august = await anInstalment(db());
  await aPayment(db(), august, { amountFen: 60_000_00 });
  const [found, ...others] = await findings(db(), transferShort, dayAfter, august.project.id);
  expect(others).toEqual([]);
  expect(found).toEqual({
    projectId: august.project.id,
    subject: august.project.ownerId,
    period: '2026-08',
    level: 'orange',
    amountFen: 40_000_00,
    dueDay: due,
    facts: {
      day: dayAfter,
      period: '2026-08',
      dueDay: due,
      daysLate: 1,
      knownDay: '2024-01-02',
      agreedFen: 100_000_00,
      receivedFen: 60_000_00,
      missingFen: 40_000_00,
      balanceFen: 0,
      nextPayrollFen: null,
      monthBefore: false,
    },
  });
  expect(found && transferShort.sentence(found.facts)).toBe(
    '八月人工费用100,000.00元应于8月20日拨付，截至8月21日到账60,000.00元，尚欠40,000.00元，逾期1天。',
  );
  const grave = { balanceFen: 1, nextPayrollFen: 2, monthBefore: true };
  expect(found && transferShort.sentence({ ...found.facts, ...grave })).toContain(
    '逾期1天；专用账户余额0.01元，不足以发放待发工资0.02元；上一个月人工费用亦未足额拨付。',
  );
});

describe('the ladder and what was credited', () => {
  type Case = { fen: number; on?: Day; backFen?: number; day?: Day; agreedFen?: number | null };

  test.each<[string, Case, string[]]>([
    ['silent on the due day itself', { fen: 60_000_00, day: due }, []],
    ['silent when nothing came: that is F01', { fen: 0 }, []],
    ['silent when it all came on the due day', { fen: 100_000_00 }, []],
    ['silent when more came', { fen: 100_000_01 }, []],
    ['silent when the amount is unknown', { fen: 1, agreedFen: null }, []],
    ['yellow when one fen is missing', { fen: 99_999_99 }, ['yellow']],
    ['yellow at a tenth missing', { fen: 90_000_00 }, ['yellow']],
    ['yellow however late', { fen: 90_000_00, day: '2026-12-31' }, ['yellow']],
    ['orange above a tenth', { fen: 89_999_99 }, ['orange']],
    ['orange just under a half', { fen: 50_000_01 }, ['orange']],
    ['red at a half', { fen: 50_000_00 }, ['red']],
    ['red when a single fen came', { fen: 1 }, ['red']],
    ['counts a reversal', { fen: 100_000_00, backFen: 5_000_00 }, ['yellow']],
    ['ignores money after the day asked', { fen: 99_999_99, on: '2026-08-25' }, []],
    ['counts money of the day asked', { fen: 99_999_99, on: dayAfter }, ['yellow']],
    ['a tenth of an odd amount', { fen: 10, agreedFen: 11 }, ['yellow']],
    ['more than a tenth of a smaller one', { fen: 8, agreedFen: 9 }, ['orange']],
  ])('%s', async (_, { fen, on = due, backFen, day = dayAfter, ...given }, expected) => {
    const august = await anInstalment(db(), given);
    const next = { project: august.project, month: '2026-09', dueDay: '2026-09-21' };
    await aPayment(db(), await anInstalment(db(), next), { valueDay: due }); // must not help August
    if (fen > 0) await aPayment(db(), august, { amountFen: fen, valueDay: on });
    if (backFen) await aPayment(db(), august, { amountFen: -backFen, valueDay: on });
    expect(await levels(august, day)).toEqual(expected);
  });

  test('looking back before the rest came', async () => {
    const august = await anInstalment(db(), { metOn: '2026-08-24' });
    await aPayment(db(), august, { amountFen: 95_000_00 });
    await aPayment(db(), august, { amountFen: 5_000_00, valueDay: '2026-08-24' });
    expect(await levels(august, '2026-08-23')).toEqual(['yellow']);
    expect(await levels(august, '2026-08-24')).toEqual([]);
  });

  test('silent for an instalment that ended', async () => {
    const august = await anInstalment(db(), { endedWhy: 'void' });
    await aPayment(db(), august, { amountFen: 1 });
    expect(await levels(august, dayAfter)).toEqual([]);
  });
});

describe('the balance against the next payroll', () => {
  test.each<[string, number, string]>([
    ['orange when the account does not cover it', 4_999_99, 'orange'],
    ['yellow when it does', 5_000_00, 'yellow'],
  ])('%s', async (_, amountFen, expected) => {
    const august = await anInstalment(db());
    await aPayment(db(), august, { amountFen: 95_000_00 });
    const wages = await aWageDuty(db(), { project: august.project });
    await aLine(db(), wages, { claimedOn: '2026-08-18' });
    await anEntry(db(), await anAccount(db(), august.project), { amountFen, on: '2026-08-18' });
    expect(await levels(august, dayAfter)).toEqual([expected]);
  });

  test('yellow when the next payroll is unknown', async () => {
    const august = await anInstalment(db());
    await aPayment(db(), august, { amountFen: 95_000_00 });
    await anAccount(db(), august.project);
    expect(await levels(august, dayAfter)).toEqual(['yellow']);
  });
});

describe('the month before', () => {
  test.each<[string, { month?: string; fen?: number; dueDay?: Day; other?: boolean }, string]>([
    ['red when it is short as well', {}, 'red'],
    ['not red when nothing of it came: that is F01', { fen: 0 }, 'yellow'],
    ['not red when it was paid', { fen: 100_000_00 }, 'yellow'],
    ['not red for the month before that', { month: '2026-06' }, 'yellow'],
    ['not red when its due day is the day asked', { dueDay: dayAfter }, 'yellow'],
    ['not red for another project', { other: true }, 'yellow'],
  ])('%s', async (_, given, expected) => {
    const { month = '2026-07', fen = 99_000_00, dueDay = '2026-07-20', other } = given;
    const august = await anInstalment(db());
    await aPayment(db(), august, { amountFen: 95_000_00 });
    const before = await anInstalment(db(), {
      ...(other ? {} : { project: august.project }),
      month,
      dueDay,
    });
    if (fen) await aPayment(db(), before, { amountFen: fen, valueDay: '2026-07-20' });
    const found = await findings(db(), transferShort, dayAfter, august.project.id);
    expect(found.find((row) => row.period === '2026-08')?.level).toBe(expected);
  });

  test('the earlier of the two is judged by itself', async () => {
    const august = await anInstalment(db());
    const july = { project: august.project, month: '2026-07', dueDay: '2026-07-20' };
    await aPayment(db(), august, { amountFen: 95_000_00 });
    await aPayment(db(), await anInstalment(db(), july), { amountFen: 95_000_00 });
    expect(await levels(august, dayAfter)).toEqual(['yellow', 'red']);
  });
});
