import { expect, test } from 'vitest';
import { freshDb } from '../helpers/db.ts';
import { compareYear, MOVED_BY_DAYS_OFF } from './year.ts';

const db = freshDb();

// April 2026 to March 2027: National Day, and a year whose list is not out yet, with its Spring Festival.
test('every night of twelve months into a provisional year with faults at the edges: wages, leavers, transfers, accounts, settlements, papers, register, ghosts, deposit', {
  timeout: 1_500_000,
}, async () => {
  const kinds = [...MOVED_BY_DAYS_OFF, 'people', 'ghosts', 'deposits'] as const;
  const found = await compareYear(db(), '2027-03-31', kinds);
  expect.soft(found.differences).toEqual([]);
  expect.soft(found.misplaced).toEqual([]);
  expect.soft(found.wrong).toEqual([]);
  expect(found.nights).toBe(365);
  expect(found.compared).toBeGreaterThan(5_000);
});
