import { describe, expect, test } from 'vitest';
import { EMPLOYER, OTHER_EMPLOYER, Tale } from './tiny.ts';

const SEPTEMBER = '2026-09';
const AUGUST = '2026-08';

/** Pay day the 5th of the next month: for September back over National Day to 30 September. */
function september(): Tale {
  return new Tale('2026-09-01', '2026-11-10', { payDay: 5, payMonthOffset: 1 })
    .account()
    .workers(1, 12);
}

/** Pay day the 25th of the month itself, 25 August 2026 a Tuesday. */
function august(): Tale {
  return new Tale('2026-08-03', '2026-10-31', { payDay: 25, payMonthOffset: 0 })
    .account()
    .workers(1, 12);
}

const nets = (count: number, netFen: number) =>
  Array.from({ length: count }, (_, at) => [at + 1, netFen] as const);

describe('W01', () => {
  test('is due on the last working day before National Day', () => {
    const tale = september().batch('B', '2026-09-20', SEPTEMBER, [[1, 500_000]]);
    expect(tale.found('2026-09-30', 'W01')).toEqual([]);
    expect(tale.found('2026-10-01', 'W01')).toEqual([`W01 ${EMPLOYER} 2026-09 yellow 500000`]);
  });

  test('is orange from five days late and red from thirty', () => {
    const tale = september().batch('B', '2026-09-20', SEPTEMBER, [[1, 500_000]]);
    const levels = ['2026-10-04', '2026-10-05', '2026-10-29', '2026-10-30'].map(
      (day) => tale.found(day, 'W01')[0]?.split(' ')[3],
    );
    expect(levels).toEqual(['yellow', 'orange', 'orange', 'red']);
  });

  test('without a pay day is due on the last working day of the next month', () => {
    const tale = new Tale('2026-09-01', '2026-11-02').account().workers(1, 1);
    tale.batch('B', '2026-10-12', SEPTEMBER, [[1, 500_000]]);
    expect(tale.found('2026-10-30', 'W01')).toEqual([]);
    expect(tale.found('2026-10-31', 'W01')).toHaveLength(1);
  });

  test.each([
    [9, 6_000_000, 'yellow'],
    [10, 599_999, 'orange'],
    [10, 600_000, 'red'],
  ])('with %i workers unpaid %i fen each is %s', (count, netFen, level) => {
    const tale = september().batch('B', '2026-09-20', SEPTEMBER, nets(count, netFen));
    expect(tale.found('2026-10-01', 'W01')).toEqual([
      `W01 ${EMPLOYER} 2026-09 ${level} ${count * netFen}`,
    ]);
  });

  test('is red when the same employer’s month before is found as well, not another’s', () => {
    const tale = august().workers(20, 20, OTHER_EMPLOYER);
    tale.batch('B1', '2026-08-20', AUGUST, [[1, 100]]);
    tale.batch('B2', '2026-09-20', SEPTEMBER, [[2, 200]]);
    tale.batch('B3', '2026-09-20', SEPTEMBER, [[20, 300]], { employerUscc: OTHER_EMPLOYER });
    tale.payout('B1#1', '2026-09-28', 100);
    // 25 September 2026 begins a holiday: back to the 24th.
    expect(tale.found('2026-09-25', 'W01')).toEqual([
      `W01 ${EMPLOYER} 2026-08 red 100`,
      `W01 ${EMPLOYER} 2026-09 red 200`,
      `W01 ${OTHER_EMPLOYER} 2026-09 yellow 300`,
    ]);
    expect(tale.found('2026-09-28', 'W01')).toContain(`W01 ${EMPLOYER} 2026-09 yellow 200`);
  });

  test('is not found when paid on the due day, and clears on the day of payment', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [
      [1, 100],
      [2, 200],
    ]);
    tale.payout('B#1', '2026-08-25', 100).payout('B#2', '2026-08-27', 200);
    expect(tale.found('2026-08-26', 'W01')).toEqual([`W01 ${EMPLOYER} 2026-08 yellow 200`]);
    expect(tale.found('2026-08-27', 'W01')).toEqual([]);
  });

  test('does not know of a payment told after the night', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 100]]);
    tale.payout('B#1', '2026-08-25', 100, 'paid', { toldOn: '2026-08-28' });
    expect(tale.found('2026-08-27', 'W01')).toHaveLength(1);
    expect(tale.found('2026-08-28', 'W01')).toEqual([]);
  });

  test('does not count accepted as paid, nor a withdrawn batch as owed', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 100]]);
    tale.payout('B#1', '2026-08-25', 100, 'accepted');
    tale.tell('2026-08-28', { type: 'withdrawal', batchRef: 'B', reason: '误' });
    expect(tale.found('2026-08-27', 'W01')).toHaveLength(1);
    expect(tale.found('2026-08-28', 'W01')).toEqual([]);
  });
});

describe('W02', () => {
  test.each([
    ['2026-08-25', [450_000], 'yellow 50000'],
    ['2026-08-25', [449_999], 'orange 50001'],
    ['2026-08-25', [450_000, 450_000, 450_000], 'yellow 150000'],
    ['2026-08-25', [450_000, 450_000, 450_000, 450_000], 'orange 200000'],
    ['2026-08-25', [450_000, 499_000, 400_000], 'orange 151000'],
  ])('of wages of 5,000 yuan paid on %s with %j fen is %s', (day, paid, expected) => {
    const tale = august().batch('B', '2026-08-20', AUGUST, nets(paid.length, 500_000));
    for (const [at, fen] of paid.entries()) tale.payout(`B#${at + 1}`, day, fen);
    expect(tale.found('2026-08-26', 'W01', 'W02')).toEqual([`W02 ${EMPLOYER} 2026-08 ${expected}`]);
  });

  test('takes a supplement on top of a paid wage, which alone would be W01', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 500_000]]);
    tale.payout('B#1', '2026-08-24', 500_000);
    const lines = [
      [1, 50_000],
      [2, 70_000],
    ] as const;
    tale.batch('X', '2026-08-28', AUGUST, lines, { kind: 'supplement' });
    expect(tale.found('2026-08-28', 'W01', 'W02')).toEqual([
      `W01 ${EMPLOYER} 2026-08 yellow 70000`,
      `W02 ${EMPLOYER} 2026-08 yellow 50000`,
    ]);
  });

  test('takes a correction’s difference, and nothing once the difference is paid', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 500_000]]);
    tale.payout('B#1', '2026-08-24', 500_000);
    tale.batch('C', '2026-08-27', AUGUST, [[1, 580_000, 'B#1']], { kind: 'correction' });
    tale.payout('C#1', '2026-09-01', 80_000);
    expect(tale.found('2026-08-27', 'W02')).toEqual([`W02 ${EMPLOYER} 2026-08 orange 80000`]);
    expect(tale.found('2026-09-01', 'W02')).toEqual([]);
  });

  test('does not let too much paid on one line hide what another lacks', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 300]]);
    tale.batch('X', '2026-08-21', AUGUST, [[1, 100]], { kind: 'supplement' });
    tale.payout('B#1', '2026-08-24', 400);
    expect(tale.found('2026-08-26', 'W02')).toEqual([`W02 ${EMPLOYER} 2026-08 orange 100`]);
  });

  test('is red when the month before is found by W02, and after thirty days', () => {
    const tale = august();
    tale.batch('B1', '2026-08-20', AUGUST, [[1, 1_000]]).payout('B1#1', '2026-08-25', 950);
    tale.batch('B2', '2026-09-20', SEPTEMBER, [[1, 1_000]]).payout('B2#1', '2026-09-24', 950);
    expect(tale.found('2026-09-23', 'W02')).toEqual([`W02 ${EMPLOYER} 2026-08 yellow 50`]);
    expect(tale.found('2026-09-24', 'W02')).toEqual([`W02 ${EMPLOYER} 2026-08 red 50`]);
    expect(tale.found('2026-09-25', 'W02')).toEqual([
      `W02 ${EMPLOYER} 2026-08 red 50`,
      `W02 ${EMPLOYER} 2026-09 red 50`,
    ]);
  });
});

describe('W03', () => {
  test('a return is shielded from W01 for five working days; W03 begins after three', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 500_000]]);
    tale.payout('B#1', '2026-08-24', 500_000).payout('B#1', '2026-08-26', 500_000, 'returned');
    const found = (day: string) => tale.found(day, 'W01', 'W02', 'W03');
    expect(found('2026-08-31')).toEqual([]);
    expect(found('2026-09-01')).toEqual([`W03 ${EMPLOYER} 2026-08 yellow 500000`]);
    expect(found('2026-09-02')).toEqual([`W03 ${EMPLOYER} 2026-08 yellow 500000`]);
    expect(found('2026-09-03')).toEqual([
      `W01 ${EMPLOYER} 2026-08 orange 500000`,
      `W03 ${EMPLOYER} 2026-08 orange 500000`,
    ]);
    expect(found('2026-09-10')[1]).toBe(`W03 ${EMPLOYER} 2026-08 orange 500000`);
    expect(found('2026-09-11')[1]).toBe(`W03 ${EMPLOYER} 2026-08 red 500000`);
  });

  test('clears when the re-send is paid', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 500_000]]);
    tale.payout('B#1', '2026-08-24', 500_000, 'rejected');
    tale.batch('R', '2026-09-01', AUGUST, [[1, 500_000, 'B#1']], { kind: 'resend' });
    tale.payout('R#1', '2026-09-03', 500_000);
    expect(tale.found('2026-09-02', 'W01', 'W03')).toHaveLength(2);
    expect(tale.found('2026-09-03', 'W01', 'W03')).toEqual([]);
  });

  test('of a correction counts the difference that was ordered, and no debit above it', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 500_000]]);
    tale.payout('B#1', '2026-08-24', 500_000);
    tale.batch('C', '2026-08-26', AUGUST, [[1, 580_000, 'B#1']], { kind: 'correction' });
    tale.payout('C#1', '2026-08-27', 80_000, 'rejected');
    tale.entry('debit', '2026-08-27', 80_150, { batchRef: 'C' });
    expect(tale.found('2026-08-27', 'W02', 'A04')).toEqual(['A04 E001 2026-08 orange 150']);
    expect(tale.found('2026-09-02', 'W02', 'W03')).toEqual([
      `W03 ${EMPLOYER} 2026-08 yellow 80000`,
    ]);
  });

  test('counts anew from the day a re-send of a re-send failed', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [[1, 500_000]]);
    tale.payout('B#1', '2026-08-24', 500_000, 'rejected');
    tale.batch('R', '2026-08-26', AUGUST, [[1, 500_000, 'B#1']], { kind: 'resend' });
    tale.payout('R#1', '2026-08-27', 500_000, 'rejected');
    tale.batch('Q', '2026-08-28', AUGUST, [[1, 500_000, 'R#1']], { kind: 'resend' });
    tale.payout('Q#1', '2026-08-28', 500_000, 'rejected');
    expect(tale.found('2026-09-02', 'W01', 'W03')).toEqual([]);
    expect(tale.found('2026-09-03', 'W03')).toEqual([`W03 ${EMPLOYER} 2026-08 yellow 500000`]);
    expect(tale.found('2026-09-04', 'W01')).toEqual([]);
    expect(tale.found('2026-09-05', 'W01')).toHaveLength(1);
  });

  test('returned beats paid on one day; paid the day after beats both', () => {
    const tale = august().batch('B', '2026-08-20', AUGUST, [
      [1, 100],
      [2, 100],
    ]);
    for (const line of ['B#1', 'B#2']) {
      tale.payout(line, '2026-08-24', 100, 'returned', { time: '10:00' });
      tale.payout(line, '2026-08-24', 100, 'paid', { time: '16:00' });
    }
    tale.payout('B#2', '2026-08-25', 100);
    expect(tale.found('2026-08-29', 'W01', 'W03')).toEqual([`W03 ${EMPLOYER} 2026-08 yellow 100`]);
  });

  test.each([
    [9, 'yellow'],
    [10, 'red'],
  ])('of %i workers is %s', (count, level) => {
    const tale = august().batch('B', '2026-08-20', AUGUST, nets(count, 100));
    for (const [n] of nets(count, 100)) tale.payout(`B#${n}`, '2026-08-24', 100, 'rejected');
    expect(tale.found('2026-08-28', 'W03')).toEqual([]);
    expect(tale.found('2026-08-29', 'W03')).toEqual([
      `W03 ${EMPLOYER} 2026-08 ${level} ${count * 100}`,
    ]);
  });
});
