import { expect, test } from 'vitest';
import { feedSilent } from '../../../jobs/rules/m02-feed-silent.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

test('tells how far the data reach and how far they should', async () => {
  const project = await aProject(db());
  const account = await anAccount(db(), project, { feedThrough: '2026-03-05' });

  const found = await findings(db(), feedSilent, '2026-03-10', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: account.id,
      period: '-',
      level: 'yellow',
      amountFen: 0,
      dueDay: '2026-03-06',
      facts: {
        day: '2026-03-10',
        throughDay: '2026-03-05',
        expectedDay: '2026-03-09',
        daysMissing: 4,
        spoke: true,
        bankCode: '102',
        last4: '0000',
        openedOn: '2024-02-01',
      },
    },
  ]);
  expect(found.map((f) => feedSilent.sentence(f.facts))).toEqual([
    '尾号0000的农民工工资专用账户（开户银行代码102），银行数据仅齐至2026年3月5日，截至2026年3月10日应当齐至2026年3月9日。补齐以前，该项目的工资和人工费用预警列为待核。',
  ]);
});

test('each account of a project that is behind is found', async () => {
  const project = await aProject(db());
  const two = [await anAccount(db(), project), await anAccount(db(), project)];
  await anAccount(db(), project, { feedThrough: '2026-03-09' });
  const found = await findings(db(), feedSilent, '2026-03-10', project.id);
  expect(found.map((f) => f.subject)).toEqual(two.map((a) => a.id).sort());
  expect(found.map((f) => f.facts.spoke)).toEqual([false, false]);
});

type Case = { openedOn?: string; closedOn?: string; feedThrough?: string };

// 2026-03-09 is a Monday; of the Spring Festival, Saturday 2026-02-14 is worked and the 24th is the next.
test.each<[string, Case, string, boolean]>([
  ['silent when complete through yesterday', { feedThrough: '2026-03-09' }, '2026-03-10', false],
  ['silent when complete through today', { feedThrough: '2026-03-10' }, '2026-03-10', false],
  ['found when complete through the day before', { feedThrough: '2026-03-08' }, '2026-03-10', true],
  [
    'silent on Monday when complete through Friday',
    { feedThrough: '2026-03-06' },
    '2026-03-09',
    false,
  ],
  [
    'found on Monday when complete through Thursday',
    { feedThrough: '2026-03-05' },
    '2026-03-09',
    true,
  ],
  [
    'silent on Sunday when complete through Friday',
    { feedThrough: '2026-03-06' },
    '2026-03-08',
    false,
  ],
  [
    'silent after a long holiday when complete before it',
    { feedThrough: '2026-02-14' },
    '2026-02-24',
    false,
  ],
  [
    'found after it when the worked Saturday is missing',
    { feedThrough: '2026-02-13' },
    '2026-02-24',
    true,
  ],
  ['silent on the day of opening', { openedOn: '2026-03-10' }, '2026-03-10', false],
  ['found the day after opening', { openedOn: '2026-03-09' }, '2026-03-10', true],
  ['silent on Monday when opened on Saturday', { openedOn: '2026-03-07' }, '2026-03-09', false],
  ['silent before opening', { openedOn: '2026-03-11' }, '2026-03-10', false],
  ['silent on the day of closing', { closedOn: '2026-03-10' }, '2026-03-10', false],
  ['found the day before closing', { closedOn: '2026-03-11' }, '2026-03-10', true],
])('%s', async (_, account, day, found) => {
  const project = await aProject(db());
  await anAccount(db(), project, account);
  expect(await findings(db(), feedSilent, day, project.id)).toHaveLength(found ? 1 : 0);
});
