import { expect, test } from 'vitest';
import { accountFrozen } from '../../../jobs/rules/a05-account-frozen.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aBalance, anAccount } from '../../helpers/make-money.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

test('tells what is frozen and since when', async () => {
  const project = await aProject(db());
  const account = await anAccount(db(), project);
  await anAccount(db(), project);
  await aBalance(db(), account, '2026-02-02', 70_000_00);
  await aBalance(db(), account, '2026-02-10', 0);
  await aBalance(db(), account, '2026-03-04', 20_000_00);
  await aBalance(db(), account, '2026-03-06', null);
  await aBalance(db(), account, '2026-03-09', 30_000_00);
  await aBalance(db(), account, '2026-03-12', 0);

  const found = await findings(db(), accountFrozen, '2026-03-10', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: account.id,
      period: '-',
      level: 'red',
      amountFen: 30_000_00,
      dueDay: '2026-03-04',
      facts: {
        day: '2026-03-10',
        bankCode: '102',
        last4: '0000',
        frozenFen: 30_000_00,
        balanceFen: 500_000_00,
        statedOn: '2026-03-09',
        sinceDay: '2026-03-04',
      },
    },
  ]);
  expect(found.map((f) => accountFrozen.sentence(f.facts))).toEqual([
    '尾号0000的农民工工资专用账户（开户银行代码102）自2026年3月4日起有资金被冻结；按银行2026年3月9日的说明，冻结30,000.00元，账户余额500,000.00元，截至2026年3月10日没有解除的记录。',
  ]);
});

type Mark = readonly [string, number | null];

test.each<[string, Mark[], { openedOn?: string; closedOn?: string }, string[]]>([
  ['silent when nothing was ever said of it', [['2026-03-09', null]], {}, []],
  ['silent when nothing is frozen', [['2026-03-09', 0]], {}, []],
  ['red from the first fen', [['2026-03-09', 1]], {}, ['red']],
  ['red when told today', [['2026-03-10T23:59:59+08:00', 1]], {}, ['red']],
  ['silent when told tomorrow', [['2026-03-11T00:00:00+08:00', 1]], {}, []],
  [
    'silent when lifted since',
    [
      ['2026-03-09', 1],
      ['2026-03-10', 0],
    ],
    {},
    [],
  ],
  [
    'red when the last balance does not speak of it',
    [
      ['2026-03-09', 1],
      ['2026-03-10', null],
    ],
    {},
    ['red'],
  ],
  [
    'red when lifted tomorrow',
    [
      ['2026-03-09', 1],
      ['2026-03-11', 0],
    ],
    {},
    ['red'],
  ],
  ['silent when closed today', [['2026-03-09', 1]], { closedOn: '2026-03-10' }, []],
  ['red when closed tomorrow', [['2026-03-09', 1]], { closedOn: '2026-03-11' }, ['red']],
  ['red on the day of opening', [['2026-03-09', 1]], { openedOn: '2026-03-10' }, ['red']],
  ['silent before the opening', [['2026-03-09', 1]], { openedOn: '2026-03-11' }, []],
])('%s', async (_, marks, given, levels) => {
  const project = await aProject(db());
  const account = await anAccount(db(), project, given);
  for (const [on, fen] of marks) await aBalance(db(), account, on, fen);
  const found = await findings(db(), accountFrozen, '2026-03-10', project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});

test('the account of another project is not meant', async () => {
  const project = await aProject(db());
  await anAccount(db(), project);
  await aBalance(db(), await anAccount(db(), await aProject(db())), '2026-03-09', 1);
  expect(await findings(db(), accountFrozen, '2026-03-10', project.id)).toEqual([]);
});
