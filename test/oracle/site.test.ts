import { describe, expect, test } from 'vitest';
import type { SiteAction, SiteBody } from '../../src/demo/story-actions.ts';
import { CONTRACTOR, EMPLOYER, OTHER_EMPLOYER, OWNER, Tale } from './tiny.ts';

const state = (
  tale: Tale,
  day: string,
  kind: SiteAction['kind'],
  body: Partial<SiteBody> = {},
  by: 'authority' | 'contractor' = 'authority',
) =>
  tale.tell(day, { type: 'site-record', projectCode: 'P1', kind, body: { on: day, ...body } }, by);

// Twenty working days after Monday 2026-08-03 end on Monday the 31st.
const begun = (to = '2026-12-31') => new Tale('2026-08-03', to);

describe('D01 and D02', () => {
  test('D01 is yellow after twenty working days, orange after thirty, until a deposit counts', () => {
    const tale = begun();
    state(tale, '2026-09-20', 'wage-deposit', { form: 'cash', amountFen: 1 }, 'contractor');
    state(tale, '2026-09-21', 'wage-deposit', { form: 'exempt' });
    expect(tale.found('2026-08-31', 'D01')).toEqual([]);
    expect(tale.found('2026-09-01', 'D01')).toEqual([`D01 ${CONTRACTOR} - yellow 0`]);
    expect(tale.found('2026-09-14', 'D01')).toEqual([`D01 ${CONTRACTOR} - yellow 0`]);
    expect(tale.found('2026-09-15', 'D01')).toEqual([`D01 ${CONTRACTOR} - orange 0`]);
    expect(tale.found('2026-09-20', 'D01')).toHaveLength(1);
    expect(tale.found('2026-09-21', 'D01')).toEqual([]);
  });

  test('D01 is red while wages are owed', () => {
    const tale = new Tale('2026-08-03', '2026-09-30', { payDay: 25 }).account().workers(1, 1);
    tale.batch('B', '2026-08-20', '2026-08', [[1, 5]]).payout('B#1', '2026-09-03', 5);
    expect(tale.found('2026-09-02', 'D01')).toEqual([`D01 ${CONTRACTOR} - red 0`]);
    expect(tale.found('2026-09-03', 'D01')).toEqual([`D01 ${CONTRACTOR} - yellow 0`]);
  });

  test('D02 asks for one per cent once the time for it is over', () => {
    const tale = begun();
    state(tale, '2026-08-05', 'wage-deposit', { form: 'cash', amountFen: 9_999_999 });
    state(tale, '2026-09-23', 'wage-deposit', { form: 'cash', amountFen: 10_000_000 });
    expect(tale.found('2026-08-31', 'D02')).toEqual([]);
    expect(tale.found('2026-09-01', 'D02')).toEqual([`D02 ${CONTRACTOR} - yellow 1`]);
    // Fifteen working days after the 31st, Sunday the 20th one of them: Saturday would be none.
    expect(tale.found('2026-09-20', 'D02')).toEqual([`D02 ${CONTRACTOR} - yellow 1`]);
    expect(tale.found('2026-09-21', 'D02')).toEqual([`D02 ${CONTRACTOR} - orange 1`]);
    expect(tale.found('2026-09-23', 'D02')).toEqual([]);
  });
});

test('D03 counts what was used ten working days ago and is not back', () => {
  const tale = begun();
  state(tale, '2026-08-10', 'deposit-used', { amountFen: 9 });
  state(tale, '2026-08-12', 'deposit-used', { amountFen: 5 });
  state(tale, '2026-08-25', 'deposit-restored', { amountFen: 2 });
  state(tale, '2026-09-25', 'deposit-restored', { amountFen: 12 });
  expect(tale.found('2026-08-24', 'D03')).toEqual([]);
  expect(tale.found('2026-08-25', 'D03')).toEqual([`D03 ${CONTRACTOR} - orange 7`]);
  expect(tale.found('2026-08-27', 'D03')).toEqual([`D03 ${CONTRACTOR} - orange 12`]);
  expect(tale.found('2026-09-20', 'D03')).toEqual([`D03 ${CONTRACTOR} - orange 12`]);
  expect(tale.found('2026-09-21', 'D03')).toEqual([`D03 ${CONTRACTOR} - red 12`]);
  expect(tale.found('2026-09-25', 'D03')).toEqual([]);
});

test('D04 looks thirty days ahead; F07 begins with the works and comes back with the end', () => {
  const tale = begun();
  const until = '2026-10-15';
  state(tale, '2026-08-05', 'wage-deposit', { form: 'guarantee', amountFen: 99_999_999, until });
  state(tale, '2026-08-05', 'payment-guarantee', { form: 'surety', until });
  expect(tale.found('2026-08-04', 'F07')).toEqual([`F07 ${OWNER} - orange 0`]);
  expect(tale.found('2026-08-05', 'F07')).toEqual([]);
  expect(tale.found('2026-09-14', 'D04')).toEqual([]);
  expect(tale.found('2026-09-15', 'D04')).toEqual([`D04 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found(until, 'D04', 'F07')).toEqual([`D04 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found('2026-10-16', 'D04', 'F07')).toEqual([
    ...[`D04 ${CONTRACTOR} - red 0`, `F07 ${OWNER} - orange 0`],
  ]);
});

test('R01 counts who is neither registered nor a visitor, a month at a time', () => {
  const tale = begun().workers(1, 2).attend([1, 7], ['2026-08-10']).attend([8], ['2026-08-11']);
  tale.attend([7], ['2026-08-12']);
  const visit = { role: 'visitor', idNumber: 'id8', name: '客', until: '2026-08-12' } as const;
  state(tale, '2026-08-11', 'site-person', visit, 'contractor');
  state(tale, '2026-08-20', 'site-person', { role: 'barred', idNumber: 'id7', name: '某' });
  expect(tale.found('2026-08-10', 'R01')).toEqual([`R01 ${CONTRACTOR} 2026-08 yellow 0`]);
  expect(tale.found('2026-08-12', 'R01')).toEqual([`R01 ${CONTRACTOR} 2026-08 orange 0`]);
  expect(tale.found('2026-08-20', 'R01')).toEqual([]);
});

test('R03 finds one person with two employers', () => {
  const tale = begun().workers(1, 1).workers(1, 1, OTHER_EMPLOYER, '2026-08-10');
  tale.leave(1, '2026-08-20', '2026-08-20');
  expect(tale.found('2026-08-09', 'R02', 'R03')).toEqual([]);
  expect(tale.found('2026-08-10', 'R02', 'R03')).toEqual([`R03 ${OTHER_EMPLOYER} - yellow 0`]);
  expect(tale.found('2026-08-20', 'R03')).toHaveLength(1);
  expect(tale.found('2026-08-21', 'R03')).toEqual([]);
  expect(EMPLOYER).not.toBe(OTHER_EMPLOYER);
});

test('R04 lets an officer be away for ten working days', () => {
  const tale = begun();
  const officer = { role: 'wage-officer', idNumber: 'o', name: '某', until: '2026-08-14' } as const;
  state(tale, '2026-08-05', 'site-person', officer, 'contractor');
  expect(tale.found('2026-08-03', 'R04')).toEqual([`R04 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found('2026-08-28', 'R04')).toEqual([]);
  expect(tale.found('2026-08-29', 'R04')).toEqual([`R04 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found('2026-09-12', 'R04')).toEqual([`R04 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found('2026-09-13', 'R04')).toEqual([`R04 ${CONTRACTOR} - orange 0`]);
});

test('R05 follows the last check that counts', () => {
  const tale = begun();
  state(tale, '2026-08-05', 'board-check', { shown: ['wages'] });
  state(tale, '2026-08-21', 'board-check', { shown: [] });
  const whole = { shown: ['parties', 'wages', 'channels'] } as Partial<SiteBody>;
  state(tale, '2026-08-22', 'board-check', whole, 'contractor');
  state(tale, '2026-08-23', 'board-check', whole);
  expect(tale.found('2026-08-20', 'R05')).toEqual([`R05 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found('2026-08-22', 'R05')).toEqual([`R05 ${CONTRACTOR} - orange 0`]);
  expect(tale.found('2026-08-23', 'R05')).toEqual([]);
});

test('R06 counts working days without anybody, a stop left out', () => {
  const tale = begun().attend([9], ['2026-08-14']);
  state(tale, '2026-08-26', 'stop-work', { on: '2026-08-20', reason: '雨' });
  expect(tale.found('2026-08-04', 'R06')).toEqual([]);
  expect(tale.found('2026-08-05', 'R06')).toEqual([`R06 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found('2026-08-18', 'R06')).toEqual([]);
  expect(tale.found('2026-08-19', 'R06')).toEqual([`R06 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found('2026-08-25', 'R06')).toEqual([`R06 ${CONTRACTOR} - orange 0`]);
  expect(tale.found('2026-08-26', 'R06')).toEqual([`R06 ${CONTRACTOR} - yellow 0`]);
});

test('R07 judges the month before', () => {
  const tale = begun();
  const manager = { role: 'project-manager', idNumber: 'id9', name: '经理' } as const;
  state(tale, '2026-08-03', 'site-person', manager, 'contractor');
  // Twenty-one working days of August from the 3rd on; of September, with Sunday the 20th, twenty-two.
  const days = (month: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${month}-${String(at + 3).padStart(2, '0')}`);
  tale.attend([9], days('2026-08', 8)).attend([9], days('2026-09', 9));
  expect(tale.found('2026-08-31', 'R07')).toEqual([]);
  expect(tale.found('2026-09-01', 'R07')).toEqual([`R07 ${CONTRACTOR} - yellow 0`]);
  expect(tale.found('2026-10-01', 'R07')).toEqual([]);
});

describe('R03 of ghosts', () => {
  const engaged = (tale: Tale, n: number, on: string, more: object = {}) =>
    tale.tell(on, {
      type: 'engagements',
      projectCode: 'P1',
      engagements: [
        {
          ...{ ref: `w${n}`, idNumber: `id${n}`, name: `工人${n}`, employerUscc: EMPLOYER },
          ...{ team: '1班', trade: '木工', phone: `${n}`, cardNo: `card${n}` },
          ...{ contractSignedOn: on, enteredOn: on },
          ...more,
        },
      ],
    });
  const r03 = [`R03 ${EMPLOYER} - yellow 0`];

  test('three with one phone, however written, are odd, two are not', () => {
    const tale = begun();
    engaged(tale, 1, '2026-08-10', { phone: '198 1' });
    engaged(tale, 2, '2026-08-10', { phone: '1981' });
    engaged(tale, 3, '2026-08-12', { phone: '19-81' });
    expect(tale.found('2026-08-11', 'R03')).toEqual([]);
    expect(tale.found('2026-08-12', 'R03')).toEqual(r03);
  });

  test('ten never seen with cards of one branch and day are, from the eighth day to the ninety-second', () => {
    const issue = { cardBranchCode: '308299000001', cardIssuedOn: '2026-08-10' };
    const tale = begun();
    for (let n = 1; n <= 10; n += 1) engaged(tale, n, '2026-08-10', issue);
    expect(tale.found('2026-08-17', 'R03')).toEqual([]);
    expect(tale.found('2026-08-18', 'R03')).toEqual(r03);
    expect(tale.found('2026-11-10', 'R03')).toEqual(r03);
    expect(tale.found('2026-11-11', 'R03')).toEqual([]);
    const nine = begun();
    for (let n = 1; n <= 10; n += 1) engaged(nine, n, '2026-08-10', issue);
    nine.attend([4], ['2026-08-20']);
    expect(nine.found('2026-08-19', 'R03')).toEqual(r03);
    expect(nine.found('2026-08-20', 'R03')).toEqual([]);
  });
});
