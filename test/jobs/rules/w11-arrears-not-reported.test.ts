import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { arrearsNotReported } from '../../../jobs/rules/w11-arrears-not-reported.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { first, insert, noon } from '../../helpers/insert.ts';
import { aWageDuty, type Duty } from '../../helpers/make.ts';
import { aLine, aPayout } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Wages of 2026-08, due on Tuesday 2026-09-15: arrears arise on the 16th, five days on is Monday the 21st.
async function late(given: Parameters<typeof aWageDuty>[1] = {}): Promise<Duty> {
  const duty = await aWageDuty(db(), given);
  await aLine(db(), duty, { claimedOn: '2026-09-08' });
  return duty;
}

const report = (duty: Duty, reportedOn: Day, given: { employerId?: string; month?: string } = {}) =>
  insert(db(), 'arrears_report', {
    project_id: duty.project.id,
    id: randomUUID(),
    employer_id: given.employerId ?? duty.subject,
    wage_month: first(given.month ?? duty.month),
    reported_on: reportedOn,
    said_id: randomUUID(),
    stated_by: 'contractor',
    known_at: noon(reportedOn),
  });

const found = async (duty: Duty, day: Day, params = {}) =>
  (await findings(db(), arrearsNotReported, day, duty.project.id, params)).map(
    ({ period, level, amountFen, dueDay }) => `${period} ${level} ${amountFen} ${dueDay}`,
  );
const silent = [] as string[];
const yellow = ['2026-08 yellow 500000 2026-09-21'];

test('tells what is owed and since when the report was due', async () => {
  const duty = await late();
  const part = await aLine(db(), duty, { claimedOn: '2026-09-08' });
  await aPayout(db(), part, 'paid', '2026-09-15', { amountFen: 2_000_00 });
  const [one, ...others] = await findings(db(), arrearsNotReported, '2026-09-23', duty.project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'yellow',
    amountFen: 8_000_00,
    dueDay: '2026-09-21',
    facts: {
      day: '2026-09-23',
      period: '2026-08',
      dueDay: '2026-09-21',
      daysLate: 2,
      knownDay: '2024-01-02',
      payDay: '2026-09-15',
      unpaidFen: 8_000_00,
    },
  });
  expect(one && arrearsNotReported.sentence(one.facts)).toBe(
    '八月工资应于9月15日发放，截至9月23日拖欠8,000.00元；应于9月21日前书面报告并提出处理方案，至今未见报告，逾期2天。',
  );
});

test('is silent on the last day for the report, found the day after', async () => {
  const duty = await late();
  expect(await found(duty, '2026-09-21')).toEqual(silent);
  expect(await found(duty, '2026-09-22')).toEqual(yellow);
  expect(await found(duty, '2026-09-22', { reportDays: 6 })).toEqual(silent);
});

test('a last day on a holiday moves on', async () => {
  // Due on Friday 2026-09-18; the sixth day after is Thursday the 24th. With one day more it would be the Mid-Autumn break.
  const duty = await late({ dueDay: '2026-09-18' });
  expect(await found(duty, '2026-09-25')).toEqual(['2026-08 yellow 500000 2026-09-24']);
  expect(await found(duty, '2026-09-28', { reportDays: 6 })).toEqual(silent);
  expect(await found(duty, '2026-09-29', { reportDays: 6 })).toEqual([
    '2026-08 yellow 500000 2026-09-28',
  ]);
});

test('ends with the report of that employer and month, from its day on', async () => {
  const duty = await late();
  await report(duty, '2026-09-17', { month: '2026-07' });
  await report(duty, '2026-09-17', { employerId: duty.project.contractorId });
  expect(await found(duty, '2026-09-23')).toEqual(yellow);
  await report(duty, '2026-09-24');
  expect(await found(duty, '2026-09-23')).toEqual(yellow);
  expect(await found(duty, '2026-09-24')).toEqual(silent);
  const other = await late();
  await report({ ...duty, project: other.project }, '2026-09-17');
  expect(await found(other, '2026-09-23')).toEqual(yellow);
});

test('ends when all is paid, and does not speak of what failed these days (W03)', async () => {
  const duty = await aWageDuty(db());
  const line = await aLine(db(), duty, { claimedOn: '2026-09-08' });
  await aPayout(db(), line, 'paid', '2026-09-23');
  expect(await found(duty, '2026-09-22')).toEqual(yellow);
  expect(await found(duty, '2026-09-23')).toEqual(silent);
  const failed = await aWageDuty(db());
  await aPayout(
    db(),
    await aLine(db(), failed, { claimedOn: '2026-09-08' }),
    'rejected',
    '2026-09-20',
  );
  expect(await found(failed, '2026-09-22')).toEqual(silent);
});
