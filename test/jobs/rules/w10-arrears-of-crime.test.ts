import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { arrearsOfCrime } from '../../../jobs/rules/w10-arrears-of-crime.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCompany, anEngagement, aProject, aWageDuty } from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { aLine, aPayout, lines } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Wages of 2026-05, due on Monday 2026-06-15: owed for three months on 2026-09-15.
const may = { month: '2026-05', dueDay: '2026-06-15', sheetDay: '2026-06-08' };
const DAY = '2026-09-15';

test('adds up one person over projects, and tells what is owed where', async () => {
  const employerId = await aCompany(db());
  const workerId = randomUUID();
  const [one, two] = [await aProject(db()), await aProject(db())];
  for (const [project, netFen] of [
    [one, 6_000_00],
    [two, 4_000_00],
  ] as const) {
    const duty = await aWageDuty(db(), { project, employerId, ...may });
    const engagement = await anEngagement(db(), project, employerId, { workerId });
    await aLine(db(), duty, { netFen, engagement });
  }
  const found = (await findings(db(), arrearsOfCrime, DAY)).filter((f) => f.subject === employerId);
  expect(found.map((f) => [f.projectId, f.amountFen, f.level])).toEqual([
    [one.id, 6_000_00, 'red'],
    [two.id, 4_000_00, 'red'],
  ]);
  expect(found[0]).toMatchObject({ period: '-', dueDay: '2026-06-15' });
  const [facts] = found.map((f) => f.facts);
  if (!facts) throw new Error('one expected');
  expect(facts).toEqual({
    day: DAY,
    dueDay: '2026-06-15',
    single: 1,
    oneMonths: 3,
    oneFen: 10_000_00,
    workers: 1,
    totalFen: 10_000_00,
    hereFen: 6_000_00,
  });
  expect(arrearsOfCrime.sentence(facts)).toBe(
    '截至9月15日，该单位在各项目共拖欠1名工人工资10,000.00元，其中1名工人已满3个月且每人不低于10,000.00元；在本项目上为6,000.00元。',
  );
  const { oneMonths: _, oneFen: __, ...before } = facts;
  expect(arrearsOfCrime.sentence(before)).toBe(arrearsOfCrime.sentence(facts));
  expect(arrearsOfCrime.sentence({ ...facts, oneMonths: 2, oneFen: 5_000_00 })).toContain(
    '已满2个月且每人不低于5,000.00元',
  );
  const many = { ...facts, single: 0, workers: 10, totalFen: 60_000_00, hereFen: 60_000_00 };
  expect(arrearsOfCrime.sentence(many)).toBe(
    '截至9月15日，该单位在各项目共拖欠10名工人工资60,000.00元。',
  );
});

type One = { day?: string; netFen?: number; paidFen?: number; paidOn?: string };

test.each<[string, One, number]>([
  ['found at ten thousand after three months', {}, 1],
  ['silent a day before', { day: '2026-09-14' }, 0],
  ['silent a fen below', { netFen: 9_999_99 }, 0],
  ['silent when a fen was paid', { paidFen: 1 }, 0],
  ['silent when it is paid today', { paidFen: 1, paidOn: DAY }, 0],
  ['found when it is paid tomorrow', { paidFen: 1, paidOn: '2026-09-16' }, 1],
])('one worker: %s', async (_, { day = DAY, netFen = 10_000_00, paidFen, paidOn }, count) => {
  const duty = await aWageDuty(db(), may);
  const line = await aLine(db(), duty, { netFen });
  if (paidFen) await aPayout(db(), line, 'paid', paidOn ?? '2026-06-15', { amountFen: paidFen });
  expect(await findings(db(), arrearsOfCrime, day, duty.project.id)).toHaveLength(count);
});

test('sums of two workers are not one worker’s', async () => {
  const duty = await aWageDuty(db(), may);
  await lines(db(), duty, 2, { netFen: 9_999_99 });
  expect(await findings(db(), arrearsOfCrime, DAY, duty.project.id)).toEqual([]);
});

test('a later month adds to the sum, and the oldest gives the time', async () => {
  const duty = await aWageDuty(db(), may);
  const line = await aLine(db(), duty, { netFen: 5_000_00 });
  const later = { month: '2026-07', dueDay: '2026-08-14', sheetDay: '2026-08-07' };
  const { project, subject: employerId } = duty;
  const july = await aWageDuty(db(), { project, employerId, ...later });
  await aLine(db(), july, { netFen: 5_000_00, engagement: line.engagement });
  const found = await findings(db(), arrearsOfCrime, DAY, project.id);
  expect(found.map((f) => [f.facts.single, f.facts.totalFen])).toEqual([[1, 10_000_00]]);
});

test.each<[string, { workers: number; netFen: number; day?: string }, number]>([
  ['found with ten and sixty thousand on the day after', { workers: 10, netFen: 6_000_00 }, 1],
  ['silent on the due day', { workers: 10, netFen: 6_000_00, day: '2026-06-15' }, 0],
  ['silent with nine', { workers: 9, netFen: 7_000_00 }, 0],
  ['silent below the sum', { workers: 10, netFen: 5_999_99 }, 0],
])('many workers: %s', async (_, { workers, netFen, day = '2026-06-16' }, count) => {
  const duty = await aWageDuty(db(), may);
  await lines(db(), duty, workers, { netFen });
  const found = await findings(db(), arrearsOfCrime, day, duty.project.id);
  expect(found.map((f) => [f.facts.single, f.facts.workers])).toEqual(
    Array(count).fill([0, workers]),
  );
});

test('employers are not added up, and a silent bank’s project does not count', async () => {
  const project = await aProject(db());
  for (const count of [5, 5]) {
    await lines(db(), await aWageDuty(db(), { project, ...may }), count, { netFen: 12_000_00 });
  }
  expect(await findings(db(), arrearsOfCrime, '2026-06-16', project.id)).toEqual([]);
  expect(await findings(db(), arrearsOfCrime, DAY, project.id)).toHaveLength(2);
  await anAccount(db(), project);
  expect(await findings(db(), arrearsOfCrime, DAY, project.id)).toEqual([]);
});
