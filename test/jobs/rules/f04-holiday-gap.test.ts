import { expect, test } from 'vitest';
import { holidayGap } from '../../../jobs/rules/f04-holiday-gap.ts';
import { freshDb } from '../../helpers/db.ts';
import { aDuty, aProject, type Project } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Agreed for 2026-02-15 and 02-17: the transfer rolls on to 02-24, the wages move back to 02-14.
const transferDays = { nominalDay: '2026-02-15', dueDay: '2026-02-24' };
const wageDays = { nominalDay: '2026-02-17', dueDay: '2026-02-14' };
type Days = { nominalDay: string; dueDay: string; metOn?: string; endedWhy?: string };

const transfer = (
  project: Project,
  given: Days & { amountFen?: number | null },
  month = '2026-01',
) =>
  aDuty(
    db(),
    project,
    { kind: 'transfer', subject: project.ownerId, period: month },
    { amountFen: 100_000_00, ...given },
  );
const wage = (project: Project, given: Days, period = '2026-01', subject = project.contractorId) =>
  aDuty(db(), project, { kind: 'wage', subject, period }, given);

test('tells both days and how they move', async () => {
  const project = await aProject(db());
  await transfer(project, transferDays);
  await wage(project, { nominalDay: '2026-03-10', dueDay: '2026-03-10' }, '2026-01', 'later');
  await wage(project, wageDays);

  const found = await findings(db(), holidayGap, '2026-01-12', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.ownerId,
      period: '2026-01',
      level: 'yellow',
      amountFen: 100_000_00,
      dueDay: '2026-02-14',
      facts: {
        day: '2026-01-12',
        period: '2026-01',
        agreedDay: '2026-02-15',
        dueDay: '2026-02-24',
        agreedPayDay: '2026-02-17',
        payDay: '2026-02-14',
        agreedFen: 100_000_00,
      },
    },
  ]);
  expect(found.map((f) => holidayGap.sentence(f.facts))).toEqual([
    '一月人工费用约定于2月15日拨付，遇节假日顺延至2月24日；工资约定于2月17日发放，遇节假日提前至2月14日。届时工资先于人工费用到期，应当提前拨付。',
  ]);
});

test('an amount that is unknown counts as nought', async () => {
  const project = await aProject(db());
  await transfer(project, { ...transferDays, amountFen: null });
  await wage(project, wageDays);
  const found = await findings(db(), holidayGap, '2026-01-12', project.id);
  expect(found.map((f) => [f.amountFen, f.facts.agreedFen])).toEqual([[0, null]]);
});

type Case = {
  day?: string;
  transfer?: Partial<Days>;
  wage?: Partial<Days>;
  wageMonth?: string;
  elsewhere?: boolean;
};

test.each<[string, Case, number]>([
  ['silent forty-six days before the pay day', { day: '2025-12-30' }, 0],
  ['found forty-five days before', { day: '2025-12-31' }, 1],
  ['found on the pay day itself', { day: '2026-02-14' }, 1],
  ['silent after it', { day: '2026-02-15' }, 0],
  ['silent when due on one day', { transfer: { dueDay: '2026-02-14' } }, 0],
  ['found when the transfer is due a day later', { transfer: { dueDay: '2026-02-15' } }, 1],
  ['found when agreed for one day', { transfer: { nominalDay: '2026-02-17' } }, 1],
  [
    'silent when the contract itself has the transfer later',
    { transfer: { nominalDay: '2026-02-18' } },
    0,
  ],
  ['silent when transferred today', { transfer: { metOn: '2026-01-12' } }, 0],
  ['found on the day before it is transferred', { transfer: { metOn: '2026-01-13' } }, 1],
  ['silent when the instalment is void', { transfer: { endedWhy: 'void' } }, 0],
  ['silent when no wages are due any more', { wage: { endedWhy: 'nothing-owed' } }, 0],
  ['silent when the wages are of another month', { wageMonth: '2025-12' }, 0],
  ['silent when the wages are of another project', { elsewhere: true }, 0],
])('%s', async (_, given, count) => {
  const project = await aProject(db());
  await transfer(project, { ...transferDays, ...given.transfer });
  const other = given.elsewhere ? await aProject(db()) : project;
  await wage(other, { ...wageDays, ...given.wage }, given.wageMonth);
  const found = await findings(db(), holidayGap, given.day ?? '2026-01-12', project.id);
  expect(found.map((f) => f.level)).toEqual(Array(count).fill('yellow'));
});
