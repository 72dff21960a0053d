import { expect, test } from 'vitest';
import { law } from '../../../jobs/law.ts';
import { articleNumbers, compareArticles } from '../../../jobs/texts/article.ts';

test.each([
  ['第九条', [9]],
  ['第十条', [10]],
  ['第十二条', [12]],
  ['第二十条第一款', [20, 1]],
  ['第五十六条第一项、第二项', [56, 1, 2]],
  ['第二百零三条', [203]],
  ['第一千二百五十九条', [1259]],
  ['第18项', [18]],
  [null, []],
])('%s counts %j', (article, numbers) => {
  expect(articleNumbers(article)).toEqual(numbers);
});

test('articles stand by number and not by letters, a whole before its parts, without a number first', () => {
  const ordered = [
    null,
    '第九条',
    '第十条',
    '第二十八条',
    '第二十八条第一款',
    '第二十八条第二款',
    '第三十二条第一款',
    '第五十三条',
    '第五十六条第一项',
    '第五十六条第一项、第二项',
  ];
  for (const mixed of [ordered.toReversed(), ordered.toSorted()]) {
    expect(mixed.toSorted(compareArticles)).toEqual(ordered);
  }
});

test('every article that the rules cite has a number', () => {
  for (const { article } of Object.values(law)) {
    if (article !== null) expect(articleNumbers(article), article).not.toEqual([]);
  }
});
