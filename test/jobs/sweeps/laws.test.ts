import { expect, test } from 'vitest';
import { articleNumbers } from '../../../jobs/texts/article.ts';
import { alertOf, duty, facts, misuse, wages } from './due.ts';

/** The laws of a paper as printed: title and article, the title only where it changes. */
const printed = (...alerts: Parameters<typeof facts>[0]) =>
  facts(alerts).laws.map(({ title, article }) => `${/《(.+?)》/u.exec(title)?.[1]} ${article}`);

const noDeposit = () =>
  alertOf('D01', { ...duty, baseOn: '2026-08-01', byPermit: true, waiting: false, owedFen: 1 });

test('a site rule beside a wage rule: the articles of the regulation stand in their order', () => {
  const regulation = printed(noDeposit(), wages()).filter((text) =>
    text.startsWith('保障农民工工资支付条例'),
  );
  expect(regulation.map((text) => text.split(' ')[1])).toEqual([
    '第十二条',
    '第十四条第一款',
    '第三十条第一款',
    '第三十条第三款',
    '第三十一条第三款',
    '第三十二条第一款',
    '第三十二条第二款',
    '第五十三条',
    '第五十五条第二项',
  ]);
  // Whichever alert comes first.
  expect(printed(wages(), noDeposit())).toEqual(printed(noDeposit(), wages()));
});

test('acts, regulations, the province, measures, the city; each law in one piece, its articles rising', () => {
  const { laws } = facts([noDeposit(), wages(), misuse()]);
  const titles = laws.map(({ title }) => title);
  const once = titles.filter((title, at) => title !== titles[at - 1]);
  expect(once).toEqual([...new Set(titles)]);
  expect(once.map((title) => /《(.+?)》/u.exec(title)?.[1]?.slice(0, 9))).toEqual([
    '中华人民共和国劳动',
    '保障农民工工资支付',
    '江苏省工资支付条例',
    '工程建设领域农民工',
    '工程建设领域农民工',
    '关于加快推进连云港',
  ]);
  for (const [at, { title, article }] of laws.entries()) {
    const before = laws[at - 1];
    if (before?.title !== title) continue;
    expect(articleNumbers(before.article)[0] ?? 0).toBeLessThanOrEqual(
      articleNumbers(article)[0] ?? 0,
    );
  }
});
