import fc from 'fast-check';
import validator from 'validator';
import { describe, expect, test } from 'vitest';
import { makeCard, makeIdNumber, makeUscc, seedLimits } from '../../src/demo/identities.ts';
import { isDay } from '../../src/lib/day.ts';
import {
  birthDayOf,
  lianyungangRegions,
  readBankCard,
  readIdNumber,
  readUscc,
} from '../../src/lib/identity.ts';

describe('invented numbers', () => {
  test('are valid in form, lie in no division, and have an adult born on a real day', () => {
    fc.assert(
      fc.property(fc.nat(seedLimits.uscc - 1), (seed) => {
        const id = makeIdNumber(seed);
        expect(readIdNumber(id)).toEqual({ ok: true, value: id });
        expect(validator.isIdentityCard(id, 'zh-CN')).toBe(true);
        expect(isDay(birthDayOf(id))).toBe(true);
        expect(birthDayOf(id) < '2002-01-01').toBe(true);
        expect(id.slice(0, 6) in lianyungangRegions).toBe(false);
        expect(readUscc(makeUscc(seed)).ok).toBe(true);
        expect(readBankCard(makeCard(seed))).toMatchObject({ ok: true, luhn: true });
        expect(validator.isLuhnNumber(makeCard(seed))).toBe(true);
      }),
    );
  });

  test('of a seed are always the same, of different seeds different', () => {
    const seeds = Array.from({ length: 60_000 }, (_, seed) => seed);
    expect(new Set(seeds.map(makeIdNumber)).size).toBe(seeds.length);
    expect(new Set(seeds.map(makeUscc)).size).toBe(seeds.length);
    expect(makeIdNumber(7)).toBe(makeIdNumber(7));
  });

  test.each([-1, 0.5, seedLimits.idNumber])('seed %d is refused', (seed) => {
    expect(() => makeIdNumber(seed)).toThrow(RangeError);
  });
});
