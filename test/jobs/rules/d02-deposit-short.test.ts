import { expect, test } from 'vitest';
import { depositShort } from '../../../jobs/rules/d02-deposit-short.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject, terms } from '../../helpers/make.ts';
import { aRecord } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Due on Tuesday 2026-10-20, as in D01's test; of a contract of 10,000,000.99 yuan one per cent is 100,000.00.
const permitOn = '2026-09-16';
const due = '2026-10-20';
const dayAfter = '2026-10-21';
const totalFen = 1_000_000_099;
const onePerCent = 10_000_000;

test('tells what is due of which contract, what is there and what is missing', async () => {
  const project = await aProject(db(), { permitOn });
  await terms(db(), project, { signed_on: '2026-09-01', total_fen: totalFen });
  await aRecord(db(), project, 'wage-deposit', '2026-10-01', {
    form: 'cash',
    amountFen: 9_999_999,
  });
  const found = await findings(db(), depositShort, dayAfter, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'yellow',
      amountFen: 1,
      dueDay: due,
      facts: {
        day: dayAfter,
        requiredFen: onePerCent,
        storedFen: 9_999_999,
        contractFen: totalFen,
        fixed: false,
        ratio: 0.01,
        dueDay: due,
        daysLate: 1,
      },
    },
  ]);
  const [fact] = found.map((f) => f.facts);
  if (!fact) throw new Error('a finding expected');
  const there = '截至2026年10月21日存储或者担保的金额为99,999.99元，尚差0.01元。';
  expect(depositShort.sentence(fact)).toBe(
    `施工合同额10,000,000.99元，应存工资保证金不少于100,000.00元，${there}`,
  );
  expect(depositShort.sentence({ ...fact, fixed: true, ratio: null })).toBe(
    `经核定应存工资保证金100,000.00元，${there}`,
  );
});

type Case = {
  day?: string;
  amountFen?: number;
  form?: string;
  requiredFen?: number;
  on?: string;
  state?: 'waiting';
  status?: string;
  other?: { status?: string; region?: number };
  signedOn?: string;
  before?: number;
  beforeOn?: string;
  capFen?: number;
};

test.each<[string, Case, string[]]>([
  ['silent on the due day', { day: due }, []],
  ['yellow on the day after', {}, ['yellow']],
  // Fifteen working days after the due day: Tuesday 2026-11-10.
  ['yellow fifteen working days late', { day: '2026-11-10' }, ['yellow']],
  ['orange sixteen working days late', { day: '2026-11-11' }, ['orange']],
  ['silent with one per cent', { amountFen: onePerCent }, []],
  ['yellow with a fen less', { amountFen: onePerCent - 1 }, ['yellow']],
  ['silent when exempt', { form: 'exempt' }, []],
  ['yellow of a guarantee too', { form: 'guarantee' }, ['yellow']],
  ['silent when nothing counts: that is D01', { state: 'waiting' }, []],
  ['silent when finished', { status: 'finished' }, []],
  ['silent with what the authority found due', { requiredFen: 1_000, amountFen: 1_000 }, []],
  ['yellow with less than that', { requiredFen: 1_001, amountFen: 1_000 }, ['yellow']],
  [
    'yellow where the authority asks for more',
    { requiredFen: onePerCent + 1, amountFen: onePerCent },
    ['yellow'],
  ],
  [
    'silent with half a per cent and another project in the city',
    { amountFen: onePerCent / 2, other: {} },
    [],
  ],
  ['yellow with a fen less than that', { amountFen: onePerCent / 2 - 1, other: {} }, ['yellow']],
  [
    'yellow when the other is finished',
    { amountFen: onePerCent / 2, other: { status: 'finished' } },
    ['yellow'],
  ],
  [
    'yellow when the other is in another city',
    { amountFen: onePerCent / 2, other: { region: 320303 } },
    ['yellow'],
  ],
  [
    'silent with another in another district',
    { amountFen: onePerCent / 2, other: { region: 320703 } },
    [],
  ],
  ['silent with the cap', { amountFen: 5_000_000, capFen: 5_000_000 }, []],
  ['yellow with a fen less than the cap', { amountFen: 4_999_999, capFen: 5_000_000 }, ['yellow']],
  ['counted from the contract where that is later', { signedOn: '2026-09-17' }, []],
  ['counted from the deposit where that is later', { on: dayAfter }, []],
  ['and found on the day after it', { on: due }, ['yellow']],
  ['the last deposit counts, not the best', { before: onePerCent }, ['yellow']],
  [
    'the last word counts, not that of the last day',
    { before: onePerCent, beforeOn: '2026-10-02' },
    ['yellow'],
  ],
])('%s', async (_, given, levels) => {
  const { day = dayAfter, amountFen = 1, form = 'cash', on = '2026-10-01', before } = given;
  const project = await aProject(db(), { permitOn, status: given.status ?? 'active' });
  await terms(db(), project, { signed_on: given.signedOn ?? '2026-09-01', total_fen: totalFen });
  if (given.other) await aProject(db(), { contractorId: project.contractorId, ...given.other });
  if (before) {
    const best = { form: 'cash', amountFen: before };
    await aRecord(db(), project, 'wage-deposit', given.beforeOn ?? on, best);
  }
  await aRecord(db(), project, 'wage-deposit', on, {
    form,
    amountFen,
    ...(given.requiredFen === undefined ? {} : { requiredFen: given.requiredFen }),
    ...(given.state ? { state: given.state } : {}),
  });
  const params = given.capFen === undefined ? {} : { capFen: given.capFen };
  const found = await findings(db(), depositShort, day, project.id, params);
  expect(found.map((f) => f.level)).toEqual(levels);
});
