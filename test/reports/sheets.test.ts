import { inflateSync } from 'node:zlib';
import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice, sketchNotice } from '../../reports/notice.ts';
import { sampleNotices, sampleSeal } from '../../reports/samples.ts';
import { openSeal } from '../../reports/seal.ts';
import { type Bar, readSheets, type Text } from '../helpers/pdf.ts';
import { noticeFacts } from './facts.ts';

const fonts = nodeFonts();
const names = sampleNotices().map(({ name }) => name);
const factsOf = (name: string) => {
  const found = sampleNotices().find((sample) => sample.name === name);
  if (!found) throw new Error(name);
  return found.facts;
};

type Attributes = Record<string, string>;
interface Picture {
  viewBox: string;
  text: (Attributes & { '#text': string })[];
  rect: Attributes[];
  image: Attributes[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  isArray: (name, _path, _leaf, isAttribute) => !isAttribute && name !== 'svg',
});
const read = (svg: string): Picture => {
  const { svg: page } = parser.parse(svg) as { svg: Partial<Picture> };
  return { viewBox: '', text: [], rect: [], image: [], ...page };
};

/** A tenth of a point: a hundredth is what each rounds to. */
const SLACK = 0.1;
type Placed = { text: string; x: number; y: number };
/** What stands on each baseline, from the left. */
function linesOf(texts: readonly Placed[]): { text: string; y: number }[] {
  const lines: Placed[][] = [];
  for (const text of texts.toSorted((a, b) => a.y - b.y)) {
    const last = lines.at(-1);
    if (last && text.y - (last[0]?.y ?? 0) < SLACK) last.push(text);
    else lines.push([text]);
  }
  return lines.map((line) => ({
    text: line
      .toSorted((a, b) => a.x - b.x)
      .map(({ text }) => text)
      .join(''),
    y: line[0]?.y ?? 0,
  }));
}

const SIDES = ['x', 'y', 'width', 'height'] as const;
type Box = Record<(typeof SIDES)[number], number | string>;
const alike = (one: Box) => (other: Box) =>
  SIDES.every((side) => Math.abs(Number(one[side]) - Number(other[side])) < SLACK);

test.each(names)('%s has the lines and rules of its PDF at the same places', async (name) => {
  const facts = factsOf(name);
  const sheets = await readSheets(drawNotice(facts, fonts));
  const pictures = sketchNotice(facts, fonts).map(read);
  expect(pictures).toHaveLength(sheets.length);
  for (const [index, { viewBox, text, rect, image }] of pictures.entries()) {
    const sheet = sheets[index] as { texts: Text[]; bars: Bar[]; images: Bar[] };
    expect(viewBox).toBe('0 0 595.28 841.89');
    const own = text.map((one) => ({ text: one['#text'], x: Number(one.x), y: Number(one.y) }));
    const [ours, theirs] = [linesOf(own), linesOf(sheet.texts)];
    expect(ours.map((line) => line.text)).toEqual(theirs.map((line) => line.text));
    for (const [at, { y }] of ours.entries())
      expect(Math.abs(y - (theirs[at]?.y ?? 0))).toBeLessThan(SLACK);
    expect(image).toHaveLength(sheet.images.length);
    for (const box of image as unknown as Box[]) expect(sheet.images.some(alike(box))).toBe(true);
    for (const bar of rect as unknown as Box[]) expect(sheet.bars.some(alike(bar))).toBe(true);
    for (const bar of sheet.bars.filter(
      ({ height, width }) => Math.min(height, width) < 2 && Math.max(height, width) > 20,
    ))
      expect((rect as unknown as Box[]).some(alike(bar))).toBe(true);
  }
});

test('a line is as wide as the paper’s own fonts make it', async () => {
  const facts = factsOf('supervision-long');
  const [sheet] = await readSheets(drawNotice(facts, fonts));
  const [picture] = sketchNotice(facts, fonts).map(read);
  const line = sheet?.texts.find(({ text }) => text.startsWith('虚构劳务有限公司')) as Text;
  const own = picture?.text.find((text) => text['#text'] === line.text) as Attributes;
  expect(Math.abs(Number(own.textLength) - line.width)).toBeLessThan(1.5);
  expect([own['font-size'], Number(own.x).toFixed(1)]).toEqual([
    String(line.size),
    line.x.toFixed(1),
  ]);
});

test('words of a firm are words, whatever they look like', () => {
  const name = '<script>alert(1)</script>&amp;"甲"有限公司';
  const facts = noticeFacts({ authority: { ...noticeFacts().authority, name } });
  const all = sketchNotice(facts, fonts).join('');
  expect(all).not.toContain('<script');
  expect(all).toContain('&lt;script&gt;');
});

test('the seal is a PNG of its own points, what is not drawn being clear', () => {
  const seal = sampleSeal(100);
  const svg = sketchNotice(noticeFacts({ ...factsOf('warning-short'), seal }), fonts).join('');
  const [, base64 = ''] = /href="data:image\/png;base64,([^"]+)"/.exec(svg) ?? [];
  const png = Buffer.from(base64, 'base64');
  const { width, height, bits } = openSeal(seal);
  expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([
    ...[width, height, 1, 3],
  ]);
  expect(png.indexOf('tRNS')).toBeGreaterThan(0);
  const from = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(from + 4, from + 4 + png.readUInt32BE(from - 4)));
  const perRow = Math.ceil(width / 8);
  expect(rows).toHaveLength(height * (perRow + 1));
  for (let row = 0; row < height; row++) {
    expect(rows[row * (perRow + 1)]).toBe(0);
    const own = rows.subarray(row * (perRow + 1) + 1, (row + 1) * (perRow + 1));
    expect(own.equals(bits.subarray(row * perRow, (row + 1) * perRow))).toBe(true);
  }
});
