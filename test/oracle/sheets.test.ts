import { describe, expect, test } from 'vitest';
import { EMPLOYER, Tale } from './tiny.ts';

const AUGUST = '2026-08';

/** Pay day the 25th of the month itself, 25 August 2026 a Tuesday. */
function august(): Tale {
  return new Tale('2026-08-03', '2026-10-31', { payDay: 25, payMonthOffset: 0 })
    .account()
    .workers(1, 12);
}

const nets = (count: number, netFen: number) =>
  Array.from({ length: count }, (_, at) => [at + 1, netFen] as const);

describe('W05', () => {
  test('counts from the fifth working day before the due day', () => {
    const tale = august().attend([1], ['2026-08-10']);
    expect(tale.found('2026-08-18', 'W05')).toEqual([]);
    expect(tale.found('2026-08-19', 'W05')).toEqual([`W05 ${EMPLOYER} 2026-08 yellow 0`]);
    expect(tale.found('2026-08-25', 'W05')).toEqual([`W05 ${EMPLOYER} 2026-08 yellow 0`]);
    expect(tale.found('2026-08-26', 'W05')).toEqual([`W05 ${EMPLOYER} 2026-08 red 0`]);
  });

  test.each([
    [10, 'red'],
    [11, 'orange'],
  ])('after the due day one missing of %i is %s', (count, level) => {
    const tale = august().attend(
      Array.from({ length: count }, (_, at) => at + 1),
      ['2026-08-10'],
    );
    tale.batch('B', '2026-08-17', AUGUST, nets(count - 1, 100));
    expect(tale.found('2026-08-26', 'W05')).toEqual([`W05 ${EMPLOYER} 2026-08 ${level} 0`]);
  });

  test('sees attendance when it is told, and clears with a supplement’s line', () => {
    const tale = august().attend([3], ['2026-08-10'], '2026-08-24');
    tale.batch('B', '2026-08-17', AUGUST, [[1, 100]]);
    tale.batch('X', '2026-08-28', AUGUST, [[3, 100]], { kind: 'supplement' });
    expect(tale.found('2026-08-23', 'W05')).toEqual([]);
    expect(tale.found('2026-08-24', 'W05')).toHaveLength(1);
    expect(tale.found('2026-08-28', 'W05')).toEqual([]);
  });

  test('is not found without attendance, and again when the sheet is withdrawn', () => {
    const tale = august().attend([1], ['2026-08-10']);
    tale.batch('B', '2026-08-17', AUGUST, [[1, 100]]);
    tale.tell('2026-08-21', { type: 'withdrawal', batchRef: 'B', reason: '误' });
    expect(tale.found('2026-08-20', 'W05')).toEqual([]);
    expect(tale.found('2026-08-21', 'W05')).toHaveLength(1);
    expect(tale.found('2026-10-01', 'W05')).toEqual([`W05 ${EMPLOYER} 2026-08 red 0`]);
  });
});
