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

const paid = (
  ruleId: string,
  period: string,
  grants: string[],
  projectName: string | null = '安置房',
) =>
  aboutOf(
    sayIn('zh'),
    { ruleId, period, subject: '91X', projectCode: 'P-1', projectName } as AlertView,
    grants,
  )?.to;

test('rules of wages lead a contractor’s people to what they file and follow, and nobody else', () => {
  const clerk = ['read', 'payroll:post', 'payroll:order'];
  expect(paid('W05', '2026-03', clerk)).toBe(
    '/payrolls/new?projectCode=P-1&wageMonth=2026-03&employerUscc=91X',
  );
  expect(paid('W05', '2026-03', ['payroll:approve'])).toBe('/payrolls/of/P-1?month=2026-03');
  expect(paid('W01', '2026-03', clerk)).toBe('/payrolls/of/P-1?month=2026-03');
  expect(paid('W08', '-', clerk)).toBe('/payrolls/of/P-1');
  expect(paid('W13', '-', clerk)).toBeUndefined();
  expect(paid('W01', '2026-03', clerk, null)).toBeUndefined();
  expect(paid('W01', '2026-03', ['read', 'alerts:handle'])).toBeUndefined();
});

test('rules of instalments lead an owner’s people to the month’s', () => {
  const owner = ['read', 'delays:write'];
  expect(paid('F01', '2026-03', owner)).toBe('/instalments/P-1/2026-03');
  expect(paid('F06', '-', owner)).toBeUndefined();
  expect(paid('F01', '2026-03', ['read', 'payroll:post'])).toBeUndefined();
});

test('M01 speaks of a paper', () => {
  expect(to('M01')).toBe(`/notices/${ID}`);
});

test('R08 speaks of a complaint, for who may read complaints', () => {
  expect(to('R08', '-', ['read', 'complaints:write'])).toBe(`/complaints/${ID}`);
  expect(to('R08', '-', ['read', 'alerts:handle'])).toBeUndefined();
});
