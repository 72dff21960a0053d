import { expect, test } from 'vitest';
import { law, quotable, unquotable } from '../../../jobs/law.ts';
import type { Rule } from '../../../jobs/rule.ts';
import { rulebook, ruleOf } from '../../../jobs/rulebook.ts';
import { sweepTexts, textsInDoubt } from '../../../jobs/sweeps/texts.ts';
import { orderTexts } from '../../../jobs/texts/orders.ts';

const quoted = (text: { title: string; article: string | null; text: string }) => ({
  title: text.title,
  article: text.article ?? '',
  text: text.text,
});

test.each([
  ['2028-03-31', []],
  ['2028-04-01', [law.cityWages.title + (law.cityWages.article ?? '')]],
] as const)('a paper of %s may quote the city’s own measures or not', (day, bad) => {
  expect(unquotable([quoted(law.cityWages), quoted(law.transferInFull)], day)).toEqual(bad);
});

test('what nobody knows, or knows in other words, is not quoted', () => {
  const other = { ...quoted(law.transferInFull), text: '另一句话' };
  expect(unquotable([other, other], '2026-06-15')).toHaveLength(1);
  expect(unquotable([quoted(law.jiangsuAccountOpening)], '2026-06-15')).toHaveLength(1);
  expect(unquotable([], '2026-06-15')).toEqual([]);
});

test('what is named by its number alone is held to its days as well', () => {
  const named = quotable(Object.values(orderTexts), '2025-04-01');
  expect(named.map(({ article }) => article)).toEqual(['第二十六条', '第三十条']);
  expect(quotable(Object.values(orderTexts), '2025-03-31')).toEqual([]);
  expect(unquotable(named, '2025-04-01')).toEqual([]);
  expect(unquotable(named, '2025-03-31')).toEqual([
    '《劳动保障监察条例》第二十六条',
    '《劳动保障监察条例》第三十条',
  ]);
  const unknown = { title: '《劳动保障监察条例》', article: '第二十七条', text: '' };
  expect(unquotable([unknown], '2026-06-15')).toEqual(['《劳动保障监察条例》第二十七条']);
});

test('each rule is told with its texts in doubt and why', () => {
  const rules = [ruleOf('W01'), ruleOf('A01')] as Rule[];
  const on = (day: string) => textsInDoubt(day, rules);
  expect(on('2028-03-31').filter(({ why }) => why === 'expired')).toEqual([]);
  expect(
    on('2028-04-01')
      .filter(({ why }) => why === 'expired')
      .map(({ rule }) => rule),
  ).toContain('W01');
  expect(on('2026-06-15')).toContainEqual({
    rule: 'A01',
    text: law.jiangsuAccountOpening.title + (law.jiangsuAccountOpening.article ?? ''),
    why: 'unverified',
  });
  expect(on('2019-01-01').map(({ why }) => why)).toContain('not-yet');
});

test('the night counts them, and the rules that are left without a text: today those whose only one was not verified', () => {
  expect(sweepTexts('2026-11-26')).toMatchObject({ expired: [], bare: ['F09', 'R07'] });
  expect(sweepTexts('2028-04-01').expired.length).toBeGreaterThan(0);
  const one = { ...(ruleOf('A01') as Rule), basis: [law.jiangsuAccountOpening] };
  expect(sweepTexts('2026-11-26', [one])).toEqual({ expired: [], unverified: 1, bare: ['A01'] });
  expect(rulebook.filter(({ basis }) => basis.length === 0).map(({ id }) => id)).toEqual(['M01']);
});
