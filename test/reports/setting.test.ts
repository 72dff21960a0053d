import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balanceLines, breakLines, cleanText } from '../../reports/setting.ts';

/** A Chinese character is 2 wide, anything ASCII 1. */
const measure = (text: string) =>
  [...text].reduce((sum, char) => sum + (char.charCodeAt(0) < 128 ? 1 : 2), 0);
const lines = (text: string, width: number, first = width) =>
  breakLines(text, measure, first, width);

test('a text that fits exactly is one line, with one character more it is two', () => {
  expect(lines('一二三四五', 10)).toEqual(['一二三四五']);
  expect(lines('一二三四五六', 10)).toEqual(['一二三四五', '六']);
});

test('the first line has its own width', () => {
  expect(lines('一二三四五六七八', 10, 6)).toEqual(['一二三', '四五六七八']);
});

test.each([...'、。，．：；！？）〕］｝】》〉」』”’…—％%‰℃·～〗,.;:!?)]}'])(
  '%s does not start a line',
  (mark) => {
    expect(lines(`一二三四五${mark}六`, 10)).toEqual(['一二三四', `五${mark}六`]);
  },
);

test.each([...'第（〔［｛【《〈「『“‘〖([{¥￥'])('%s does not end a line', (mark) => {
  expect(lines(`一二三四${mark}五六`, 10)).toEqual(['一二三四', `${mark}五六`]);
});

test('several closing marks stay together with what they close', () => {
  expect(lines('一二三四五）”。六', 12)).toEqual(['一二三四', '五）”。六']);
});

test('a number is not cut and keeps its unit', () => {
  expect(lines('共计欠发68,400.00元整', 16)).toEqual(['共计欠发', '68,400.00元整']);
  expect(lines('共68,400.00元整', 11)).toEqual(['共', '68,400.00元', '整']);
  expect(lines('截至2026年10月22日', 12)).toEqual(['截至2026年', '10月22日']);
  expect(lines('占比12.5%以上', 8)).toEqual(['占比', '12.5%以', '上']);
});

test.each([...'元万亿年月日天号条项名人个时分秒%‰'])('%s stays with its number', (unit) => {
  expect(lines(`一二三12${unit}五`, 8)).toEqual(['一二三', `12${unit}五`]);
  if (unit !== '%' && unit !== '‰')
    expect(lines(`一二三四${unit}五`, 8)).toEqual(['一二三四', `${unit}五`]);
});

test('a number that is wider than a line is cut rather than lost', () => {
  expect(lines('12345678901', 10)).toEqual(['1234567890', '1']);
  expect(lines('一1234567890', 10)).toEqual(['一', '1234567890']);
});

test('dashes and ellipses are not cut in two', () => {
  expect(lines('一二三四——五', 10)).toEqual(['一二三', '四——五']);
});

test('a space at the break is not printed', () => {
  expect(lines('abcde fghij', 6)).toEqual(['abcde', 'fghij']);
  expect(lines('abcde fghij', 5)).toEqual(['abcde', 'fghij']);
});

test('an empty text is one empty line', () => {
  expect(lines('', 10)).toEqual(['']);
});

test('no line is badly begun or ended, no number cut, however words follow each other', () => {
  const word = fc.constantFrom(
    ...['工', '资，', '（元）', '“费”。', '计12.5元', '第3条', '款……', '即——', 'abc', '《法》'],
  );
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 40 }),
      fc.integer({ min: 20, max: 60 }),
      (words, width) => {
        const set = lines(words.join('工'), width);
        for (const line of set.slice(1)) expect(line).not.toMatch(/^[，）”。…—》元条.5]/);
        for (const line of set.slice(0, -1)) expect(line).not.toMatch(/[（“《第12.]$/);
      },
    ),
  );
});

test('no character is lost, no line too wide, whatever the text', () => {
  const piece = fc.constantFrom(
    ...'工资元，。（）《》“”0123456789.abc、'.split(''),
    '——',
    '……',
    '𬱖',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 80 }),
      fc.integer({ min: 20, max: 60 }),
      (pieces, width) => {
        const text = pieces.join('');
        const set = lines(text, width);
        expect(set.join('')).toBe(text);
        for (const line of set) expect(measure(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('a title is cut into lines of like length, as few as may be', () => {
  expect(balanceLines('一二三四五六七八九十一', measure, 20)).toEqual([
    '一二三四五六',
    '七八九十一',
  ]);
  expect(balanceLines('一二三', measure, 20)).toEqual(['一二三']);
});

test('white space becomes one space, what draws nothing is left out', () => {
  expect(cleanText('甲\n\t乙　丙\u200b\u202e丁\u{E0100}\ufe00 ')).toBe('甲 乙 丙丁');
});
