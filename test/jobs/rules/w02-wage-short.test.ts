import { describe, expect, test } from 'vitest';
import { wageShort } from '../../../jobs/rules/w02-wage-short.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { aWageDuty, type Duty } from '../../helpers/make.ts';
import { aLine, aPayout, lines } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Wages of 2026-08, due on Tuesday 2026-09-15, claimed a week before.
const due = '2026-09-15';
const dayAfter = '2026-09-16';
const claimed = { claimedOn: '2026-09-08' };

const levels = async (duty: Duty, day: Day) =>
  (await findings(db(), wageShort, day, duty.project.id)).map((found) => found.level);
const amounts = async (duty: Duty, day: Day) =>
  (await findings(db(), wageShort, day, duty.project.id)).map((found) => found.amountFen);

/** A duty with so many workers of so much net, each paid so much on a day. */
async function shortDuty(given: { workers?: number; netFen: number; paidFen: number; on?: Day }) {
  const { workers = 1, netFen, paidFen, on = due } = given;
  const duty = await aWageDuty(db());
  for (const line of await lines(db(), duty, workers, { ...claimed, netFen })) {
    await aPayout(db(), line, 'paid', on, { amountFen: paidFen });
  }
  return duty;
}

test('reports what the workers paid in part still miss', async () => {
  const duty = await shortDuty({ workers: 2, netFen: 5_000_00, paidFen: 3_000_00 });
  await aLine(db(), duty, claimed); // nothing paid: W01's matter
  const [full] = await lines(db(), duty, 1, claimed);
  if (full) await aPayout(db(), full, 'paid', due);

  const [found, ...others] = await findings(db(), wageShort, dayAfter, duty.project.id);
  expect(others).toEqual([]);
  expect(found).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'orange',
    amountFen: 4_000_00,
    dueDay: due,
    facts: {
      day: dayAfter,
      period: '2026-08',
      dueDay: due,
      daysLate: 1,
      knownDay: '2024-01-02',
      workers: 2,
      owedFen: 10_000_00,
      unpaidFen: 4_000_00,
      monthBefore: false,
    },
  });
  expect(found && wageShort.sentence(found.facts)).toBe(
    '八月工资应于9月15日足额发放，截至9月16日仍有2名工人应发共10,000.00元中的4,000.00元未到账，逾期1天。',
  );
});

test('says in the sentence that the month before is short as well', () => {
  const facts = {
    day: dayAfter,
    period: '2026-08',
    dueDay: due,
    daysLate: 1,
    knownDay: due,
    workers: 1,
    owedFen: 2,
    unpaidFen: 1,
    monthBefore: true,
  };
  expect(wageShort.sentence(facts)).toContain('逾期1天，且上一个月工资亦未足额发放。');
});

describe('the ladder', () => {
  type Case = { workers?: number; netFen?: number; paidFen?: number; day?: Day };
  const tenth = { netFen: 1_000_00, paidFen: 900_00 };
  const many = { workers: 10, netFen: 10_000_00 };

  test.each<[string, Case, string[]]>([
    ['silent on the pay day itself', { day: due }, []],
    ['silent when all was paid', { paidFen: 1_000_00 }, []],
    ['silent when nothing was paid: that is W01', { paidFen: 0 }, []],
    ['yellow for a single fen', { paidFen: 999_99 }, ['yellow']],
    ['yellow at a tenth missing', tenth, ['yellow']],
    ['orange above a tenth', { paidFen: 899_99 }, ['orange']],
    ['orange when a single fen came', { paidFen: 1 }, ['orange']],
    ['yellow for three workers', { ...tenth, workers: 3 }, ['yellow']],
    ['orange for four workers', { ...tenth, workers: 4 }, ['orange']],
    ['yellow at 29 days late', { ...tenth, day: '2026-10-14' }, ['yellow']],
    ['red at 30 days late', { ...tenth, day: '2026-10-15' }, ['red']],
    ['orange for ten workers and 59,999.90 yuan', { ...many, paidFen: 4_000_01 }, ['orange']],
    ['red for ten workers and 60,000.00 yuan', { ...many, paidFen: 4_000_00 }, ['red']],
    ['orange for nine workers, however much', { ...many, workers: 9, paidFen: 1 }, ['orange']],
  ])(
    '%s',
    async (_, { workers, netFen = 1_000_00, paidFen = 900_00, day = dayAfter }, expected) => {
      const duty =
        paidFen === 0
          ? await aWageDuty(db())
          : await shortDuty({ ...(workers && { workers }), netFen, paidFen });
      if (paidFen === 0) await aLine(db(), duty, { ...claimed, netFen });
      expect(await levels(duty, day)).toEqual(expected);
    },
  );

  test('the share is of those workers only', async () => {
    const duty = await shortDuty({ netFen: 1_000_00, paidFen: 800_00 });
    const [full] = await lines(db(), duty, 1, { ...claimed, netFen: 50_000_00 });
    if (full) await aPayout(db(), full, 'paid', due);
    expect(await levels(duty, dayAfter)).toEqual(['orange']);
  });
});

describe('the month before', () => {
  test.each<[string, number, string]>([
    ['red when it is short as well', 4_000_00, 'red'],
    ['not red when it is wholly unpaid: that is W01', 0, 'yellow'],
    ['not red when it was paid', 5_000_00, 'yellow'],
  ])('%s', async (_, beforeFen, expected) => {
    const duty = await shortDuty({ netFen: 1_000_00, paidFen: 950_00 });
    const before = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: '2026-07',
      dueDay: '2026-09-01',
    });
    const line = await aLine(db(), before, claimed);
    if (beforeFen) await aPayout(db(), line, 'paid', due, { amountFen: beforeFen });
    const found = await findings(db(), wageShort, dayAfter, duty.project.id);
    expect(found.find((row) => row.period === '2026-08')?.level).toBe(expected);
  });
});

describe('what counts as paid', () => {
  test('money before a return does not, money after it does', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'paid', '2026-09-09');
    await aPayout(db(), line, 'returned', '2026-09-11');
    const again = await aLine(db(), duty, { resends: line, claimedOn: '2026-09-12' });
    await aPayout(db(), again, 'paid', '2026-09-14', { amountFen: 2_000_00 });
    await aPayout(db(), again, 'paid', due, { amountFen: 500_00 });
    expect(await amounts(duty, dayAfter)).toEqual([2_500_00]);
    await aPayout(db(), again, 'returned', '2026-09-18', { amountFen: 500_00 });
    expect(await levels(duty, '2026-09-18')).toEqual([]); // failed: W03's, later W01's
  });

  test('a line paid twice does not pay for another line', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    const more = { kind: 'supplement', engagement: line.engagement, netFen: 3_000_00 } as const;
    await aLine(db(), duty, { ...claimed, ...more });
    await aPayout(db(), line, 'paid', '2026-09-09');
    await aPayout(db(), line, 'paid', '2026-09-10');
    expect(await amounts(duty, dayAfter)).toEqual([3_000_00]);
  });

  test('what a corrected line was paid counts against the correction', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'paid', '2026-09-09');
    const more = { netFen: 6_000_00, payFen: 1_000_00, claimedOn: '2026-09-10' };
    const correction = await aLine(db(), duty, { corrects: line, ...more });
    expect(await amounts(duty, dayAfter)).toEqual([1_000_00]);
    await aPayout(db(), correction, 'paid', '2026-09-17');
    expect(await levels(duty, '2026-09-17')).toEqual([]);
  });

  test('corrected to less than was paid, nothing is missing', async () => {
    const duty = await shortDuty({ netFen: 5_000_00, paidFen: 4_500_00 });
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'paid', due);
    const less = { netFen: 4_000_00, payFen: 0, claimedOn: due };
    await aLine(db(), duty, { corrects: line, ...less });
    expect(await amounts(duty, dayAfter)).toEqual([500_00]); // and no worker's surplus pays another's
  });

  test('a failed supplement is kept for W03 to wd(due, 5)', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'paid', due);
    const more = { kind: 'supplement', engagement: line.engagement, netFen: 300_00 } as const;
    const failed = await aLine(db(), duty, { ...claimed, ...more });
    await aPayout(db(), failed, 'rejected', '2026-09-10');
    expect(await amounts(duty, '2026-09-21')).toEqual([]);
    expect(await amounts(duty, '2026-09-22')).toEqual([300_00]);
  });

  test('looking back before the rest came finds what was missing then', async () => {
    const duty = await aWageDuty(db(), { metOn: '2026-09-22' });
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'paid', due, { amountFen: 4_900_00 });
    await aPayout(db(), line, 'paid', '2026-09-22', { amountFen: 100_00 });
    expect(await amounts(duty, '2026-09-21')).toEqual([100_00]);
    expect(await levels(duty, '2026-09-22')).toEqual([]);
  });

  test('a withdrawn batch is not owed', async () => {
    const duty = await shortDuty({ netFen: 5_000_00, paidFen: 4_900_00 });
    await aLine(db(), duty, { ...claimed, kind: 'supplement', withdrawnOn: dayAfter });
    expect(await amounts(duty, dayAfter)).toEqual([100_00]);
  });
});
