import { expect, test } from 'vitest';
import { registrationOdd } from '../../../jobs/rules/r03-registration-odd.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCompany, aDuty, anEngagement, aProject } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const enteredOn = '2026-08-10';
const cutoff = '2026-09-08';
const dayAfter = '2026-09-09';
const fine = { enteredOn, cardedOn: enteredOn };
const sheet = (subject: string) => ({ kind: 'payroll-sheet', subject, period: '2026-08' });

test('tells of each employer what is odd, one person once', async () => {
  const project = await aProject(db());
  const [one, two] = [await aCompany(db()), await aCompany(db())];
  await aDuty(db(), project, sheet(one), { dueDay: cutoff });
  await anEngagement(db(), project, one, { enteredOn, minorUntil: '2026-12-01' });
  await anEngagement(db(), project, one, {
    ...fine,
    enteredOn: '2026-08-05',
    bidx: 'd',
    doubled: true,
  });
  await anEngagement(db(), project, two, { ...fine, bidx: 'd' });
  const found = await findings(db(), registrationOdd, dayAfter, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: one,
      period: '-',
      level: 'red',
      amountFen: 0,
      dueDay: '2026-08-05',
      facts: { day: dayAfter, workers: 2, minors: 1, uncarded: 1, doubled: 1 },
    },
  ]);
  expect(found.map((f) => registrationOdd.sentence(f.facts))).toEqual([
    '截至2026年9月9日，在场工人的实名信息有异常：1人未满十六周岁，1人过了首个工资支付表编报日仍未登记本人工资卡，1人同时登记在本项目的另一用人单位。',
  ]);
});

type Case = {
  day?: string;
  cardedOn?: string | null;
  minorUntil?: string;
  exitedOn?: string;
  status?: string;
  endedWhy?: string;
  twin?: { enteredOn?: string; exitedOn?: string; same?: boolean; elsewhere?: boolean };
};

test.each<[string, Case, string[]]>([
  ['silent without a card on the cut-off', { day: cutoff, cardedOn: null }, []],
  ['yellow on the day after', { cardedOn: null }, ['yellow']],
  ['silent with a card of today', { cardedOn: dayAfter }, []],
  ['yellow with one of tomorrow', { cardedOn: '2026-09-10' }, ['yellow']],
  ['silent where no wages are due', { cardedOn: null, endedWhy: 'nothing-owed' }, []],
  ['yellow on the day of leaving', { cardedOn: null, exitedOn: dayAfter }, ['yellow']],
  ['silent on the day after', { cardedOn: null, exitedOn: cutoff }, []],
  ['silent when finished', { cardedOn: null, status: 'finished' }, []],
  ['silent of a minor before he enters', { day: '2026-08-09', minorUntil: '2026-12-01' }, []],
  ['red on his day of entry', { day: enteredOn, minorUntil: '2026-12-01' }, ['red']],
  ['red on the day before he is sixteen', { minorUntil: '2026-09-10' }, ['red']],
  ['silent on his birthday', { minorUntil: dayAfter }, []],
  ['silent once he has left', { minorUntil: '2026-12-01', exitedOn: cutoff }, []],
  ['yellow of two employers at once', { twin: {} }, ['yellow']],
  ['silent when the other engagement is over', { twin: { exitedOn: cutoff } }, []],
  ['yellow on its last day', { twin: { exitedOn: dayAfter } }, ['yellow']],
  ['silent before the other begins', { twin: { enteredOn: '2026-09-10' } }, []],
  ['silent with one employer', { twin: { same: true } }, []],
  ['silent when the other is on another project', { twin: { elsewhere: true } }, []],
])('%s', async (_, { day = dayAfter, cardedOn = enteredOn, twin, ...given }, levels) => {
  const { minorUntil, exitedOn } = given;
  const project = await aProject(db(), { status: given.status ?? 'active' });
  const employer = await aCompany(db());
  await aDuty(db(), project, sheet(employer), {
    dueDay: cutoff,
    ...(given.endedWhy ? { endedWhy: given.endedWhy } : {}),
  });
  const bidx = `person of ${project.id}`;
  await anEngagement(db(), project, employer, {
    ...{ enteredOn, bidx, doubled: twin !== undefined },
    ...(cardedOn ? { cardedOn } : {}),
    ...(minorUntil ? { minorUntil } : {}),
    ...(exitedOn ? { exitedOn } : {}),
  });
  if (twin) {
    const { same, elsewhere, ...rest } = twin;
    const site = elsewhere ? await aProject(db()) : project;
    await anEngagement(db(), site, same ? employer : await aCompany(db()), {
      ...fine,
      bidx,
      ...rest,
    });
  }
  const found = await findings(db(), registrationOdd, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
