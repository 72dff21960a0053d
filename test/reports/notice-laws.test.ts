import { expect, test } from 'vitest';
import { lawParagraphs } from '../../reports/notice-laws.ts';

const regulation = '《某条例》（国务院令第1号）';

test('a law is named once, with all its articles after it', () => {
  expect(
    lawParagraphs([
      { title: regulation, article: '第一条', text: '应当支付。' },
      { title: '某办法', article: '第九条', text: '不得挪用。' },
      { title: regulation, article: '第二条', text: '应当足额。' },
    ]),
  ).toEqual([
    '《某条例》（国务院令第1号）第一条规定：“应当支付。”第二条规定：“应当足额。”',
    '《某办法》第九条规定：“不得挪用。”',
  ]);
});

test('texts of one article stand side by side under its number', () => {
  expect(
    lawParagraphs([
      { title: regulation, article: '第18项', text: '严格履行；' },
      { title: regulation, article: '第18项', text: '不得拖欠。' },
    ]),
  ).toEqual(['《某条例》（国务院令第1号）第18项规定：“严格履行”“不得拖欠。”']);
});

test('no article number is printed where none is known', () => {
  expect(lawParagraphs([{ title: regulation, article: '', text: '按时拨付。' }])).toEqual([
    '《某条例》（国务院令第1号）规定：“按时拨付。”',
  ]);
});

test.each([
  ['应当支付。', '“应当支付。”'],
  ['应当支付', '“应当支付”。'],
  ['应当支付；', '“应当支付”。'],
  ['提出审查意见：', '“提出审查意见”。'],
  ['所称“工资”，是指报酬。', '“所称‘工资’，是指报酬。”'],
])('%s is quoted as %s', (text, quoted) => {
  expect(lawParagraphs([{ title: regulation, article: '第一条', text }])).toEqual([
    `《某条例》（国务院令第1号）第一条规定：${quoted}`,
  ]);
});
