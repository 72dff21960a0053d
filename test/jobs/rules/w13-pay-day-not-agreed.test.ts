import { expect, test } from 'vitest';
import { payDayNotAgreed } from '../../../jobs/rules/w13-pay-day-not-agreed.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject, aWageDuty, terms } from '../../helpers/make.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const DAY = '2026-03-10';

test('tells the contract and the first pay day that passed', async () => {
  const project = await aProject(db());
  await terms(db(), project);
  await aWageDuty(db(), { project, month: '2026-01', dueDay: '2026-02-27', metOn: '2026-02-26' });
  await aWageDuty(db(), { project, month: '2025-12', dueDay: '2026-01-30' });
  const found = await findings(db(), payDayNotAgreed, DAY, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'orange',
      amountFen: 0,
      dueDay: '2024-01-02',
      facts: { day: DAY, signedOn: '2024-01-02', firstDueDay: '2026-01-30' },
    },
  ]);
  const [facts] = found.map((f) => f.facts);
  if (!facts) throw new Error('one expected');
  const signed = '施工合同于2024年1月2日签订，截至2026年3月10日未见约定农民工工资的具体支付日期';
  expect(payDayNotAgreed.sentence(facts)).toBe(
    `${signed}；按法定最迟日期，首个工资支付日2026年1月30日已经届满。`,
  );
  expect(payDayNotAgreed.sentence({ ...facts, firstDueDay: null })).toBe(`${signed}。`);
});

type Case = {
  terms?: Parameters<typeof terms>[2];
  wage?: Parameters<typeof aWageDuty>[1];
  status?: string;
  elsewhere?: boolean;
};

test.each<[string, Case, string[]]>([
  ['yellow without a day', {}, ['yellow']],
  ['silent with one', { terms: { pay_day: 31 } }, []],
  ['silent when the terms are only proposed', { terms: { effective_at: null } }, []],
  ['silent before the signing', { terms: { signed_on: '2026-03-11' } }, []],
  ['yellow on the day of signing', { terms: { signed_on: DAY } }, ['yellow']],
  ['yellow on the first pay day', { wage: { dueDay: DAY } }, ['yellow']],
  ['orange after it', { wage: { dueDay: '2026-03-09' } }, ['orange']],
  [
    'orange though it was paid',
    { wage: { dueDay: '2026-03-09', metOn: '2026-03-09' } },
    ['orange'],
  ],
  [
    'yellow when nothing was owed',
    { wage: { dueDay: '2026-03-09', endedWhy: 'nothing-owed' } },
    ['yellow'],
  ],
  [
    'yellow when it passed elsewhere',
    { wage: { dueDay: '2026-03-09' }, elsewhere: true },
    ['yellow'],
  ],
  ['silent once the project is finished', { status: 'finished' }, []],
])('%s', async (_, given, levels) => {
  const project = await aProject(db(), given.status ? { status: given.status } : {});
  await terms(db(), project, given.terms);
  const site = given.elsewhere ? await aProject(db()) : project;
  if (given.wage) await aWageDuty(db(), { project: site, sheetDay: '2026-03-02', ...given.wage });
  const found = await findings(db(), payDayNotAgreed, DAY, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
