import { expect, test } from 'vitest';
import { wageOfficerAbsent } from '../../../jobs/rules/r04-wage-officer-absent.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aRecord } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const startsOn = '2026-08-03';
// Ten working days after Friday 2026-08-14 end on Friday the 28th.
const leftOn = '2026-08-14';

test('tells who is missing since when', async () => {
  const project = await aProject(db(), { startsOn });
  const [never] = await findings(db(), wageOfficerAbsent, '2026-08-05', project.id);
  expect(never).toEqual({
    projectId: project.id,
    subject: project.contractorId,
    period: '-',
    level: 'yellow',
    amountFen: 0,
    dueDay: startsOn,
    facts: { day: '2026-08-05', startsOn, leftOn: null, dueDay: startsOn, daysLate: 2 },
  });
  await aRecord(db(), project, 'site-person', startsOn, { role: 'wage-officer', until: leftOn });
  const [left] = await findings(db(), wageOfficerAbsent, '2026-08-31', project.id);
  expect(left?.facts).toEqual({
    day: '2026-08-31',
    startsOn,
    leftOn,
    dueDay: '2026-08-28',
    daysLate: 3,
  });
  expect([never, left].map((f) => f && wageOfficerAbsent.sentence(f.facts))).toEqual([
    '项目于2026年8月3日开工，截至2026年8月5日没有配备劳资专管员的记录。',
    '原劳资专管员自2026年8月14日后不再在岗，截至2026年8月31日没有新的劳资专管员的记录。',
  ]);
});

test('of whom had left before works began the day they began counts', async () => {
  const project = await aProject(db(), { startsOn: '2026-09-07' });
  await aRecord(db(), project, 'site-person', startsOn, { role: 'wage-officer', until: leftOn });
  const [found] = await findings(db(), wageOfficerAbsent, '2026-09-08', project.id);
  expect([found?.dueDay, found?.facts.daysLate]).toEqual(['2026-09-07', 1]);
});

type Person = {
  from: string;
  until?: string;
  role?: string;
  elsewhere?: boolean;
  state?: 'waiting' | 'refused';
};
type Case = { day: string; startsOn?: null; status?: string; people?: Person[] };
const first = { from: startsOn, until: leftOn };

test.each<[string, Case, string[]]>([
  ['silent on the day before works begin', { day: '2026-08-02' }, []],
  ['yellow on the day they begin', { day: startsOn }, ['yellow']],
  ['yellow fifteen days after', { day: '2026-08-18' }, ['yellow']],
  ['orange sixteen days after', { day: '2026-08-19' }, ['orange']],
  ['silent while suspended', { day: '2026-08-19', status: 'suspended' }, []],
  ['silent in preparation', { day: '2026-08-19', status: 'preparing' }, []],
  ['silent where the day was not told', { day: '2026-08-19', startsOn: null }, []],
  ['silent with an officer', { day: '2026-08-19', people: [{ from: startsOn }] }, []],
  ['silent with one of today', { day: '2026-08-19', people: [{ from: '2026-08-19' }] }, []],
  [
    'orange with one of tomorrow',
    { day: '2026-08-19', people: [{ from: '2026-08-20' }] },
    ['orange'],
  ],
  [
    'orange with a manager only',
    { day: '2026-08-19', people: [{ from: startsOn, role: 'project-manager' }] },
    ['orange'],
  ],
  [
    'orange with an officer elsewhere',
    { day: '2026-08-19', people: [{ from: startsOn, elsewhere: true }] },
    ['orange'],
  ],
  [
    'orange with one who does not count',
    { day: '2026-08-19', people: [{ from: startsOn, state: 'refused' }] },
    ['orange'],
  ],
  ['silent on his last day', { day: leftOn, people: [first] }, []],
  ['silent ten working days after', { day: '2026-08-28', people: [first] }, []],
  ['yellow on the day after that', { day: '2026-08-29', people: [first] }, ['yellow']],
  ['yellow fifteen days later', { day: '2026-09-12', people: [first] }, ['yellow']],
  ['orange sixteen days later', { day: '2026-09-13', people: [first] }, ['orange']],
  ['silent when another came', { day: '2026-08-31', people: [first, { from: '2026-08-31' }] }, []],
  [
    'silent when another had come before',
    { day: '2026-08-31', people: [{ from: '2026-08-01' }, first] },
    [],
  ],
])('%s', async (_, { day, people = [], ...given }, levels) => {
  const project = await aProject(db(), {
    startsOn: given.startsOn === null ? null : startsOn,
    status: given.status ?? 'active',
  });
  for (const { from, role = 'wage-officer', elsewhere, ...rest } of people) {
    const site = elsewhere ? await aProject(db()) : project;
    await aRecord(db(), site, 'site-person', from, { role, ...rest });
  }
  const found = await findings(db(), wageOfficerAbsent, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
