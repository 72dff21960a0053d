import { describe, expect, test } from 'vitest';
import { payOdd } from '../../../jobs/rules/w12-pay-odd.ts';
import type { Day } from '../../../src/lib/day.ts';
import { first, ownerOf } from '../../helpers/insert.ts';
import { aProject, attendance, aWageDuty, type Duty } from '../../helpers/make.ts';
import { aLine, aPayout, aReview } from '../../helpers/make-payroll.ts';
import { findings } from '../../helpers/rules.ts';
import { type Person, paidOn, stageOddPay, today } from './stage-odd-pay.ts';

const { db, marked, worker, pay, found } = stageOddPay();

test('tells how many, how much, why, and on which lines', async () => {
  const duty = await marked();
  await pay(duty, await worker(duty));
  const line = await pay(duty, await worker(duty, { attended: false }), { workDays: 32 });

  const [one, ...others] = await findings(db(), payOdd, today, duty.project.id);
  expect(others).toEqual([]);
  expect(one).toEqual({
    projectId: duty.project.id,
    subject: duty.subject,
    period: '2026-08',
    level: 'orange',
    amountFen: 5_000_01,
    dueDay: paidOn,
    facts: {
      day: today,
      period: '2026-08',
      lines: 2,
      oddLines: 1,
      oddFen: 5_000_01,
      firstPaidOn: paidOn,
      counts: {
        absent: 1,
        month: 0,
        year: 0,
        days: 1,
        roster: 0,
        joined: 0,
        elsewhere: 0,
        alike: 0,
      },
      rows: [
        {
          endToEndId: `${line.batchNo}-${line.lineNo}`,
          paidOn,
          amountFen: 5_000_01,
          why: ['absent', 'days'],
        },
      ],
    },
  });
  expect(one && payOdd.sentence(one.facts)).toBe(
    '八月工资已发放2人，其中1人共5,000.01元发放异常：当月无考勤1人，出工天数多于当月天数1人。',
  );
});

describe('nobody there', () => {
  test('is who has no day by the day asked, whichever engagement it is of', async () => {
    const duty = await marked();
    const person = { workerId: '00000000-0000-4000-8000-000000000011' };
    const paid = await worker(duty, { ...person, attended: false });
    await pay(duty, paid);
    expect(await found(duty)).toEqual(['orange 500001 absent:1']);
    const before = await worker(duty, { ...person, attended: false });
    await attendance(db(), before, '2026-07', [3]);
    expect(await found(duty)).toHaveLength(1);
    await attendance(db(), before, '2026-08', [31]);
    expect(await found(duty)).toEqual([]);
  });

  test('a day to come is none yet', async () => {
    const duty = await marked();
    const engagement = await worker(duty, { attended: false });
    await attendance(db(), engagement, '2026-08', [14]);
    const early = await aLine(db(), duty, { engagement, claimedOn: '2026-08-10' });
    await aPayout(db(), early, 'paid', '2026-08-12');
    expect(await found(duty, '2026-08-13')).toHaveLength(1);
    expect(await found(duty, '2026-08-14')).toEqual([]);
  });

  test('days on another project are no days here', async () => {
    const duty = await marked();
    const person = { workerId: '00000000-0000-4000-8000-000000000012' };
    await worker(await aWageDuty(db()), person);
    await pay(duty, await worker(duty, { ...person, attended: false }));
    expect(await found(duty)).toHaveLength(1);
  });
});

describe('too much', () => {
  test('in a month: more than 50,000.00 yuan over all his lines', async () => {
    const duty = await marked();
    const one = await worker(duty);
    await pay(duty, one, { netFen: 49_999_99 });
    expect(await found(duty)).toEqual([]);
    await pay(duty, one, { netFen: 1, kind: 'supplement' });
    expect(await found(duty)).toEqual([]);
    await pay(duty, one, { netFen: 1, kind: 'supplement' });
    expect(await found(duty)).toEqual(['orange 5000001 month:3']);
  });

  test('in a month: over all his engagements on the project', async () => {
    const duty = await marked();
    const person = { workerId: '00000000-0000-4000-8000-000000000013' };
    for (const netFen of [20_000_01, 30_000_00])
      await pay(duty, await worker(duty, person), { netFen });
    expect(await found(duty)).toEqual(['orange 5000001 month:2']);
  });

  test('in a month: not over two months, nor over two projects', async () => {
    const workerId = '00000000-0000-4000-8000-000000000014';
    const august = await marked();
    const site = { project: august.project, employerId: august.subject };
    const july = await marked('2026-07', { ...site, dueDay: '2026-08-14' });
    const elsewhere = await marked();
    const one = await worker(august, { workerId });
    await attendance(db(), one, '2026-07', [3]);
    for (const duty of [july, august]) await pay(duty, one, { netFen: 30_000_00 });
    await pay(elsewhere, await worker(elsewhere, { workerId }), { netFen: 30_000_00 });
    expect(await found(august)).toEqual([]);
    expect(await found(elsewhere)).toEqual([]);
  });

  test('in a calendar year, asked in a month of more than a twelfth', async () => {
    const project = await aProject(db());
    const august = await marked('2026-08', { project });
    const one = await worker(august);
    const earlier = async (month: string, dueDay: Day, netFen: number) => {
      const duty = await aWageDuty(db(), { project, employerId: august.subject, month, dueDay });
      const line = await aLine(db(), duty, { engagement: one, netFen });
      await aPayout(db(), line, 'paid', dueDay);
      await ownerOf(db())`update we.payroll_line set paid_fen = ${netFen}, final_on = ${dueDay}
        where project_id = ${project.id} and wage_month = ${first(month)}`;
    };
    await earlier('2025-12', '2026-01-15', 40_000_00);
    for (const [month, dueDay] of [
      ['2026-02', '2026-03-13'],
      ['2026-03', '2026-04-15'],
      ['2026-04', '2026-05-15'],
      ['2026-05', '2026-06-15'],
      ['2026-06', '2026-07-15'],
    ] as const)
      await earlier(month, dueDay, 50_000_00);
    // A month after it, and somebody else's, count for neither.
    await earlier('2026-09', '2026-09-18', 50_000_00);
    await pay(august, one, { netFen: 49_000_00 });
    const other = await pay(august, await worker(august), { netFen: 1 });
    const paid = (fen: number) => ownerOf(
      db(),
    )`update we.payroll_line set paid_fen = ${fen}, final_on = ${paidOn}
      where project_id = ${project.id} and wage_month = '2026-08-01'`;
    expect(other.lineNo).not.toBe(1);
    await paid(50_000_00);
    expect(await found(august)).toEqual([]);
    await paid(50_000_01);
    expect(await found(august)).toEqual(['orange 4900000 year:1']);
    // In a month of a twelfth or less it is not asked.
    await paid(600_000_00);
    expect(await found(august, today, { yearFen: 12 * 49_000_00 })).toEqual([]);
    expect(await found(august, today, { yearFen: 12 * 49_000_00 - 12 })).toHaveLength(1);
    await paid(50_000_01);
    // What is paid later does not count yet.
    await ownerOf(db())`update we.payroll_line set final_on = '2026-09-21'
      where project_id = ${project.id} and wage_month = '2026-06-01'`;
    expect(await found(august)).toEqual([]);
    expect(await found(august, '2026-09-21')).toEqual(['orange 4900000 year:1']);
  });
});

test.each<[string, Person & { workDays?: number }, string[]]>([
  ['as many days as the month has', { workDays: 31 }, []],
  ['one more', { workDays: 32 }, ['days:1']],
  ['entered on its last day', { enteredOn: '2026-08-31' }, []],
  ['entered the day after', { enteredOn: '2026-09-01' }, ['roster:1']],
  ['left on its first day', { exitedOn: '2026-08-01' }, []],
  ['left the day before', { exitedOn: '2026-07-31' }, ['roster:1']],
  ['registered on its last day', { knownOn: '2026-08-31' }, []],
  ['registered the day after', { knownOn: '2026-09-01' }, ['joined:1']],
])('%s', async (_, { workDays, ...person }, why) => {
  const duty = await marked();
  await pay(duty, await worker(duty, person), workDays ? { workDays } : {});
  expect(await found(duty)).toEqual(why.map((one) => `orange 500001 ${one}`));
});

describe('the same round sum', () => {
  const team = async (sums: number[], name = '1班', on?: Duty) => {
    const duty = on ?? (await marked());
    for (const netFen of sums) await pay(duty, await worker(duty, { team: name }), { netFen });
    return duty;
  };
  const [round, other] = [6_000_00, 6_000_01];

  test('for more than four in five of a team of five or more', async () => {
    expect(await found(await team([round, round, round, round]))).toEqual([]);
    expect(await found(await team([round, round, round, round, round]))).toEqual([
      'orange 3000000 alike:5',
    ]);
    expect(await found(await team([round, round, round, round, other]))).toEqual([]);
    expect(await found(await team([round, round, round, round, round, other]))).toEqual([
      'orange 3000000 alike:5',
    ]);
  });

  test('ends in 00 yuan', async () => {
    expect(await found(await team(Array(5).fill(6_010_00)))).toEqual([]);
    expect(await found(await team(Array(5).fill(6_100_00)))).toEqual(['orange 3050000 alike:5']);
  });

  test('of each team by itself, of each employer and month', async () => {
    // Four of five alike in each: nothing. With those of another they would be more.
    const four = [round, round, round, round, other];
    const duty = await team(four);
    const { project, subject: employerId } = duty;
    await team(four, '2班', duty);
    await team(four, '1班', await aWageDuty(db(), { project }));
    const july = await marked('2026-07', { project, employerId, dueDay: '2026-08-14' });
    await team(four, '1班', july);
    expect(await found(duty)).toEqual([]);
    // Five of five alike: found. Among those of another they would be fewer.
    const odd = Array.from({ length: 5 }, (_, n) => 7_000_01 + n);
    const whole = await team(Array(5).fill(round));
    await team(odd, '2班', whole);
    await team(odd, '1班', await aWageDuty(db(), { project: whole.project }));
    const site = { project: whole.project, employerId: whole.subject, dueDay: '2026-08-14' };
    await team(odd, '1班', await marked('2026-07', site));
    expect((await found(whole)).map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      '3000000 alike:5',
    ]);
  });

  test('not for a sum that is not round, nor for people of no team or of several', async () => {
    expect(await found(await team([other, other, other, other, other]))).toEqual([]);
    const duty = await marked();
    for (let n = 0; n < 5; n += 1) await pay(duty, await worker(duty), { netFen: round });
    for (const name of ['1班', '1班', '1班', '2班', '2班'])
      await pay(duty, await worker(duty, { team: name }), { netFen: round });
    expect(await found(duty)).toEqual([]);
  });
});

test('a line that was paid in two parts is one, paid on the first day', async () => {
  const duty = await marked();
  const line = await aLine(db(), duty, {
    engagement: await worker(duty, { attended: false }),
    claimedOn: '2026-09-08',
    netFen: 5_000_01,
  });
  await aPayout(db(), line, 'paid', '2026-09-17', { amountFen: 1 });
  await aPayout(db(), line, 'paid', paidOn, { amountFen: 5_000_00 });
  const [one] = await findings(db(), payOdd, today, duty.project.id);
  expect(one).toMatchObject({ dueDay: paidOn, amountFen: 5_000_01, facts: { lines: 1 } });
  expect(one?.facts.rows).toMatchObject([{ paidOn, amountFen: 5_000_01 }]);
});

test('is orange from one line in twenty on', async () => {
  const duty = await marked();
  await pay(duty, await worker(duty, { attended: false }));
  for (let n = 0; n < 19; n += 1) await pay(duty, await worker(duty));
  expect(await found(duty)).toEqual(['orange 500001 absent:1']);
  await pay(duty, await worker(duty));
  expect(await found(duty)).toEqual(['yellow 500001 absent:1']);
});

test('speaks of payments standing on the day, in marked months, that nobody has looked into', async () => {
  const duty = await marked();
  const line = await pay(duty, await worker(duty, { attended: false }));
  expect(await found(duty, '2026-09-14')).toEqual([]);
  expect(await found(duty, paidOn)).toHaveLength(1);
  await aReview(db(), duty, 'payee', '2026-09-16');
  expect(await found(duty)).toHaveLength(1);
  await aReview(db(), duty, 'pattern', '2026-09-18');
  expect(await found(duty, '2026-09-17')).toHaveLength(1);
  expect(await found(duty, '2026-09-18')).toEqual([]);
  const second = await pay(duty, await worker(duty, { attended: false }), {
    claimedOn: '2026-09-19',
    kind: 'supplement',
  });
  await aPayout(db(), second, 'paid', '2026-09-19');
  expect(await found(duty, '2026-09-19')).toEqual(['orange 1000002 absent:1']);
  await aPayout(db(), second, 'returned', '2026-09-20');
  expect(await found(duty, '2026-09-20')).toEqual([]);
  expect(line.payFen).toBe(5_000_01);
  const plain = await aWageDuty(db());
  await pay(plain, await worker(plain, { attended: false }));
  expect(await found(plain)).toEqual([]);
});
