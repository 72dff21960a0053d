import { expect, test } from 'vitest';
import { accountIdle } from '../../../jobs/rules/a07-account-idle.ts';
import { freshDb } from '../../helpers/db.ts';
import { aCompany, anEngagement, aProject, attendance } from '../../helpers/make.ts';
import { anAccount, anEntry } from '../../helpers/make-money.ts';
import { strangerAttends } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

test('tells the months and the last money that left', async () => {
  const project = await aProject(db());
  const account = await anAccount(db(), project, { openedOn: '2025-12-01' });
  await anEntry(db(), account, { direction: 'debit', amountFen: 1, on: '2026-01-15' });
  await anEntry(db(), account, { direction: 'debit', amountFen: 1, on: '2026-02-28' });
  const worker = await anEngagement(db(), project, await aCompany(db()));
  await attendance(db(), worker, '2026-03', [31]);
  await strangerAttends(db(), project, '2026-04-01');

  const found = await findings(db(), accountIdle, '2026-05-01', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'orange',
      amountFen: 0,
      dueDay: '2026-04-30',
      facts: {
        day: '2026-05-01',
        fromMonth: '2026-03',
        toMonth: '2026-04',
        openedOn: '2025-12-01',
        lastDebitOn: '2026-02-28',
      },
    },
  ]);
  const [facts] = found.map((f) => f.facts);
  if (!facts) throw new Error('one expected');
  expect(accountIdle.sentence(facts)).toBe(
    '三月、四月均有人员考勤，截至2026年5月1日，专用账户最近一次支出在2026年2月28日。',
  );
  expect(accountIdle.sentence({ ...facts, lastDebitOn: null })).toContain(
    '专用账户自2025年12月1日开立以来没有支出。',
  );
});

type Case = {
  day?: string;
  openedOn?: string;
  closedOn?: string;
  months?: string[];
  debit?: { on: string; purpose?: string; direction?: 'credit' };
};

test.each<[string, Case, string[]]>([
  ['orange after two months without a debit', {}, ['orange']],
  ['orange on the last day of the third month', { day: '2026-05-31' }, ['orange']],
  ['silent before the second month is over', { day: '2026-04-30' }, []],
  ['silent when nobody attended in the later month', { months: ['2026-03'] }, []],
  ['silent when nobody attended in the earlier month', { months: ['2026-04'] }, []],
  [
    'silent with a debit on the first day of the earlier month',
    { debit: { on: '2026-03-01' } },
    [],
  ],
  ['orange with one on the day before', { debit: { on: '2026-02-28' } }, ['orange']],
  ['silent with a debit today', { debit: { on: '2026-05-01' } }, []],
  ['orange with one tomorrow', { debit: { on: '2026-05-02' } }, ['orange']],
  ['orange with a fee only', { debit: { on: '2026-04-20', purpose: 'fee' } }, ['orange']],
  ['orange with interest only', { debit: { on: '2026-04-20', purpose: 'interest' } }, ['orange']],
  ['silent with wages', { debit: { on: '2026-04-20', purpose: 'wage' } }, []],
  ['orange with a credit', { debit: { on: '2026-04-20', direction: 'credit' } }, ['orange']],
  ['orange when opened in the earlier month', { openedOn: '2026-03-31' }, ['orange']],
  ['silent when opened in the later month', { openedOn: '2026-04-01' }, []],
  ['silent when closed today', { closedOn: '2026-05-01' }, []],
  ['orange on the day before it is closed', { closedOn: '2026-05-02' }, ['orange']],
])('%s', async (_, given, levels) => {
  const { day = '2026-05-01', months = ['2026-03', '2026-04'], debit } = given;
  const { openedOn, closedOn } = given;
  const project = await aProject(db());
  const account = await anAccount(db(), project, {
    ...(openedOn ? { openedOn } : {}),
    ...(closedOn ? { closedOn } : {}),
  });
  const worker = await anEngagement(db(), project, await aCompany(db()));
  for (const month of months) await attendance(db(), worker, month, [10]);
  if (debit) await anEntry(db(), account, { direction: 'debit', amountFen: 5, ...debit });
  const found = await findings(db(), accountIdle, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});

test('what happens on another project does not count', async () => {
  const [project, elsewhere] = [await aProject(db()), await aProject(db())];
  await anAccount(db(), project);
  const worker = await anEngagement(db(), elsewhere, await aCompany(db()));
  for (const month of ['2026-03', '2026-04']) await attendance(db(), worker, month, [10]);
  expect(await findings(db(), accountIdle, '2026-05-01', project.id)).toEqual([]);

  for (const day of ['2026-03-10', '2026-04-10']) await strangerAttends(db(), project, day);
  const other = await anAccount(db(), elsewhere);
  await anEntry(db(), other, { direction: 'debit', amountFen: 5, on: '2026-04-20' });
  expect(await findings(db(), accountIdle, '2026-05-01', project.id)).toHaveLength(1);
});
