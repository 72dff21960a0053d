import { describe, expect, test } from 'vitest';
import type { ContractBody } from '../../src/demo/story-actions.ts';
import { OWNER, Tale } from './tiny.ts';

/** Ten thousand yuan a month, due on the 10th of the next: for August on 10 September, a Thursday. */
const TERMS = { labourCostFen: 1_000_000, transferDay: 10, transferMonthOffset: 1 } as const;

function august(more: Partial<ContractBody> = {}): Tale {
  return new Tale('2026-08-03', '2026-10-31', { ...TERMS, ...more }).account().workers(1, 2);
}

describe('F01', () => {
  test('is found from the day after, orange from five days late, red from thirty', () => {
    const tale = august();
    const found = (day: string) => tale.found(day, 'F01')[0];
    expect(found('2026-09-10')).toBeUndefined();
    expect(found('2026-09-11')).toBe(`F01 ${OWNER} 2026-08 yellow 1000000`);
    expect(found('2026-09-14')).toContain('yellow');
    expect(found('2026-09-15')).toContain('orange');
    expect(found('2026-10-09')).toContain('orange');
    expect(found('2026-10-10')).toContain('red');
  });

  test('is due on the first working day after National Day', () => {
    const tale = new Tale('2026-09-01', '2026-10-12', { ...TERMS, transferDay: 5 }).account();
    expect(tale.found('2026-10-08', 'F01')).toEqual([]);
    expect(tale.found('2026-10-09', 'F01')).toEqual([`F01 ${OWNER} 2026-09 yellow 1000000`]);
  });

  test('without a transfer day is due on the next month’s last day, moved on', () => {
    const tale = new Tale('2026-09-01', '2026-11-05', { labourCostFen: 5 }).account();
    // 31 October 2026 is a Saturday.
    expect(tale.found('2026-11-02', 'F01')).toEqual([]);
    expect(tale.found('2026-11-03', 'F01')).toEqual([`F01 ${OWNER} 2026-09 yellow 5`]);
  });

  test('is orange at once when the balance does not bear the next payroll', () => {
    const rich = august({ payDay: 28, payMonthOffset: 1 });
    rich.entry('credit', '2026-09-01', 700).batch('B', '2026-09-08', '2026-08', [[1, 700]]);
    const poor = august({ payDay: 28, payMonthOffset: 1 });
    poor.entry('credit', '2026-09-01', 699).batch('B', '2026-09-08', '2026-08', [[1, 700]]);
    rich.payout('B#1', '2026-09-10', 300).entry('debit', '2026-09-10', 300);
    expect(rich.found('2026-09-11', 'F01')).toEqual([`F01 ${OWNER} 2026-08 yellow 1000000`]);
    expect(poor.found('2026-09-11', 'F01')).toEqual([`F01 ${OWNER} 2026-08 orange 1000000`]);
  });

  test('takes the last month’s regular total when nothing is unpaid', () => {
    const tale = august({ payDay: 31 });
    tale.batch('B', '2026-08-25', '2026-08', [[1, 700]]).payout('B#1', '2026-08-27', 700);
    tale.entry('credit', '2026-08-26', 1_399).entry('debit', '2026-08-27', 700);
    tale.entry('credit', '2026-09-14', 1);
    expect(tale.found('2026-09-11', 'F01')[0]).toContain('orange');
    expect(tale.found('2026-09-14', 'F01')[0]).toContain('yellow');
  });

  test('is red while W01 finds anything on the project', () => {
    const tale = august({ payDay: 9, payMonthOffset: 1 });
    tale.batch('B', '2026-09-01', '2026-08', [[1, 700]]).payout('B#1', '2026-09-12', 700);
    tale.entry('credit', '2026-09-01', 10_000);
    expect(tale.found('2026-09-11', 'F01')[0]).toContain('red');
    expect(tale.found('2026-09-12', 'F01')[0]).toContain('yellow');
  });

  test('does not count the contractor’s money, interest or a return', () => {
    const tale = august();
    tale.credit('2026-09-01', 1_000_000, '2026-08', { counterpartyAccountNo: 'CONTRACTOR' });
    tale.credit('2026-09-02', 1_000_000, '2026-08', { purpose: 'interest' });
    tale.credit('2026-09-03', 1_000_000, '2026-08', { purpose: 'return' });
    expect(tale.found('2026-09-11', 'F01')).toHaveLength(1);
  });

  test('does not count a credit that the bank reversed', () => {
    const tale = august().credit('2026-09-09', 1_000_000, '2026-08', { entryId: 'IN' });
    tale.entry('debit', '2026-09-14', 1_000_000, { reversalOf: 'IN' });
    expect(tale.found('2026-09-11', 'F01')).toEqual([]);
    expect(tale.found('2026-09-14', 'F01', 'A04')).toHaveLength(1);
  });
});

describe('allocation', () => {
  test('an unnamed credit goes to the oldest instalment and carries over', () => {
    const tale = august().credit('2026-09-10', 1_300_000);
    expect(tale.found('2026-09-11', 'F01', 'F02')).toEqual([]);
    expect(tale.found('2026-10-11', 'F01', 'F02')).toEqual([`F02 ${OWNER} 2026-09 red 700000`]);
  });

  test('a named credit goes to its month first, and before unnamed ones of earlier days', () => {
    const tale = august({ transferDay: 10 });
    tale.credit('2026-09-08', 900_000).credit('2026-10-09', 1_000_000, '2026-08');
    expect(tale.found('2026-10-08', 'F01', 'F02')).toEqual([`F02 ${OWNER} 2026-08 yellow 100000`]);
    expect(tale.found('2026-10-11', 'F01', 'F02')).toEqual([`F02 ${OWNER} 2026-09 yellow 100000`]);
  });

  test('a named credit takes its place from booking on, and counts from its value day', () => {
    const tale = august().credit('2026-09-08', 1_500_000);
    tale.credit('2026-10-09', 1_000_000, '2026-09', { valueDay: '2026-10-14' });
    expect(tale.found('2026-10-13', 'F01', 'F02')).toEqual([`F01 ${OWNER} 2026-09 yellow 1000000`]);
    expect(tale.found('2026-10-14', 'F01', 'F02')).toEqual([]);
  });

  test('an instalment of unknown amount takes everything offered', () => {
    const terms = { transferDay: 10, transferMonthOffset: 1, labourCostRatio: 0.2 } as const;
    const tale = new Tale('2026-08-03', '2026-10-31', terms).account();
    expect(tale.found('2026-09-11', 'F01', 'F02')).toEqual([`F01 ${OWNER} 2026-08 yellow 0`]);
    const given = new Tale('2026-08-03', '2026-10-31', terms).account();
    given.credit('2026-09-09', 9_000_000);
    expect(given.found('2026-10-12', 'F01', 'F02')).toEqual([`F01 ${OWNER} 2026-09 yellow 0`]);
  });

  test('a ratio gives half a fen upwards once the value is confirmed', () => {
    const terms = { transferDay: 10, transferMonthOffset: 1, labourCostRatio: 0.205 } as const;
    const tale = new Tale('2026-08-03', '2026-10-31', terms).account();
    const body = { valueFen: 1_000_010, confirmedOn: '2026-09-12' };
    tale.tell('2026-09-12', { type: 'progress', projectCode: 'P1', month: '2026-08', body });
    expect(tale.found('2026-09-11', 'F01')).toEqual([`F01 ${OWNER} 2026-08 yellow 0`]);
    // 205,002.05 is 205,002; with one fen of value more for the half: 1,000,100 gives 205,020.5.
    expect(tale.found('2026-09-12', 'F01')).toEqual([`F01 ${OWNER} 2026-08 yellow 205002`]);
    const half = new Tale('2026-08-03', '2026-10-31', terms).account();
    const more = { valueFen: 1_000_100, confirmedOn: '2026-09-01' };
    half.tell('2026-09-01', { type: 'progress', projectCode: 'P1', month: '2026-08', body: more });
    expect(half.found('2026-09-11', 'F01')).toEqual([`F01 ${OWNER} 2026-08 yellow 205021`]);
  });

  test('instalments begin with the later of start and terms, and none is made in suspension', () => {
    const late = august().project({ startsOn: '2026-09-01' });
    expect(late.found('2026-10-12', 'F01')).toEqual([`F01 ${OWNER} 2026-09 yellow 1000000`]);
    // Forty-five days before 10 October is 26 August.
    const stopped = august().project({ status: 'suspended' }, '2026-08-25');
    const longer = august().project({ status: 'suspended' }, '2026-08-27');
    expect(stopped.found('2026-10-12', 'F01')).toEqual([`F01 ${OWNER} 2026-08 red 1000000`]);
    expect(longer.found('2026-10-12', 'F01')).toHaveLength(2);
  });

  test('a month suspended from first to last day has none after it either', () => {
    const rested = (day: string) =>
      august().project({ status: 'suspended' }, '2026-08-25').project({}, day);
    expect(rested('2026-10-01').found('2026-10-12', 'F01')).toHaveLength(1);
    expect(rested('2026-09-30').found('2026-10-12', 'F01')).toHaveLength(2);
  });

  test('a suspension proposed by the contractor counts when it is confirmed', () => {
    const tale = august().project({ status: 'suspended' }, '2026-08-20', 'contractor');
    expect(tale.found('2026-10-12', 'F01')).toHaveLength(2);
    const confirmed = august().project({ status: 'suspended' }, '2026-08-20', 'contractor');
    confirmed.tell('2026-08-21', { type: 'confirmation', projectCode: 'P1' }, 'authority');
    expect(confirmed.found('2026-10-12', 'F01')).toHaveLength(1);
  });
});

describe('F02', () => {
  test.each([
    [900_000, 'yellow 100000'],
    [899_999, 'orange 100001'],
    [500_001, 'orange 499999'],
    [500_000, 'red 500000'],
  ])('of ten thousand yuan with %i fen credited is %s', (fen, expected) => {
    const tale = august().credit('2026-09-09', fen, '2026-08');
    expect(tale.found('2026-09-11', 'F01', 'F02')).toEqual([`F02 ${OWNER} 2026-08 ${expected}`]);
  });

  test('is orange while the balance does not bear the next payroll', () => {
    const tale = august({ payDay: 28, payMonthOffset: 1 }).credit('2026-09-09', 900_000, '2026-08');
    tale.batch('B', '2026-09-12', '2026-08', [[1, 900_001]]).entry('credit', '2026-09-14', 1);
    expect(tale.found('2026-09-11', 'F02')[0]).toContain('yellow');
    expect(tale.found('2026-09-12', 'F02')[0]).toContain('orange');
    expect(tale.found('2026-09-14', 'F02')[0]).toContain('yellow');
  });

  test('is red when F02 finds the month before as well, and clears when filled up', () => {
    const tale = august().credit('2026-09-09', 950_000, '2026-08');
    tale.credit('2026-10-09', 950_000, '2026-09').credit('2026-10-14', 50_000, '2026-08');
    expect(tale.found('2026-10-12', 'F02')).toEqual([
      `F02 ${OWNER} 2026-08 yellow 50000`,
      `F02 ${OWNER} 2026-09 red 50000`,
    ]);
    expect(tale.found('2026-10-14', 'F02')).toEqual([`F02 ${OWNER} 2026-09 yellow 50000`]);
  });

  test('counts a credit on its value day', () => {
    const tale = august().credit('2026-09-09', 1_000_000, '2026-08', { valueDay: '2026-09-14' });
    expect(tale.found('2026-09-13', 'F01')).toHaveLength(1);
    expect(tale.found('2026-09-14', 'F01', 'F02')).toEqual([]);
  });
});

describe('F08', () => {
  test('follows F01 from the day a dispute is stated', () => {
    const tale = august().delay('2026-09-13', '2026-08', 'PRICE');
    expect(tale.found('2026-09-12', 'F08')).toEqual([]);
    expect(tale.found('2026-09-13', 'F08')).toEqual([`F08 ${OWNER} 2026-08 orange 1000000`]);
  });

  test('takes the amount of F02, and ends with the money', () => {
    const tale = august().delay('2026-09-05', '2026-08', 'AUD-GOV');
    tale.credit('2026-09-09', 400_000, '2026-08').credit('2026-09-15', 600_000, '2026-08');
    expect(tale.found('2026-09-10', 'F08')).toEqual([]);
    expect(tale.found('2026-09-11', 'F08')).toEqual([`F08 ${OWNER} 2026-08 orange 600000`]);
    expect(tale.found('2026-09-15', 'F08')).toEqual([]);
  });

  test('does not take a lack of funds, another month, or a reason taken back', () => {
    const funds = august().delay('2026-09-11', '2026-08', 'FUNDS');
    const other = august().delay('2026-09-11', '2026-09', 'PRICE');
    const back = august().delay('2026-09-11', '2026-08', 'PRICE');
    const delayRef = 'delay 2026-08';
    back.tell('2026-09-14', { type: 'transfer-delay-withdrawal', projectCode: 'P1', delayRef });
    expect(funds.found('2026-09-14', 'F08')).toEqual([]);
    expect(other.found('2026-09-14', 'F08')).toEqual([]);
    expect(back.found('2026-09-13', 'F08')).toHaveLength(1);
    expect(back.found('2026-09-14', 'F08')).toEqual([]);
  });

  test('is red while W01 finds anything on the project', () => {
    const tale = august({ payDay: 9, payMonthOffset: 1 }).delay('2026-09-05', '2026-08', 'PRICE');
    tale.batch('B', '2026-09-01', '2026-08', [[1, 700]]);
    expect(tale.found('2026-09-11', 'F08')).toEqual([`F08 ${OWNER} 2026-08 red 1000000`]);
  });
});
