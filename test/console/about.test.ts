import { expect, test } from 'vitest';
import { aboutOf } from '../../src/console/alerts/about.ts';
import { sayIn } from '../../src/console/frame/say.ts';
import type { AlertView } from '../../src/domain/alerts/listing.ts';

// The subjects of rules stand in docs/rules.md: what of them has a page of its own.

const ID = '7-00000000000040008000000000000001';
const to = (ruleId: string, period = '-', grants: string[] = []) =>
  aboutOf(sayIn('zh'), { ruleId, subject: ID, period } as AlertView, grants)?.to;

test.each(['S01', 'S02', 'S03', 'S05', 'S10', 'S11'])('%s speaks of a settlement', (rule) => {
  expect(to(rule)).toBe(`/settlements/${ID}`);
});

test('S03 of a month speaks of a stated delay, which has no page', () => {
  expect(to('S03', '2026-03')).toBeUndefined();
});

test.each([
  ['S04', 'an owner'],
  ['S08', 'an inspection'],
  ['S13', 'an owner'],
  ['A02', 'an account'],
  ['W01', 'an employer'],
  ['R05', 'a contractor'],
])('%s speaks of %s: no page', (rule) => {
  expect(to(rule)).toBeUndefined();
});

test('M01 speaks of a paper', () => {
  expect(to('M01')).toBe(`/notices/${ID}`);
});

test('R08 speaks of a complaint, for who may read complaints', () => {
  expect(to('R08', '-', ['read', 'complaints:write'])).toBe(`/complaints/${ID}`);
  expect(to('R08', '-', ['read', 'alerts:handle'])).toBeUndefined();
});
