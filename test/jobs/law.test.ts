import { expect, test } from 'vitest';
import { type Law, law, printable } from '../../jobs/law.ts';
import { isDay } from '../../src/lib/day.ts';

const texts: Law[] = Object.values(law);

test.each([
  ['the city’s item 18 before its first day', law.cityAuditPretext, '2023-03-31', false],
  ['on its first day', law.cityAuditPretext, '2023-04-01', true],
  ['on its last day', law.cityAuditPretext, '2028-03-31', true],
  ['after its last day', law.cityAuditPretext, '2028-04-01', false],
  ['the revised text on small firms too early', law.smallFirmsAuditBasis, '2025-05-31', false],
  ['from its first day on', law.smallFirmsAuditBasis, '2025-06-01', true],
  ['a text without an end', law.transferInFull, '2099-12-31', true],
  ['a text seen in part', law.jiangsuAccountOpening, '2026-09-15', false],
])('%s', (_, text, day, expected) => {
  expect(printable(text, day)).toBe(expected);
});

test('a text that was not verified is never printable', () => {
  expect(printable({ ...law.transferInFull, mark: 'R' }, '2026-09-15')).toBe(false);
  expect(printable({ ...law.transferInFull, mark: 'V2' }, '2026-09-15')).toBe(true);
});

test('ids differ, titles are in 《》 and days are days', () => {
  expect(new Set(texts.map((text) => text.id)).size).toBe(texts.length);
  for (const text of texts) {
    expect(text.title).toMatch(/^《.+》(（.+）)?$/);
    expect(text.article ?? '第').toMatch(/^第/);
    expect(text.text).not.toBe('');
    expect(isDay(text.validFrom) && (text.validTo === null || isDay(text.validTo))).toBe(true);
  }
});

test('the account measures are cited without the numbers that were not seen', () => {
  const measures = texts.filter((text) => text.title.includes('53号'));
  expect(measures.length).toBeGreaterThan(2);
  expect(measures.filter((text) => text.article !== null)).toEqual([]);
});
