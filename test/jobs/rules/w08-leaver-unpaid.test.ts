import { describe, expect, test } from 'vitest';
import { leaverUnpaid } from '../../../jobs/rules/w08-leaver-unpaid.ts';
import type { Day } from '../../../src/lib/day.ts';
import { freshDb } from '../../helpers/db.ts';
import {
  anEngagement,
  attendance,
  aWageDuty,
  type Duty,
  type Engagement,
} from '../../helpers/make.ts';
import { aLine, aPayout, type Line } from '../../helpers/make-payroll.ts';
import { anExit } from '../../helpers/make-terms.ts';
import { findings } from '../../helpers/rules.ts';

const db = freshDb();

// Who left on Thursday 2026-08-20 is to be paid by Monday the 24th; the wages of August are due on 15 September.
const exit = '2026-08-20';
const dueDay = '2026-08-24';

const leaver = (duty: Duty, exitedOn: Day = exit) =>
  anEngagement(db(), duty.project, duty.subject, { exitedOn });
const line = (duty: Duty, engagement: Engagement, given = {}): Promise<Line> =>
  aLine(db(), duty, { engagement, claimedOn: '2026-08-21', ...given });

const found = async ({ project }: Pick<Duty, 'project'>, day: Day, params = {}) =>
  (await findings(db(), leaverUnpaid, day, project.id, params)).map(({ level, facts }) =>
    [
      level,
      facts.dueDay,
      `${facts.unpaidWorkers}:${facts.unpaidFen}`,
      `unlisted:${facts.unlisted}`,
      `unconfirmed:${facts.unconfirmed}`,
    ].join(' '),
  );
const unpaid = (level: string, due = dueDay) => [
  `${level} ${due} 1:500000 unlisted:0 unconfirmed:0`,
];
const unlisted = [`yellow ${dueDay} 0:0 unlisted:1 unconfirmed:0`];
const unconfirmed = [`yellow ${dueDay} 0:0 unlisted:0 unconfirmed:1`];

test('tells who is owed, what stands on no payroll and what came late', async () => {
  const duty = await aWageDuty(db());
  await line(duty, await leaver(duty));
  const part = await line(duty, await leaver(duty), { netFen: 3_000_00 });
  await aPayout(db(), part, 'paid', '2026-08-24', { amountFen: 1_000_00 });
  const late = await line(duty, await leaver(duty, '2026-08-19'));
  await aPayout(db(), late, 'paid', '2026-08-26');
  await attendance(db(), await leaver(duty), '2026-08', [3]);
  await line(duty, await anEngagement(db(), duty.project, duty.subject));

  const [one, ...others] = await findings(db(), leaverUnpaid, '2026-08-27', duty.project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '-',
    level: 'yellow',
    amountFen: 7_000_00,
    dueDay: '2026-08-21',
    facts: {
      day: '2026-08-27',
      dueDay: '2026-08-21',
      daysLate: 6,
      workers: 4,
      unpaidWorkers: 2,
      unpaidFen: 7_000_00,
      unlisted: 1,
      unconfirmed: 1,
    },
  });
  expect(one && leaverUnpaid.sentence(one.facts)).toBe(
    '截至8月27日，4名退场工人的工资未结清，最早应于8月21日前付清，逾期6天：2人共7,000.00元未到账，1人有出勤的月份未列入工资支付表，1人逾期发放后未见本人确认。',
  );
});

describe('the day', () => {
  test('is silent on the second working day, found the day after', async () => {
    const duty = await aWageDuty(db());
    await line(duty, await leaver(duty));
    expect(await found(duty, '2026-08-24')).toEqual([]);
    expect(await found(duty, '2026-08-25')).toEqual(unpaid('yellow'));
    expect(await found(duty, '2026-08-25', { workingDays: 3 })).toEqual([]);
    expect(await found(duty, '2026-08-26', { workingDays: 3 })).toEqual(
      unpaid('yellow', '2026-08-25'),
    );
  });

  test('counts working days: over National Day, and from a Saturday that is one', async () => {
    const duty = await aWageDuty(db(), { month: '2026-09', dueDay: '2026-10-15' });
    await line(duty, await leaver(duty, '2026-09-30'), { claimedOn: '2026-10-01' });
    expect(await found(duty, '2026-10-09')).toEqual([]);
    expect(await found(duty, '2026-10-10')).toEqual(unpaid('yellow', '2026-10-09'));
    // Saturday 2026-10-10 is worked: the second working day after Thursday the 8th.
    const other = await aWageDuty(db(), { month: '2026-10', dueDay: '2026-11-13' });
    await line(other, await leaver(other, '2026-10-08'), { claimedOn: '2026-10-08' });
    expect(await found(other, '2026-10-10')).toEqual([]);
    expect(await found(other, '2026-10-11')).toEqual(unpaid('yellow', '2026-10-10'));
  });

  test('is the one last agreed in writing, from its signing on', async () => {
    const duty = await aWageDuty(db());
    const one = await leaver(duty);
    await line(duty, one);
    await anExit(db(), one, '2026-08-26', { payOn: '2026-09-01' });
    expect(await found(duty, '2026-08-25')).toEqual(unpaid('yellow'));
    expect(await found(duty, '2026-08-26')).toEqual([]);
    expect(await found(duty, '2026-09-01')).toEqual([]);
    expect(await found(duty, '2026-09-02')).toEqual(unpaid('yellow', '2026-09-01'));
    await anExit(db(), one, '2026-08-26', { payOn: '2026-08-31', knownOn: '2026-08-27' });
    expect(await found(duty, '2026-09-01')).toEqual(unpaid('yellow', '2026-08-31'));
    await anExit(db(), one, '2026-08-25', { payOn: '2026-12-31', knownOn: '2026-08-28' });
    expect(await found(duty, '2026-09-01')).toEqual(unpaid('yellow', '2026-08-31'));
    await anExit(db(), await leaver(duty), '2026-08-28', { payOn: '2026-12-31' });
    expect(await found(duty, '2026-09-01')).toHaveLength(1);
  });
});

describe('the level', () => {
  test('rises more than ten and more than thirty days after it', async () => {
    const duty = await aWageDuty(db());
    await line(duty, await leaver(duty));
    expect(await found(duty, '2026-09-03')).toEqual(unpaid('yellow'));
    expect(await found(duty, '2026-09-04')).toEqual(unpaid('orange'));
    expect(await found(duty, '2026-09-23')).toEqual(unpaid('orange'));
    expect(await found(duty, '2026-09-24')).toEqual(unpaid('red'));
    expect(await found(duty, '2026-09-04', { orangeDays: 11, redDays: 30 })).toEqual(
      unpaid('yellow'),
    );
    expect(await found(duty, '2026-09-04', { redDays: 10 })).toEqual(unpaid('red'));
  });

  test('is red with ten leavers, each counted once', async () => {
    const duty = await aWageDuty(db());
    const july = await aWageDuty(db(), {
      project: duty.project,
      employerId: duty.subject,
      month: '2026-07',
      dueDay: '2026-08-14',
    });
    for (let n = 0; n < 9; n += 1) {
      const one = await leaver(duty);
      await line(duty, one);
      await line(july, one, { claimedOn: '2026-08-10' });
    }
    expect((await found(duty, '2026-08-25'))[0]).toMatch(/^yellow .* 9:9000000 /);
    await line(duty, await leaver(duty));
    expect((await found(duty, '2026-08-25'))[0]).toMatch(/^red .* 10:9500000 /);
  });
});

describe('what is owed', () => {
  test('is told until it is paid; in time nobody asks for a confirmation', async () => {
    const duty = await aWageDuty(db());
    const one = await line(duty, await leaver(duty));
    await aPayout(db(), one, 'paid', dueDay);
    expect(await found(duty, '2026-08-25')).toEqual([]);
    await aPayout(db(), one, 'returned', '2026-08-27');
    expect(await found(duty, '2026-08-26')).toEqual([]);
    expect(await found(duty, '2026-08-27')).toEqual(unpaid('yellow'));
  });

  test('paid late it is told until the leaver confirms it, on the day of his exit or later', async () => {
    const duty = await aWageDuty(db());
    const one = await leaver(duty);
    await aPayout(db(), await line(duty, one), 'paid', '2026-08-25');
    expect(await found(duty, '2026-08-25')).toEqual(unconfirmed);
    await anExit(db(), one, '2026-08-19');
    expect(await found(duty, '2026-08-28')).toEqual(unconfirmed);
    await anExit(db(), one, '2026-08-29');
    expect(await found(duty, '2026-08-28')).toEqual(unconfirmed);
    expect(await found(duty, '2026-08-29')).toEqual([]);
  });

  test('a confirmation takes nothing off what the payroll says', async () => {
    const duty = await aWageDuty(db());
    const one = await leaver(duty);
    await line(duty, one);
    await anExit(db(), one, exit);
    expect(await found(duty, '2026-08-25')).toEqual(unpaid('yellow'));
  });

  test('of a month due long ago is told of who left long ago, of the next one only of who left lately', async () => {
    const duty = await aWageDuty(db(), { month: '2026-03', dueDay: '2026-04-15' });
    await line(duty, await leaver(duty, '2026-03-20'), { claimedOn: '2026-04-01' });
    expect(await found(duty, '2026-08-25')).toEqual(unpaid('red', '2026-03-24'));
    const paid = await line(duty, await leaver(duty, '2026-03-20'), { claimedOn: '2026-04-01' });
    await aPayout(db(), paid, 'paid', '2026-04-20');
    // 92 days after 20 March are over on 20 June.
    expect((await found(duty, '2026-06-20'))[0]).toContain('unconfirmed:1');
    expect((await found(duty, '2026-06-21'))[0]).toContain('unconfirmed:0');
  });

  test('of the other employer, of who stays and of who leaves tomorrow is none', async () => {
    const duty = await aWageDuty(db());
    await line(duty, await leaver(duty, '2026-08-25'));
    await line(duty, await anEngagement(db(), duty.project, duty.subject));
    expect(await found(duty, '2026-08-25')).toEqual([]);
    expect(await found(duty, '2026-08-27')).toEqual([]);
    expect(await found(duty, '2026-08-28')).toEqual(unpaid('yellow', '2026-08-27'));
  });

  test('what is paid by a later batch of the month counts; what is corrected is not owed twice', async () => {
    const duty = await aWageDuty(db());
    const one = await leaver(duty);
    const first = await line(duty, one);
    await line(duty, one, { corrects: first, netFen: 6_000_00, claimedOn: '2026-08-26' });
    expect((await found(duty, '2026-08-25'))[0]).toContain(' 1:500000 ');
    expect((await found(duty, '2026-08-26'))[0]).toContain(' 1:600000 ');
  });
});

describe('a month on no payroll', () => {
  test('is that of the exit or the one before, with a day attended by then', async () => {
    const duty = await aWageDuty(db());
    const one = await leaver(duty);
    await attendance(db(), one, '2026-06', [3]);
    expect(await found(duty, '2026-08-25')).toEqual([]);
    const other = await leaver(duty);
    await attendance(db(), other, '2026-07', [3]);
    expect(await found(duty, '2026-08-25')).toEqual(unlisted);
    await anExit(db(), other, '2026-08-24');
    expect(await found(duty, '2026-08-25')).toEqual([]);
    await attendance(db(), await leaver(duty), '2026-08', [3]);
    expect(await found(duty, '2026-08-25')).toEqual(unlisted);
  });

  test('is told until a live line names him', async () => {
    const duty = await aWageDuty(db());
    const one = await leaver(duty);
    await attendance(db(), one, '2026-08', [3]);
    await line(duty, one, { claimedOn: '2026-08-26', withdrawnOn: '2026-08-28' });
    expect(await found(duty, '2026-08-25')).toEqual(unlisted);
    expect(await found(duty, '2026-08-26')).toEqual(unpaid('yellow'));
    expect(await found(duty, '2026-08-28')).toEqual(unlisted);
    await line(duty, one, { claimedOn: '2026-08-29', netFen: 0, payFen: 0 });
    expect(await found(duty, '2026-08-29')).toEqual([]);
  });
});
