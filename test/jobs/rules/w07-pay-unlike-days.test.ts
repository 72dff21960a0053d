import { describe, expect, test } from 'vitest';
import { payUnlikeDays } from '../../../jobs/rules/w07-pay-unlike-days.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import {
  anEngagement,
  aProject,
  attendance,
  aWageDuty,
  type Duty,
  type Engagement,
} from '../../helpers/make.ts';
import { aDoubt, aLine, aReview } from '../../helpers/make-payroll.ts';
import { aMinimum, aRate } from '../../helpers/make-terms.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// August 2026: 21 working days, from Monday the 3rd on; claimed on 8 September and looked at on the 10th.
const today = '2026-09-10';
const full = Array.from({ length: 21 }, (_, at) => at + 3);

let regions = 0;
/** A marked month of a project in a city of its own. */
async function marked(given: { region?: number; month?: string } = {}): Promise<Duty> {
  regions += 1;
  const { region = 400_001 + regions * 10_000, month = '2026-08' } = given;
  const duty = await aWageDuty(db(), { project: await aProject(db(), { region }), month });
  await aDoubt(db(), duty, 'rate');
  return duty;
}
const cityOf = ({ project }: Duty) => Math.floor(project.region / 100) * 100;

async function worker(duty: Duty, days: readonly number[] = full): Promise<Engagement> {
  const engagement = await anEngagement(db(), duty.project, duty.subject);
  if (days.length > 0) await attendance(db(), engagement, duty.month, days);
  return engagement;
}

const pay = (
  duty: Duty,
  engagement: Engagement,
  netFen: number,
  given: Partial<Parameters<typeof aLine>[2]> = {},
) => aLine(db(), duty, { engagement, claimedOn: '2026-09-08', netFen, ...given });

const found = async (duty: Duty, day: Day = today, params = {}) =>
  (await findings(db(), payUnlikeDays, day, duty.project.id, params)).map(
    ({ period, level, amountFen, facts }) =>
      `${period} ${level} ${amountFen} below:${facts.below} mismatched:${facts.mismatched}`,
  );
const below = (missingFen: number) => [`2026-08 orange ${missingFen} below:1 mismatched:0`];
const mismatched = (missingFen: number) => [`2026-08 yellow ${missingFen} below:0 mismatched:1`];

test('tells how many, how much, and which lines', async () => {
  const duty = await marked();
  await aMinimum(db(), cityOf(duty), '2026-01-01', 2_490_00);
  const line = await pay(duty, await worker(duty), 2_000_00);
  const rated = await worker(duty, [3, 4]);
  await aRate(db(), rated, '2026-01-01', 300_00);
  const other = await pay(duty, rated, 500_00);
  await pay(duty, await worker(duty), 2_490_00);

  const [one, ...others] = await findings(db(), payUnlikeDays, today, duty.project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'orange',
    amountFen: 590_00,
    dueDay: '2026-08-31',
    facts: {
      day: today,
      period: '2026-08',
      below: 1,
      mismatched: 1,
      missingFen: 590_00,
      minimumFen: 2_490_00,
      apart: 10,
      rows: [
        {
          endToEndId: `${line.batchNo}-${line.lineNo}`,
          days: 21,
          grossFen: 2_000_00,
          earnedFen: null,
          why: ['minimum'],
        },
        {
          endToEndId: `${other.batchNo}-${other.lineNo}`,
          days: 2,
          grossFen: 500_00,
          earnedFen: 600_00,
          why: ['days'],
        },
      ],
    },
  });
  expect(one && payUnlikeDays.sentence(one.facts)).toBe(
    '八月工资支付表中，1人满勤而应发工资低于当地最低工资标准2,490.00元，1人应发工资与出勤天数乘以日工资相差超过10%，少计共590.00元。',
  );
  expect(one && payUnlikeDays.basisOf?.(one.facts)).toHaveLength(4);
});

describe('the minimum wage', () => {
  test('is owed for a full month, of as many days as the month has working days', async () => {
    const duty = await marked();
    await aMinimum(db(), cityOf(duty), '2026-01-01', 2_490_00);
    await pay(duty, await worker(duty, full.slice(1)), 1_00);
    await pay(duty, await worker(duty, []), 1_00);
    await pay(duty, await worker(duty), 2_490_00);
    expect(await found(duty)).toEqual([]);
    await pay(duty, await worker(duty), 2_489_99);
    expect(await found(duty)).toEqual(below(1));
  });

  test('is that of the district, else of the city, else of the province, as of the month’s first day', async () => {
    const duty = await marked({ region: 990_706 });
    await pay(duty, await worker(duty), 2_000_00);
    expect(await found(duty)).toEqual([]);
    await aMinimum(db(), 990_000, '2026-01-01', 2_000_01);
    expect(await found(duty)).toEqual(below(1));
    await aMinimum(db(), 990_700, '2026-01-01', 2_000_02);
    await aMinimum(db(), 990_700, '2026-08-02', 9_000_00);
    await aMinimum(db(), 990_700, '2025-01-01', 8_000_00);
    expect(await found(duty)).toEqual(below(2));
    await aMinimum(db(), 990_700, '2026-08-01', 2_000_03);
    expect(await found(duty)).toEqual(below(3));
    await aMinimum(db(), 990_706, '2020-01-01', 2_000_04);
    await aMinimum(db(), 990_707, '2026-01-01', 9_000_00);
    expect(await found(duty)).toEqual(below(4));
  });

  test('counts all lines of a person, corrected ones left out', async () => {
    const duty = await marked();
    await aMinimum(db(), cityOf(duty), '2026-01-01', 2_490_00);
    const one = await worker(duty);
    const line = await pay(duty, one, 1_490_00);
    expect(await found(duty)).toEqual(below(1_000_00));
    await pay(duty, one, 999_99, { kind: 'supplement', claimedOn: '2026-09-09' });
    expect(await found(duty)).toEqual(below(1));
    await pay(duty, one, 1_490_01, { corrects: line, claimedOn: '2026-09-10' });
    expect(await found(duty, '2026-09-09')).toEqual(below(1));
    expect(await found(duty)).toEqual([]);
    // What was corrected upwards is not counted beside its correction.
    const other = await worker(duty);
    const wrong = await pay(duty, other, 1_490_00);
    await pay(duty, other, 2_000_00, { corrects: wrong, claimedOn: '2026-09-10' });
    expect(await found(duty)).toEqual(below(490_00));
  });
});

describe('the day rate', () => {
  test.each([
    ['pay a tenth of itself above the days', 3_000_00, 300_00 * 9, []],
    ['a fen of pay more', 3_000_01, 300_00 * 9, mismatched(0)],
    ['pay a tenth of itself below them', 3_000_00, 300_00 * 11, []],
    ['a fen of pay less', 2_999_99, 300_00 * 11, mismatched(300_01)],
  ])('%s', async (_, netFen, earnedFen, expected) => {
    const duty = await marked();
    const one = await worker(duty, full.slice(0, earnedFen / 300_00));
    await aRate(db(), one, '2026-01-01', 300_00);
    await pay(duty, one, netFen);
    expect(await found(duty)).toEqual(expected);
    expect(await found(duty, today, { mismatchShare: 0.2 })).toEqual([]);
  });

  test('changes within the month; of one day the last one told counts', async () => {
    const duty = await marked();
    const one = await worker(duty, [3, 4, 5]);
    await aRate(db(), one, '2026-01-01', 100_00);
    await aRate(db(), one, '2026-08-05', 900_00, '2026-08-05');
    await aRate(db(), one, '2026-08-05', 200_00, '2026-08-06');
    await pay(duty, one, 360_00);
    expect(await found(duty)).toEqual(mismatched(40_00));
    expect(await found(duty, today, { mismatchShare: 0.12 })).toEqual([]);
  });

  test('is not compared where none holds on a day attended, by the piece, or without a day', async () => {
    const duty = await marked();
    const late = await worker(duty, [3, 4]);
    await aRate(db(), late, '2026-08-04', 300_00);
    const piece = await worker(duty, [3, 4]);
    await aRate(db(), piece, '2026-01-01', 300_00);
    await aRate(db(), piece, '2026-08-04', 0);
    const absent = await worker(duty, []);
    await aRate(db(), absent, '2026-01-01', 300_00);
    for (const one of [late, piece, absent, await worker(duty)]) await pay(duty, one, 9_000_00);
    expect(await found(duty)).toEqual([]);
    const plain = await worker(duty, [3, 4]);
    await aRate(db(), plain, '2026-08-03', 300_00);
    await pay(duty, plain, 9_000_00);
    expect(await found(duty)).toEqual(mismatched(0));
  });
});

test('is asked from the day after the month on, of lines claimed and not withdrawn', async () => {
  const duty = await marked();
  const one = await worker(duty, [3]);
  await aRate(db(), one, '2026-01-01', 300_00);
  await pay(duty, one, 100_00, { claimedOn: '2026-08-30', withdrawnOn: '2026-09-04' });
  expect(await found(duty, '2026-08-31')).toEqual([]);
  expect(await found(duty, '2026-09-01')).toEqual(mismatched(200_00));
  expect(await found(duty, '2026-09-03')).toEqual(mismatched(200_00));
  expect(await found(duty, '2026-09-04')).toEqual([]);
  await pay(duty, one, 200_00);
  expect(await found(duty, '2026-09-07')).toEqual([]);
  expect(await found(duty, '2026-09-08')).toEqual(mismatched(100_00));
});

test('is silent in months that nobody marked, and where the authority has looked since the last claim', async () => {
  const duty = await marked();
  const one = await worker(duty, [3]);
  await aRate(db(), one, '2026-01-01', 300_00);
  await pay(duty, one, 100_00);
  await aReview(db(), duty, 'pattern', '2026-09-09');
  await aReview(db(), duty, 'rate', '2026-09-07');
  expect(await found(duty)).toEqual(mismatched(200_00));
  await aReview(db(), duty, 'rate', '2026-09-09');
  expect(await found(duty, '2026-09-08')).toHaveLength(1);
  expect(await found(duty, '2026-09-09')).toEqual([]);
  await pay(duty, one, 50_00, { kind: 'supplement', claimedOn: '2026-09-10' });
  expect(await found(duty)).toEqual(mismatched(150_00));

  const plain = await aWageDuty(db());
  const other = await worker(plain, [3]);
  await aRate(db(), other, '2026-01-01', 300_00);
  await pay(plain, other, 100_00);
  await aDoubt(db(), plain, 'pattern');
  expect(await found(plain)).toEqual([]);
});
