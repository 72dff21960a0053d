import { expect, test } from 'vitest';
import {
  audits,
  buildings,
  otherSubjects,
} from '../../../../src/domain/settlement/pretext/audits.ts';
import { claims } from '../../../../src/domain/settlement/pretext/claims.ts';
import { denials } from '../../../../src/domain/settlement/pretext/denials.ts';
import { lexicon } from '../../../../src/domain/settlement/pretext/lexicon.ts';
import { neutral } from '../../../../src/domain/settlement/pretext/neutral.ts';
import { normalize } from '../../../../src/domain/settlement/pretext/normal.ts';
import { MONEY_WITHHELD, PAID, WITHHELD } from '../../../../src/domain/settlement/pretext/signs.ts';
import { tokenize } from '../../../../src/domain/settlement/pretext/tokens.ts';

const listed = (words: string) => words.trim().split(/\s+/);
const lists = [
  ...audits.map(({ words }) => words),
  neutral,
  ...Object.values(lexicon),
  otherSubjects,
  buildings,
];

test('every word is spelt as the scanner meets it: plain, and without stops', () => {
  const odd = lists.flatMap(listed).filter((word) => normalize(word).text !== word);
  expect(odd).toEqual([]);
});

test('a word stands in one list of the lexicon only', () => {
  const all = [neutral, ...Object.values(lexicon)].flatMap(listed);
  expect(all.filter((word, n) => all.indexOf(word) !== n)).toEqual([]);
});

test('every letter of the lexicon is asked for by a rule or a sign', () => {
  const rules = [...denials, ...claims].flatMap(({ any }) => any);
  const asked = [...rules, WITHHELD, MONEY_WITHHELD, PAID].map(({ source }) => source).join();
  // H alone is not: beside the treasury or a consultant it becomes a mention.
  const idle = Object.keys(lexicon).filter((letter) => !asked.includes(letter));
  expect(idle).toEqual(['H']);
});

const cut = (text: string) => tokenize(text).map(({ start, end }) => text.slice(start, end));

test('a word that ends in 审 does not tear 审计 apart, but keeps 计划', () => {
  expect(cut('送审计局')).toEqual(['送', '审计局']);
  expect(cut('评审计划')).toEqual(['评审计划']);
  expect(cut('待初审计量')).toEqual(['待', '初审', '计', '量']);
});

test('names that stand together are one audit', () => {
  expect(cut('审计局审定金额')).toEqual(['审计局审定金额']);
  expect(cut('财评的评审结论').slice(0, 1)).toEqual(['财评的评审']);
});
