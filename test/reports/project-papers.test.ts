import { describe, expect, test } from 'vitest';
import { composeReport } from '../../reports/compose.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { AREA } from '../../reports/page.ts';
import { drawReport } from '../../reports/report.ts';
import type { WageFacts } from '../../reports/wage-statement.ts';
import { monthSums } from '../../reports/wage-statement.ts';
import { linesOf, readSheets, readText } from '../helpers/pdf.ts';
import { bookFacts, wageFacts } from './book-facts.ts';

const fonts = nodeFonts();
const book = (given = {}) =>
  drawReport(composeReport({ kind: 'book', figures: bookFacts(given) }), fonts);
const statement = (given: Partial<WageFacts> = {}) =>
  drawReport(composeReport({ kind: 'wage-statement', figures: wageFacts(given) }), fonts);

describe('the book of a project', () => {
  test('has all its parts, in Chinese', async () => {
    const text = await readText(await book());
    for (const words of [
      ...['项目工资支付监测档案', '海州区新海安置房二期工程（LYG-2026-017）', '截至2026年10月2日'],
      ...[
        '政府投资',
        '当月产值的0.2000',
        '次月15日',
        '以审计结论为结算依据',
        '中国工商银行连云港分行',
      ],
      ...[
        '各月收支',
        '未报表',
        '未付清',
        '施工过程结算',
        '说明延期理由',
        '待审计机关审计',
        '月工资逾期未发',
      ],
      ...['以未完成审计为由', '预警通知书连建函', '逾期未回复'],
    ])
      expect(text).toContain(words);
  });

  test('of a project of which nothing is known yet says so', async () => {
    const text = await readText(
      await book({
        terms: null,
        accounts: [],
        entries: [],
        wages: [],
        settlements: [],
        alerts: [],
        notices: [],
      }),
    );
    for (const words of [
      '尚未登记工资专用账户',
      '尚无到期的工资',
      '没有登记结算',
      '没有预警',
      '没有文书',
    ])
      expect(text).toContain(words);
  });

  test('a thousand alerts and years of entries go on over pages, each with its head', async () => {
    const { alerts, entries } = bookFacts();
    const long = await book({
      alerts: Array.from({ length: 600 }, (_, n) => alerts[n % 14]),
      entries: Array.from({ length: 60 }, (_, n) => ({
        ...entries[0],
        month: `20${20 + Math.floor(n / 12)}-01`,
      })),
    });
    const pages = (await readSheets(long)).map(({ texts }) => texts);
    expect(pages.length).toBeGreaterThan(12);
    for (const item of pages.flat())
      expect(item.x + item.width).toBeLessThanOrEqual(AREA.right + 0.5);
    const withAlerts = pages.filter((page) => page.some(({ text }) => /已解除/.test(text)));
    for (const page of withAlerts) expect(linesOf(page).join('')).toContain('规则');
  });
});

describe('a wage statement', () => {
  test('says who, which months and what is missing', async () => {
    const text = await readText(await statement());
    for (const words of [
      ...['农民工工资对账单', '2025年11月至2026年10月', '王朝阳', '**************4321'],
      ...['连云港锦屏建筑劳务有限公司，木工一班，2026-01-10进场，在场', '尚有9,800.00元未到账'],
      ...['部分到账', '付款失败', '8812'],
    ])
      expect(text).toContain(words);
    expect(await readText(await statement({ lines: [] }))).toContain('没有该工人的记录');
    const paid = wageFacts().lines.slice(0, 6);
    expect(await readText(await statement({ lines: paid }))).toContain('没有未到账的工资');
  });

  test('what was paid too much in one month fills no other; a corrected line is not owed, but was paid', () => {
    const [line] = wageFacts().lines as [WageFacts['lines'][number]];
    const sums = monthSums({
      from: '2026-01',
      lines: [
        { ...line, month: '2026-01', replaced: true, netFen: 500, grossFen: 600, paidFen: 500 },
        { ...line, month: '2026-01', kind: 'correction', netFen: 400, grossFen: 450, paidFen: 0 },
        { ...line, month: '2026-12', netFen: 300, grossFen: 300, paidFen: 100 },
      ],
    });
    expect(sums).toHaveLength(12);
    expect(sums[0]).toEqual({
      month: '2026-01',
      grossFen: 450,
      netFen: 400,
      paidFen: 500,
      openFen: 0,
    });
    expect(sums[1]).toEqual({ month: '2026-02', grossFen: 0, netFen: 0, paidFen: 0, openFen: 0 });
    expect(sums[11]).toMatchObject({ month: '2026-12', openFen: 200 });
  });
});
