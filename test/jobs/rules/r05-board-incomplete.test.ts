import { expect, test } from 'vitest';
import { boardIncomplete } from '../../../jobs/rules/r05-board-incomplete.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aRecord } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const all = ['parties', 'wages', 'channels'];
const on = '2026-08-03';

test('tells what the last check missed, and since when something is missing', async () => {
  const project = await aProject(db());
  await aRecord(db(), project, 'board-check', '2026-07-01', { shown: [] });
  await aRecord(db(), project, 'board-check', '2026-07-02', { shown: all });
  await aRecord(db(), project, 'board-check', on, { shown: ['parties'] });
  await aRecord(db(), project, 'board-check', '2026-08-10', { shown: ['wages'] });
  const found = await findings(db(), boardIncomplete, '2026-08-12', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'yellow',
      amountFen: 0,
      dueDay: on,
      facts: {
        ...{ day: '2026-08-12', checkedOn: '2026-08-10', sinceDay: on },
        ...{ lacksParties: true, lacksWages: false, lacksChannels: true },
      },
    },
  ]);
  const [fact] = found.map((f) => f.facts);
  if (!fact) throw new Error('a finding expected');
  expect(boardIncomplete.sentence(fact)).toBe(
    '2026年8月10日检查，维权信息告示牌未明示有关单位和劳资专管员等基本信息、投诉举报电话和申请渠道等信息，截至2026年8月12日没有补正记录。',
  );
  expect(
    boardIncomplete.sentence({
      ...fact,
      lacksParties: false,
      lacksChannels: false,
      lacksWages: true,
    }),
  ).toContain('未明示当地最低工资标准、工资支付日期等基本信息，');
});

type Check = {
  on: string;
  shown: string[];
  state?: 'waiting';
  elsewhere?: boolean;
  version?: number;
};

test.each<[string, string, Check[], string[], string?]>([
  ['silent where nobody has checked', '2026-08-12', [], []],
  ['silent on the day before the check', '2026-08-02', [{ on, shown: [] }], []],
  ['yellow on its day', on, [{ on, shown: [] }], ['yellow']],
  ['yellow without the parties', on, [{ on, shown: ['wages', 'channels'] }], ['yellow']],
  ['yellow without the wages', on, [{ on, shown: ['parties', 'channels'] }], ['yellow']],
  ['yellow without the channels', on, [{ on, shown: ['parties', 'wages'] }], ['yellow']],
  ['silent with all three', on, [{ on, shown: ['channels', 'parties', 'wages'] }], []],
  ['yellow fifteen days after', '2026-08-18', [{ on, shown: [] }], ['yellow']],
  ['orange sixteen days after', '2026-08-19', [{ on, shown: [] }], ['orange']],
  [
    'orange though the last check is new',
    '2026-08-19',
    [
      { on, shown: [] },
      { on: '2026-08-19', shown: [] },
    ],
    ['orange'],
  ],
  [
    'silent when put right today',
    '2026-08-19',
    [
      { on, shown: [] },
      { on: '2026-08-19', shown: all },
    ],
    [],
  ],
  [
    'orange while that waits',
    '2026-08-19',
    [
      { on, shown: [] },
      { on: '2026-08-19', shown: all, state: 'waiting' },
    ],
    ['orange'],
  ],
  ['silent when it waits itself', on, [{ on, shown: [], state: 'waiting' }], []],
  [
    'of two checks on a day the later one counts',
    on,
    [
      { on, shown: [], version: 1 },
      { on, shown: all, version: 2 },
    ],
    [],
  ],
  [
    'whatever came first to us, the later day counts',
    '2026-08-12',
    [
      { on: '2026-08-10', shown: all },
      { on, shown: [] },
    ],
    [],
  ],
  [
    'orange when another site is whole',
    '2026-08-19',
    [
      { on, shown: [] },
      { on: '2026-08-19', shown: all, elsewhere: true },
    ],
    ['orange'],
  ],
  ['silent when finished', on, [{ on, shown: [] }], [], 'finished'],
  [
    'yellow again from the check on that finds it',
    '2026-09-01',
    [
      { on, shown: [] },
      { on: '2026-08-20', shown: all },
      { on: '2026-08-31', shown: [] },
    ],
    ['yellow'],
  ],
])('%s', async (_, day, checks, levels, status = 'active') => {
  const project = await aProject(db(), { status });
  for (const { on: onDay, elsewhere, ...given } of checks)
    await aRecord(db(), elsewhere ? await aProject(db()) : project, 'board-check', onDay, given);
  const found = await findings(db(), boardIncomplete, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
