import { expect, test } from 'vitest';
import { type Debit, explain, type Ordered } from '../../../src/domain/accounts/explain.ts';
import { addDays } from '../../../src/lib/day.ts';

const debit = (given: Partial<Debit> = {}): Debit => ({
  accountId: 'account',
  entryId: 'e-1',
  amountFen: 1_000_00,
  bookedAt: `${given.bookedOn ?? '2026-07-10'}T02:00:00.000Z`,
  bookedOn: '2026-07-10',
  purpose: null,
  batchNo: null,
  endToEndId: null,
  reversesFen: null,
  toWorker: false,
  backs: [],
  ...given,
});
const order = (totalFen: number, orderedOn = '2026-07-10'): Ordered => ({ totalFen, orderedOn });

const suspects = (debits: Debit[], orders: Record<string, Ordered> = {}) =>
  explain(debits, new Map(Object.entries(orders)), addDays).map(
    (s) => `${s.entryId} ${s.suspectFen} ${s.explainedOn}`,
  );

test('what nothing explains is suspect as a whole, for good', () => {
  expect(suspects([debit()])).toEqual(['e-1 100000 infinity']);
  expect(suspects([debit({ purpose: 'wage' })])).toEqual(['e-1 100000 infinity']);
  expect(suspects([debit({ purpose: 'other' })])).toEqual(['e-1 100000 infinity']);
});

test('interest is explained, a fee up to 200 yuan', () => {
  expect(suspects([debit({ purpose: 'interest' })])).toEqual([]);
  expect(suspects([debit({ purpose: 'fee', amountFen: 200_00 })])).toEqual([]);
  expect(suspects([debit({ purpose: 'fee', amountFen: 200_01 })])).toEqual(['e-1 20001 infinity']);
});

test('what reverses a credit is explained up to that credit', () => {
  expect(suspects([debit({ reversesFen: 1_000_00 })])).toEqual([]);
  expect(suspects([debit({ reversesFen: 999_99 })])).toEqual(['e-1 1 infinity']);
});

test('a debit to a registered worker’s card is explained', () => {
  expect(suspects([debit({ toWorker: true })])).toEqual([]);
});

test('debits that name a batch are explained up to its pay, in order of booking', () => {
  const orders = { B1: order(1_500_00) };
  const late = debit({ entryId: 'e-1', bookedOn: '2026-07-12', batchNo: 'B1' });
  const early = debit({ entryId: 'e-2', bookedOn: '2026-07-11', batchNo: 'B1' });
  expect(suspects([late, early], orders)).toEqual(['e-1 50000 infinity']);
  expect(suspects([late, early], { B1: order(2_000_00) })).toEqual([]);
});

test('of two booked at the same time the entry id decides', () => {
  const [a, b] = ['e-1', 'e-2'].map((entryId) => debit({ entryId, batchNo: 'B1' }));
  expect(suspects([b as Debit, a as Debit], { B1: order(1_999_99) })).toEqual(['e-2 1 infinity']);
});

test('a batch explains when it was ordered by the day after the booking', () => {
  const named = debit({ batchNo: 'B1' });
  expect(suspects([named], { B1: order(1_000_00, '2026-07-11') })).toEqual([]);
  expect(suspects([named], { B1: order(1_000_00, '2026-07-12') })).toEqual(['e-1 100000 infinity']);
  expect(suspects([named], {})).toEqual(['e-1 100000 infinity']);
});

test('a debit that names a line is explained up to that line’s pay', () => {
  const orders = { 'B1-1': order(900_00), B1: order(9_000_00) };
  const named = debit({ endToEndId: 'B1-1', batchNo: 'B1' });
  expect(suspects([named], orders)).toEqual(['e-1 10000 infinity']);
});

test('a bank’s own end-to-end id does not hide the batch that the debit names', () => {
  const named = debit({ endToEndId: 'NOTPROVIDED', batchNo: 'B1' });
  expect(suspects([named], { B1: order(1_000_00) })).toEqual([]);
});

test('money that came back explains from the day on which it is whole again', () => {
  const back = (day: string, amountFen: number) => ({ day, amountFen });
  const whole = debit({ backs: [back('2026-07-15', 400_00), back('2026-07-12', 600_00)] });
  expect(suspects([whole])).toEqual(['e-1 100000 2026-07-15']);
  const part = debit({ backs: [back('2026-07-12', 999_99)] });
  expect(suspects([part])).toEqual(['e-1 100000 infinity']);
});

test('only what exceeded the batch must come back', () => {
  const named = debit({ batchNo: 'B1', backs: [{ day: '2026-07-20', amountFen: 1_00 }] });
  expect(suspects([named], { B1: order(999_00) })).toEqual(['e-1 100 2026-07-20']);
});
