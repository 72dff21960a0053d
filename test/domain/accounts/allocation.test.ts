import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allocateCredits,
  type Credit,
  type Instalment,
  type Share,
} from '../../../src/domain/accounts/allocation.ts';

const months = ['2026-05', '2026-06', '2026-07', '2026-08'];
const instalments: fc.Arbitrary<Instalment[]> = fc
  .subarray(months, { minLength: 1 })
  .chain((some) =>
    fc.tuple(
      ...some.map((period) =>
        fc
          .option(fc.integer({ min: 1, max: 100 }), { nil: null, freq: 6 })
          .map((amountFen) => ({ id: `i-${period}`, period, amountFen })),
      ),
    ),
  );
const credits: fc.Arbitrary<Credit[]> = fc.uniqueArray(
  fc.record({
    id: fc.nat({ max: 99 }).map((n) => `e-${n}`),
    day: fc.integer({ min: 1, max: 5 }).map((n) => `2026-07-0${n}`),
    amountFen: fc.integer({ min: -20, max: 150 }),
    period: fc.option(fc.constantFrom(...months), { nil: null }),
  }),
  { selector: (c) => c.id, maxLength: 8 },
);

const sum = (shares: Share[], pick: (s: Share) => string) => {
  const sums = new Map<string, number>();
  for (const s of shares) sums.set(pick(s), (sums.get(pick(s)) ?? 0) + s.amountFen);
  return sums;
};
const shuffled = <T>(items: readonly T[], dice: readonly number[]) =>
  items
    .map((item, i) => ({ item, turn: dice[i % dice.length] as number }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ item }) => item);

test('the order in which credits and instalments were heard of does not matter', () => {
  fc.assert(
    fc.property(
      credits,
      instalments,
      fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
      (some, open, dice) => {
        expect(allocateCredits(shuffled(some, dice), shuffled(open, dice))).toEqual(
          allocateCredits(some, open),
        );
      },
    ),
  );
});

test('no instalment gets more than its amount, no credit gives more than it has, and every share is positive', () => {
  fc.assert(
    fc.property(credits, instalments, (some, open) => {
      const shares = allocateCredits(some, open);
      const got = sum(shares, (s) => s.obligationId);
      const gave = sum(shares, (s) => s.creditId);
      for (const i of open) expect(got.get(i.id) ?? 0).toBeLessThanOrEqual(i.amountFen ?? Infinity);
      for (const c of some)
        expect(gave.get(c.id) ?? 0).toBeLessThanOrEqual(Math.max(0, c.amountFen));
      expect(shares.every((s) => s.amountFen > 0)).toBe(true);
    }),
  );
});

test('money stays over only when nothing is missing anywhere', () => {
  fc.assert(
    fc.property(credits, instalments, (some, open) => {
      const shares = allocateCredits(some, open);
      const offered = some.reduce((all, c) => all + Math.max(0, c.amountFen), 0);
      const given = shares.reduce((all, s) => all + s.amountFen, 0);
      const asked = open.reduce((all, i) => all + (i.amountFen ?? Infinity), 0);
      expect(given).toBe(Math.min(offered, asked));
    }),
  );
});

test('a share carries the day of its credit', () => {
  fc.assert(
    fc.property(credits, instalments, (some, open) => {
      const days = new Map(some.map((c) => [c.id, c.day]));
      for (const s of allocateCredits(some, open)) expect(s.day).toBe(days.get(s.creditId));
    }),
  );
});

const credit = (id: string, day: string, amountFen: number, period: string | null = null) => ({
  id,
  day: `2026-07-${day}`,
  amountFen,
  period,
});
const open = (period: string, amountFen: number | null = 100) => ({
  id: `i-${period}`,
  period,
  amountFen,
});
const told = (shares: Share[]) =>
  shares.map((s) => `${s.creditId} ${s.obligationId.slice(2)} ${s.amountFen}`);

test('a credit that names its instalment goes before earlier ones that name none', () => {
  const shares = allocateCredits(
    [credit('a', '01', 100), credit('b', '09', 100, '2026-06')],
    [open('2026-06'), open('2026-07')],
  );
  expect(told(shares)).toEqual(['b 2026-06 100', 'a 2026-07 100']);
});

test('what a named instalment does not need goes to the oldest with something missing, and on', () => {
  const shares = allocateCredits(
    [credit('a', '01', 270, '2026-07')],
    [open('2026-08'), open('2026-06'), open('2026-07')],
  );
  expect(told(shares)).toEqual(['a 2026-07 100', 'a 2026-06 100', 'a 2026-08 70']);
});

test('a name that is no live instalment counts as none', () => {
  const shares = allocateCredits([credit('a', '01', 50, '2026-01')], [open('2026-06')]);
  expect(told(shares)).toEqual(['a 2026-06 50']);
});

test('on one day the bank’s entry id decides who comes first', () => {
  const shares = allocateCredits(
    [credit('b', '01', 60), credit('a', '01', 60)],
    [open('2026-06'), open('2026-07')],
  );
  expect(told(shares)).toEqual(['a 2026-06 60', 'b 2026-06 40', 'b 2026-07 20']);
});

test('an instalment of unknown amount takes everything offered, and later ones get nothing of it', () => {
  const shares = allocateCredits(
    [credit('a', '01', 500), credit('b', '02', 50, '2026-07')],
    [open('2026-06', null), open('2026-07')],
  );
  expect(told(shares)).toEqual(['b 2026-07 50', 'a 2026-06 500']);
});

test('a credit of which nothing is left after its reversal gives nothing', () => {
  const gone = [credit('a', '01', 0), credit('b', '01', -10)];
  expect(allocateCredits(gone, [open('2026-06')])).toEqual([]);
});
