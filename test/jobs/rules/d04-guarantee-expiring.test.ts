import { expect, test } from 'vitest';
import { guaranteeExpiring } from '../../../jobs/rules/d04-guarantee-expiring.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { aRecord } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

const until = '2026-08-31';

test('tells what ends when, and how long ago', async () => {
  const project = await aProject(db(), { endsOn: '2027-03-31' });
  await aRecord(db(), project, 'wage-deposit', '2025-09-01', {
    form: 'guarantee',
    amountFen: 5,
    until,
  });
  const found = await findings(db(), guaranteeExpiring, '2026-09-02', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'red',
      amountFen: 0,
      dueDay: until,
      facts: {
        day: '2026-09-02',
        form: 'guarantee',
        expiresOn: until,
        daysLate: 2,
        worksEndOn: '2027-03-31',
      },
    },
  ]);
  const [fact] = found.map((f) => f.facts);
  if (!fact) throw new Error('a finding expected');
  expect(guaranteeExpiring.sentence(fact)).toBe(
    '代替工资保证金的保函2026年8月31日到期，截至2026年9月2日已过期2天，工程尚未完工，没有续保记录。',
  );
  expect(guaranteeExpiring.sentence({ ...fact, form: 'insurance', daysLate: -3 })).toContain(
    '的保险2026年8月31日到期，截至2026年9月2日还有3天到期，',
  );
});

type Case = {
  day: string;
  form?: string;
  endsOn?: string;
  status?: string;
  state?: 'waiting';
  endless?: boolean;
  renewed?: { on: string; form?: string; until?: string; state?: 'waiting' };
};

test.each<[string, Case, string[]]>([
  ['silent thirty-one days before', { day: '2026-07-31' }, []],
  ['yellow thirty days before', { day: '2026-08-01' }, ['yellow']],
  ['yellow on its last day', { day: until }, ['yellow']],
  ['red on the day after', { day: '2026-09-01' }, ['red']],
  ['the same of an insurance', { day: '2026-09-01', form: 'insurance' }, ['red']],
  ['silent of cash', { day: '2026-09-01', form: 'cash' }, []],
  ['silent of an exemption', { day: '2026-09-01', form: 'exempt' }, []],
  ['silent without an end', { day: '2026-09-01', endless: true }, []],
  ['silent when it does not count', { day: '2026-09-01', state: 'waiting' }, []],
  ['silent when finished', { day: '2026-09-01', status: 'finished' }, []],
  ['red in preparation as well', { day: '2026-09-01', status: 'preparing' }, ['red']],
  ['silent ahead when the works end with it', { day: '2026-08-20', endsOn: until }, []],
  [
    'yellow ahead when they end a day later',
    { day: '2026-08-20', endsOn: '2026-09-01' },
    ['yellow'],
  ],
  ['silent on the day they were to end', { day: '2026-08-20', endsOn: '2026-08-20' }, []],
  [
    'yellow when they were to be over yesterday',
    { day: '2026-08-20', endsOn: '2026-08-19' },
    ['yellow'],
  ],
  ['red after it whenever they were to end', { day: '2026-09-01', endsOn: until }, ['red']],
  ['silent when renewed today', { day: '2026-09-01', renewed: { on: '2026-09-01' } }, []],
  ['red the day before that', { day: '2026-09-01', renewed: { on: '2026-09-02' } }, ['red']],
  [
    'red while the renewal waits',
    { day: '2026-09-01', renewed: { on: until, state: 'waiting' } },
    ['red'],
  ],
  [
    'yellow when the renewal is short',
    { day: until, renewed: { on: until, until: '2026-09-30' } },
    ['yellow'],
  ],
  [
    'silent when cash came instead',
    { day: '2026-09-01', renewed: { on: until, form: 'cash' } },
    [],
  ],
])('%s', async (_, given, levels) => {
  const { day, form = 'guarantee', renewed } = given;
  const project = await aProject(db(), {
    status: given.status ?? 'active',
    ...(given.endsOn ? { endsOn: given.endsOn } : {}),
  });
  await aRecord(db(), project, 'wage-deposit', '2025-09-01', {
    form,
    amountFen: 5,
    ...(given.endless ? {} : { until }),
    ...(given.state ? { state: given.state } : {}),
  });
  if (renewed) {
    const { on, ...rest } = renewed;
    await aRecord(db(), project, 'wage-deposit', on, {
      form: 'guarantee',
      amountFen: 5,
      until: '2027-08-31',
      ...rest,
    });
  }
  const found = await findings(db(), guaranteeExpiring, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});

test('what another project stated later is its own', async () => {
  const project = await aProject(db());
  const stated = { form: 'guarantee', amountFen: 5 } as const;
  await aRecord(db(), project, 'wage-deposit', '2025-09-01', { ...stated, until });
  await aRecord(db(), await aProject(db()), 'wage-deposit', '2026-08-01', {
    ...stated,
    until: '2027-08-31',
  });
  expect(await findings(db(), guaranteeExpiring, '2026-09-01', project.id)).toHaveLength(1);
});
