import { expect, test } from 'vitest';
import { guaranteeMissing } from '../../../jobs/rules/f07-guarantee-missing.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject } from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { lateWages, strangerAttends } from '../../helpers/make-more.ts';
import { aRecord } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();
const startsOn = '2026-03-02';

test('tells when works began, what was there before, what waits and what is owed', async () => {
  const project = await aProject(db(), { startsOn });
  await aRecord(db(), project, 'payment-guarantee', '2025-09-01', {
    form: 'surety',
    until: '2026-03-31',
  });
  await aRecord(db(), project, 'payment-guarantee', '2026-04-01', {
    form: 'surety',
    state: 'waiting',
  });
  await lateWages(db(), project);
  const found = await findings(db(), guaranteeMissing, '2026-04-01', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.ownerId,
      period: '-',
      level: 'red',
      amountFen: 0,
      dueDay: startsOn,
      facts: {
        day: '2026-04-01',
        startsOn,
        expiredOn: '2026-03-31',
        waiting: true,
        owedFen: 500_000,
      },
    },
  ]);
  const [fact] = found.map((f) => f.facts);
  if (!fact) throw new Error('a finding expected');
  const { sentence } = guaranteeMissing;
  expect(sentence(fact)).toBe(
    '项目于2026年3月2日开工，截至2026年4月1日所报送的工程款支付担保尚未经主管部门确认；该项目仍欠工资5,000.00元。',
  );
  expect(sentence({ ...fact, waiting: false, owedFen: 0 })).toBe(
    '项目于2026年3月2日开工，截至2026年4月1日工程款支付担保已于2026年3月31日到期，没有续保记录。',
  );
  expect(sentence({ ...fact, waiting: false, owedFen: 0, expiredOn: null, startsOn: null })).toBe(
    '项目已有人员考勤，截至2026年4月1日没有建设单位提供工程款支付担保的记录。',
  );
});

type Case = {
  day?: string;
  startsOn?: null;
  status?: string;
  attends?: string;
  given?: { on: string; until?: string; state?: 'waiting'; kind?: string };
  wages?: boolean;
  blind?: boolean;
};

test.each<[string, Case, string[]]>([
  ['silent on the day before works begin', { day: '2026-03-01' }, []],
  ['orange on the day they begin', { day: startsOn }, ['orange']],
  ['silent in preparation', { status: 'preparing' }, []],
  ['orange while suspended', { status: 'suspended' }, ['orange']],
  ['silent when finished', { status: 'finished' }, []],
  ['silent without a day while nobody attends', { startsOn: null }, []],
  ['orange without a day once somebody has', { startsOn: null, attends: '2026-03-09' }, ['orange']],
  ['silent the day before that', { startsOn: null, attends: '2026-03-10' }, []],
  ['red with wages owed', { wages: true }, ['red']],
  ['orange when what is owed is held', { wages: true, blind: true }, ['orange']],
  ['silent with a guarantee of today', { given: { on: '2026-03-09' } }, []],
  ['orange the day before it', { given: { on: '2026-03-10' } }, ['orange']],
  ['silent on its last day', { given: { on: startsOn, until: '2026-03-09' } }, []],
  ['orange on the day after', { given: { on: startsOn, until: '2026-03-08' } }, ['orange']],
  ['orange while it waits', { given: { on: startsOn, state: 'waiting' } }, ['orange']],
  [
    'orange with a wage deposit only',
    { given: { on: startsOn, kind: 'wage-deposit' } },
    ['orange'],
  ],
])('%s', async (_, { day = '2026-03-09', given, ...rest }, levels) => {
  const project = await aProject(db(), {
    startsOn: rest.startsOn === null ? null : startsOn,
    status: rest.status ?? 'active',
  });
  if (rest.attends) await strangerAttends(db(), project, rest.attends);
  if (given) {
    const { on, kind = 'payment-guarantee', ...more } = given;
    await aRecord(db(), project, kind, on, { form: 'guarantee', ...more });
  }
  if (rest.wages) await lateWages(db(), project);
  if (rest.blind) await anAccount(db(), project, { openedOn: '2026-01-05' });
  const found = await findings(db(), guaranteeMissing, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
