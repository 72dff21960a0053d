import { describe, expect, test } from 'vitest';
import { freshDb } from '../helpers/db.ts';
import { compareNights } from './nights.ts';

// Eight projects, three months, a hundred and sixty workers a city: every alert of every night, level, held and amount.

describe.each([1, 2, 3])('city %i', (seed) => {
  const db = freshDb();
  test('the oracle agrees with every night', { timeout: 240_000 }, async () => {
    const { differences, compared, nights } = await compareNights(db(), seed);
    expect(differences).toEqual([]);
    expect(nights).toBe(92);
    expect(compared).toBeGreaterThan(100);
  });
});
