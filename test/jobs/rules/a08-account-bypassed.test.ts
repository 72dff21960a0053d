import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { accountBypassed } from '../../../jobs/rules/a08-account-bypassed.ts';
import type { Day, Month } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import { first, insert, noon } from '../../helpers/insert.ts';
import { aCompany, aProject, aWageDuty, type Project } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

const outside = (
  project: Project,
  employerId: string,
  month: Month,
  given: { on?: Day; channel?: string; amountFen?: number; workers?: number } = {},
) => {
  const { on = '2026-09-15', channel = 'transfer', amountFen = 1_000_00, workers = 2 } = given;
  return insert(db(), 'outside_payment', {
    project_id: project.id,
    id: randomUUID(),
    employer_id: employerId,
    wage_month: first(month),
    on_day: on,
    channel,
    amount_fen: amountFen,
    workers,
    stated_by: 'authority',
    known_at: noon(on),
  });
};

const found = async ({ id }: Project, day: Day = '2026-09-20') =>
  (await findings(db(), accountBypassed, day, id)).map(
    ({ period, level, amountFen }) => `${period} ${level} ${amountFen}`,
  );

test('tells how much and how, over the employers of the month', async () => {
  const project = await aProject(db());
  const [a, b] = [await aCompany(db()), await aCompany(db())];
  await outside(project, a, '2026-08', { channel: 'cash', amountFen: 3_000_00, workers: 5 });
  await outside(project, b, '2026-08', { on: '2026-09-12' });
  const [one, ...others] = await findings(db(), accountBypassed, '2026-09-20', project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: project.id,
    subject: project.contractorId,
    period: '2026-08',
    level: 'orange',
    amountFen: 4_000_00,
    dueDay: '2026-09-12',
    facts: {
      day: '2026-09-20',
      period: '2026-08',
      paidFen: 4_000_00,
      cashFen: 3_000_00,
      workers: 7,
      employers: 2,
      firstPaidOn: '2026-09-12',
      monthBefore: false,
    },
  });
  expect(one && accountBypassed.sentence(one.facts)).toBe(
    '据报告，八月有7名工人的工资共4,000.00元（其中现金3,000.00元）未通过农民工工资专用账户发放。',
  );
});

test('is found from the day of the payment; two months running are red', async () => {
  const project = await aProject(db());
  const employer = await aCompany(db());
  await outside(project, employer, '2026-07', { on: '2026-08-14' });
  await outside(project, employer, '2026-08');
  expect(await found(project, '2026-08-13')).toEqual([]);
  expect(await found(project, '2026-08-14')).toEqual(['2026-07 orange 100000']);
  expect(await found(project)).toEqual(['2026-07 orange 100000', '2026-08 red 100000']);
  const gap = await aProject(db());
  await outside(gap, employer, '2026-06');
  await outside(gap, employer, '2026-08');
  await outside(await aProject(db()), employer, '2026-07');
  expect(await found(gap)).toEqual(['2026-06 orange 100000', '2026-08 orange 100000']);
});

test('ends with a later month of the employer that is paid through the account', async () => {
  const project = await aProject(db());
  const [employerId, other] = [await aCompany(db()), await aCompany(db())];
  await outside(project, employerId, '2026-08');
  const paid = (month: Month, metOn: Day, whose = employerId, endedWhy?: string) =>
    aWageDuty(db(), {
      project,
      employerId: whose,
      month,
      dueDay: '2026-10-15',
      metOn,
      ...(endedWhy ? { endedWhy } : {}),
    });
  await paid('2026-08', '2026-09-15');
  await paid('2026-09', '2026-10-14', other);
  await paid('2026-10', '2026-10-14', employerId, 'void');
  expect(await found(project, '2026-10-20')).toHaveLength(1);
  await paid('2026-09', '2026-10-15');
  expect(await found(project, '2026-10-14')).toHaveLength(1);
  expect(await found(project, '2026-10-15')).toEqual([]);
});

test('does not end with a month that was paid past it as well', async () => {
  const project = await aProject(db());
  const employerId = await aCompany(db());
  await outside(project, employerId, '2026-08');
  await outside(project, employerId, '2026-09', { on: '2026-10-15' });
  const later = {
    project,
    employerId,
    month: '2026-09',
    dueDay: '2026-10-15',
    metOn: '2026-10-15',
  };
  await aWageDuty(db(), later);
  expect(await found(project, '2026-10-20')).toEqual([
    '2026-08 orange 100000',
    '2026-09 red 100000',
  ]);
});

test('ends though another employer pays the later month past it', async () => {
  const project = await aProject(db());
  const [employerId, other] = [await aCompany(db()), await aCompany(db())];
  await outside(project, employerId, '2026-08');
  await outside(project, other, '2026-09', { on: '2026-10-15' });
  const later = { project, employerId, month: '2026-09', dueDay: '2026-10-15' };
  await aWageDuty(db(), { ...later, metOn: '2026-10-15' });
  expect(await found(project, '2026-10-20')).toEqual(['2026-09 red 100000']);
});
