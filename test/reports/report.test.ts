import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeDrawing } from '../../reports/chart.ts';
import { composeMonthly } from '../../reports/monthly-report.ts';
import { monthlySections } from '../../reports/monthly-sections.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { AREA } from '../../reports/page.ts';
import { drawReport } from '../../reports/report.ts';
import { readDrawing } from '../../reports/svg.ts';
import type { MonthlyReport } from '../../src/domain/reports/monthly.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { readSheets, readText } from '../helpers/pdf.ts';
import { monthlyFigures } from './monthly.ts';

const fonts = nodeFonts();
const draw = (given: Partial<MonthlyReport> = {}) =>
  drawReport(composeMonthly(monthlyFigures(given)), fonts);

describe('a monthly report on paper', () => {
  test('every word and number of it can be read back', async () => {
    const text = await readText(await draw());
    const { title, under, sections } = composeMonthly(monthlyFigures());
    for (const line of [title, ...under]) expect(text).toContain(line.replace(/\s/g, ''));
    for (const { heading, paragraphs, figures } of sections) {
      for (const words of [heading, ...paragraphs]) expect(text).toContain(words);
      for (const { chart, tables } of figures) {
        for (const one of tables) expect(text).toContain(one.title);
        for (const { name } of chart?.series.length === 1 ? [] : (chart?.series ?? []))
          expect(text).toContain(name);
      }
    }
    expect(text).toContain(formatYuan(123_456_789_00));
  });

  test('nothing but page numbers lies outside the type area', async () => {
    const many = monthlyFigures().topParties?.owners.map((one) => ({
      ...one,
      name: '长'.repeat(120),
    }));
    const sheets = await readSheets(
      await draw({ topParties: { contractors: many ?? [], owners: [] } }),
    );
    const items = sheets.flatMap(({ texts }) => texts);
    for (const item of items.filter(({ text }) => !/^— \d+ —$/.test(text))) {
      expect(item.x, item.text).toBeGreaterThanOrEqual(AREA.left - 0.5);
      expect(item.x + item.width, item.text).toBeLessThanOrEqual(AREA.right + 0.5);
      expect(item.y, item.text).toBeGreaterThan(AREA.top);
      expect(item.y, item.text).toBeLessThanOrEqual(AREA.bottom);
    }
  });

  test('the same figures give the same bytes, other figures others', async () => {
    const [once, again, other] = await Promise.all([draw(), draw(), draw({ region: '320706' })]);
    expect(Buffer.compare(once, again)).toBe(0);
    expect(Buffer.compare(once, other)).not.toBe(0);
  });

  test('its charts are paths: the bars’ colours are painted, and there is no picture', async () => {
    const bytes = Buffer.from(await draw()).toString('latin1');
    expect(bytes).not.toContain('/Subtype /Image');
    const streams = [...bytes.matchAll(/FlateDecode[^>]*>>\nstream\n(.*?)\nendstream/gs)].map(
      ([, data = '']) => {
        try {
          return inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
        } catch {
          return '';
        }
      },
    );
    // #c62828 as three parts of one.
    expect(streams.join('\n')).toMatch(/0\.77\d* 0\.15\d* 0\.15\d* scn/);
    // PDF/A-1 knows no transparency.
    expect(bytes).not.toMatch(/\/ca 0|\/SMask/);
  });

  test('the public edition has stars for what is kept back, names nobody and says why', async () => {
    const figures = monthlyFigures({ edition: 'public', topParties: null });
    for (const cell of (figures.projects.cells[0] ?? []).slice(0, 2))
      Object.assign(cell, { count: null, fen: null });
    figures.summary.paying = null;
    const text = await readText(await drawReport(composeMonthly(figures), fonts));
    expect(text).toContain('连云区**101319');
    expect(text).toContain('已发放的（不公布）');
    expect(text).toContain('发放情况（未绘出不公布的数字）');
    expect(text).toContain('公开版不列单位名称');
    expect(text).not.toContain('主要责任单位');
    expect(await readText(await draw())).not.toMatch(/公开版不列|未绘出/);
  });

  test('a month in which nothing happened is said so, without charts or tables of nothing', async () => {
    const none = (figures: MonthlyReport['notices']) => ({
      ...figures,
      cells: figures.cells.map((row) => row.map(() => ({ count: 0, fen: 0, workers: 0 }))),
    });
    const { wageArrears, transferArrears, settlements, notices } = monthlyFigures();
    const text = await readText(
      await draw({
        wageArrears: none(wageArrears),
        transferArrears: none(transferArrears),
        settlements: none(settlements),
        notices: none(notices),
        topParties: { contractors: [], owners: [] },
      }),
    );
    for (const words of ['没有存续的工资拖欠预警', '没有受阻的结算', '没有签发文书'])
      expect(text).toContain(words);
    expect(text).not.toContain('受阻的结算（件）');
    expect(text).not.toContain('金额居前');
  });

  test('a district has one table of its projects, a city also one of amounts', () => {
    const [city] = monthlySections(monthlyFigures());
    const { projects } = monthlyFigures();
    const one = { ...projects, rows: projects.rows.slice(0, 1), cells: projects.cells.slice(0, 2) };
    const [district] = monthlySections(monthlyFigures({ projects: one }));
    expect([city, district].map((section) => section?.figures[0]?.tables.length)).toEqual([2, 1]);
  });

  test('a character that no font has is named with its text', async () => {
    const authority = '连云港市\u{1F3D7}局';
    await expect(draw({ authority })).rejects.toMatchObject({
      code: 'missing-glyph',
      detail: expect.stringContaining('U+1F3D7'),
    });
  });
});

describe('a chart', () => {
  const chart = {
    title: '图',
    unit: '件',
    categories: ['甲', '乙'],
    series: [
      { name: '红色', colour: '#c62828', values: [3, null] },
      { name: '空的', colour: '#2e7d4f', values: [0, null] },
      { name: '黄色', colour: '#f4d03f', values: [1, 4] },
    ],
  };

  test('has a bar as high as its number, none for what is kept back, no series of nothing', async () => {
    const drawing = await makeDrawing(chart, fonts);
    const bars = (colour: string) =>
      drawing.flatMap((one) => {
        const [, height] = one.kind === 'path' ? (/l0 (-[\d.]+)l-/.exec(one.d) ?? []) : [];
        return one.kind === 'path' && one.fill === colour && height ? [-Number(height)] : [];
      });
    const [[red = 0, ...none], [low = 0, high = 0]] = [bars('#c62828'), bars('#f4d03f')];
    expect(none).toEqual([]);
    expect(red / low).toBeCloseTo(3, 1);
    expect(high / low).toBeCloseTo(4, 1);
    const texts = drawing.flatMap((one) => (one.kind === 'text' ? [one.text] : []));
    expect(texts).toEqual(expect.arrayContaining(['甲', '乙', '件', '红色', '黄色', '3', '4']));
    expect(texts).not.toContain('空的');
  });

  test('its drawing is read as it is written, and what could not be drawn is refused', () => {
    const svg = (inner: string) => readDrawing(`<svg width="9" height="9">${inner}</svg>`);
    expect(
      svg(
        '<g transform="translate(5 6)"><path d="M0 0" fill="#111111" transform="translate(1 -2)"/></g>' +
          '<text x="3" y="4" text-anchor="end" style="font-size:9px;" fill="#222222">甲 &amp; 乙</text>' +
          '<rect width="2" height="3" fill="none" stroke="#333333" stroke-width="2" stroke-dasharray="4,1"/>' +
          '<path d="M1 1" fill="#444444" fill-opacity="0"/><path d="M1 1" fill="none" stroke="#1" stroke-width="0"/>',
      ),
    ).toEqual([
      { kind: 'path', d: 'M0 0', x: 6, y: 4, fill: '#111111', stroke: null, width: 1, dash: [] },
      { kind: 'text', text: '甲 & 乙', x: 3, y: 4, size: 9, anchor: 'end', fill: '#222222' },
      {
        kind: 'path',
        d: 'M0 0h2v3h-2Z',
        x: 0,
        y: 0,
        fill: null,
        stroke: '#333333',
        width: 2,
        dash: [4, 1],
      },
    ]);
    expect(() => svg('<image/>')).toThrow('image');
    expect(() => svg('<path d="M0 0" fill="#1" transform="rotate(3)"/>')).toThrow('rotate');
  });
});
