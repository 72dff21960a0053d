import { describe, expect, test } from 'vitest';
import { wageLate } from '../../../jobs/rules/w01-wage-late.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { aCompany, aDuty, aProject, aWageDuty, type Duty } from '../../helpers/make.ts';
import { aLine, aPayout, lines } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb(); // this file's own database, cloned from the migrated template

// Every case is about wages of 2026-08, due on Tuesday 2026-09-15. Working days after it: 16, 17, 18,
// 20 (a Sunday worked), 21, 22, 23, 24, 28; the 25th to the 27th is the Mid-Autumn break.
const due = '2026-09-15';
const dayAfter = '2026-09-16';
const claimed = { claimedOn: '2026-09-08' };

const levels = async (duty: Duty, day: Day) =>
  (await findings(db(), wageLate, day, duty.project.id)).map((found) => found.level);
const amounts = async (duty: Duty, day: Day) =>
  (await findings(db(), wageLate, day, duty.project.id)).map((found) => found.amountFen);

test('reports the workers who got nothing and what they miss, on the day after the pay day', async () => {
  const duty = await aWageDuty(db(), { knownOn: '2026-08-02', endedWhy: 'superseded' });
  const key = { kind: 'wage', subject: duty.subject, period: duty.month };
  await aDuty(db(), duty.project, key, { dueDay: due, version: 2, knownOn: '2026-09-10' });
  const [paid] = await lines(db(), duty, 3, { ...claimed, netFen: 4_200_50 });
  if (paid) await aPayout(db(), paid, 'paid', due);

  const [found, ...others] = await findings(db(), wageLate, dayAfter, duty.project.id);
  expect(others).toEqual([]);
  expect(found).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'yellow',
    amountFen: 8_401_00,
    dueDay: due,
    facts: {
      day: dayAfter,
      period: '2026-08',
      dueDay: due,
      daysLate: 1,
      knownDay: '2026-08-02',
      workers: 2,
      unpaidFen: 8_401_00,
      monthBefore: false,
    },
  });
  expect(found && wageLate.sentence(found.facts)).toBe(
    '八月工资应于9月15日发放，截至9月16日仍有2名工人共8,401.00元未到账，逾期1天。',
  );
});

test('names the year in a sentence about another year, and the month before', () => {
  const facts = {
    day: '2027-01-20',
    period: '2026-12',
    dueDay: '2027-01-15',
    daysLate: 5,
    knownDay: '2026-12-01',
    workers: 1,
    unpaidFen: 1,
    monthBefore: true,
  };
  expect(wageLate.sentence(facts)).toBe(
    '2026年12月工资应于1月15日发放，截至1月20日仍有1名工人共0.01元未到账，逾期5天，且上一个月工资亦逾期未发。',
  );
});

test('counts the day a duty became known in Shanghai', async () => {
  const duty = await aWageDuty(db());
  await aLine(db(), duty, claimed);
  await ownerOf(db())`update we.obligation set known_at = '2026-08-31T16:30:00Z'
    where project_id = ${duty.project.id}`;
  const [found] = await findings(db(), wageLate, dayAfter, duty.project.id);
  expect(found?.facts.knownDay).toBe('2026-09-01');
});

describe('the ladder', () => {
  type Case = { workers?: number; netFen?: number; lastFen?: number; day?: Day };

  test.each<[string, Case, string[]]>([
    ['silent on the pay day itself', { day: due }, []],
    ['silent without a payroll: that is W05', { workers: 0 }, []],
    ['yellow on the day after', {}, ['yellow']],
    ['yellow for a single fen', { netFen: 1 }, ['yellow']],
    ['silent for a line of nothing', { netFen: 0 }, []],
    ['yellow at four days late', { day: '2026-09-19' }, ['yellow']],
    ['orange at five days late', { day: '2026-09-20' }, ['orange']],
    ['orange at 29 days late', { day: '2026-10-14' }, ['orange']],
    ['red at 30 days late', { day: '2026-10-15' }, ['red']],
    ['yellow for nine workers, however much', { workers: 9, netFen: 60_000_00 }, ['yellow']],
    ['orange for ten workers', { workers: 10, netFen: 1 }, ['orange']],
    [
      'orange for ten workers and 59,999.99 yuan',
      { workers: 10, netFen: 6_000_00, lastFen: 5_999_99 },
      ['orange'],
    ],
    ['red for ten workers and 60,000.00 yuan', { workers: 10, netFen: 6_000_00 }, ['red']],
  ])('%s', async (_, { workers = 1, netFen = 5_000_00, lastFen, day = dayAfter }, expected) => {
    const duty = await aWageDuty(db());
    await lines(db(), duty, lastFen ? workers - 1 : workers, { ...claimed, netFen });
    if (lastFen) await aLine(db(), duty, { ...claimed, netFen: lastFen });
    expect(await levels(duty, day)).toEqual(expected);
  });
});

describe('the month before', () => {
  const july = { month: '2026-07', dueDay: '2026-08-14' } as const;

  test('red when the month before is found as well', async () => {
    const duty = await aWageDuty(db());
    const before = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      ...july,
    });
    await aLine(db(), duty, claimed);
    const line = await aLine(db(), before, { claimedOn: '2026-08-07' });
    expect(await levels(duty, dayAfter)).toEqual(['red', 'red']);
    // July itself is red by its 33 days; on its 28th day late it was orange and August not yet due.
    expect(await levels(duty, '2026-09-11')).toEqual(['orange']);

    await aPayout(db(), line, 'paid', '2026-09-16', { amountFen: 1 });
    expect(await levels(duty, '2026-09-17')).toEqual(['yellow']); // July is W02's now
    expect(await levels(duty, due)).toEqual(['red']); // July, 32 days late then, August not yet
  });

  test.each([
    ['another employer', { ...july, other: true }],
    ['the month before that', { month: '2026-06', dueDay: '2026-09-01', other: false }],
    ['the same month a year ago', { month: '2025-08', dueDay: '2026-09-01', other: false }],
  ])('not red for %s', async (_, { other, ...earlier }) => {
    const duty = await aWageDuty(db());
    const employerId = other ? await aCompany(db()) : duty.subject;
    const before = await aWageDuty(db(), { project: duty.project, employerId, ...earlier });
    await aLine(db(), duty, claimed);
    await aLine(db(), before, { claimedOn: '2026-08-07' });
    const found = await findings(db(), wageLate, dayAfter, duty.project.id);
    expect(found.find((row) => row.period === '2026-08')?.level).toBe('yellow');
    expect(found).toHaveLength(2);
  });

  test('not red for the same employer on another project', async () => {
    const duty = await aWageDuty(db());
    const elsewhere = await aWageDuty(db(), { employerId: duty.subject, ...july });
    await aLine(db(), duty, claimed);
    await aLine(db(), elsewhere, { claimedOn: '2026-08-07' });
    expect(await levels(duty, dayAfter)).toEqual(['yellow']);
  });

  test('follows December to January', async () => {
    const december = await aWageDuty(db(), { month: '2025-12', dueDay: '2026-01-15' });
    const january = await aWageDuty(db(), {
      project: december.project,
      employerId: december.subject,
      month: '2026-01',
      dueDay: '2026-01-20',
    });
    await aLine(db(), december, { claimedOn: '2026-01-05' });
    await aLine(db(), january, { claimedOn: '2026-01-05' });
    expect(await levels(january, '2026-01-21')).toEqual(['orange', 'red']);
  });
});

describe('what counts as paid', () => {
  test.each<[string, ['accepted' | 'unknown' | 'paid', Day, number?], string[]]>([
    ['paid on the pay day', ['paid', due], []],
    ['paid on the day asked', ['paid', dayAfter], []],
    ['paid after the day asked', ['paid', '2026-09-17'], ['yellow']],
    ['accepted is not paid', ['accepted', due], ['yellow']],
    ['unknown is not paid', ['unknown', due], ['yellow']],
    ['a part paid is W02', ['paid', due, 1], []],
  ])('%s', async (_, [outcome, on, amountFen], expected) => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, outcome, on, amountFen ? { amountFen } : {});
    expect(await levels(duty, dayAfter)).toEqual(expected);
  });

  test('looking back before a payment finds what was missing then', async () => {
    const duty = await aWageDuty(db(), { metOn: '2026-09-22' });
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'paid', '2026-09-22');
    expect(await levels(duty, '2026-09-21')).toEqual(['orange']);
    expect(await levels(duty, '2026-09-22')).toEqual([]);
  });

  test('a worker is one, however many lines are unpaid', async () => {
    const duty = await aWageDuty(db());
    const { engagement } = await aLine(db(), duty, { ...claimed, netFen: 3_000_00 });
    await aLine(db(), duty, { ...claimed, netFen: 200_00, kind: 'supplement', engagement });
    const [found] = await findings(db(), wageLate, dayAfter, duty.project.id);
    expect(found?.facts).toMatchObject({ workers: 1, unpaidFen: 3_200_00 });
  });

  test('a paid supplement makes it W02', async () => {
    const duty = await aWageDuty(db());
    const { engagement } = await aLine(db(), duty, claimed);
    const more = await aLine(db(), duty, { ...claimed, kind: 'supplement', engagement });
    await aPayout(db(), more, 'paid', due);
    expect(await levels(duty, dayAfter)).toEqual([]);
  });
});

describe('duties and batches', () => {
  test('silent for a duty that ended', async () => {
    const duty = await aWageDuty(db(), { endedWhy: 'void' });
    await aLine(db(), duty, claimed);
    expect(await levels(duty, dayAfter)).toEqual([]);
  });

  test('found whatever the project has become', async () => {
    const project = await aProject(db(), { status: 'suspended' });
    const duty = await aWageDuty(db(), { project });
    await aLine(db(), duty, claimed);
    expect(await levels(duty, dayAfter)).toEqual(['yellow']);
  });

  test('a line claimed on the day asked counts, one claimed after it does not', async () => {
    const duty = await aWageDuty(db());
    await aLine(db(), duty, { claimedOn: '2026-09-18' });
    expect(await levels(duty, '2026-09-17')).toEqual([]);
    expect(await levels(duty, '2026-09-18')).toEqual(['yellow']);
  });

  test('a batch counts until the day before it was withdrawn', async () => {
    const duty = await aWageDuty(db());
    await aLine(db(), duty, { ...claimed, withdrawnOn: '2026-09-18' });
    expect(await levels(duty, '2026-09-17')).toEqual(['yellow']);
    expect(await levels(duty, '2026-09-18')).toEqual([]);
  });

  test('lines of another month or employer do not count', async () => {
    const duty = await aWageDuty(db());
    const other = await aWageDuty(db(), { project: duty.project, dueDay: '2026-10-15' });
    const september = { month: '2026-09', dueDay: '2026-10-15' };
    const next = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      ...september,
    });
    await aLine(db(), other, claimed);
    await aLine(db(), next, claimed);
    expect(await levels(duty, dayAfter)).toEqual([]);
  });
});

describe('corrections', () => {
  test('the corrected line is not owed from the day the correction was claimed', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aLine(db(), duty, { corrects: line, netFen: 4_000_00, claimedOn: '2026-09-18' });
    expect(await amounts(duty, '2026-09-17')).toEqual([5_000_00]);
    expect(await amounts(duty, '2026-09-18')).toEqual([4_000_00]);
  });

  test('a correction withdrawn later still stood on the days between', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    const times = { claimedOn: '2026-09-17', withdrawnOn: '2026-09-19' };
    await aLine(db(), duty, { corrects: line, netFen: 4_000_00, ...times });
    expect(await amounts(duty, '2026-09-18')).toEqual([4_000_00]);
    expect(await amounts(duty, '2026-09-19')).toEqual([5_000_00]);
  });

  test('a correction of a correction replaces it', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    const once = await aLine(db(), duty, { corrects: line, netFen: 4_000_00, ...claimed });
    await aLine(db(), duty, { corrects: once, netFen: 4_500_00, claimedOn: '2026-09-09' });
    expect(await amounts(duty, dayAfter)).toEqual([4_500_00]);
  });

  test('what the replaced line was paid still counts', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'paid', '2026-09-10');
    const more = { netFen: 6_000_00, payFen: 1_000_00, claimedOn: '2026-09-11' };
    await aLine(db(), duty, { corrects: line, ...more });
    expect(await levels(duty, dayAfter)).toEqual([]); // 1,000.00 is missing: W02
  });

  test('another line of the same batch is not replaced', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aLine(db(), duty, { ...claimed, netFen: 100_00, engagement: line.engagement });
    const other = await aLine(db(), duty, { ...claimed, netFen: 30_00 });
    await aLine(db(), duty, { corrects: other, netFen: 7_00, ...claimed });
    // The second line of its batch, as is the line of 100.00 that it does not correct.
    await aLine(db(), duty, { corrects: line, netFen: 4_000_00, ...claimed });
    expect(await amounts(duty, dayAfter)).toEqual([4_107_00]);
  });
});

describe('failed payments', () => {
  type Case = { outcome: 'rejected' | 'returned'; on: Day; day: Day };

  test.each<[string, Case, number]>([
    ['kept for W03 to wd(due, 5)', { outcome: 'rejected', on: '2026-09-10', day: '2026-09-21' }, 0],
    ['back the day after', { outcome: 'rejected', on: '2026-09-10', day: '2026-09-22' }, 1],
    ['kept to wd(fail, 5)', { outcome: 'rejected', on: '2026-09-17', day: '2026-09-23' }, 0],
    ['back the day after that', { outcome: 'rejected', on: '2026-09-17', day: '2026-09-24' }, 1],
    ['returned: kept', { outcome: 'returned', on: '2026-09-18', day: '2026-09-24' }, 0],
    ['returned: back', { outcome: 'returned', on: '2026-09-18', day: '2026-09-25' }, 1],
    ['kept over a day off', { outcome: 'rejected', on: '2026-09-21', day: '2026-09-28' }, 0],
    ['not kept before it failed', { outcome: 'rejected', on: '2026-09-17', day: dayAfter }, 1],
  ])('%s', async (_, { outcome, on, day }, count) => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    if (outcome === 'returned') await aPayout(db(), line, 'paid', on);
    await aPayout(db(), line, outcome, on);
    expect(await levels(duty, day)).toHaveLength(count);
  });

  test('only the pay of the failed line is left out', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aLine(db(), duty, { ...claimed, netFen: 700_00, engagement: line.engagement });
    await aPayout(db(), line, 'rejected', due);
    expect(await amounts(duty, dayAfter)).toEqual([700_00]);
    expect(await amounts(duty, '2026-09-22')).toEqual([5_700_00]);
  });

  test('a failed line that a live correction replaces shields nothing', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'rejected', '2026-09-10');
    await aLine(db(), duty, { corrects: line, netFen: 4_800_00, claimedOn: '2026-09-11' });
    expect(await amounts(duty, dayAfter)).toEqual([4_800_00]);
  });

  test('a line re-sent and paid is paid, though the root was rejected', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'rejected', '2026-09-09');
    const again = await aLine(db(), duty, { resends: line, claimedOn: '2026-09-10' });
    await aPayout(db(), again, 'rejected', '2026-09-11');
    const third = await aLine(db(), duty, { resends: again, claimedOn: '2026-09-14' });
    expect(await levels(duty, '2026-09-22')).toEqual(['orange']);
    await aPayout(db(), third, 'paid', due);
    expect(await levels(duty, '2026-09-22')).toEqual([]);
  });

  test('a re-send that fails keeps the line for W03 anew', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'rejected', '2026-09-09');
    const again = await aLine(db(), duty, { resends: line, claimedOn: '2026-09-17' });
    await aPayout(db(), again, 'rejected', '2026-09-18');
    expect(await levels(duty, '2026-09-24')).toEqual([]);
    expect(await levels(duty, '2026-09-25')).toEqual(['orange']);
  });

  test('a re-send owes nothing of its own', async () => {
    const duty = await aWageDuty(db());
    const line = await aLine(db(), duty, claimed);
    await aPayout(db(), line, 'rejected', '2026-09-09');
    await aLine(db(), duty, { resends: line, claimedOn: '2026-09-10' });
    expect(await amounts(duty, '2026-09-22')).toEqual([5_000_00]);
  });

  test('on one day paid beats rejected and returned beats paid, in any order', async () => {
    const duty = await aWageDuty(db());
    const [a, b] = await lines(db(), duty, 2, claimed);
    if (!a || !b) throw new Error('two lines');
    await aPayout(db(), a, 'paid', '2026-09-14');
    await aPayout(db(), a, 'rejected', '2026-09-14');
    await aPayout(db(), b, 'returned', '2026-09-14');
    await aPayout(db(), b, 'paid', '2026-09-14');
    expect(await amounts(duty, '2026-09-22')).toEqual([5_000_00]);
  });
});
