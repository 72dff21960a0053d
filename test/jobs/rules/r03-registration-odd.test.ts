import { describe, expect, test } from 'vitest';
import { registrationOdd } from '../../../jobs/rules/r03-registration-odd.ts';
import { addDays } from '../../../src/lib/day.ts';
import { publicId } from '../../../src/lib/id.ts';
import { freshDb } from '../../helpers/db.ts';
import {
  aCard,
  aCompany,
  aDuty,
  anEngagement,
  aProject,
  attendance,
  type Project,
} from '../../helpers/make.ts';
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
  const minor = await anEngagement(db(), project, one, { enteredOn, minorUntil: '2026-12-01' });
  const twin = await anEngagement(db(), project, one, {
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
      facts: {
        ...{ day: dayAfter, workers: 2, minors: 1, uncarded: 1, doubled: 1, phoned: 0, bulk: 0 },
        rows: [
          {
            engagementId: publicId(project.id, twin.id),
            enteredOn: '2026-08-05',
            why: ['doubled'],
          },
          {
            engagementId: publicId(project.id, minor.id),
            enteredOn,
            why: ['minor', 'uncarded'],
          },
        ],
      },
    },
  ]);
  expect(found.map((f) => registrationOdd.sentence(f.facts))).toEqual([
    '截至2026年9月9日，在场工人的实名信息有异常：1人未满十六周岁，1人过了首个工资支付表编报日仍未登记本人工资卡，1人同时登记在本项目的另一用人单位。',
  ]);
});

type Case = {
  day?: string;
  sheetOn?: string;
  comesOn?: string;
  cardedOn?: string | null;
  minorUntil?: string;
  exitedOn?: string;
  status?: string;
  endedWhy?: string;
  twin?: {
    enteredOn?: string;
    exitedOn?: string;
    bidx?: string;
    same?: boolean;
    elsewhere?: boolean;
  };
};

test.each<[string, Case, string[]]>([
  ['silent without a card on the cut-off', { day: cutoff, cardedOn: null }, []],
  ['yellow on the day after', { cardedOn: null }, ['yellow']],
  ['silent with a card of today', { cardedOn: dayAfter }, []],
  ['yellow with one of tomorrow', { cardedOn: '2026-09-10' }, ['yellow']],
  ['silent where no wages are due', { cardedOn: null, endedWhy: 'nothing-owed' }, []],
  ['yellow on the day of leaving', { cardedOn: null, exitedOn: dayAfter }, ['yellow']],
  ['silent on the day after', { cardedOn: null, exitedOn: cutoff }, []],
  [
    'silent of who comes after the cut-off of his month and is not there yet',
    { day: '2026-08-20', sheetOn: '2026-08-18', cardedOn: null, comesOn: '2026-08-21' },
    [],
  ],
  [
    'yellow on the day on which he comes',
    { day: '2026-08-21', sheetOn: '2026-08-18', cardedOn: null, comesOn: '2026-08-21' },
    ['yellow'],
  ],
  ['yellow when suspended', { cardedOn: null, status: 'suspended' }, ['yellow']],
  ['yellow before the works', { cardedOn: null, status: 'preparing' }, ['yellow']],
  ['silent when finished', { cardedOn: null, status: 'finished' }, []],
  ['silent of a minor before he enters', { day: '2026-08-09', minorUntil: '2026-12-01' }, []],
  ['red on his day of entry', { day: enteredOn, minorUntil: '2026-12-01' }, ['red']],
  ['red on the day before he is sixteen', { minorUntil: '2026-09-10' }, ['red']],
  ['silent on his birthday', { minorUntil: dayAfter }, []],
  ['red on the day he leaves', { minorUntil: '2026-12-01', exitedOn: dayAfter }, ['red']],
  ['silent once he has left', { minorUntil: '2026-12-01', exitedOn: cutoff }, []],
  ['yellow of two employers at once', { twin: {} }, ['yellow']],
  ['silent when the other engagement is over', { twin: { exitedOn: cutoff } }, []],
  ['yellow on its last day', { twin: { exitedOn: dayAfter } }, ['yellow']],
  ['silent before the other begins', { twin: { enteredOn: '2026-09-10' } }, []],
  ['yellow on its first day', { twin: { enteredOn: dayAfter } }, ['yellow']],
  ['silent of two persons with two employers', { twin: { bidx: 'somebody else' } }, []],
  ['silent with one employer', { twin: { same: true } }, []],
  ['silent when the other is on another project', { twin: { elsewhere: true } }, []],
])('%s', async (_, { day = dayAfter, twin, ...given }, levels) => {
  const { comesOn = enteredOn, sheetOn = cutoff, cardedOn = comesOn } = given;
  const { minorUntil, exitedOn } = given;
  const project = await aProject(db(), { status: given.status ?? 'active' });
  const employer = await aCompany(db());
  await aDuty(db(), project, sheet(employer), {
    dueDay: sheetOn,
    ...(given.endedWhy ? { endedWhy: given.endedWhy } : {}),
  });
  const bidx = `person of ${project.id}`;
  await anEngagement(db(), project, employer, {
    ...{ enteredOn: comesOn, bidx, doubled: twin !== undefined },
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

test('what no write marked as doubled is told of nobody, a minor neither', async () => {
  const [project, employer] = [await aProject(db()), await aCompany(db())];
  const minor = { ...fine, bidx: 'a minor', minorUntil: '2026-12-01' };
  await anEngagement(db(), project, employer, minor);
  await anEngagement(db(), project, await aCompany(db()), { ...fine, bidx: 'a minor' });
  const found = await findings(db(), registrationOdd, dayAfter, project.id);
  expect(found.map(({ facts }) => [facts.minors, facts.doubled])).toEqual([[1, 0]]);
});

const countsOf = async (project: Project, day = dayAfter, params = {}) =>
  (await findings(db(), registrationOdd, day, project.id, params)).map(
    ({ subject, level, dueDay, facts: { workers, phoned, bulk } }) => ({
      ...{ subject, level, dueDay, workers, phoned, bulk },
    }),
  );

describe('one phone', () => {
  type Given = Partial<Parameters<typeof anEngagement>[3]>;
  /** Persons with one phone; that it is shared is marked on all but the first, as writes do. */
  const sharing = async (given: Given[], site?: Project) => {
    const project = site ?? (await aProject(db()));
    const employer = await aCompany(db());
    for (const [at, more] of given.entries())
      await anEngagement(db(), project, employer, {
        ...{ ...fine, phone: 'p', phoneShared: at > 0 },
        ...more,
      });
    return { project, employer };
  };

  test.each<[string, Given[], number]>([
    ['of two is nothing odd', [{}, {}], 0],
    ['of three is', [{}, {}, {}], 3],
    ['of two others is nobody’s business here', [{}, {}, { phone: 'q' }], 0],
    ['of one who left yesterday no more', [{}, {}, { exitedOn: cutoff }], 0],
    ['of one who leaves today still', [{}, {}, { exitedOn: dayAfter }], 3],
    ['of one who comes today', [{}, {}, { enteredOn: dayAfter }], 3],
    ['of one who comes tomorrow not yet', [{}, {}, { enteredOn: '2026-09-10' }], 0],
    [
      'that no write marked is not looked at',
      [{}, { phoneShared: false }, { phoneShared: false }],
      0,
    ],
    ['of four, three of whom are still there', [{ exitedOn: cutoff }, {}, {}, {}], 3],
    [
      'of one person engaged three times is his own',
      [0, 1, 2].map(() => ({ workerId: '00000000-0000-4000-8000-000000000031' })),
      0,
    ],
  ])('%s', async (_, given, phoned) => {
    const { project, employer } = await sharing(given);
    const odd = { subject: employer, level: 'yellow', workers: phoned, phoned, bulk: 0 };
    expect(await countsOf(project)).toEqual(phoned === 0 ? [] : [expect.objectContaining(odd)]);
  });

  test('over two employers each hears of its own; on two projects nobody does', async () => {
    const { project, employer } = await sharing([{}, {}]);
    const { employer: second } = await sharing([{}], await aProject(db()));
    expect(await countsOf(project)).toEqual([]);
    await anEngagement(db(), project, second, { ...fine, phone: 'p', phoneShared: true });
    const found = await countsOf(project);
    expect(found.map(({ subject, phoned }) => [subject, phoned]).sort()).toEqual(
      [
        [employer, 2],
        [second, 1],
      ].sort(),
    );
    expect(await countsOf(project, dayAfter, { phoneWorkers: 4 })).toEqual([]);
  });

  test('it is said in words; of twenty-one the first twenty rows are shown', async () => {
    const { project, employer } = await sharing(
      Array.from({ length: 21 }, (_, at) => ({ enteredOn: addDays('2026-08-01', 20 - at) })),
    );
    const minor = { ...fine, enteredOn: '2026-08-01', minorUntil: '2026-12-01' };
    await anEngagement(db(), project, await aCompany(db()), minor);
    const found = await findings(db(), registrationOdd, dayAfter, project.id);
    const one = found.find(({ subject }) => subject === employer);
    expect(one && registrationOdd.sentence(one.facts)).toBe(
      '截至2026年9月9日，在场工人的实名信息有异常：21人与本项目其他工人登记同一电话号码。',
    );
    expect(one?.facts.rows.map((row) => row.enteredOn)).toEqual(
      Array.from({ length: 20 }, (_, at) => addDays('2026-08-01', at)),
    );
    expect(one?.facts.rows.every((row) => row.why.join() === 'phone')).toBe(true);
  });
});

describe('cards that one branch issued on one day', () => {
  const branch = '308299000001';
  const issuedOn = '2026-09-01';
  type Given = {
    enteredOn?: string;
    exitedOn?: string;
    branch?: string;
    issuedOn?: string;
    workerId?: string;
    attended?: [month: string, days: number[]];
  };
  const carded = async (project: Project, employer: string, given: Given = {}) => {
    const { enteredOn: on = '2026-09-01', exitedOn, workerId, attended } = given;
    const one = await anEngagement(db(), project, employer, {
      ...{ enteredOn: on, cardedOn: on },
      ...(exitedOn ? { exitedOn } : {}),
      ...(workerId ? { workerId } : {}),
    });
    await aCard(db(), one, {
      bidx: `card of ${one.id}`,
      branch: given.branch ?? branch,
      issuedOn: given.issuedOn ?? issuedOn,
    });
    if (attended) await attendance(db(), one, ...attended);
    return one;
  };
  /** Ten persons never seen, who entered eight days before; the last of them as given. */
  const ten = async (last: Given = {}) => {
    const [project, employer] = [await aProject(db()), await aCompany(db())];
    for (let n = 0; n < 9; n += 1) await carded(project, employer);
    await carded(project, employer, last);
    return { project, employer };
  };

  test.each<[string, Given, number]>([
    ['ten who were never seen', {}, 10],
    ['of nine and one who was seen', { attended: ['2026-09', [9]] }, 0],
    ['nine and one who is seen tomorrow', { attended: ['2026-09', [10]] }, 10],
    [
      'nine and one who was seen in the month of his entry',
      {
        ...{ enteredOn: '2026-07-31', attended: ['2026-07', [31]] },
      },
      0,
    ],
    ['nine and one who entered a day later', { enteredOn: '2026-09-02' }, 0],
    ['nine and one who left yesterday', { exitedOn: cutoff }, 0],
    ['nine and one who leaves today', { exitedOn: dayAfter }, 10],
    ['nine and one of another branch', { branch: '308299000002' }, 0],
    ['nine and one of another day', { issuedOn: '2026-08-31' }, 0],
  ])('%s', async (_, last, bulk) => {
    const { project, employer } = await ten(last);
    const found = { subject: employer, level: 'yellow', workers: bulk, phoned: 0, bulk };
    expect(await countsOf(project)).toEqual(bulk === 0 ? [] : [expect.objectContaining(found)]);
  });

  test('from the eighth day after the entry to the ninety-second after the issue', async () => {
    const { project } = await ten();
    expect(await countsOf(project, '2026-09-08')).toEqual([]);
    expect(await countsOf(project, '2026-12-02')).toHaveLength(1);
    expect(await countsOf(project, '2026-12-03')).toEqual([]);
    expect(await countsOf(project, dayAfter, { unseenDays: 8 })).toEqual([]);
    expect(await countsOf(project, dayAfter, { bulkCards: 11 })).toEqual([]);
    expect(await countsOf(project, '2026-12-03', { bulkDays: 93 })).toHaveLength(1);
  });

  test('a card to come is none yet', async () => {
    const [project, employer] = [await aProject(db()), await aCompany(db())];
    for (let n = 0; n < 10; n += 1)
      await carded(project, employer, { enteredOn: '2026-08-01', issuedOn: '2026-09-10' });
    expect(await countsOf(project)).toEqual([]);
    expect(await countsOf(project, '2026-09-10')).toHaveLength(1);
  });

  test('nine persons are nine, with however many cards and engagements; two projects are two', async () => {
    const workerId = '00000000-0000-4000-8000-000000000041';
    const { project, employer } = await ten({ workerId, exitedOn: '2026-09-02' });
    await carded(project, employer, { workerId, enteredOn: '2026-08-01', exitedOn: '2026-08-02' });
    expect(await countsOf(project)).toEqual([]);
    const other = await aProject(db());
    await carded(other, employer);
    expect(await countsOf(project)).toEqual([]);
    expect(await countsOf(other)).toEqual([]);
    const again = await carded(project, employer);
    await aCard(db(), again, { bidx: 'a second card', branch, issuedOn });
    expect((await countsOf(project)).map(({ workers, bulk }) => [workers, bulk])).toEqual([
      [10, 10],
    ]);
    const [one] = await findings(db(), registrationOdd, dayAfter, project.id);
    expect(one?.facts.rows.map(({ why }) => why.join())).toEqual(Array(10).fill('bulk'));
  });

  test('beside ten of one branch and day those of another are none of them', async () => {
    const { project, employer } = await ten();
    await carded(project, employer, { branch: '308299000002' });
    await carded(project, employer, { issuedOn: '2026-08-31' });
    expect((await countsOf(project)).map(({ bulk }) => bulk)).toEqual([10]);
  });

  test('who was seen is none of them, whoever else was not', async () => {
    const { project, employer } = await ten();
    await carded(project, employer, { attended: ['2026-09', [2]] });
    expect((await countsOf(project)).map(({ bulk }) => bulk)).toEqual([10]);
  });

  test('over two employers they are ten together, and each hears of its own', async () => {
    const [project, one, two] = [await aProject(db()), await aCompany(db()), await aCompany(db())];
    for (let n = 0; n < 9; n += 1) await carded(project, n < 6 ? one : two);
    expect(await countsOf(project)).toEqual([]);
    await carded(project, two);
    expect(
      (await countsOf(project)).map(({ subject, bulk }) => `${subject} ${bulk}`).sort(),
    ).toEqual([`${one} 6`, `${two} 4`].sort());
  });

  test('two engagements of one person are one', async () => {
    const workerId = '00000000-0000-4000-8000-000000000042';
    const { project, employer } = await ten({ workerId });
    await carded(project, await aCompany(db()), { workerId });
    expect(await countsOf(project, dayAfter, { bulkCards: 11 })).toEqual([]);
    expect((await countsOf(project)).map(({ subject }) => subject)).toContain(employer);
  });

  test('it is said in words', async () => {
    const { project } = await ten();
    const [one] = await findings(db(), registrationOdd, dayAfter, project.id);
    expect(one && registrationOdd.sentence(one.facts)).toBe(
      '截至2026年9月9日，在场工人的实名信息有异常：10人的工资卡由同一网点同日批量开立，登记后一直没有考勤。',
    );
    expect(one?.facts.rows).toHaveLength(10);
    expect(one?.dueDay).toBe('2026-09-01');
  });
});
