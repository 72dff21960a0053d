import { expect, test } from 'vitest';
import { attendanceInterrupted } from '../../../jobs/rules/r06-attendance-interrupted.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCompany, anEngagement, aProject, attendance } from '../../helpers/make.ts';
import { aRecord, aStranger } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Last attended on Friday 2026-08-14; three working days later it is Wednesday the 19th, seven Tuesday the 25th.
const lastOn = '2026-08-14';

test('tells since when nobody attends and how many working days that are', async () => {
  const project = await aProject(db(), { startsOn: '2026-08-03' });
  const worker = await anEngagement(db(), project, await aCompany(db()));
  await attendance(db(), worker, '2026-07', [31]);
  await attendance(db(), worker, '2026-08', [3, 14, 31]);
  const [found, ...more] = await findings(db(), attendanceInterrupted, '2026-08-19', project.id);
  expect(found).toEqual({
    projectId: project.id,
    subject: project.contractorId,
    period: '-',
    level: 'yellow',
    amountFen: 0,
    dueDay: lastOn,
    facts: { day: '2026-08-19', lastOn, missed: 3 },
  });
  expect(more).toEqual([]);
  expect(found && attendanceInterrupted.sentence(found.facts)).toBe(
    '项目最近一次考勤在2026年8月14日，截至2026年8月19日已有3个工作日没有考勤，也没有停工记录。',
  );
  expect(attendanceInterrupted.sentence({ day: '2026-08-19', lastOn: null, missed: 9 })).toBe(
    '项目开工以来没有考勤，截至2026年8月19日已有9个工作日没有考勤，也没有停工记录。',
  );
});

test('a stranger’s day is the last one told, where it is the later', async () => {
  const project = await aProject(db(), { startsOn: '2026-08-03' });
  const worker = await anEngagement(db(), project, await aCompany(db()));
  await attendance(db(), worker, '2026-08', [14]);
  await aStranger(db(), project, 'somebody', '2026-08', [18]);
  const [found] = await findings(db(), attendanceInterrupted, '2026-08-21', project.id);
  expect([found?.dueDay, found?.facts]).toEqual([
    '2026-08-18',
    { day: '2026-08-21', lastOn: '2026-08-18', missed: 3 },
  ]);
});

type Stop = { from: string; until?: string; state?: 'waiting'; elsewhere?: boolean };
type Case = {
  day: string;
  attends?: [month: string, days: number[]][];
  stranger?: [month: string, days: number[]];
  startsOn?: string | null;
  status?: string;
  stops?: Stop[];
};

test.each<[string, Case, string[]]>([
  ['silent after two working days', { day: '2026-08-18' }, []],
  ['yellow after three', { day: '2026-08-19' }, ['yellow']],
  ['yellow after six', { day: '2026-08-24' }, ['yellow']],
  ['orange after seven', { day: '2026-08-25' }, ['orange']],
  ['a weekend counts for nothing: silent on Sunday', { day: '2026-08-16' }, []],
  ['nor does it end it: yellow on Sunday the 23rd', { day: '2026-08-23' }, ['yellow']],
  [
    'silent when somebody comes on the third',
    { day: '2026-08-19', attends: [['2026-08', [14, 19]]] },
    [],
  ],
  ['silent when he came on the first', { day: '2026-08-19', attends: [['2026-08', [14, 17]]] }, []],
  [
    'yellow when he came on the Sunday before',
    { day: '2026-08-19', attends: [['2026-08', [16]]] },
    ['yellow'],
  ],
  [
    'yellow when he comes tomorrow',
    { day: '2026-08-19', attends: [['2026-08', [14, 20]]] },
    ['yellow'],
  ],
  ['silent when a stranger comes', { day: '2026-08-19', stranger: ['2026-08', [18]] }, []],
  [
    'the stranger’s day is the last one',
    { day: '2026-08-21', stranger: ['2026-08', [18]] },
    ['yellow'],
  ],
  ['silent while suspended', { day: '2026-08-25', status: 'suspended' }, []],
  ['silent in preparation', { day: '2026-08-25', status: 'preparing' }, []],
  ['over the end of a month', { day: '2026-09-02', attends: [['2026-08', [28]]] }, ['yellow']],
  [
    'not over it when attended on its last day',
    { day: '2026-09-02', attends: [['2026-08', [31]]] },
    [],
  ],
  [
    'yellow when nobody ever came: two days after the start silent',
    { day: '2026-08-04', attends: [], startsOn: '2026-08-03' },
    [],
  ],
  [
    'and on the third yellow',
    { day: '2026-08-05', attends: [], startsOn: '2026-08-03' },
    ['yellow'],
  ],
  ['silent before works begin', { day: '2026-08-05', attends: [], startsOn: '2026-08-06' }, []],
  [
    'silent when nobody ever came and no start was told',
    { day: '2026-08-25', attends: [], startsOn: null },
    [],
  ],
  ['silent when a stop covers it', { day: '2026-08-25', stops: [{ from: '2026-08-17' }] }, []],
  [
    'silent when it leaves two working days',
    { day: '2026-08-25', stops: [{ from: '2026-08-19' }] },
    [],
  ],
  [
    'yellow when it leaves three',
    { day: '2026-08-25', stops: [{ from: '2026-08-20' }] },
    ['yellow'],
  ],
  [
    'yellow when it ended three days ago',
    { day: '2026-08-25', stops: [{ from: '2026-08-17', until: '2026-08-20' }] },
    ['yellow'],
  ],
  [
    'silent when it ended two days ago',
    { day: '2026-08-25', stops: [{ from: '2026-08-17', until: '2026-08-21' }] },
    [],
  ],
  [
    'two stops at once count a day once',
    {
      day: '2026-08-25',
      stops: [
        { from: '2026-08-17', until: '2026-08-20' },
        { from: '2026-08-18', until: '2026-08-20' },
      ],
    },
    ['yellow'],
  ],
  [
    'orange while the stop waits',
    { day: '2026-08-25', stops: [{ from: '2026-08-17', state: 'waiting' }] },
    ['orange'],
  ],
  [
    'orange when another site stopped',
    { day: '2026-08-25', stops: [{ from: '2026-08-17', elsewhere: true }] },
    ['orange'],
  ],
])('%s', async (_, { day, attends = [['2026-08', [3, 14]]], stops = [], ...given }, levels) => {
  const project = await aProject(db(), {
    startsOn: given.startsOn === undefined ? '2026-08-01' : given.startsOn,
    status: given.status ?? 'active',
  });
  const worker = await anEngagement(db(), project, await aCompany(db()));
  for (const [month, days] of attends) await attendance(db(), worker, month, days);
  if (given.stranger) await aStranger(db(), project, 'stranger', ...given.stranger);
  for (const { from, elsewhere, ...stop } of stops)
    await aRecord(db(), elsewhere ? await aProject(db()) : project, 'stop-work', from, stop);
  const found = await findings(db(), attendanceInterrupted, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
