import { expect, test } from 'vitest';
import { keyPostsAbsent } from '../../../jobs/rules/r07-key-posts-absent.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCompany, anEngagement, aProject, attendance } from '../../helpers/make.ts';
import { aRecord, aStranger } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// August 2026 has 21 working days: 40 per cent are more than 8, 20 per cent more than 4. July has 23: 10 and 5.
const days = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const MANAGER = 'project-manager';
const ENGINEER = 'supervising-engineer';

test('tells which post was kept on how many of its days', async () => {
  const project = await aProject(db());
  await aRecord(db(), project, 'site-person', '2026-01-05', { role: MANAGER, bidx: 'm' });
  await aRecord(db(), project, 'site-person', '2026-01-05', { role: ENGINEER, bidx: 'e' });
  await aStranger(db(), project, 'm', '2026-08', days(8));
  await aStranger(db(), project, 'm', '2026-07', days(31));
  const found = await findings(db(), keyPostsAbsent, '2026-09-02', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'orange',
      amountFen: 0,
      dueDay: '2026-08-31',
      facts: {
        day: '2026-09-02',
        month: '2026-08',
        posts: [
          { role: MANAGER, days: 21, attended: 8, again: false },
          { role: ENGINEER, days: 21, attended: 0, again: true },
        ],
      },
    },
  ]);
  expect(found.map((f) => keyPostsAbsent.sentence(f.facts))).toEqual([
    '2026年8月项目经理应到岗21天，实际考勤8天；监理工程师应到岗21天，实际考勤0天，上月也未达标。',
  ]);
});

type Holder = { role?: string; from?: string; until?: string; bidx?: string };
type Case = {
  day?: string;
  holders?: Holder[];
  attended?: [bidx: string, month: string, days: number[]][];
  stop?: { from: string; until: string; state?: 'waiting' };
  status?: string;
};
const engineer = [{ role: ENGINEER }];

test.each<[string, Case, string[]]>([
  ['yellow with eight days of a manager', { attended: [['p', '2026-08', days(8)]] }, ['yellow']],
  ['silent with nine', { attended: [['p', '2026-08', days(9)]] }, []],
  [
    'yellow with four days of an engineer',
    { holders: engineer, attended: [['p', '2026-08', days(4)]] },
    ['yellow'],
  ],
  ['silent with five', { holders: engineer, attended: [['p', '2026-08', days(5)]] }, []],
  ['silent of other posts', { holders: [{ role: 'wage-officer' }] }, []],
  ['silent where nobody holds the post', { holders: [] }, []],
  ['silent of a month that is not over', { day: '2026-08-31' }, []],
  ['yellow on the first day after it', { day: '2026-09-01' }, ['yellow']],
  ['yellow on the last day of the next', { day: '2026-09-30' }, ['yellow']],
  ['orange when it goes on', { day: '2026-10-01' }, ['orange']],
  ['orange when July fell short too', { holders: [{ from: '2026-01-05' }] }, ['orange']],
  [
    'yellow when July was kept',
    { holders: [{ from: '2026-01-05' }], attended: [['p', '2026-07', days(10)]] },
    ['yellow'],
  ],
  [
    'orange with a day less of July',
    { holders: [{ from: '2026-01-05' }], attended: [['p', '2026-07', days(9)]] },
    ['orange'],
  ],
  [
    'another post’s July raises nothing',
    { holders: [{}, { role: ENGINEER, from: '2026-07-01', until: '2026-07-31', bidx: 'q' }] },
    ['yellow'],
  ],
  [
    'two managers keep one post',
    {
      holders: [{ until: '2026-08-15' }, { from: '2026-08-16', bidx: 'q' }],
      attended: [
        ['p', '2026-08', days(5)],
        ['q', '2026-08', [17, 18, 19, 20]],
      ],
    },
    [],
  ],
  [
    'days outside his time count for nothing',
    {
      holders: [{ until: '2026-08-15' }, { from: '2026-08-16', bidx: 'q' }],
      attended: [['p', '2026-08', [...days(5), 17, 18, 19, 20]]],
    },
    ['yellow'],
  ],
  // Ten working days to the 14th: four of them are enough.
  [
    'the post is asked only while it is held',
    { holders: [{ until: '2026-08-14' }], attended: [['p', '2026-08', days(4)]] },
    [],
  ],
  [
    'and three are not',
    { holders: [{ until: '2026-08-14' }], attended: [['p', '2026-08', days(3)]] },
    ['yellow'],
  ],
  [
    'a stop of work is left out',
    { stop: { from: '2026-08-17', until: '2026-08-31' }, attended: [['p', '2026-08', days(4)]] },
    [],
  ],
  [
    'not one that waits',
    {
      stop: { from: '2026-08-17', until: '2026-08-31', state: 'waiting' },
      attended: [['p', '2026-08', days(4)]],
    },
    ['yellow'],
  ],
  ['a month all stopped is not judged', { stop: { from: '2026-08-01', until: '2026-08-31' } }, []],
  ['another person’s days are not his', { attended: [['q', '2026-08', days(31)]] }, ['yellow']],
  ['silent while suspended', { status: 'suspended' }, []],
])('%s', async (_, { day = '2026-09-02', holders = [{}], attended = [], stop, status }, levels) => {
  const project = await aProject(db(), { status: status ?? 'active' });
  for (const { role = MANAGER, from = '2026-08-01', until, bidx = 'p' } of holders)
    await aRecord(db(), project, 'site-person', from, { role, bidx, ...(until ? { until } : {}) });
  for (const each of attended) await aStranger(db(), project, ...each);
  if (stop) {
    const { from, ...rest } = stop;
    await aRecord(db(), project, 'stop-work', from, rest);
  }
  const found = await findings(db(), keyPostsAbsent, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});

test('who is registered as a worker as well attends by that', async () => {
  const project = await aProject(db());
  await aRecord(db(), project, 'site-person', '2026-08-01', { role: MANAGER, bidx: 'both' });
  const worker = await anEngagement(db(), project, await aCompany(db()), { bidx: 'both' });
  await attendance(db(), worker, '2026-08', days(5));
  expect(await findings(db(), keyPostsAbsent, '2026-09-02', project.id)).toHaveLength(1);
  await aStranger(db(), project, 'both', '2026-08', [6, 7, 8, 9]);
  expect(await findings(db(), keyPostsAbsent, '2026-09-02', project.id)).toEqual([]);
});
