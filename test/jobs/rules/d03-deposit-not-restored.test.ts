import { expect, test } from 'vitest';
import { depositNotRestored } from '../../../jobs/rules/d03-deposit-not-restored.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aRecord } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Used on Friday 2026-04-24: ten working days, Labour Day between them, end on Tuesday 2026-05-12.
const usedOn = '2026-04-24';
const due = '2026-05-12';
const dayAfter = '2026-05-13';

test('tells what is missing of the uses whose time is over', async () => {
  const project = await aProject(db(), { status: 'finished' });
  await aRecord(db(), project, 'deposit-used', usedOn, { amountFen: 100_00 });
  await aRecord(db(), project, 'deposit-used', '2026-05-06', { amountFen: 70_00 });
  await aRecord(db(), project, 'deposit-restored', '2026-05-11', { amountFen: 30_00 });
  const found = await findings(db(), depositNotRestored, dayAfter, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'orange',
      amountFen: 70_00,
      dueDay: due,
      facts: {
        day: dayAfter,
        usedOn,
        dueDay: due,
        daysLate: 1,
        restoredFen: 30_00,
        missingFen: 70_00,
      },
    },
  ]);
  expect(found.map((f) => depositNotRestored.sentence(f.facts))).toEqual([
    '工资保证金于2026年4月24日动用，应于2026年5月12日前（含当日）补足，截至2026年5月13日仍差70.00元，已逾期1天。',
  ]);
  // The second use is due on Tuesday 2026-05-19, Saturday the 9th worked: from the day after both are missing.
  const later = await findings(db(), depositNotRestored, '2026-05-19', project.id);
  expect(later.map((f) => f.amountFen)).toEqual([70_00]);
  const both = await findings(db(), depositNotRestored, '2026-05-20', project.id);
  expect(both.map((f) => [f.amountFen, f.dueDay])).toEqual([[140_00, due]]);
  await aRecord(db(), project, 'deposit-restored', '2026-05-20', { amountFen: 70_00 });
  const rest = await findings(db(), depositNotRestored, '2026-05-20', project.id);
  expect(rest.map((f) => [f.amountFen, f.facts.usedOn])).toEqual([[70_00, '2026-05-06']]);
});

type Movement = [kind: 'used' | 'restored', on: string, fen: number, state?: 'waiting'];

test.each<[string, string, Movement[], string[]]>([
  ['silent on the due day', due, [], []],
  ['orange on the day after', dayAfter, [], ['orange']],
  // Twenty working days after the due day: Tuesday 2026-06-09.
  ['orange twenty working days late', '2026-06-09', [], ['orange']],
  ['red twenty-one working days late', '2026-06-10', [], ['red']],
  ['silent when all was restored, today', dayAfter, [['restored', dayAfter, 100]], []],
  ['orange a fen short', dayAfter, [['restored', dayAfter, 99]], ['orange']],
  ['orange the day before', dayAfter, [['restored', '2026-05-14', 100]], ['orange']],
  ['orange while it waits', dayAfter, [['restored', due, 100, 'waiting']], ['orange']],
  [
    'silent by two parts',
    dayAfter,
    [
      ['restored', due, 60],
      ['restored', due, 40],
    ],
    [],
  ],
  [
    'silent when only a later use is open',
    dayAfter,
    [
      ['restored', due, 100],
      ['used', due, 9],
    ],
    [],
  ],
])('%s', async (_, day, movements, levels) => {
  const project = await aProject(db());
  await aRecord(db(), project, 'deposit-used', usedOn, { amountFen: 100 });
  await aRecord(db(), project, 'wage-deposit', usedOn, { form: 'cash', amountFen: 1_000 });
  for (const [kind, on, amountFen, state] of movements)
    await aRecord(db(), project, `deposit-${kind}`, on, { amountFen, ...(state ? { state } : {}) });
  const found = await findings(db(), depositNotRestored, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});

test('of two uses that are late the one of the earlier day leads, whichever was told first', async () => {
  const project = await aProject(db());
  // Told first; due on Wednesday 2026-05-27.
  await aRecord(db(), project, 'deposit-used', '2026-05-13', { amountFen: 9 });
  await aRecord(db(), project, 'deposit-used', usedOn, { amountFen: 100 });
  await aRecord(db(), project, 'deposit-restored', '2026-05-20', { amountFen: 100 });
  const on = (day: string) => findings(db(), depositNotRestored, day, project.id);
  // What was put back restores the earlier one: nothing is late until the later one is.
  expect(await on('2026-05-27')).toEqual([]);
  expect((await on('2026-05-28')).map((f) => [f.amountFen, f.dueDay, f.facts.usedOn])).toEqual([
    [9, '2026-05-27', '2026-05-13'],
  ]);
  const owing = await aProject(db());
  for (const [day, amountFen] of [
    ['2026-05-13', 9],
    [usedOn, 100],
  ] as const)
    await aRecord(db(), owing, 'deposit-used', day, { amountFen });
  const [both] = await findings(db(), depositNotRestored, '2026-06-10', owing.id);
  // Red by the earlier one: of the later one only ten working days have gone.
  expect([both?.level, both?.amountFen, both?.dueDay, both?.facts.usedOn]).toEqual([
    ...['red', 109, due, usedOn],
  ]);
});

test('a use whose ten working days end on a Friday is counted once', async () => {
  const project = await aProject(db());
  // Friday 2026-06-05; the Saturday and Sunday after it have the same number of working days.
  await aRecord(db(), project, 'deposit-used', '2026-05-22', { amountFen: 100 });
  const on = (day: string) => findings(db(), depositNotRestored, day, project.id);
  expect(await on('2026-06-05')).toEqual([]);
  expect((await on('2026-06-06')).map((f) => [f.amountFen, f.dueDay])).toEqual([
    [100, '2026-06-05'],
  ]);
  await aRecord(db(), project, 'deposit-restored', '2026-06-06', { amountFen: 100 });
  expect(await on('2026-06-09')).toEqual([]);
});

test('what one project restores helps no other', async () => {
  const [one, two] = [await aProject(db()), await aProject(db())];
  await aRecord(db(), one, 'deposit-used', usedOn, { amountFen: 100 });
  await aRecord(db(), two, 'deposit-restored', usedOn, { amountFen: 100 });
  expect(await findings(db(), depositNotRestored, dayAfter, one.id)).toHaveLength(1);
  expect(await findings(db(), depositNotRestored, dayAfter, two.id)).toEqual([]);
});
