import { describe, expect, test } from 'vitest';
import type { Block } from '../../reports/blocks.ts';
import { composeReport } from '../../reports/compose.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice, drawPrintRun } from '../../reports/notice.ts';
import { composeNotice } from '../../reports/notice-text.ts';
import { drawReport } from '../../reports/report.ts';
import { sampleNotices } from '../../reports/samples.ts';
import { type Bookmark, readInfo, readSheets } from '../helpers/pdf.ts';
import { type Leaf, readTree } from '../helpers/pdf-tree.ts';
import { bookFacts } from './book-facts.ts';
import { noticeFacts } from './facts.ts';

// What a program that reads aloud, copies or searches makes of a paper: the tree of its parts, and its bookmarks.

const fonts = nodeFonts();

/** A part as it is meant: what it is, and its text, or for a figure what stands for it. */
type Meant = [role: string, text: string];

/** The parts of a paper, from its blocks, in the order in which they are read. */
function meantBy(blocks: readonly Block[], letter: boolean): Meant[] {
  return blocks.flatMap((block): Meant[] => {
    switch (block.kind) {
      case 'head':
        return [
          ['P', block.organisation],
          ['P', block.number],
          ['H1', block.title.join('')],
        ];
      case 'heading':
        return [['H2', block.text]];
      case 'subheading':
        return [['H3', block.text]];
      case 'table':
        return [
          ...(block.note ? [['P', block.note] satisfies Meant] : []),
          ...block.columns.map(({ title }): Meant => ['TH', title]),
          ...block.rows.flat().map((cell): Meant => ['TD', cell]),
        ];
      case 'annexes':
        return block.names.map((name, index) => [
          'P',
          `${index === 0 ? '附件：' : ''}${block.names.length > 1 ? `${index + 1}. ` : ''}${name}`,
        ]);
      case 'signature':
        return [
          ['P', block.organisation],
          ['P', block.date],
          ...(block.seal ? [['Figure', `${block.organisation}印章`] satisfies Meant] : []),
        ];
      case 'remark':
        return [['P', `（${block.text}）`]];
      case 'verify':
        return [
          ['Figure', `二维码：${block.url}`],
          ['P', `核验码：${block.code}`],
          ['P', block.url],
          [
            'P',
            '扫描二维码或者访问上述网址，可核对本文书的文号、日期、主送单位、页数和文件校验值，以及是否有效。',
          ],
        ];
      case 'annex':
        return [
          ['P', block.label],
          ['H1', block.title],
        ];
      case 'copies':
        return [
          ...(block.text === '' ? [] : [['P', `抄送：${block.text}。`] satisfies Meant]),
          ...(letter || !block.imprint
            ? []
            : [
                ['P', block.imprint.organisation] satisfies Meant,
                ['P', block.imprint.date] satisfies Meant,
              ]),
        ];
      default:
        return [['P', block.text]];
    }
  });
}

const bare = (text: string) => text.replace(/\s/g, '');

/** Parts as they are meant, those that a page's end cuts joined. */
function joined(leaves: readonly Leaf[], meant: readonly Meant[]): Meant[] {
  const whole: Meant[] = [];
  let page = 0;
  for (const leaf of leaves) {
    const said = bare(leaf.alt ?? leaf.text);
    const last = whole.at(-1);
    const wanted = bare(meant[whole.length - 1]?.[1] ?? '');
    if (last && leaf.page > page && last[0] === leaf.role && wanted !== last[1]) last[1] += said;
    else whole.push([leaf.role, said]);
    page = leaf.page;
  }
  return whole;
}

describe.each(sampleNotices())('$name', ({ facts }) => {
  const letter = facts.instrument !== 'warning';
  const bytes = drawNotice(facts, fonts);

  test('the tree has every part once, in order, and nothing else', async () => {
    const meant = meantBy(composeNotice(facts), letter).filter(([, text]) => text !== '');
    const leaves = await readTree(bytes);
    expect(joined(leaves, meant)).toEqual(meant.map(([role, text]) => [role, bare(text)]));
    for (const { role, within } of leaves) {
      const cell = role === 'TH' || role === 'TD';
      expect(within.slice(1)).toEqual(
        cell ? ['Document', 'Part', 'Table', 'TR'] : ['Document', 'Part'],
      );
    }
  });

  test('its bookmarks are title, headings, findings and annexes, each where it leads', async () => {
    const blocks = composeNotice(facts);
    const { outline } = await readInfo(bytes);
    const [paper] = outline as [Bookmark];
    expect(outline).toHaveLength(1);
    const head = blocks[0] as Extract<Block, { kind: 'head' }>;
    expect(paper).toMatchObject({ title: head.title.join(''), page: 1 });
    const tops = blocks.flatMap((block) => {
      if (block.kind === 'heading') return [block.text];
      return block.kind === 'annex' ? [`${block.label}　${block.title}`] : [];
    });
    expect(paper.items.map(({ title }) => title)).toEqual(tops);
    const under = paper.items.flatMap(({ items }) => items.map(({ title }) => title));
    expect(under).toEqual(
      blocks.flatMap((block) => (block.kind === 'subheading' ? [block.text] : [])),
    );
    expect(paper.count).toBe(tops.length + under.length);
    const sheets = await readSheets(bytes);
    const all = paper.items.flatMap((one) => [one, ...one.items]);
    for (const { title, page, top, left } of all) {
      expect(left).toBe(0);
      const [first = ''] = title.split('　');
      const text = sheets[page - 1]?.texts.find(
        (one) =>
          one.text !== '' &&
          first.startsWith(one.text) &&
          Math.abs(one.y - 0.88 * one.size - top) < 0.5,
      );
      expect(text, `${title} on page ${page}`).toBeDefined();
    }
  });
});

test('a print run has a part and a bookmark for each paper, closed, with the paper’s own below', async () => {
  const notices = sampleNotices().map(({ facts }) => facts);
  const meta = { title: '合并打印', author: '虚构市住房和城乡建设局', at: new Date(0) };
  const bytes = drawPrintRun({ ...meta, notices }, fonts);
  const { outline } = await readInfo(bytes);
  expect(outline).toHaveLength(notices.length);
  for (const { items, count } of outline) {
    expect(items.length).toBeGreaterThan(2);
    expect(count).toBe(-items.length);
  }
  const leaves = await readTree(bytes);
  const titles = leaves.filter(({ role }) => role === 'H1').map(({ text }) => text);
  expect(titles).toContain('证据清单');
  expect(leaves.every(({ within }) => within.includes('Part'))).toBe(true);
});

test('a report has its sections and tables as bookmarks, its charts as figures that are told', async () => {
  const report = composeReport({ kind: 'book', figures: bookFacts() });
  const bytes = await drawReport(report, fonts);
  const { outline } = await readInfo(bytes);
  expect(outline.map(({ title }) => title)).toEqual([report.title]);
  const [top] = outline as [Bookmark];
  expect(top.items.map(({ title, items }) => [title, items.map((one) => one.title)])).toEqual(
    report.sections.map(({ heading, figures }) => [
      heading,
      figures.flatMap(({ tables }) => tables.map(({ title }) => title)),
    ]),
  );
  const leaves = await readTree(bytes);
  const figures = leaves.filter(({ role }) => role === 'Figure');
  expect(figures.map(({ alt }) => alt)).toEqual(['各月工资到账情况（万元），数字见其表']);
  expect(figures[0]?.text).toContain('各月工资到账情况');
  const cells = report.sections.flatMap(({ figures: all }) =>
    all.flatMap(({ tables }) =>
      tables.flatMap(({ columns, rows }) => columns.length * rows.length),
    ),
  );
  const count = leaves.filter(({ role }) => role === 'TD').length;
  expect(count).toBe(cells.reduce((sum, one) => sum + one, 0));
});

test('a paper of an early form has neither tree nor bookmarks', async () => {
  const bytes = drawNotice(noticeFacts(), fonts);
  expect(await readTree(bytes)).toEqual([]);
  expect((await readInfo(bytes)).outline).toEqual([]);
});
