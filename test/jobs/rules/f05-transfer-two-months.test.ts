import { expect, test } from 'vitest';
import { transferTwoMonths } from '../../../jobs/rules/f05-transfer-two-months.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCompany, anEngagement, aProject, attendance, type Project } from '../../helpers/make.ts';
import { anInstalment, aPayment } from '../../helpers/make-money.ts';
import { strangerAttends } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Instalments of 2026-07 and 2026-08, due on the 20th of the month itself; people attend on the 3rd.
const july = { month: '2026-07', dueDay: '2026-07-20' };
const august = { month: '2026-08', dueDay: '2026-08-20' };

async function attends(project: Project, ...months: string[]) {
  const worker = await anEngagement(db(), project, await aCompany(db()));
  for (const month of months) await attendance(db(), worker, month, [3]);
}

test('tells both months', async () => {
  const project = await aProject(db());
  await anInstalment(db(), { project, ...july, agreedFen: null });
  await anInstalment(db(), { project, ...august });
  await attends(project, '2026-07');
  await strangerAttends(db(), project, '2026-08-21');

  const found = await findings(db(), transferTwoMonths, '2026-08-21', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.ownerId,
      period: '2026-08',
      level: 'red',
      amountFen: 100_000_00,
      dueDay: '2026-08-20',
      facts: {
        day: '2026-08-21',
        period: '2026-08',
        dueDay: '2026-08-20',
        daysLate: 1,
        knownDay: '2024-01-02',
        monthBefore: '2026-07',
        dueBefore: '2026-07-20',
        agreedFen: 100_000_00,
        beforeFen: null,
      },
    },
  ]);
  expect(found.map((f) => transferTwoMonths.sentence(f.facts))).toEqual([
    '七月人工费用应于7月20日拨付，八月人工费用100,000.00元应于8月20日拨付，截至8月21日连续两个月均未到账，两个月均有人员考勤。',
  ]);
});

test('of three months each with the one before it', async () => {
  const project = await aProject(db());
  await anInstalment(db(), { project, month: '2026-06', dueDay: '2026-06-22' });
  await anInstalment(db(), { project, ...july });
  await anInstalment(db(), { project, ...august });
  await attends(project, '2026-06', '2026-07', '2026-08');
  const found = await findings(db(), transferTwoMonths, '2026-08-21', project.id);
  expect(found.map((f) => f.period)).toEqual(['2026-07', '2026-08']);
});

test('across the turn of a year, and not across a month between', async () => {
  const project = await aProject(db());
  const months = ['2025-10', '2025-12', '2026-01'];
  for (const month of months) await anInstalment(db(), { project, month, dueDay: '2026-02-13' });
  await attends(project, ...months);
  const found = await findings(db(), transferTwoMonths, '2026-02-14', project.id);
  expect(found.map((f) => f.period)).toEqual(['2026-01']);
});

type Case = {
  day?: string;
  paid?: { july?: boolean; august?: boolean; fen?: number; on?: string };
  months?: string[];
  stranger?: string;
};

test.each<[string, Case, number]>([
  ['silent on the due day of the later month', { day: '2026-08-20' }, 0],
  ['found on the day after', {}, 1],
  ['silent when a fen came for the earlier month', { paid: { july: true, fen: 1 } }, 0],
  ['silent when a fen came for the later month', { paid: { august: true, fen: 1 } }, 0],
  ['silent when it came today', { paid: { july: true, fen: 1, on: '2026-08-21' } }, 0],
  ['found when it comes tomorrow', { paid: { july: true, fen: 1, on: '2026-08-22' } }, 1],
  ['silent when nobody attended in the earlier month', { months: ['2026-08'] }, 0],
  ['silent when nobody attended in the later month', { months: ['2026-07'] }, 0],
  ['found when a stranger attended today', { months: ['2026-07'], stranger: '2026-08-21' }, 1],
  ['silent when a stranger attends tomorrow', { months: ['2026-07'], stranger: '2026-08-22' }, 0],
])(
  '%s',
  async (_, { day = '2026-08-21', paid, months = ['2026-07', '2026-08'], stranger }, count) => {
    const project = await aProject(db());
    const first = await anInstalment(db(), { project, ...july });
    const second = await anInstalment(db(), { project, ...august });
    const money = { amountFen: paid?.fen ?? 0, valueDay: paid?.on ?? '2026-08-19' };
    if (paid) await aPayment(db(), paid.july ? first : second, money);
    await attends(project, ...months);
    if (stranger) await strangerAttends(db(), project, stranger);
    const found = await findings(db(), transferTwoMonths, day, project.id);
    expect(found.map((f) => f.level)).toEqual(Array(count).fill('red'));
  },
);

test('two months of two projects make no two', async () => {
  const [one, two] = [await aProject(db()), await aProject(db())];
  await anInstalment(db(), { project: one, ...july });
  await anInstalment(db(), { project: two, ...august });
  for (const project of [one, two]) await attends(project, '2026-07', '2026-08');
  const found = await findings(db(), transferTwoMonths, '2026-08-21');
  expect(found.filter((f) => [one.id, two.id].includes(f.projectId))).toEqual([]);
});
