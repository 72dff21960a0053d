import { expect, test } from 'vitest';
import { arrearsRepeated } from '../../../jobs/rules/w09-arrears-repeated.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCompany, aProject, aWageDuty } from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { aLine, aPayout } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const DAY = '2026-09-16';

/** Wages of a month, 5,000.00 yuan of one worker, due on the 15th of the next; unpaid unless told. */
async function owed(
  given: Parameters<typeof aWageDuty>[1] & { month: string },
  paid: { fen: number; on?: string } | null = null,
) {
  const next = new Date(`${given.month}-15T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const dueDay = next.toISOString().slice(0, 10);
  const duty = await aWageDuty(db(), { dueDay, sheetDay: dueDay, ...given });
  const line = await aLine(db(), duty);
  if (paid) await aPayout(db(), line, 'paid', paid.on ?? dueDay, { amountFen: paid.fen });
  return duty;
}

test('counts the months of all projects of an employer', async () => {
  const employerId = await aCompany(db());
  const [one, two] = [await aProject(db()), await aProject(db())];
  await owed({ project: one, employerId, month: '2026-07' });
  await owed({ project: two, employerId, month: '2026-08' }, { fen: 1_000_00 });
  await owed({ project: two, employerId, month: '2026-05' });

  const found = await findings(db(), arrearsRepeated, DAY);
  const facts = {
    day: DAY,
    months: ['2026-05', '2026-07', '2026-08'],
    consecutive: 2,
    projects: 2,
    workers: 3,
    totalFen: 14_000_00,
  };
  const common = { subject: employerId, period: '-', level: 'red' };
  expect(found.filter((f) => f.subject === employerId)).toEqual([
    {
      projectId: one.id,
      ...common,
      amountFen: 5_000_00,
      dueDay: '2026-08-15',
      facts: { ...facts, dueDay: '2026-08-15', hereFen: 5_000_00 },
    },
    {
      projectId: two.id,
      ...common,
      amountFen: 9_000_00,
      dueDay: '2026-06-15',
      facts: { ...facts, dueDay: '2026-06-15', hereFen: 9_000_00 },
    },
  ]);
  const [first] = found.filter((f) => f.subject === employerId).map((f) => f.facts);
  if (!first) throw new Error('one expected');
  expect(arrearsRepeated.sentence(first)).toBe(
    '截至9月16日，该单位在2个项目上拖欠2026年5月、2026年7月、2026年8月共3个月工资（最长连续2个月），涉及3名工人14,000.00元，其中本项目5,000.00元。',
  );
  expect(arrearsRepeated.sentence({ ...first, projects: 1, consecutive: 1 })).toBe(
    '截至9月16日，该单位拖欠2026年5月、2026年7月、2026年8月共3个月工资，涉及3名工人14,000.00元。',
  );
});

type Month = { month: string; dueDay?: string; paid?: { fen: number; on?: string } };

test.each<[string, Month[], number]>([
  ['silent with one month', [{ month: '2026-08' }], 0],
  ['found with two in a row', [{ month: '2026-07' }, { month: '2026-08' }], 1],
  ['silent with a month between', [{ month: '2026-06' }, { month: '2026-08' }], 0],
  [
    'found with three though none in a row',
    [{ month: '2026-04' }, { month: '2026-06' }, { month: '2026-08' }],
    1,
  ],
  ['found across the turn of a year', [{ month: '2025-12' }, { month: '2026-01' }], 1],
  [
    'silent when the oldest lies a year back',
    [{ month: '2025-09' }, { month: '2026-06' }, { month: '2026-08' }],
    0,
  ],
  [
    'found when it lies eleven months back',
    [{ month: '2025-10' }, { month: '2026-06' }, { month: '2026-08' }],
    1,
  ],
  [
    'silent when one of the two was paid today',
    [{ month: '2026-07' }, { month: '2026-08', paid: { fen: 5_000_00, on: DAY } }],
    0,
  ],
  [
    'found when it is paid tomorrow',
    [{ month: '2026-07' }, { month: '2026-08', paid: { fen: 5_000_00, on: '2026-09-17' } }],
    1,
  ],
  [
    'found when a fen is missing',
    [{ month: '2026-07' }, { month: '2026-08', paid: { fen: 4_999_99 } }],
    1,
  ],
  [
    'silent when the later is due today',
    [{ month: '2026-07' }, { month: '2026-08', dueDay: DAY }],
    0,
  ],
])('%s', async (_, months, count) => {
  const [project, employerId] = [await aProject(db()), await aCompany(db())];
  for (const { paid, ...when } of months) await owed({ project, employerId, ...when }, paid);
  const found = await findings(db(), arrearsRepeated, DAY, project.id);
  expect(found.map((f) => f.level)).toEqual(Array(count).fill('red'));
});

test.each([
  ['2026-09-21', 0],
  ['2026-09-22', 1],
])(
  'a payment that came back on the pay day counts after five working days: on %s',
  async (day, count) => {
    const [project, employerId] = [await aProject(db()), await aCompany(db())];
    await owed({ project, employerId, month: '2026-07' });
    const august = { month: '2026-08', dueDay: '2026-09-15', sheetDay: '2026-09-08' };
    const duty = await aWageDuty(db(), { project, employerId, ...august });
    await aPayout(db(), await aLine(db(), duty), 'rejected', '2026-09-15');
    expect(await findings(db(), arrearsRepeated, day, project.id)).toHaveLength(count);
  },
);

test('months of two employers do not add up', async () => {
  const project = await aProject(db());
  await owed({ project, employerId: await aCompany(db()), month: '2026-07' });
  await owed({ project, employerId: await aCompany(db()), month: '2026-08' });
  expect(await findings(db(), arrearsRepeated, DAY, project.id)).toEqual([]);
});

test('what is owed where the bank is silent does not count', async () => {
  const employerId = await aCompany(db());
  const [one, two] = [await aProject(db()), await aProject(db())];
  await owed({ project: one, employerId, month: '2026-07' });
  await owed({ project: two, employerId, month: '2026-08' });
  await anAccount(db(), two, { feedThrough: '2026-09-15' });
  expect(await findings(db(), arrearsRepeated, DAY, one.id)).toHaveLength(1);
  expect(await findings(db(), arrearsRepeated, '2026-09-17', one.id)).toEqual([]);
});
