import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from '../../src/lib/csv.ts';

const rows = (text: string): string[][] => parse(text.slice(1), { relax_column_count: true });

test('begins with the mark by which Excel knows UTF-8, and ends every row as RFC 4180 says', () => {
  expect(csvOf([['甲', 'b'], ['1']])).toBe('\ufeff甲,b\r\n1\r\n');
});

test.each([
  ['=1+1', "'=1+1"],
  ['+86 518', "'+86 518"],
  ['-x', "'-x"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ['\n=1', "'\n=1"],
  ['＝1+1', "'＝1+1"],
  ['－x', "'－x"],
  ['-12.50', '-12.50'],
  ['-1+1', "'-1+1"],
  ['12', '12'],
  ['a=b', 'a=b'],
  ['', ''],
])('%j is shown as %j', (cell, shown) => {
  expect(rows(csvOf([['x', cell]]))).toEqual([['x', shown]]);
});

test('whatever stands in a cell comes back from it, and moves no other', () => {
  const cell = fc
    .string({ unit: 'grapheme' })
    .filter((text) => !/^[=+\-@\t\r\n＝＋－＠]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (table) => {
      const whole = table.map((row) => [`x${row[0]}`, row[1], row[2]]);
      expect(rows(csvOf(whole))).toEqual(whole);
    }),
  );
});
