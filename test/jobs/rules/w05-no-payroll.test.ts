import { describe, expect, test } from 'vitest';
import { noPayroll } from '../../../jobs/rules/w05-no-payroll.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import {
  aCompany,
  aDuty,
  anEngagement,
  attendance,
  aWageDuty,
  type Duty,
} from '../../helpers/make.ts';
import { aLine } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Wages of 2026-08, due on Tuesday 2026-09-15: the sheet is wanted by Tuesday the 8th.
const cutoff = '2026-09-08';
const dayAfter = '2026-09-09';
const due = '2026-09-15';
const dueOver = '2026-09-16';
const claimed = { claimedOn: '2026-09-07' };

const levels = async (duty: Duty, day: Day) =>
  (await findings(db(), noPayroll, day, duty.project.id)).map((found) => found.level);

/** So many workers who attended on the 3rd and 4th, the first of them with a line. */
async function attended(duty: Duty, attending: number, listed: number) {
  for (let i = 0; i < attending; i += 1) {
    const engagement = await anEngagement(db(), duty.project, duty.subject);
    await attendance(db(), engagement, duty.month, [3, 4]);
    if (i < listed) await aLine(db(), duty, { ...claimed, engagement });
  }
}

test('reports who attended and has no line, on the day after the cut-off', async () => {
  const duty = await aWageDuty(db());
  await attended(duty, 12, 9);
  const [found, ...others] = await findings(db(), noPayroll, dayAfter, duty.project.id);
  expect(others).toEqual([]);
  expect(found).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'yellow',
    amountFen: 0,
    dueDay: cutoff,
    facts: {
      day: dayAfter,
      period: '2026-08',
      dueDay: cutoff,
      daysLate: 1,
      knownDay: '2024-01-02',
      payDay: due,
      attending: 12,
      missing: 3,
      noPayroll: false,
    },
  });
  expect(found && noPayroll.sentence(found.facts)).toBe(
    '八月工资应于9月15日发放，工资支付表应于9月8日前编报，截至9月9日12名有考勤的工人中仍有3名未列入工资支付表，逾期1天。',
  );
  expect(found && noPayroll.sentence({ ...found.facts, noPayroll: true })).toContain(
    '截至9月9日12名有考勤的工人均无工资支付表，',
  );
});

describe('the ladder', () => {
  test.each<[string, number, number, Day, string[]]>([
    ['silent on the cut-off', 1, 0, cutoff, []],
    ['silent when all have a line', 3, 3, dueOver, []],
    ['silent when nobody attended', 0, 0, dueOver, []],
    ['yellow after the cut-off, however many', 3, 0, dayAfter, ['yellow']],
    ['yellow on the pay day', 11, 10, due, ['yellow']],
    ['orange after it, under a tenth', 11, 10, dueOver, ['orange']],
    ['red after it, at a tenth', 10, 9, dueOver, ['red']],
    ['not red on the pay day at a tenth', 10, 9, due, ['yellow']],
    ['orange for long, under a tenth with a sheet', 11, 10, '2026-11-30', ['orange']],
  ])('%s', async (_, attending, listed, day, expected) => {
    const duty = await aWageDuty(db());
    await attended(duty, attending, listed);
    expect(await levels(duty, day)).toEqual(expected);
  });

  test.each<[string, Day, string]>([
    ['to the day one month after the pay day', '2026-10-15', 'orange'],
    ['after it', '2026-10-16', 'red'],
  ])('without any line at all: %s', async (_, day, expected) => {
    const duty = await aWageDuty(db());
    await attended(duty, 2, 0);
    const params = { redShare: 2 }; // so that the share never makes it red
    const [found] = await findings(db(), noPayroll, day, duty.project.id, params);
    expect(found).toMatchObject({ level: expected, facts: { noPayroll: true } });
  });

  test('a line of somebody who did not attend is a sheet all the same', async () => {
    const duty = await aWageDuty(db());
    await attended(duty, 2, 0);
    await aLine(db(), duty, claimed);
    const params = { redShare: 2 };
    const [found] = await findings(db(), noPayroll, '2026-10-16', duty.project.id, params);
    expect(found).toMatchObject({ level: 'orange', facts: { noPayroll: false } });
  });

  test('a withdrawn sheet and one claimed after the day asked are none', async () => {
    const duty = await aWageDuty(db());
    await attended(duty, 1, 0);
    await aLine(db(), duty, { ...claimed, withdrawnOn: '2026-09-12' });
    await aLine(db(), duty, { claimedOn: '2026-09-14' });
    const found = [];
    for (const day of ['2026-09-11', '2026-09-13', '2026-09-14']) {
      const [row] = await findings(db(), noPayroll, day, duty.project.id);
      found.push(row?.facts.noPayroll);
    }
    expect(found).toEqual([false, true, false]);
  });

  test('a month after the 31st is the last day of the next', async () => {
    const duty = await aWageDuty(db(), { dueDay: '2026-08-31', month: '2026-07' });
    await attended(duty, 1, 0);
    const at = async (day: Day) =>
      (await findings(db(), noPayroll, day, duty.project.id, { redShare: 2 }))[0]?.level;
    expect(await at('2026-09-30')).toBe('orange');
    expect(await at('2026-10-01')).toBe('red');
  });
});

describe('the cut-off', () => {
  test.each<[string, Day, Day]>([
    ['over the worked Sunday before Mid-Autumn', '2026-09-24', '2026-09-18'],
    ['over National Day', '2026-10-08', '2026-09-23'],
    ['from a day off: the fifth working day before it', '2026-10-03', '2026-09-23'],
  ])('%s', async (_, payDay, lastDay) => {
    const duty = await aWageDuty(db(), { dueDay: payDay, sheetDay: lastDay });
    await attended(duty, 1, 0);
    expect(await levels(duty, lastDay)).toEqual([]);
    const next = `${lastDay.slice(0, 8)}${Number(lastDay.slice(8)) + 1}`;
    expect(await levels(duty, next)).toEqual(['yellow']);
  });
});

describe('attendance', () => {
  test('counts on the day asked and before it, not after', async () => {
    const duty = await aWageDuty(db(), { month: '2026-09', dueDay: '2026-09-15' });
    const engagement = await anEngagement(db(), duty.project, duty.subject);
    await attendance(db(), engagement, '2026-09', [12, 30]);
    expect(await levels(duty, '2026-09-11')).toEqual([]);
    expect(await levels(duty, '2026-09-12')).toEqual(['yellow']);
  });

  test('the 31st counts', async () => {
    const duty = await aWageDuty(db());
    const engagement = await anEngagement(db(), duty.project, duty.subject);
    await attendance(db(), engagement, '2026-08', [31]);
    expect(await levels(duty, dayAfter)).toEqual(['yellow']);
  });

  test('for another employer or in another month does not count', async () => {
    const duty = await aWageDuty(db());
    const other = await anEngagement(db(), duty.project, await aCompany(db()));
    await attendance(db(), other, '2026-08', [3]);
    const engagement = await anEngagement(db(), duty.project, duty.subject);
    await attendance(db(), engagement, '2026-07', [3]);
    expect(await levels(duty, dueOver)).toEqual([]);
  });
});

describe('lines', () => {
  test('a line counts from the day it was claimed to the day before it was withdrawn', async () => {
    const duty = await aWageDuty(db());
    const engagement = await anEngagement(db(), duty.project, duty.subject);
    await attendance(db(), engagement, '2026-08', [3]);
    await aLine(db(), duty, { engagement, claimedOn: '2026-09-10', withdrawnOn: '2026-09-12' });
    const found = [];
    for (const day of [dayAfter, '2026-09-10', '2026-09-11', '2026-09-12']) {
      found.push((await levels(duty, day)).length);
    }
    expect(found).toEqual([1, 0, 0, 1]);
  });

  test('a line of another month does not count; two lines are one worker', async () => {
    const duty = await aWageDuty(db());
    const next = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: '2026-09',
      dueDay: '2026-10-15',
    });
    const [a, b] = [
      await anEngagement(db(), duty.project, duty.subject),
      await anEngagement(db(), duty.project, duty.subject),
    ];
    await attendance(db(), a, '2026-08', [3]);
    await attendance(db(), b, '2026-08', [3]);
    await aLine(db(), next, { ...claimed, engagement: a });
    await aLine(db(), duty, { ...claimed, engagement: b });
    await aLine(db(), duty, { ...claimed, engagement: b, kind: 'supplement' });
    const [found] = await findings(db(), noPayroll, dayAfter, duty.project.id);
    expect(found?.facts).toMatchObject({ attending: 2, missing: 1, noPayroll: false });
  });
});

test('an earlier version of the pay day does not count', async () => {
  const duty = await aWageDuty(db(), { dueDay: '2026-09-10', endedWhy: 'superseded' });
  const key = { subject: duty.subject, period: duty.month };
  const version = { version: 2, knownOn: '2026-09-01' };
  await aDuty(db(), duty.project, { ...key, kind: 'wage' }, { ...version, dueDay: due });
  await aDuty(
    db(),
    duty.project,
    { ...key, kind: 'payroll-sheet' },
    { ...version, dueDay: cutoff },
  );
  await attended(duty, 1, 0);
  expect(await levels(duty, cutoff)).toEqual([]);
  expect(await levels(duty, dueOver)).toEqual(['red']);
});

test('silent for a sheet that is in, and for a duty that ended', async () => {
  for (const given of [{ metOn: dayAfter }, { endedWhy: 'nothing-owed' }]) {
    const duty = await aWageDuty(db(), given);
    await attended(duty, 1, 0);
    expect(await levels(duty, dayAfter)).toEqual([]);
  }
});
