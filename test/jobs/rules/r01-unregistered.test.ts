import { expect, test } from 'vitest';
import { unregistered } from '../../../jobs/rules/r01-unregistered.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aRecord, aStranger } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const MONTH = '2026-09';

test('tells of each month how many, since when and how often', async () => {
  const project = await aProject(db(), { status: 'suspended' });
  await aStranger(db(), project, 'a', '2026-08', [31]);
  await aStranger(db(), project, 'a', MONTH, [5, 7]);
  await aStranger(db(), project, 'b', MONTH, [3]);
  const found = await findings(db(), unregistered, '2026-09-10', project.id);
  expect(found.map((f) => [f.period, f.level, f.facts.persons])).toEqual([
    ['2026-08', 'yellow', 1],
    [MONTH, 'orange', 2],
  ]);
  expect(found[1]).toEqual({
    projectId: project.id,
    subject: project.contractorId,
    period: MONTH,
    level: 'orange',
    amountFen: 0,
    dueDay: '2026-09-03',
    facts: { day: '2026-09-10', period: MONTH, persons: 2, mostDays: 2, firstDay: '2026-09-03' },
  });
  expect(found.map((f) => unregistered.sentence(f.facts))[1]).toBe(
    '九月有2名未实名登记的人员进场，自2026年9月3日起，其中一人最多2天，截至2026年9月10日没有相应日期的用工登记。',
  );
});

type Case = {
  people?: number;
  days?: number[];
  day?: string;
  known?: { role: string; from: string; until?: string; bidx?: string; elsewhere?: boolean };
};

test.each<[string, Case, string[]]>([
  ['silent on the day before', { day: '2026-09-04' }, []],
  ['yellow on the day', { day: '2026-09-05' }, ['yellow']],
  ['yellow of two persons', { people: 2 }, ['yellow']],
  ['orange of three', { people: 3 }, ['orange']],
  ['orange of nine', { people: 9 }, ['orange']],
  ['red of ten', { people: 10 }, ['red']],
  ['orange of one on two days', { days: [5, 6] }, ['orange']],
  ['yellow while the second is to come', { days: [5, 11] }, ['yellow']],
  [
    'silent of a visitor on his day',
    { known: { role: 'visitor', from: '2026-09-05', until: '2026-09-05' } },
    [],
  ],
  [
    'yellow the day after his visit',
    { known: { role: 'visitor', from: '2026-09-01', until: '2026-09-04' } },
    ['yellow'],
  ],
  [
    'yellow the day before it',
    { known: { role: 'visitor', from: '2026-09-06', until: '2026-09-07' } },
    ['yellow'],
  ],
  ['silent of who holds a post', { known: { role: 'project-manager', from: '2025-01-01' } }, []],
  [
    'yellow of another visitor',
    { known: { role: 'visitor', from: '2026-09-05', bidx: 'other' } },
    ['yellow'],
  ],
  [
    'yellow of a visitor elsewhere',
    { known: { role: 'visitor', from: '2026-09-05', elsewhere: true } },
    ['yellow'],
  ],
  [
    'one day less of who visits on the other',
    { days: [5, 6], known: { role: 'visitor', from: '2026-09-06', until: '2026-09-06' } },
    ['yellow'],
  ],
  ['silent from the day he is barred', { known: { role: 'barred', from: '2026-09-10' } }, []],
  ['yellow the day before that', { known: { role: 'barred', from: '2026-09-11' } }, ['yellow']],
  [
    'yellow when he comes again',
    { days: [5, 8], known: { role: 'barred', from: '2026-09-07' } },
    ['yellow'],
  ],
  [
    'silent of the day on which he was barred',
    { known: { role: 'barred', from: '2026-09-05' } },
    [],
  ],
])('%s', async (_, { people = 1, days = [5], day = '2026-09-10', known }, levels) => {
  const project = await aProject(db());
  for (let n = 0; n < people; n += 1)
    await aStranger(db(), project, `stranger-${n}`, MONTH, n === 0 ? days : [5]);
  if (known) {
    const { role, from, until, bidx = 'stranger-0', elsewhere } = known;
    const site = elsewhere ? await aProject(db()) : project;
    await aRecord(db(), site, 'site-person', from, { role, bidx, ...(until ? { until } : {}) });
  }
  const found = await findings(db(), unregistered, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
