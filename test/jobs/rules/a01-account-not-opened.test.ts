import { expect, test } from 'vitest';
import { accountNotOpened } from '../../../jobs/rules/a01-account-not-opened.ts';
import { freshDb } from '../../helpers/db.ts';
import {
  aCompany,
  aDuty,
  anEngagement,
  aProject,
  attendance,
  aWageDuty,
} from '../../helpers/make.ts';
import { strangerAttends } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// The account was to be opened by Monday 2026-03-02.
const due = '2026-03-02';
const opening = (contractorId: string, kind = 'account-opening') => ({
  kind,
  subject: contractorId,
  period: '-',
});

test('tells since when the account is missing and what has happened without it', async () => {
  const project = await aProject(db());
  const known = { knownOn: '2026-02-10', version: 1, endedWhy: 'superseded' };
  await aDuty(db(), project, opening(project.contractorId), { dueDay: '2026-02-27', ...known });
  await aDuty(db(), project, opening(project.contractorId), {
    dueDay: due,
    version: 2,
    knownOn: '2026-02-20',
  });
  const worker = await anEngagement(db(), project, await aCompany(db()));
  await attendance(db(), worker, '2026-03', [2]);
  for (const [month, dueDay] of [
    ['2026-02', '2026-03-05'],
    ['2026-01', '2026-02-13'],
  ]) {
    await aWageDuty(db(), { project, month, dueDay });
  }

  const found = await findings(db(), accountNotOpened, '2026-03-06', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'red',
      amountFen: 0,
      dueDay: due,
      facts: {
        day: '2026-03-06',
        dueDay: due,
        daysLate: 4,
        attended: true,
        wageDueDay: '2026-02-13',
        knownDay: '2026-02-10',
      },
    },
  ]);
  expect(found.map((f) => accountNotOpened.sentence(f.facts))).toEqual([
    '农民工工资专用账户应于2026年3月2日前（含当日）开立，截至2026年3月6日已逾期4天，尚无账户开立记录；项目已有人员考勤；首个工资支付日2026年2月13日已经届满。',
  ]);
});

test('the sentence says when the duty was heard of late', () => {
  const facts = { day: '2026-03-03', dueDay: due, daysLate: 1, attended: false, wageDueDay: null };
  expect(accountNotOpened.sentence({ ...facts, knownDay: due })).not.toContain('获知');
  expect(accountNotOpened.sentence({ ...facts, knownDay: '2026-03-03' })).toContain(
    '本系统于2026年3月3日才获知该事项。',
  );
});

type Case = {
  day: string;
  metOn?: string;
  endedWhy?: string;
  kind?: string;
  attends?: string;
  stranger?: string;
  wage?: { dueDay: string; metOn?: string; endedWhy?: string };
  elsewhere?: boolean;
};

test.each<[string, Case, string[]]>([
  ['silent on the due day itself', { day: due }, []],
  ['yellow on the day after', { day: '2026-03-03' }, ['yellow']],
  ['yellow ten days late', { day: '2026-03-12' }, ['yellow']],
  ['orange eleven days late', { day: '2026-03-13' }, ['orange']],
  ['orange thirty days late', { day: '2026-04-01' }, ['orange']],
  ['red thirty-one days late', { day: '2026-04-02' }, ['red']],
  ['orange when somebody attended today', { day: '2026-03-03', attends: '2026-03-03' }, ['orange']],
  [
    'orange when somebody attended months ago',
    { day: '2026-03-03', attends: '2026-01-31' },
    ['orange'],
  ],
  [
    'yellow when somebody attends tomorrow',
    { day: '2026-03-03', attends: '2026-03-04' },
    ['yellow'],
  ],
  [
    'orange when a stranger attended today',
    { day: '2026-03-03', stranger: '2026-03-03' },
    ['orange'],
  ],
  [
    'yellow when a stranger attends tomorrow',
    { day: '2026-03-03', stranger: '2026-03-04' },
    ['yellow'],
  ],
  ['red when a wage day has passed', { day: '2026-03-03', wage: { dueDay: due } }, ['red']],
  [
    'red also when those wages were paid',
    { day: '2026-03-03', wage: { dueDay: due, metOn: due } },
    ['red'],
  ],
  [
    'yellow when a wage day is today',
    { day: '2026-03-03', wage: { dueDay: '2026-03-03' } },
    ['yellow'],
  ],
  [
    'yellow when nothing was owed that month',
    { day: '2026-03-03', wage: { dueDay: due, endedWhy: 'nothing-owed' } },
    ['yellow'],
  ],
  [
    'yellow when all that is on another project',
    {
      day: '2026-03-03',
      attends: '2026-03-03',
      stranger: '2026-03-03',
      wage: { dueDay: due },
      elsewhere: true,
    },
    ['yellow'],
  ],
  ['silent when opened today', { day: '2026-03-03', metOn: '2026-03-03' }, []],
  [
    'yellow on the day before it was opened',
    { day: '2026-03-03', metOn: '2026-03-04' },
    ['yellow'],
  ],
  ['silent when the duty is void', { day: '2026-03-03', endedWhy: 'void' }, []],
  ['silent when only the filing is late', { day: '2026-03-03', kind: 'account-filing' }, []],
])('%s', async (_, { day, kind, attends, stranger, wage, elsewhere, ...duty }, levels) => {
  const project = await aProject(db());
  await aDuty(db(), project, opening(project.contractorId, kind), { dueDay: due, ...duty });
  const site = elsewhere ? await aProject(db()) : project;
  if (attends) {
    const worker = await anEngagement(db(), site, await aCompany(db()));
    await attendance(db(), worker, attends.slice(0, 7), [Number(attends.slice(8))]);
  }
  if (stranger) await strangerAttends(db(), site, stranger);
  if (wage) await aWageDuty(db(), { project: site, month: '2026-02', ...wage });

  const found = await findings(db(), accountNotOpened, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
