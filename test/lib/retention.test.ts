import { expect, test } from 'vitest';
import { keptUntil, projectKeptUntil } from '../../src/lib/retention.ts';

const of = (given: object = {}) => ({
  lastDay: '2026-08-31',
  worksEndedOn: '2026-06-30',
  wagesPaidOn: '2026-09-15',
  ...given,
});

test.each([
  ['wage-ledger', {}, '2029-08-31'],
  ['wage-ledger', { worksEndedOn: null, wagesPaidOn: null }, '2029-08-31'],
  ['wage-ledger', { lastDay: '2024-02-29' }, '2027-02-28'],
  ['attendance', {}, '2028-08-31'],
  ['account-papers', {}, '2029-09-15'],
  ['account-papers', { worksEndedOn: '2027-01-05' }, '2030-01-05'],
  ['roster', { wagesPaidOn: null }, 'infinity'],
  ['roster', { worksEndedOn: null }, 'infinity'],
  ['roster', {}, '2029-09-15'],
] as const)('%s of %o: %s', (kept, given, day) => {
  expect(keptUntil(kept, of(given))).toBe(day);
});

test('of a project the longest counts', () => {
  expect(projectKeptUntil(of())).toBe('2029-09-15');
  expect(projectKeptUntil(of({ lastDay: '2027-01-31' }))).toBe('2030-01-31');
  expect(projectKeptUntil(of({ wagesPaidOn: null }))).toBe('infinity');
});
