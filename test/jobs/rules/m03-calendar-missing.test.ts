import { expect, test } from 'vitest';
import { calendarMissing } from '../../../jobs/rules/m03-calendar-missing.ts';
import { freshDb } from '../../helpers/db.ts';
import { aDuty, aProject, type Project } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const day = '2026-12-20';
type Given = Partial<Parameters<typeof aDuty>[3]>;

// The lists of 2027 and 2028 are not out.
function transfer(project: Project, period: string, given: Given = {}) {
  const key = { kind: 'transfer', subject: project.ownerId, period };
  return aDuty(db(), project, key, { dueDay: '2027-01-20', provisional: true, ...given });
}

test('one row a project, with the years that are missing', async () => {
  const project = await aProject(db());
  await transfer(project, '2026-12', { nominalDay: '2026-12-31', dueDay: '2027-01-04' });
  await transfer(project, '2027-01');
  await transfer(project, '2027-12', { nominalDay: '2027-12-31', dueDay: '2028-01-03' });
  await transfer(await aProject(db()), '2026-12');

  const found = await findings(db(), calendarMissing, day, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: 'calendar',
      period: '-',
      level: 'yellow',
      amountFen: 0,
      dueDay: '2027-01-04',
      facts: { day, years: [2027, 2028], dutyCount: 3, dueDay: '2027-01-04' },
    },
  ]);
  expect(found.map((f) => calendarMissing.sentence(f.facts))).toEqual([
    '2027年、2028年的节假日安排尚未确认，该项目有3项义务的到期日暂按一般周末和法定节假日推算，待公布后重新计算。',
  ]);
});

test.each<[string, Given, [number[], string | null][]]>([
  ['found while not met', {}, [[[2027], '2027-01-20']]],
  [
    'found when the nominal day alone lies in the year',
    { nominalDay: '2027-01-01', dueDay: '2026-12-31' },
    [[[2027], '2026-12-31']],
  ],
  [
    'found when the due day alone lies in the year',
    { nominalDay: '2026-12-31', dueDay: '2027-01-04' },
    [[[2027], '2027-01-04']],
  ],
  [
    'found while a clock stands still',
    { nominalDay: '2027-01-20', dueDay: 'infinity' },
    [[[2027], null]],
  ],
  [
    'found without a year once the list is in but the duty not reckoned again',
    { dueDay: '2026-12-31' },
    [[[], '2026-12-31']],
  ],
  ['found the day before it is met', { metOn: '2026-12-21' }, [[[2027], '2027-01-20']]],
  ['silent from the day it is met', { metOn: day }, []],
  ['silent when the duty is not provisional', { provisional: false }, []],
  ['silent when the version was superseded', { endedWhy: 'superseded' }, []],
])('%s', async (_, given, expected) => {
  const project = await aProject(db());
  await transfer(project, '2027-01', given);
  const found = await findings(db(), calendarMissing, day, project.id);
  expect(found.map((f) => [f.facts.years, f.dueDay])).toEqual(expected);
});
