import { expect, test } from 'vitest';
import { accountIrregular } from '../../../jobs/rules/a03-account-irregular.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

const openedOn = '2026-03-02';

test('tells what is wrong with the name and the agreement', async () => {
  const project = await aProject(db());
  const account = await anAccount(db(), project, { openedOn, name: '海州建筑有限公司一般户' });

  const found = await findings(db(), accountIrregular, '2026-03-05', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: account.id,
      period: '-',
      level: 'yellow',
      amountFen: 0,
      dueDay: openedOn,
      facts: {
        day: '2026-03-05',
        bankCode: '102',
        last4: '0000',
        accountName: '海州建筑有限公司一般户',
        openedOn,
        daysOpen: 3,
        misnamed: true,
        noAgreement: true,
      },
    },
  ]);
  const [facts] = found.map((f) => f.facts);
  if (!facts) throw new Error('one expected');
  const account0000 = '尾号0000的农民工工资专用账户（开户银行代码102）于2026年3月2日开立';
  expect(accountIrregular.sentence(facts)).toBe(
    `${account0000}，截至2026年3月5日户名为“海州建筑有限公司一般户”，未以“农民工工资专用账户”结尾；没有与建设单位、开户银行签订资金管理三方协议的记录。`,
  );
  expect(accountIrregular.sentence({ ...facts, misnamed: false })).toBe(
    `${account0000}，截至2026年3月5日没有与建设单位、开户银行签订资金管理三方协议的记录。`,
  );
});

type Case = { day?: string; name?: string; agreementSignedOn?: string; closedOn?: string };

const signed = { agreementSignedOn: openedOn };

test.each<[string, Case, string[]]>([
  ['silent when both are in order', signed, []],
  ['silent before the account is opened', { day: '2026-03-01' }, []],
  ['yellow on the day of opening', { day: openedOn }, ['yellow']],
  ['yellow fifteen days after', { day: '2026-03-17' }, ['yellow']],
  ['orange sixteen days after', { day: '2026-03-18' }, ['orange']],
  ['silent when signed today', { agreementSignedOn: '2026-03-05' }, []],
  ['yellow when signed tomorrow', { agreementSignedOn: '2026-03-06' }, ['yellow']],
  ['yellow when only the name is wrong', { ...signed, name: '海州建筑专用账户' }, ['yellow']],
  [
    'yellow when the words do not end the name',
    { ...signed, name: '农民工工资专用账户海州建筑' },
    ['yellow'],
  ],
  [
    'silent with brackets and spaces',
    { ...signed, name: '海州建筑（安置房）农民工 工资专用账户' },
    [],
  ],
  ['silent with the ending in brackets', { ...signed, name: '海建安置房(农民工工资专用账户)' }, []],
  ['silent when closed today', { closedOn: '2026-03-05' }, []],
  ['yellow on the day before it is closed', { closedOn: '2026-03-06' }, ['yellow']],
])('%s', async (_, { day = '2026-03-05', ...account }, levels) => {
  const project = await aProject(db());
  await anAccount(db(), project, { openedOn, ...account });
  const found = await findings(db(), accountIrregular, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
