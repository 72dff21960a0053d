import { expect, test } from 'vitest';
import { fundDiverted } from '../../../jobs/rules/a04-fund-diverted.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { type Account, anAccount, anEntry } from '../../helpers/make-money.ts';
import { aSuspect } from '../../helpers/make-more.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const booked = '2026-03-10';

interface Debit {
  entryId?: string;
  amountFen?: number;
  suspectFen?: number;
  on?: string;
  explainedOn?: string;
  kind?: string | null;
  name?: string;
}

/** A debit of which a part (by default all) is not explained: 500.00 yuan to a person. */
async function aDebit(account: Account, given: Debit = {}) {
  const { suspectFen = 500_00, on = booked, kind = 'person' } = given;
  const entryId = await anEntry(db(), account, {
    amountFen: given.amountFen ?? suspectFen,
    on,
    direction: 'debit',
    counterparty_kind: kind,
    counterparty_name: given.name ?? '工友甲',
    ...(given.entryId ? { entryId: given.entryId } : {}),
  });
  await aSuspect(db(), account, entryId, {
    suspectFen,
    bookedOn: on,
    explainedOn: given.explainedOn,
  });
  return entryId;
}

test('adds up one entry id on two accounts and names the companies, never the people', async () => {
  const project = await aProject(db());
  const [one, two] = [await anAccount(db(), project), await anAccount(db(), project)];
  const name = '海州示例材料有限公司';
  await aDebit(one, {
    entryId: 'B-1',
    amountFen: 8_000_00,
    suspectFen: 3_000_00,
    kind: 'company',
    name,
  });
  await aDebit(two, { entryId: 'B-1', suspectFen: 200_00, on: '2026-03-12' });

  const found = await findings(db(), fundDiverted, '2026-03-15', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: 'B-1',
      period: '2026-03',
      level: 'red',
      amountFen: 3_200_00,
      dueDay: booked,
      facts: {
        day: '2026-03-15',
        bookedOn: booked,
        debitFen: 8_200_00,
        suspectFen: 3_200_00,
        accounts: 2,
        payees: ['company', 'person'],
        companyNames: [name],
        knownDay: booked,
      },
    },
  ]);
  expect(found.map((f) => fundDiverted.sentence(f.facts))).toEqual([
    '2026年3月10日，农民工工资专用账户支出8,200.00元，收款方为单位、个人（海州示例材料有限公司）。截至2026年3月15日，其中3,200.00元无法与本项目的工资发放、登记工资卡或者退回款项对应。',
  ]);
});

test.each<[string, Debit[], string, [string, number][]]>([
  ['silent the day before booking', [{}], '2026-03-09', []],
  ['orange on the day of booking', [{}], booked, [['orange', 500_00]]],
  ['orange a year later', [{}], '2027-03-10', [['orange', 500_00]]],
  ['silent below one yuan', [{ suspectFen: 99 }], booked, []],
  ['orange from one yuan', [{ suspectFen: 100 }], booked, [['orange', 100]]],
  ['orange a fen below ten thousand', [{ suspectFen: 9_999_99 }], booked, [['orange', 9_999_99]]],
  ['red from ten thousand', [{ suspectFen: 10_000_00 }], booked, [['red', 10_000_00]]],
  ['counts only the part not explained', [{ amountFen: 50_000_00 }], booked, [['orange', 500_00]]],
  [
    'red for a company, however little',
    [{ suspectFen: 100, kind: 'company' }],
    booked,
    [['red', 100]],
  ],
  ['orange for cash', [{ kind: 'cash' }], booked, [['orange', 500_00]]],
  ['orange inside the bank', [{ kind: 'internal' }], booked, [['orange', 500_00]]],
  ['orange when the payee is unknown', [{ kind: null }], booked, [['orange', 500_00]]],
  ['silent from the day it is explained', [{ explainedOn: '2026-03-12' }], '2026-03-12', []],
  [
    'orange the day before that',
    [{ explainedOn: '2026-03-12' }],
    '2026-03-11',
    [['orange', 500_00]],
  ],
  [
    'two entries, two findings',
    [{ entryId: 'a' }, { entryId: 'b' }],
    booked,
    [
      ['orange', 500_00],
      ['orange', 500_00],
    ],
  ],
  [
    'one id on two accounts, one finding',
    [{ entryId: 'a' }, { entryId: 'a' }],
    booked,
    [['orange', 1_000_00]],
  ],
  [
    'red by the sum',
    [
      { entryId: 'a', suspectFen: 5_000_00 },
      { entryId: 'a', suspectFen: 5_000_00 },
    ],
    booked,
    [['red', 10_000_00]],
  ],
  [
    'leaves a part below one yuan out of the sum',
    [{ entryId: 'a' }, { entryId: 'a', suspectFen: 99 }],
    booked,
    [['orange', 500_00]],
  ],
  [
    'leaves an explained one out of the sum',
    [{ entryId: 'a' }, { entryId: 'a', explainedOn: booked }],
    booked,
    [['orange', 500_00]],
  ],
  [
    'one id in two months, two findings',
    [{ entryId: 'a' }, { entryId: 'a', on: '2026-02-28' }],
    booked,
    [
      ['orange', 500_00],
      ['orange', 500_00],
    ],
  ],
])('%s', async (_, debits, day, expected) => {
  const project = await aProject(db());
  for (const debit of debits) await aDebit(await anAccount(db(), project), debit);
  // The same id elsewhere is another matter.
  await aDebit(await anAccount(db(), await aProject(db())), { entryId: 'a', kind: 'company' });

  const found = await findings(db(), fundDiverted, day, project.id);
  expect(found.map((f) => [f.level, f.amountFen])).toEqual(expected);
});
