import { expect, test } from 'vitest';
import { depositMissing } from '../../../jobs/rules/d01-deposit-missing.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject, aWageDuty, terms } from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { lateWages } from '../../helpers/make-more.ts';
import { aLine, aPayout } from '../../helpers/make-payroll.ts';
import { aRecord } from '../../helpers/make-site.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// The permit of Wednesday 2026-09-16: twenty working days, National Day between them, end on Tuesday 2026-10-20.
const permitOn = '2026-09-16';
const due = '2026-10-20';
const dayAfter = '2026-10-21';

test('tells since when which deposit is missing, what waits and what is owed', async () => {
  const project = await aProject(db(), { permitOn });
  await terms(db(), project, { signed_on: '2026-09-01' });
  await aRecord(db(), project, 'wage-deposit', '2026-10-19', {
    form: 'cash',
    amountFen: 5,
    state: 'waiting',
  });
  await lateWages(db(), project);
  const found = await findings(db(), depositMissing, dayAfter, project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: project.contractorId,
      period: '-',
      level: 'red',
      amountFen: 0,
      dueDay: due,
      facts: {
        day: dayAfter,
        baseOn: permitOn,
        byPermit: true,
        dueDay: due,
        daysLate: 1,
        waiting: true,
        owedFen: 500_000,
        knownDay: '2024-01-02',
      },
    },
  ]);
  const [fact] = found.map((f) => f.facts);
  if (!fact) throw new Error('a finding expected');
  const said =
    '项目于2026年9月16日取得施工许可证，工资保证金应于2026年10月20日前（含当日）存储，截至2026年10月21日已逾期1天，';
  expect(depositMissing.sentence(fact)).toBe(
    `${said}所报送的存储情况尚未经主管部门确认；该项目仍欠工资5,000.00元。`,
  );
  expect(depositMissing.sentence({ ...fact, waiting: false, owedFen: 0 })).toBe(
    `${said}尚无存储、保函或者免存记录。`,
  );
  expect(depositMissing.sentence({ ...fact, byPermit: false })).toContain('签订施工合同');
});

test('what was refused waits no more', async () => {
  const project = await aProject(db(), { permitOn });
  await terms(db(), project, { signed_on: '2026-09-01' });
  const given = { form: 'cash', amountFen: 5, state: 'refused' } as const;
  await aRecord(db(), project, 'wage-deposit', '2026-10-19', given);
  const [found] = await findings(db(), depositMissing, dayAfter, project.id);
  expect(found?.facts.waiting).toBe(false);
});

test('wages whose payment just failed make it red once the five working days are over', async () => {
  const project = await aProject(db(), { permitOn });
  await terms(db(), project, { signed_on: '2026-09-01' });
  const line = await aLine(db(), await aWageDuty(db(), { project }));
  await aPayout(db(), line, 'rejected', due);
  const levelOn = async (day: string) =>
    (await findings(db(), depositMissing, day, project.id)).map(({ level }) => level);
  expect(await levelOn('2026-10-27')).toEqual(['yellow']);
  expect(await levelOn('2026-10-28')).toEqual(['red']);
});

test('of one worker what just failed is left out, and what was never sent is owed', async () => {
  const project = await aProject(db(), { permitOn });
  await terms(db(), project, { signed_on: '2026-09-01' });
  const line = await aLine(db(), await aWageDuty(db(), { project }));
  await aPayout(db(), line, 'rejected', due);
  const more = { kind: 'supplement', netFen: 1_000_00, engagement: line.engagement } as const;
  await aLine(db(), line.duty, more);
  const found = await findings(db(), depositMissing, dayAfter, project.id);
  expect(found.map(({ level, facts }) => [level, facts.owedFen])).toEqual([['red', 1_000_00]]);
});

type Case = {
  day: string;
  permitOn?: string | null;
  status?: string;
  signedOn?: string;
  effective?: boolean;
  later?: string;
  deposit?: Parameters<typeof aRecord>[4] & { on: string };
  elsewhere?: boolean;
  wages?: boolean;
  blind?: boolean;
};

test.each<[string, Case, string[]]>([
  ['silent on the due day itself', { day: due }, []],
  ['yellow on the day after', { day: dayAfter }, ['yellow']],
  // Ten working days after the due day: Tuesday 2026-11-03.
  ['yellow ten working days late', { day: '2026-11-03' }, ['yellow']],
  ['orange eleven working days late', { day: '2026-11-04' }, ['orange']],
  ['red with wages owed', { day: dayAfter, wages: true }, ['red']],
  ['yellow when what is owed is held', { day: dayAfter, wages: true, blind: true }, ['yellow']],
  ['silent with a deposit of the day', { day: dayAfter, deposit: { on: dayAfter } }, []],
  ['yellow the day before it', { day: dayAfter, deposit: { on: '2026-10-22' } }, ['yellow']],
  ['silent when exempt', { day: dayAfter, deposit: { on: due, form: 'exempt' } }, []],
  [
    'yellow while it waits to be confirmed',
    { day: dayAfter, deposit: { on: due, state: 'waiting' } },
    ['yellow'],
  ],
  [
    'yellow when it was refused',
    { day: dayAfter, deposit: { on: due, state: 'refused' } },
    ['yellow'],
  ],
  [
    'yellow when another project has one',
    { day: dayAfter, deposit: { on: due }, elsewhere: true },
    ['yellow'],
  ],
  ['silent when finished', { day: dayAfter, status: 'finished' }, []],
  ['yellow in preparation', { day: dayAfter, status: 'preparing' }, ['yellow']],
  [
    'by the contract without a permit: silent on its due day',
    { day: due, permitOn: null, signedOn: permitOn },
    [],
  ],
  [
    'and yellow on the day after',
    { day: dayAfter, permitOn: null, signedOn: permitOn },
    ['yellow'],
  ],
  [
    'a supplement gives no new time',
    { day: dayAfter, permitOn: null, signedOn: permitOn, later: '2026-10-10' },
    ['yellow'],
  ],
  [
    'a contract nobody confirmed is none',
    { day: dayAfter, permitOn: null, signedOn: permitOn, effective: false },
    [],
  ],
  [
    'orange when the permit is older than the calendar',
    { day: dayAfter, permitOn: '2018-12-20' },
    ['orange'],
  ],
])('%s', async (_, given, levels) => {
  const { day, signedOn = '2026-09-01', deposit } = given;
  const project = await aProject(db(), {
    status: given.status ?? 'active',
    ...(given.permitOn === null ? {} : { permitOn: given.permitOn ?? permitOn }),
  });
  const effective = given.effective === false ? { effective_at: null, confirmed_at: null } : {};
  await terms(db(), project, { signed_on: signedOn, ...effective });
  if (given.later)
    await terms(db(), project, { signed_on: given.later, version: 2, from_month: '2026-11-01' });
  if (deposit) {
    const { on, ...rest } = deposit;
    const site = given.elsewhere ? await aProject(db()) : project;
    await aRecord(db(), site, 'wage-deposit', on, { form: 'cash', amountFen: 5, ...rest });
  }
  if (given.wages) await lateWages(db(), project);
  if (given.blind) await anAccount(db(), project, { openedOn: '2026-01-05' });
  const found = await findings(db(), depositMissing, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
