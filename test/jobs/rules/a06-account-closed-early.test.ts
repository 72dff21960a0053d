import { describe, expect, test } from 'vitest';
import { openDb } from '../../../db/client.ts';
import { ruleOf } from '../../../jobs/rulebook.ts';
import { accountClosedEarly } from '../../../jobs/rules/a06-account-closed-early.ts';
import { wageOfficerAbsent } from '../../../jobs/rules/r04-wage-officer-absent.ts';
import { attendanceInterrupted } from '../../../jobs/rules/r06-attendance-interrupted.ts';
import { runJob } from '../../../jobs/run.ts';
import { testVault } from '../../helpers/app.ts';
import { freshDb } from '../../helpers/db.ts';
import { ownerOf } from '../../helpers/insert.ts';
import {
  anEngagement,
  aProject,
  attendance,
  aWageDuty,
  type Duty,
  type Project,
  terms,
} from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { lateWages } from '../../helpers/make-more.ts';
import { aDoubt, aLine, aPayout, type Line } from '../../helpers/make-payroll.ts';
import { aComplaint, aStranger } from '../../helpers/make-site.ts';
import { aRate, slipsAsked } from '../../helpers/make-terms.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Announced on 2026-03-02: thirty full days are 03-03 to 04-01, so 04-02 is the first day after them.
const noticeOn = '2026-03-02';
const fullOn = '2026-04-02';

test('tells the notice and the wages that are owed', async () => {
  const project = await aProject(db());
  const account = await anAccount(db(), project, {
    closedOn: '2026-03-20',
    closingNoticeOn: noticeOn,
  });
  await lateWages(db(), project);
  const part = await aWageDuty(db(), { project, month: '2026-02', dueDay: '2026-03-13' });
  await aPayout(db(), await aLine(db(), part), 'paid', '2026-03-13', { amountFen: 4_000_00 });

  const found = await findings(db(), accountClosedEarly, '2026-03-21', project.id);
  expect(found).toEqual([
    {
      projectId: project.id,
      subject: account.id,
      period: '-',
      level: 'red',
      amountFen: 6_000_00,
      dueDay: '2026-03-20',
      facts: {
        day: '2026-03-21',
        bankCode: '102',
        last4: '0000',
        closedOn: '2026-03-20',
        noticeOn,
        noticeFullOn: fullOn,
        noticeShort: true,
        owedFen: 6_000_00,
        // Whoever is owed has no contract here.
        found: ['R02'],
        pending: false,
      },
    },
  ]);
  const [facts] = found.map((f) => ({ ...f.facts, found: [] as string[] }));
  if (!facts) throw new Error('one expected');
  const closed = '尾号0000的农民工工资专用账户（开户银行代码102）已于2026年3月20日销户；';
  expect(accountClosedEarly.sentence(facts)).toBe(
    `${closed}销户公示自2026年3月2日起，2026年4月2日方满30日；截至2026年3月21日该项目仍欠工资6,000.00元。`,
  );
  expect(accountClosedEarly.sentence({ ...facts, noticeFullOn: '2026-03-23' })).toContain(
    '2026年3月23日方满20日',
  );
  const none = { ...facts, noticeOn: null, noticeFullOn: null, owedFen: 0 };
  expect(accountClosedEarly.sentence(none)).toBe(`${closed}没有销户公示的记录。`);
  expect(accountClosedEarly.sentence({ ...facts, noticeShort: false })).toBe(
    `${closed}截至2026年3月21日该项目仍欠工资6,000.00元。`,
  );
  const left = { ...facts, noticeShort: false, owedFen: 0, found: ['R03', 'W05'], pending: true };
  expect(accountClosedEarly.sentence(left)).toBe(
    `${closed}该项目尚有未了结的预警：实名信息不完整或异常、有考勤无工资表；该项目另有事项尚未办结。`,
  );
});

type Case = {
  day: string;
  closedOn?: string;
  noticeOn?: string;
  owed?: boolean;
  other?: { openedOn?: string; closedOn?: string };
};

test.each<[string, Case, string[]]>([
  ['silent on the day before closing', { day: '2026-03-19' }, []],
  ['red on the day of closing, never announced', { day: '2026-03-20' }, ['red']],
  ['red for as long as it is not announced', { day: '2027-03-20' }, ['red']],
  ['red while the notice runs', { day: '2026-04-01', noticeOn }, ['red']],
  ['silent once it has run, for what was closed too early', { day: fullOn, noticeOn }, []],
  [
    'silent when closed on the first day after the notice',
    { day: fullOn, closedOn: fullOn, noticeOn },
    [],
  ],
  [
    'red when closed on the last day of the notice',
    { day: '2026-04-01', closedOn: '2026-04-01', noticeOn },
    ['red'],
  ],
  [
    'red when wages are owed after a full notice',
    { day: fullOn, closedOn: fullOn, noticeOn, owed: true },
    ['red'],
  ],
  ['silent when another account is open', { day: '2026-03-20', other: {} }, []],
  [
    'silent when another was opened that day',
    { day: '2026-03-20', other: { openedOn: '2026-03-20' } },
    [],
  ],
  [
    'red when another is opened tomorrow',
    { day: '2026-03-20', other: { openedOn: '2026-03-21' } },
    ['red'],
  ],
  [
    'red for each when the other is closed today as well',
    { day: '2026-03-20', other: { closedOn: '2026-03-20' } },
    ['red', 'red'],
  ],
  [
    'red for each when the other was open at the closing and is closed since',
    { day: '2026-03-25', other: { closedOn: '2026-03-24' } },
    ['red', 'red'],
  ],
  [
    'silent on the last day before the other is closed',
    { day: '2026-03-23', other: { closedOn: '2026-03-24' } },
    [],
  ],
])('%s', async (_, { day, closedOn = '2026-03-20', noticeOn, owed, other }, levels) => {
  const project = await aProject(db());
  const notice = noticeOn ? { closingNoticeOn: noticeOn } : {};
  await anAccount(db(), project, { closedOn, ...notice });
  if (other) await anAccount(db(), project, { feedThrough: day, ...other });
  await lateWages(db(), owed ? project : await aProject(db()));
  const found = await findings(db(), accountClosedEarly, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});

describe('what else is left', () => {
  // Announced and closed long before; wages of 2026-08 were due on Tuesday 2026-09-15.
  const day = '2026-09-23';
  const closed = (project: Project) =>
    anAccount(db(), project, { closedOn: '2026-08-03', closingNoticeOn: '2026-06-01' });
  const paid = async (duty: Duty, given: Parameters<typeof aLine>[2] = {}): Promise<Line> => {
    const line = await aLine(db(), duty, { claimedOn: '2026-09-04', ...given });
    await aPayout(db(), line, 'paid', '2026-09-15');
    return line;
  };
  const engaged = ({ project, subject }: Duty, given = {}) =>
    anEngagement(db(), project, subject, given);

  /** On a finished project nothing of how works are run is asked any more. */
  const cases: [rule: string, status: string, (duty: Duty) => Promise<unknown>][] = [
    [
      'W03',
      'finished',
      async (duty) => {
        const line = await aLine(db(), duty, { claimedOn: '2026-09-04' });
        await aPayout(db(), line, 'rejected', '2026-09-18');
      },
    ],
    [
      'W04',
      'finished',
      async (duty) => {
        await aDoubt(db(), duty, 'payee');
        await paid(duty, { cardBidx: 'a card of somebody else' });
      },
    ],
    ['W05', 'finished', async (duty) => attendance(db(), await engaged(duty), duty.month, [3])],
    [
      'W06',
      'finished',
      async (duty) => {
        const { batchId } = await paid(duty);
        await ownerOf(
          db(),
        )`update we.payroll_batch set unsigned = 1, signed_on = 'infinity' where id = ${batchId}`;
      },
    ],
    [
      'W07',
      'finished',
      async (duty) => {
        const engagement = await engaged(duty);
        await attendance(db(), engagement, duty.month, [3, 4]);
        await aRate(db(), engagement, '2026-01-01', 300_00);
        await aDoubt(db(), duty, 'rate');
        await paid(duty, { engagement, netFen: 500_00 });
      },
    ],
    [
      'W08',
      'finished',
      async (duty) => paid(duty, { engagement: await engaged(duty, { exitedOn: '2026-08-20' }) }),
    ],
    [
      'W12',
      'finished',
      async (duty) => {
        await aDoubt(db(), duty, 'pattern');
        await paid(duty);
      },
    ],
    ['W13', 'active', ({ project }) => terms(db(), project)],
    ['W14', 'finished', async (duty) => slipsAsked(db(), await paid(duty))],
    ['R01', 'finished', ({ project }) => aStranger(db(), project, 'a', '2026-08', [5])],
    ['R02', 'active', (duty) => engaged(duty, { enteredOn: day, cardedOn: day })],
    [
      'R03',
      'active',
      (duty) => engaged(duty, { enteredOn: day, signedOn: day, minorUntil: '2026-12-01' }),
    ],
  ];

  test.each(cases)('%s is told, and on another project not', async (rule, status, arrange) => {
    const [project, other] = [await aProject(db(), { status }), await aProject(db(), { status })];
    for (const site of [project, other]) await closed(site);
    await arrange(await aWageDuty(db(), { project }));
    const found = await findings(db(), accountClosedEarly, day, project.id);
    expect(found.map(({ level, amountFen, facts }) => [level, amountFen, facts.found])).toEqual([
      ['red', 0, [rule]],
    ]);
    // The firm reads this: it names no rule that is for the authority only.
    expect(ruleOf(rule)?.audience).toBe('parties');
    expect(found[0]?.facts).toMatchObject({ noticeShort: false, owedFen: 0, pending: false });
    expect(found[0] && accountClosedEarly.sentence(found[0].facts)).not.toContain('undefined');
    expect(await findings(db(), accountClosedEarly, day, other.id)).toEqual([]);
  });

  test('a night reads off the others’ alerts what they find, whatever was decided about them', async () => {
    for (const [, status, arrange] of cases) {
      const project = await aProject(db(), { status });
      await closed(project);
      await arrange(await aWageDuty(db(), { project }));
    }
    const night = openDb(db().nightUrl, testVault, 2);
    const tonight = async (on: string) => {
      const clock = { now: () => new Date(`${on}T23:30:00+08:00`) };
      await runJob(
        { db: night, clock, draw: () => Buffer.from('%PDF-'), trail: null },
        'night',
        on,
      );
      return (await ownerOf(db())`
        select project_id, subject, facts from we.alert where rule_id = 'A06' and status <> 'cleared'
        order by project_id, subject`) as unknown as Record<string, unknown>[];
    };
    const asked = async (on: string) =>
      (await findings(db(), accountClosedEarly, on)).map(({ projectId, subject, facts }) => ({
        project_id: projectId,
        subject,
        facts,
      }));
    expect(await tonight(day)).toEqual(await asked(day));
    const told = (await asked(day)).flatMap(({ facts }) => facts.found);
    expect(new Set(told)).toEqual(new Set(cases.map(([rule]) => rule)));

    await ownerOf(
      db(),
    )`update we.alert set status = 'dismissed', dismissed_fen = amount_fen, dismissed_level = level where rule_id = 'W05'`;
    // Signed meanwhile: that alert is cleared, and no longer told.
    await ownerOf(
      db(),
    )`update we.payroll_batch set unsigned = 0, signed_on = ${day} where unsigned = 1`;
    const next = await tonight('2026-09-24');
    expect(next).toEqual(await asked('2026-09-24'));
    const rules = next.flatMap(({ facts }) => (facts as { found: string[] }).found);
    expect(rules).toContain('W05');
    expect(rules).not.toContain('W06');
    await night.end();
  }, 60_000);

  test('each rule once, in order, and nothing of a project with another account', async () => {
    const project = await aProject(db(), { status: 'finished' });
    await closed(project);
    for (const month of ['2026-07', '2026-08'])
      await aStranger(db(), project, `of ${month}`, month, [5]);
    const duty = await aWageDuty(db(), { project });
    await attendance(db(), await engaged(duty), duty.month, [3]);
    const [one] = await findings(db(), accountClosedEarly, day, project.id);
    expect(one?.facts.found).toEqual(['R01', 'W05']);
    await anAccount(db(), project, { feedThrough: day });
    expect(await findings(db(), accountClosedEarly, day, project.id)).toEqual([]);
  });

  test.each<[string, { on?: string; closedOn?: string; kind?: string }, boolean]>([
    ['an open complaint of any kind', { kind: 'wages' }, true],
    ['one of a card kept back', {}, true],
    ['one of today', { on: day }, true],
    ['one of tomorrow not yet', { on: '2026-09-24' }, false],
    ['one closed today no more', { closedOn: day }, false],
    ['one closed tomorrow', { closedOn: '2026-09-24' }, true],
  ])('%s', async (_, { on = '2026-09-01', ...given }, isFound) => {
    const project = await aProject(db(), { status: 'finished' });
    await closed(project);
    await aComplaint(db(), project, on, given);
    const found = await findings(db(), accountClosedEarly, day, project.id);
    expect(found.map(({ facts }) => [facts.pending, facts.found])).toEqual(
      isFound ? [[true, []]] : [],
    );
    const sentences = found.map(({ facts }) => accountClosedEarly.sentence(facts)).join();
    expect(sentences).not.toMatch(/投诉|工资卡/);
  });

  test('how works are run says nothing: no officer, nobody at the gate for months', async () => {
    const project = await aProject(db(), { status: 'active' });
    await closed(project);
    expect(await findings(db(), wageOfficerAbsent, day, project.id)).toHaveLength(1);
    expect(await findings(db(), attendanceInterrupted, day, project.id)).toHaveLength(1);
    expect(await findings(db(), accountClosedEarly, day, project.id)).toEqual([]);
  });
});
