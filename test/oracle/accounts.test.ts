import { describe, expect, test } from 'vitest';
import { CONTRACTOR, Tale } from './tiny.ts';

describe('A01', () => {
  const tale = () => new Tale('2026-09-01', '2026-11-12');

  test('is due thirty days after the contract, moved over National Day', () => {
    const late = tale();
    const found = (day: string) => late.found(day, 'A01');
    expect(found('2026-10-08')).toEqual([]);
    expect(found('2026-10-09')).toEqual([`A01 ${CONTRACTOR} - yellow 0`]);
    expect(found('2026-10-18')).toEqual([`A01 ${CONTRACTOR} - yellow 0`]);
    expect(found('2026-10-19')).toEqual([`A01 ${CONTRACTOR} - orange 0`]);
    expect(found('2026-11-07')).toEqual([`A01 ${CONTRACTOR} - orange 0`]);
    expect(found('2026-11-08')).toEqual([`A01 ${CONTRACTOR} - red 0`]);
  });

  test('is orange once anybody has attended, red once a pay day has passed', () => {
    const late = tale().workers(1, 1).attend([1], ['2026-09-10']);
    // No pay day agreed: September is due on Friday, 30 October.
    expect(late.found('2026-10-09', 'A01')).toEqual([`A01 ${CONTRACTOR} - orange 0`]);
    expect(late.found('2026-10-30', 'A01')).toEqual([`A01 ${CONTRACTOR} - orange 0`]);
    expect(late.found('2026-10-31', 'A01')).toEqual([`A01 ${CONTRACTOR} - red 0`]);
  });

  test('a pay day of a month without attendance or line does not count', () => {
    const idle = tale().workers(1, 1);
    expect(idle.found('2026-10-31', 'A01')).toEqual([`A01 ${CONTRACTOR} - orange 0`]);
    const lined = tale()
      .workers(1, 1)
      .batch('B', '2026-11-02', '2026-09', [[1, 5]]);
    expect(lined.found('2026-11-01', 'A01')).toEqual([`A01 ${CONTRACTOR} - orange 0`]);
    expect(lined.found('2026-11-02', 'A01')).toEqual([`A01 ${CONTRACTOR} - red 0`]);
  });

  test('clears on the day of opening', () => {
    const late = tale().account({}, '2026-10-12');
    expect(late.found('2026-10-11', 'A01')).toHaveLength(1);
    expect(late.found('2026-10-12', 'A01')).toEqual([]);
  });
});

describe('A04', () => {
  const tale = () => new Tale('2026-08-03', '2026-09-30').account().workers(1, 3);
  const AUGUST = '2026-08';
  const batch = (one: Tale, day: string) =>
    one.batch('B', day, AUGUST, [
      [1, 60_000],
      [2, 40_000],
    ]);

  test.each([
    [99, 'cash', []],
    [100, 'cash', ['A04 E001 2026-08 orange 100']],
    [999_999, 'cash', ['A04 E001 2026-08 orange 999999']],
    [1_000_000, 'cash', ['A04 E001 2026-08 red 1000000']],
    [100, 'company', ['A04 E001 2026-08 red 100']],
  ] as const)('of %i fen to %s finds %j', (fen, counterpartyKind, expected) => {
    const one = tale().entry('debit', '2026-08-20', fen, { counterpartyKind });
    expect(one.found('2026-08-20', 'A04')).toEqual(expected);
  });

  test('leaves interest and fees up to 200 yuan', () => {
    const one = tale().entry('debit', '2026-08-20', 20_000, { purpose: 'fee' });
    one.entry('debit', '2026-08-20', 500_000, { purpose: 'interest' });
    one.entry('debit', '2026-08-20', 20_001, { purpose: 'fee' });
    expect(one.found('2026-08-20', 'A04')).toEqual(['A04 E003 2026-08 orange 20001']);
  });

  test('takes what exceeds the named batch, of the debit that exceeds it', () => {
    const one = batch(tale(), '2026-08-19');
    one.entry('debit', '2026-08-20', 70_000, { batchRef: 'B' });
    one.entry('debit', '2026-08-21', 30_150, { batchRef: 'B' });
    expect(one.found('2026-08-20', 'A04')).toEqual([]);
    expect(one.found('2026-08-21', 'A04')).toEqual(['A04 E002 2026-08 orange 150']);
  });

  test('takes what exceeds the named line', () => {
    const one = batch(tale(), '2026-08-19');
    one.entry('debit', '2026-08-20', 60_000, { lineRef: 'B#1' });
    one.entry('debit', '2026-08-20', 50_000, { lineRef: 'B#2' });
    expect(one.found('2026-08-20', 'A04')).toEqual(['A04 E002 2026-08 orange 10000']);
  });

  test('lets the order follow the booking by a day, not by two', () => {
    const next = batch(tale(), '2026-08-21').entry('debit', '2026-08-20', 100_000, {
      batchRef: 'B',
    });
    const after = batch(tale(), '2026-08-22').entry('debit', '2026-08-20', 100_000, {
      batchRef: 'B',
    });
    expect(next.found('2026-08-20', 'A04')).toHaveLength(1);
    expect(next.found('2026-08-21', 'A04')).toEqual([]);
    expect(after.found('2026-08-22', 'A04')).toEqual(['A04 E001 2026-08 orange 100000']);
  });

  test('leaves a worker’s registered card and the reversal of a credit', () => {
    const one = tale().entry('debit', '2026-08-20', 5_000, { counterpartyAccountNo: 'card2' });
    one.entry('credit', '2026-08-20', 7_000, { entryId: 'IN' });
    one.entry('debit', '2026-08-21', 7_300, { reversalOf: 'IN' });
    one.entry('debit', '2026-08-21', 400, { counterpartyAccountNo: 'card9' });
    expect(one.found('2026-08-21', 'A04')).toEqual([
      'A04 E003 2026-08 orange 300',
      'A04 E004 2026-08 orange 400',
    ]);
  });

  test('clears on the day the whole of it has come back', () => {
    const one = tale().entry('debit', '2026-08-31', 9_000, { entryId: 'OUT' });
    one.entry('credit', '2026-09-02', 8_999, { returnOf: 'OUT', purpose: 'return' });
    one.entry('credit', '2026-09-04', 1, { reversalOf: 'OUT' });
    expect(one.found('2026-09-03', 'A04')).toEqual(['A04 OUT 2026-08 orange 9000']);
    expect(one.found('2026-09-04', 'A04')).toEqual([]);
  });
});
