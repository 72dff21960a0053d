import { describe, expect, test } from 'vitest';
import { makeCity } from '../../src/demo/city.ts';
import { freshDb } from '../helpers/db.ts';
import { compareNights } from './nights.ts';

// Eight projects, three months, a hundred and sixty workers a city: every alert of every night, level, held and amount.

describe.each([1, 2, 3])('city %i', (seed) => {
  const db = freshDb();
  test('the oracle agrees with every night', { timeout: 240_000 }, async () => {
    const { differences, compared, nights } = await compareNights(
      db(),
      makeCity({ seed, projects: 8, workers: 160, months: 3, to: '2026-10-31' }),
    );
    expect(differences).toEqual([]);
    expect(nights).toBe(92);
    expect(compared).toBeGreaterThan(100);
  });
});
