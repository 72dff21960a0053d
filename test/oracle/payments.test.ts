import { describe, expect, test } from 'vitest';
import { EMPLOYER, Tale } from './tiny.ts';

const sums = [501, 502, 503, 504, 505];

/** August's wages of some workers, each there on a day, paid on 10 September as told. */
function august(count: number, payees: Parameters<Tale['payout']>[4][] = []): Tale {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const tale = new Tale('2026-08-03', '2026-09-30').account().workers(1, count);
  tale.attend(numbers, ['2026-08-04']);
  tale.batch(
    'B',
    '2026-09-08',
    '2026-08',
    numbers.map((n) => [n, sums[n - 1] ?? 0] as const),
  );
  for (const n of numbers)
    tale.payout(`B#${n}`, '2026-09-10', sums[n - 1] ?? 0, 'paid', payees[n - 1]);
  return tale;
}

describe('W04', () => {
  const found = (tale: Tale, day = '2026-09-15') => tale.found(day, 'W04');
  const w04 = (level: string, fen: number) => [`W04 ${EMPLOYER} 2026-08 ${level} ${fen}`];

  test('finds another account, another name and a firm, until it came back', () => {
    const own = { payeeName: '工人1', payeeAccountNo: 'card1' };
    expect(found(august(2, [own]))).toEqual([]);
    expect(found(august(2, [{ payeeAccountNo: 'other' }]))).toEqual(w04('orange', 501));
    expect(found(august(2, [{ payeeName: '工人9' }]))).toEqual(w04('orange', 501));
    expect(found(august(2, [{ payeeName: '虚构劳务公司' }]))).toEqual(w04('red', 501));
    const back = august(2, [{ payeeAccountNo: 'other' }]).payout(
      'B#1',
      '2026-09-14',
      501,
      'returned',
    );
    expect(found(back, '2026-09-13')).toEqual(w04('orange', 501));
    expect(found(back)).toEqual([]);
  });

  test('finds one account of several workers', () => {
    const to = { payeeAccountNo: 'card1' };
    expect(found(august(3, [{}, to]))).toEqual(w04('orange', 501 + 502));
    expect(found(august(3, [{}, to, to]))).toEqual(w04('red', 501 + 502 + 503));
  });
});

test('W12 finds pay without a day there, and round sums of a whole team', () => {
  const found = (tale: Tale) => tale.found('2026-09-15', 'W12');
  expect(found(august(2))).toEqual([]);
  const absent = new Tale('2026-08-03', '2026-09-30').account().workers(1, 2);
  absent.attend([1], ['2026-08-04']).batch('B', '2026-09-08', '2026-08', [
    [1, 501],
    [2, 502],
  ]);
  absent.payout('B#1', '2026-09-10', 501).payout('B#2', '2026-09-10', 502);
  expect(found(absent)).toEqual([`W12 ${EMPLOYER} 2026-08 orange 502`]);

  const alike = new Tale('2026-08-03', '2026-09-30').account().workers(1, 5);
  alike.attend([1, 2, 3, 4, 5], ['2026-08-04']);
  alike.batch(
    'B',
    '2026-09-08',
    '2026-08',
    [1, 2, 3, 4, 5].map((n) => [n, 10_000] as const),
  );
  for (const n of [1, 2, 3, 4, 5]) alike.payout(`B#${n}`, '2026-09-10', 10_000);
  expect(found(alike)).toEqual([`W12 ${EMPLOYER} 2026-08 orange 50000`]);
});
