import { describe, expect, test } from 'vitest';
import { CONTRACTOR, EMPLOYER, OWNER, Tale } from './tiny.ts';

const WHOLE = { labourCostFen: 9, transferDay: 10, transferMonthOffset: 1, payDay: 25 } as const;

describe('F06 and W13', () => {
  const found = (day: string, tale: Tale) => tale.found(day, 'F06', 'W13');

  test('are found from the first day, orange once people attend and wages were due', () => {
    const tale = new Tale('2026-08-03', '2026-10-15').account().workers(1, 1);
    tale.attend([1], ['2026-08-10']);
    const [f06, w13] = [`F06 ${OWNER} -`, `W13 ${CONTRACTOR} -`];
    expect(found('2026-08-09', tale)).toEqual([`${f06} yellow 0`, `${w13} yellow 0`]);
    expect(found('2026-08-10', tale)).toEqual([`${f06} orange 0`, `${w13} yellow 0`]);
    // Wages of August are due on Wednesday, 30 September.
    expect(found('2026-09-30', tale)).toEqual([`${f06} orange 0`, `${w13} yellow 0`]);
    expect(found('2026-10-01', tale)).toEqual([`${f06} orange 0`, `${w13} orange 0`]);
  });

  test('are silent when all is agreed, and from the month on in which it is', () => {
    expect(found('2026-08-10', new Tale('2026-08-03', '2026-08-31', WHOLE))).toEqual([]);
    const tale = new Tale('2026-08-03', '2026-09-30');
    tale.contract({ ...WHOLE, fromMonth: '2026-09' }, '2026-08-20');
    expect(found('2026-08-31', tale)).toHaveLength(2);
    expect(found('2026-09-01', tale)).toEqual([]);
  });
});

test('F04 is found when National Day puts the transfer after the wages', () => {
  const terms = { labourCostFen: 9, transferDay: 1, payDay: 5 } as const;
  const offsets = { transferMonthOffset: 1, payMonthOffset: 1 } as const;
  const tale = new Tale('2026-08-03', '2026-10-15', { ...terms, ...offsets });
  tale.account().workers(1, 1).attend([1], ['2026-09-10']);
  // Wages of September are due on 30 September, the transfer on 8 October; agreed for the 5th and the 1st.
  expect(tale.found('2026-08-20', 'F04')).toEqual([]);
  expect(tale.found('2026-08-21', 'F04')).toEqual([`F04 ${OWNER} 2026-09 yellow 9`]);
  expect(tale.found('2026-09-30', 'F04')).toHaveLength(1);
  expect(tale.found('2026-10-01', 'F04')).toEqual([]);
});

test('F05 is found with two months of nothing, and ends with a fen for either', () => {
  const tale = new Tale('2026-08-03', '2026-10-31', WHOLE).account().workers(1, 1);
  tale.attend([1], ['2026-08-10']).attend([1], ['2026-09-10']);
  expect(tale.found('2026-10-10', 'F05')).toEqual([]);
  expect(tale.found('2026-10-11', 'F05')).toEqual([`F05 ${OWNER} 2026-09 red 9`]);
  const paid = new Tale('2026-08-03', '2026-10-31', WHOLE).account().workers(1, 1);
  paid.attend([1], ['2026-08-10']).attend([1], ['2026-09-10']).credit('2026-10-20', 1);
  expect(paid.found('2026-10-19', 'F05')).toHaveLength(1);
  expect(paid.found('2026-10-20', 'F05')).toEqual([]);
  const idle = new Tale('2026-08-03', '2026-10-31', WHOLE).account().workers(1, 1);
  idle.attend([1], ['2026-09-10']);
  expect(idle.found('2026-10-11', 'F05')).toEqual([]);
});

test('A07 is found in the third month when nothing left the account, and ends with a debit', () => {
  const busy = (account: string) => {
    const tale = new Tale('2026-08-03', '2026-10-31', WHOLE);
    tale.account({}, account).workers(1, 1).attend([1], ['2026-08-10']);
    return tale.attend([1], ['2026-09-10']);
  };
  const tale = busy('2026-08-31').entry('debit', '2026-10-12', 500, { purpose: 'wage' });
  expect(tale.found('2026-09-30', 'A07')).toEqual([]);
  expect(tale.found('2026-10-01', 'A07')).toEqual([`A07 ${CONTRACTOR} - orange 0`]);
  expect(tale.found('2026-10-11', 'A07')).toHaveLength(1);
  expect(tale.found('2026-10-12', 'A07')).toEqual([]);
  expect(busy('2026-09-01').found('2026-10-01', 'A07')).toEqual([]);
  const fee = busy('2026-08-31').entry('debit', '2026-09-12', 500, { purpose: 'fee' });
  expect(fee.found('2026-10-01', 'A07')).toHaveLength(1);
});

describe('F03', () => {
  const SOON = { labourCostFen: 700, transferDay: 10, transferMonthOffset: 1, payDay: 15 } as const;
  const short = (tale: Tale, day: string) => tale.found(day, 'F03');
  /** Wages of August, due on Tuesday 15 September: seven working days before it is Friday the 4th. */
  const august = (more = {}) =>
    new Tale('2026-07-01', '2026-10-31', { ...SOON, payMonthOffset: 1, ...more })
      .account()
      .workers(1, 2);

  test('looks seven, three and one working days ahead', () => {
    const tale = august({ labourCostFen: undefined }).batch('B', '2026-09-02', '2026-08', [
      [1, 700],
    ]);
    const f03 = (level: string) => [`F03 ${OWNER} 2026-08 ${level} 700`];
    expect(short(tale, '2026-09-03')).toEqual([]);
    expect(short(tale, '2026-09-04')).toEqual(f03('yellow'));
    expect(short(tale, '2026-09-09')).toEqual(f03('yellow'));
    expect(short(tale, '2026-09-10')).toEqual(f03('orange'));
    expect(short(tale, '2026-09-14')).toEqual(f03('red'));
    expect(short(tale, '2026-09-30')).toEqual(f03('red'));
  });

  test('counts on an instalment until its day is over', () => {
    const tale = august({ fromMonth: '2026-08' }).batch('B', '2026-09-02', '2026-08', [[1, 701]]);
    expect(short(tale, '2026-09-10')).toEqual([`F03 ${OWNER} 2026-08 orange 1`]);
    expect(short(tale, '2026-09-11')).toEqual([`F03 ${OWNER} 2026-08 orange 701`]);
  });

  test('reckons with days attended while nothing is claimed', () => {
    const tale = august({ labourCostFen: undefined });
    tale.attend([1], ['2026-07-01', '2026-07-02']).attend([1, 2], ['2026-08-03', '2026-08-04']);
    tale.attend([1], ['2026-08-05']);
    tale.batch('A', '2026-08-05', '2026-07', [[1, 501]]).credit('2026-08-05', 501);
    tale.payout('A#1', '2026-08-05', 501).entry('debit', '2026-08-05', 501, { purpose: 'wage' });
    // Three days of 250.50 rounded, and two at the mean of the one worker.
    expect(short(tale, '2026-09-04')).toEqual([`F03 ${OWNER} 2026-08 yellow ${752 + 501}`]);
  });
});

describe('whom nobody registered', () => {
  test('is at work as well: F05, F06, A01 and A07 ask who attended, not who is engaged', () => {
    const tale = new Tale('2026-08-03', '2026-10-31', { payDay: 25 }).account();
    tale.attend([9], ['2026-08-10']).attend([9], ['2026-09-10']);
    expect(tale.found('2026-08-09', 'F06')).toEqual([`F06 ${OWNER} - yellow 0`]);
    expect(tale.found('2026-08-10', 'F06')).toEqual([`F06 ${OWNER} - orange 0`]);
    expect(tale.found('2026-10-31', 'A07', 'F05')).toEqual([`A07 ${CONTRACTOR} - orange 0`]);
    const late = new Tale('2026-08-03', '2026-10-31', WHOLE).attend([9], ['2026-08-10']);
    late.attend([9], ['2026-09-10']);
    expect(late.found('2026-09-03', 'A01')).toEqual([`A01 ${CONTRACTOR} - orange 0`]);
    expect(late.found('2026-10-11', 'F05')).toEqual([`F05 ${OWNER} 2026-09 red 9`]);
  });

  test('and is registered later brings the days along that his stay covers', () => {
    const tale = new Tale('2026-08-03', '2026-10-31', { payDay: 25 }).account();
    tale.attend([1], ['2026-08-05', '2026-08-10']);
    const engagements = [
      {
        ...{ ref: 'w1', idNumber: 'id1', name: '工人1', employerUscc: EMPLOYER, team: '1班' },
        ...{ trade: '木工', phone: '', cardNo: 'card1', enteredOn: '2026-08-10' },
      },
    ];
    tale.tell('2026-08-20', { type: 'engagements', projectCode: 'P1', engagements });
    // The fifth working day before Tuesday, 25 August is the 18th.
    expect(tale.found('2026-08-19', 'W05', 'R01')).toEqual([`R01 ${CONTRACTOR} 2026-08 orange 0`]);
    const both = [`R01 ${CONTRACTOR} 2026-08 yellow 0`, `W05 ${EMPLOYER} 2026-08 yellow 0`];
    expect(tale.found('2026-08-20', 'W05', 'R01')).toEqual(both);
  });
});
