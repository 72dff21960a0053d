import { describe, expect, test } from 'vitest';
import { predictNight } from './alerts.ts';
import { compare } from './compare.ts';
import { EMPLOYER, OWNER, Tale } from './tiny.ts';

const AUGUST = '2026-08';
const TERMS = { payDay: 25, payMonthOffset: 0 } as const;

function unpaid(): Tale {
  const tale = new Tale('2026-08-03', '2026-09-30', TERMS).account().workers(1, 1);
  return tale.batch('B', '2026-08-20', AUGUST, [[1, 500_000]]);
}

describe('a silent bank', () => {
  test('is behind when it has not told the last working day before', () => {
    const tale = unpaid().silent('2026-08-21', '2026-08-27');
    // Friday the 21st is needed from Saturday on.
    expect(tale.found('2026-08-21', 'M02')).toEqual([]);
    expect(tale.found('2026-08-22', 'M02')).toEqual(['M02 account - yellow 0']);
    expect(tale.found('2026-08-26', 'M02')).toEqual(['M02 account - yellow 0']);
    expect(tale.found('2026-08-27', 'M02')).toEqual([]);
  });

  test('an account just opened counts as told through the day before', () => {
    const tale = new Tale('2026-08-03', '2026-08-31').account({}, '2026-08-05');
    tale.silent('2026-08-05', '2026-08-10');
    expect(tale.found('2026-08-05', 'M02')).toEqual([]);
    expect(tale.found('2026-08-06', 'M02')).toHaveLength(1);
  });

  test('holds what is found, and what was open; opens it when the bank speaks again', () => {
    const tale = unpaid().silent('2026-08-25', '2026-08-27');
    expect(tale.found('2026-08-26', 'W01')).toEqual([`W01 ${EMPLOYER} 2026-08 yellow 500000 held`]);
    expect(tale.found('2026-08-27', 'W01')).toEqual([`W01 ${EMPLOYER} 2026-08 yellow 500000`]);
    const later = unpaid().silent('2026-08-27', '2026-09-01');
    expect(later.found('2026-08-27', 'W01')).toEqual([`W01 ${EMPLOYER} 2026-08 yellow 500000`]);
    expect(later.found('2026-08-28', 'W01')[0]).toContain('held');
    expect(later.found('2026-08-30', 'W01')[0]).toContain('orange 500000 held');
  });

  test('clears no bank rule’s alert, which stays as it last was', () => {
    const tale = unpaid().silent('2026-08-27', '2026-09-02');
    tale.payout('B#1', '2026-08-31', 500_000);
    expect(tale.found('2026-08-31', 'W01')).toEqual([`W01 ${EMPLOYER} 2026-08 orange 500000 held`]);
    expect(tale.found('2026-09-01', 'W01')).toHaveLength(1);
    expect(tale.found('2026-09-02', 'W01')).toEqual([]);
  });

  test('holds nothing of other rules, and clears them', () => {
    const tale = unpaid().workers(2, 2).attend([2], ['2026-08-10']);
    tale.silent('2026-08-10', '2026-09-10');
    tale.batch('X', '2026-08-28', AUGUST, [[2, 1]], { kind: 'supplement' });
    expect(tale.found('2026-08-27', 'W05')).toEqual([`W05 ${EMPLOYER} 2026-08 red 0`]);
    expect(tale.found('2026-08-28', 'W05')).toEqual([]);
  });

  test('holds nothing where no account is open, or the silent one is closed', () => {
    const none = new Tale('2026-08-03', '2026-09-30', TERMS).workers(1, 1);
    none.batch('B', '2026-08-20', AUGUST, [[1, 500_000]]);
    expect(none.found('2026-08-26', 'W01', 'M02')).toEqual([
      `W01 ${EMPLOYER} 2026-08 yellow 500000`,
    ]);
    const closed = unpaid().silent('2026-08-21', '2026-09-30');
    closed.account({ openedOn: '2026-08-03', closedOn: '2026-08-27' }, '2026-08-27');
    expect(closed.found('2026-08-26', 'W01')[0]).toContain('held');
    expect(closed.found('2026-08-27', 'W01', 'M02')).toEqual([
      `W01 ${EMPLOYER} 2026-08 yellow 500000`,
    ]);
  });

  test('holds transfers and their disputes as well', () => {
    const terms = { transferDay: 10, transferMonthOffset: 1, labourCostFen: 9 } as const;
    const tale = new Tale('2026-08-03', '2026-09-30', terms).account();
    tale.delay('2026-09-11', AUGUST, 'PRICE').silent('2026-09-10', '2026-09-14');
    expect(tale.found('2026-09-11', 'F01', 'F08')).toEqual([
      `F01 ${OWNER} 2026-08 yellow 9 held`,
      `F08 ${OWNER} 2026-08 orange 9 held`,
    ]);
  });
});

describe('a year without its list', () => {
  test('is told from forty-five days before the nominal day', () => {
    const terms = { payDay: 5, payMonthOffset: 1 } as const;
    const tale = new Tale('2026-11-02', '2026-12-31', terms).account().workers(1, 1);
    tale.project({ status: 'preparing' });
    expect(tale.found('2026-11-20', 'M03')).toEqual([]);
    expect(tale.found('2026-11-21', 'M03')).toEqual(['M03 calendar - yellow 0']);
  });

  test('is told of a nominal day in it though the due day is moved back before it', () => {
    const terms = { payDay: 1, payMonthOffset: 1 } as const;
    const tale = new Tale('2026-11-02', '2026-12-31', terms).account();
    tale.project({ status: 'preparing' }).workers(1, 1).leave(1, '2026-12-23', '2026-12-31');
    tale.batch('B', '2026-12-21', '2026-12', [[1, 5]]).payout('B#1', '2026-12-24', 5);
    expect(tale.found('2026-12-23', 'M03')).toHaveLength(1);
    expect(tale.found('2026-12-24', 'M03')).toEqual([]);
  });

  test('is not told of instalments while the project is not active', () => {
    const terms = { transferDay: 10, transferMonthOffset: 1, payDay: 28 } as const;
    const active = new Tale('2026-11-02', '2026-12-31', terms).account();
    const suspended = new Tale('2026-11-02', '2026-12-31', terms).account();
    suspended.project({ status: 'suspended' }, '2026-11-20');
    expect(active.found('2026-11-25', 'M03')).toEqual([]);
    expect(active.found('2026-11-26', 'M03')).toHaveLength(1);
    expect(suspended.found('2026-12-31', 'M03')).toEqual([]);
  });
});

describe('prediction', () => {
  test('refuses a day for which no night runs', () => {
    expect(() => predictNight(unpaid().city(), '2026-10-01')).toThrow(RangeError);
  });
});

describe('comparison', () => {
  const whole = { labourCostFen: 1, transferDay: 31, payDay: 31 };
  const city = new Tale('2026-08-03', '2026-08-31', whole)
    .account()
    .silent('2026-08-03', '2026-08-31')
    .entry('debit', '2026-08-06', 500)
    .city();
  // What else a bare project lacks is not what this is about.
  const expected = predictNight(city, '2026-08-06').filter(({ rule }) => /^(A04|M02)$/.test(rule));
  const ids = new Map([['account', 'a-17']]);
  const actual = expected.map((one) => ({
    ...one,
    subject: one.subject === 'account' ? 'a-17' : one.subject,
  }));

  test('finds no difference where there is none, refs taken for ids', () => {
    expect(actual).toHaveLength(2);
    expect(compare('2026-08-06', expected, actual, ids)).toEqual([]);
  });

  test('tells the field that differs', () => {
    const [a04, m02] = actual;
    if (a04 === undefined || m02 === undefined) throw new Error('two alerts expected');
    const wrong = [{ ...a04, level: 'red', amountFen: 400 }, m02];
    expect(compare('2026-08-06', expected, wrong, ids)).toEqual([
      '2026-08-06 A04 of P1, subject E001, period 2026-08: level expected orange, actual red',
      '2026-08-06 A04 of P1, subject E001, period 2026-08: amountFen expected 500, actual 400',
    ]);
  });

  test('tells what is missing, not expected, or there twice', () => {
    const [a04] = actual;
    if (a04 === undefined) throw new Error('an alert expected');
    const wrong = [a04, a04, { ...a04, period: '2026-07', held: true }];
    expect(compare('2026-08-06', expected, wrong, ids)).toEqual([
      '2026-08-06 twice: A04 of P1, subject E001, period 2026-08: orange, open, 500 fen',
      '2026-08-06 missing: M02 of P1, subject account, period -: yellow, open, 0 fen',
      '2026-08-06 not expected: A04 of P1, subject E001, period 2026-07: orange, held, 500 fen',
    ]);
  });
});
