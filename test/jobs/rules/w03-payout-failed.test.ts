import { describe, expect, test } from 'vitest';
import { payoutFailed } from '../../../jobs/rules/w03-payout-failed.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { aWageDuty, type Duty } from '../../helpers/make.ts';
import { aLine, aPayout, type Line, lines } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Wages of 2026-08, due on Tuesday 2026-09-15. Working days after it: 16, 17, 18, 20 (a Sunday
// worked), 21, 22, 23, 24, 28; the 25th to the 27th is the Mid-Autumn break.
const due = '2026-09-15';
const claimed = { claimedOn: '2026-09-08' };

const levels = async (duty: Duty, day: Day) =>
  (await findings(db(), payoutFailed, day, duty.project.id)).map((found) => found.level);

async function failedLine(outcome: 'rejected' | 'returned', on: Day, duty?: Duty): Promise<Line> {
  const line = await aLine(db(), duty ?? (await aWageDuty(db())), claimed);
  if (outcome === 'returned') await aPayout(db(), line, 'paid', on);
  await aPayout(db(), line, outcome, on);
  return line;
}

test('reports the workers whose payment failed, what was ordered and since when', async () => {
  const duty = await aWageDuty(db());
  const [a, b, c, d] = await lines(db(), duty, 4, { ...claimed, netFen: 5_000_00 });
  if (!a || !b || !c || !d) throw new Error('four lines');
  await aPayout(db(), a, 'rejected', '2026-09-10');
  await aPayout(db(), b, 'rejected', '2026-09-16');
  await aPayout(db(), c, 'rejected', '2026-09-18'); // too fresh
  await aPayout(db(), d, 'paid', due);

  const [found, ...others] = await findings(db(), payoutFailed, '2026-09-21', duty.project.id);
  expect(others).toEqual([]);
  expect(found).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'yellow',
    amountFen: 10_000_00,
    dueDay: '2026-09-18',
    facts: {
      day: '2026-09-21',
      period: '2026-08',
      dueDay: '2026-09-18',
      daysLate: 3,
      knownDay: '2026-09-10',
      payDay: due,
      failedOn: '2026-09-10',
      workers: 2,
      failedFen: 10_000_00,
    },
  });
  expect(found && payoutFailed.sentence(found.facts)).toBe(
    '八月工资有2名工人共10,000.00元自9月10日起代发失败，应于9月18日前补发，截至9月21日仍未到账，逾期3天。',
  );
});

describe('the ladder', () => {
  test.each<[string, 'rejected' | 'returned', Day, Day, string[]]>([
    ['silent to wd(due, 3)', 'rejected', '2026-09-10', '2026-09-18', []],
    ['yellow the day after', 'rejected', '2026-09-10', '2026-09-19', ['yellow']],
    ['silent to wd(fail, 3)', 'rejected', '2026-09-17', '2026-09-21', []],
    ['yellow after it', 'rejected', '2026-09-17', '2026-09-22', ['yellow']],
    ['silent to wd(return, 3)', 'returned', '2026-09-22', '2026-09-28', []],
    ['yellow after wd(return, 3)', 'returned', '2026-09-22', '2026-09-29', ['yellow']],
    ['yellow to wd(due, 5)', 'rejected', due, '2026-09-21', ['yellow']],
    ['orange after it', 'rejected', due, '2026-09-22', ['orange']],
    ['orange to base + 15', 'rejected', due, '2026-09-30', ['orange']],
    ['red after base + 15', 'rejected', due, '2026-10-01', ['red']],
    ['yellow still at wd(return, 5)', 'returned', '2026-09-24', '2026-10-09', ['yellow']],
    ['red 16 days after it', 'returned', '2026-09-24', '2026-10-10', ['red']],
  ])('%s: %s', async (_, outcome, on, day, expected) => {
    const { duty } = await failedLine(outcome, on);
    expect(await levels(duty, day)).toEqual(expected);
  });

  test.each([
    [9, 'yellow'],
    [10, 'red'],
  ])('%i workers: %s', async (workers, expected) => {
    const duty = await aWageDuty(db());
    for (const line of await lines(db(), duty, workers, claimed)) {
      await aPayout(db(), line, 'rejected', due);
    }
    expect(await levels(duty, '2026-09-19')).toEqual([expected]);
  });

  test('the worst line sets the level, and a worker is one', async () => {
    const duty = await aWageDuty(db());
    const line = await failedLine('rejected', due, duty);
    const more = { kind: 'supplement', engagement: line.engagement, netFen: 300_00 } as const;
    const fresh = await aLine(db(), duty, { ...claimed, ...more });
    await aPayout(db(), fresh, 'rejected', '2026-09-17');
    const [found] = await findings(db(), payoutFailed, '2026-09-22', duty.project.id);
    expect(found).toMatchObject({ level: 'orange', amountFen: 5_300_00, facts: { workers: 1 } });
  });
});

describe('what ends it', () => {
  test('a re-send paid; looking back, the day before it was', async () => {
    const line = await failedLine('rejected', '2026-09-10');
    const again = await aLine(db(), line.duty, { resends: line, claimedOn: '2026-09-18' });
    await aPayout(db(), again, 'paid', '2026-09-22');
    expect(await levels(line.duty, '2026-09-21')).toEqual(['yellow']);
    expect(await levels(line.duty, '2026-09-22')).toEqual([]);
  });

  test('not a re-send that is only claimed or accepted', async () => {
    const line = await failedLine('rejected', '2026-09-10');
    const again = await aLine(db(), line.duty, { resends: line, claimedOn: '2026-09-18' });
    await aPayout(db(), again, 'accepted', '2026-09-19');
    expect(await levels(line.duty, '2026-09-21')).toEqual(['yellow']);
  });

  test('a re-send that fails starts the clock anew', async () => {
    const line = await failedLine('rejected', '2026-09-10');
    const again = await aLine(db(), line.duty, { resends: line, claimedOn: '2026-09-16' });
    await aPayout(db(), again, 'rejected', '2026-09-17');
    expect(await levels(line.duty, '2026-09-21')).toEqual([]);
    expect(await levels(line.duty, '2026-09-22')).toEqual(['yellow']);
  });

  test('paid on the day it was rejected is paid; returned on the day it was paid is not', async () => {
    const line = await failedLine('rejected', due);
    await aPayout(db(), line, 'paid', due);
    expect(await levels(line.duty, '2026-09-22')).toEqual([]);
    await aPayout(db(), line, 'returned', due);
    expect(await levels(line.duty, '2026-09-22')).toEqual(['orange']);
  });

  test('a live correction in its place, from the day it was claimed', async () => {
    const line = await failedLine('rejected', '2026-09-10');
    await aLine(db(), line.duty, { corrects: line, netFen: 4_000_00, claimedOn: '2026-09-22' });
    expect(await levels(line.duty, '2026-09-21')).toEqual(['yellow']);
    expect(await levels(line.duty, '2026-09-22')).toEqual([]);
  });

  test('the batch withdrawn, a duty met, a duty ended', async () => {
    const gone = await aLine(db(), await aWageDuty(db()), {
      ...claimed,
      withdrawnOn: '2026-09-22',
    });
    await aPayout(db(), gone, 'rejected', '2026-09-10');
    expect(await levels(gone.duty, '2026-09-21')).toEqual(['yellow']);
    expect(await levels(gone.duty, '2026-09-22')).toEqual([]);
    for (const given of [{ metOn: '2026-09-20' }, { endedWhy: 'void' }]) {
      const line = await failedLine('rejected', due, await aWageDuty(db(), given));
      expect(await levels(line.duty, '2026-09-22')).toEqual([]);
    }
  });

  test('silent for a line with nothing to pay', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, { ...claimed, payFen: 0 });
    await aPayout(db(), line, 'rejected', due, { amountFen: 1 });
    expect(await levels(duty, '2026-09-22')).toEqual([]);
  });
});
