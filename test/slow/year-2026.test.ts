import { expect, test } from 'vitest';
import { freshDb } from '../helpers/db.ts';
import { compareYear, MOVED_BY_DAYS_OFF } from './year.ts';

const db = freshDb();

// August 2025 to July 2026: National Day and Spring Festival, and between them the winter campaign. The register and the
// deposit are looked into in the year after.
test('every night of twelve months with faults at the edges: wages, leavers, transfers, accounts, settlements, papers, odd payments, arrears over projects', {
  timeout: 1_500_000,
}, async () => {
  const kinds = [...MOVED_BY_DAYS_OFF, 'oddPay', 'arrears'] as const;
  const found = await compareYear(db(), '2026-07-31', kinds);
  expect.soft(found.differences).toEqual([]);
  expect.soft(found.misplaced).toEqual([]);
  expect.soft(found.wrong).toEqual([]);
  expect(found.nights).toBe(365);
  expect(found.compared).toBeGreaterThan(5_000);
});
