import { expect, test } from 'vitest';
import { accountClosedEarly } from '../../../jobs/rules/a06-account-closed-early.ts';
import { freshDb } from '../../helpers/db.ts';
import { aProject, aWageDuty } from '../../helpers/make.ts';
import { anAccount } from '../../helpers/make-money.ts';
import { lateWages } from '../../helpers/make-more.ts';
import { aLine, aPayout } from '../../helpers/make-payroll.ts';
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
      },
    },
  ]);
  const [facts] = found.map((f) => f.facts);
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
])('%s', async (_, { day, closedOn = '2026-03-20', noticeOn, owed, other }, levels) => {
  const project = await aProject(db());
  const notice = noticeOn ? { closingNoticeOn: noticeOn } : {};
  await anAccount(db(), project, { closedOn, ...notice });
  if (other) await anAccount(db(), project, { feedThrough: day, ...other });
  await lateWages(db(), owed ? project : await aProject(db()));
  const found = await findings(db(), accountClosedEarly, day, project.id);
  expect(found.map((f) => f.level)).toEqual(levels);
});
