import { expect, test } from 'vitest';
import { accountNotFiled } from '../../../jobs/rules/a02-account-not-filed.ts';
import { freshDb } from '../../helpers/db.ts';
import { aDuty, aProject } from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Opened on 2026-01-20, to be filed by Tuesday 2026-02-24, the first working day after the festival.
const openedOn = '2026-01-20';
const due = '2026-02-24';
const key = (subject: string, kind = 'account-filing') => ({ kind, subject, period: '-' });

test('tells which account was to be filed by when', async () => {
  const project = await aProject(db());
  const account = await anAccount(db(), project, { openedOn });
  const first = { knownOn: '2026-01-22', version: 1, endedWhy: 'superseded' };
  await aDuty(db(), project, key(account.id), { dueDay: '2026-02-20', ...first });
  await aDuty(db(), project, key(account.id), { dueDay: due, version: 2, knownOn: '2026-01-30' });

  const found = await findings(db(), accountNotFiled, '2026-03-11', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: account.id,
      period: '-',
      level: 'yellow',
      amountFen: 0,
      dueDay: due,
      facts: {
        day: '2026-03-11',
        bankCode: '102',
        last4: '0000',
        openedOn,
        dueDay: due,
        daysLate: 15,
        knownDay: '2026-01-22',
      },
    },
  ]);
  expect(found.map((f) => accountNotFiled.sentence(f.facts))).toEqual([
    '尾号0000的农民工工资专用账户（开户银行代码102）于2026年1月20日开立，应于2026年2月24日前（含当日）报专用账户监管部门备案，截至2026年3月11日尚无备案记录，已逾期15天。',
  ]);
});

test('each account of a project has a filing of its own', async () => {
  const project = await aProject(db());
  const [one, two] = [await anAccount(db(), project), await anAccount(db(), project)];
  await aDuty(db(), project, key(one.id), { dueDay: due, metOn: '2026-02-01' });
  await aDuty(db(), project, key(two.id), { dueDay: due });
  const found = await findings(db(), accountNotFiled, '2026-02-25', project.id);
  expect(found.map((f) => f.subject)).toEqual([two.id]);
});

type Case = { day: string; metOn?: string; endedWhy?: string; closedOn?: string; kind?: string };

test.each<[string, Case, string[]]>([
  ['silent on the due day itself', { day: due }, []],
  ['yellow on the day after', { day: '2026-02-25' }, ['yellow']],
  ['yellow fifteen days late', { day: '2026-03-11' }, ['yellow']],
  ['orange sixteen days late', { day: '2026-03-12' }, ['orange']],
  ['silent when filed today', { day: '2026-02-25', metOn: '2026-02-25' }, []],
  ['yellow on the day before it is filed', { day: '2026-02-25', metOn: '2026-02-26' }, ['yellow']],
  ['silent when closed today', { day: '2026-02-25', closedOn: '2026-02-25' }, []],
  [
    'yellow on the day before it is closed',
    { day: '2026-02-25', closedOn: '2026-02-26' },
    ['yellow'],
  ],
  ['silent when the duty is void', { day: '2026-02-25', endedWhy: 'void' }, []],
  ['silent when something else is late', { day: '2026-02-25', kind: 'account-opening' }, []],
])('%s', async (_, { day, closedOn, kind, ...duty }, levels) => {
  const project = await aProject(db());
  const account = await anAccount(db(), project, { openedOn, ...(closedOn ? { closedOn } : {}) });
  await aDuty(db(), project, key(account.id, kind), { dueDay: due, ...duty });
  const found = await findings(db(), accountNotFiled, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
