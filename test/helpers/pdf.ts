import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Text as drawn: points from the top left of the sheet, `y` its baseline. */
export interface Text {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  font: string;
  colour: string;
}

/** A filled path's box, points from the top left of the sheet. */
export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: string;
}

export interface Sheet {
  width: number;
  height: number;
  texts: Text[];
  bars: Bar[];
  /** Boxes of image masks. */
  images: Bar[];
}

type Matrix = readonly [number, number, number, number, number, number];
interface Glyph {
  unicode: string;
  width: number;
}
interface State {
  ctm: Matrix;
  font: string;
  size: number;
  tracking: number;
  colour: string;
}

const times = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[2] * b[1],
  a[1] * b[0] + a[3] * b[1],
  a[0] * b[2] + a[2] * b[3],
  a[1] * b[2] + a[3] * b[3],
  a[0] * b[4] + a[2] * b[5] + a[4],
  a[1] * b[4] + a[3] * b[5] + a[5],
];

/** Every page of a PDF, read by Mozilla's parser: what it would draw, and where. */
export async function readSheets(bytes: Uint8Array, password?: string): Promise<Sheet[]> {
  const doc = await opened(bytes, password);
  const sheets: Sheet[] = [];
  for (let number = 1; number <= doc.numPages; number++) {
    const page = await doc.getPage(number);
    const [, , width = 0, height = 0] = page.view;
    const { fnArray, argsArray } = await page.getOperatorList();
    const nameOf = (id: string) =>
      (page.commonObjs.get(id) as { name: string }).name.replace(/^[A-Z]{6}\+/, '');
    sheets.push(walk({ width, height }, fnArray, argsArray as unknown[][], nameOf));
  }
  await doc.loadingTask.destroy();
  return sheets;
}

/** Stretches that stand on one baseline joined, from top to bottom and left to right. */
export function linesOf(texts: readonly Text[]): string[] {
  const rows = new Map<number, Text[]>();
  for (const item of texts) {
    const key = [...rows.keys()].find((y) => Math.abs(y - item.y) < 1) ?? item.y;
    rows.set(key, [...(rows.get(key) ?? []), item]);
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, items]) => items.sort((a, b) => a.x - b.x).map(({ text }) => text))
    .map((row) => row.join(''));
}

/** All text of a PDF, line by line, without blanks. */
export async function readText(bytes: Uint8Array): Promise<string> {
  const sheets = await readSheets(bytes);
  return sheets
    .flatMap(({ texts }) => linesOf(texts))
    .join('')
    .replaceAll(' ', '');
}

type Doc = Awaited<ReturnType<typeof opened>>;

/** A bookmark: where it leads (pages from 1, points from the sheet's top), how many are shown below it (less than nothing: were it opened). */
export interface Bookmark {
  title: string;
  page: number;
  top: number;
  left: number;
  count: number | undefined;
  items: Bookmark[];
}

/** The document's information, as its reader shows it. */
export async function readInfo(bytes: Uint8Array) {
  const doc = await opened(bytes);
  const { info } = await doc.getMetadata();
  const outline = await bookmarksOf(doc, (await doc.getOutline()) ?? []);
  await doc.loadingTask.destroy();
  return { info: info as Record<string, string>, outline };
}

async function bookmarksOf(
  doc: Doc,
  items: Awaited<ReturnType<Doc['getOutline']>>,
): Promise<Bookmark[]> {
  const bookmarks: Bookmark[] = [];
  for (const { title, count, dest, items: below } of items) {
    const [ref, , left, top] = dest as [
      Parameters<Doc['getPageIndex']>[0],
      unknown,
      number,
      number,
    ];
    const index = await doc.getPageIndex(ref);
    const [, , , height = 0] = (await doc.getPage(index + 1)).view;
    const under = await bookmarksOf(doc, below);
    bookmarks.push({ title, page: index + 1, top: height - top, left, count, items: under });
  }
  return bookmarks;
}

const opened = (bytes: Uint8Array, password?: string) =>
  getDocument({
    data: Uint8Array.from(bytes),
    verbosity: 0,
    fontExtraProperties: true,
    ...(password === undefined ? {} : { password }),
  }).promise;

function walk(
  size: { width: number; height: number },
  operators: readonly number[],
  args: readonly unknown[][],
  nameOf: (id: string) => string,
): Sheet {
  const sheet: Sheet = { ...size, texts: [], bars: [], images: [] };
  let state: State = { ctm: [1, 0, 0, 1, 0, 0], font: '', size: 0, tracking: 0, colour: '#000000' };
  const saved: State[] = [];
  let text: Matrix = [1, 0, 0, 1, 0, 0];
  operators.forEach((operator, index) => {
    const given = args[index] ?? [];
    switch (operator) {
      case OPS.save:
        saved.push(state);
        break;
      case OPS.restore:
        state = saved.pop() ?? state;
        break;
      case OPS.transform:
        state = { ...state, ctm: times(state.ctm, given as unknown as Matrix) };
        break;
      case OPS.setFillRGBColor:
        state = { ...state, colour: given[0] as string };
        break;
      case OPS.setFont:
        state = { ...state, font: nameOf(given[0] as string), size: given[1] as number };
        break;
      case OPS.setCharSpacing:
        state = { ...state, tracking: given[0] as number };
        break;
      case OPS.setTextMatrix:
        text = Array.from(given[0] as ArrayLike<number>) as unknown as Matrix;
        break;
      case OPS.showText:
        sheet.texts.push(
          textOf(given[0] as (Glyph | number)[], state, times(state.ctm, text), size.height),
        );
        break;
      case OPS.constructPath:
        sheet.bars.push(...barsOf(given[1] as [ArrayLike<number>], state, size.height));
        break;
      case OPS.paintImageMaskXObject:
        sheet.images.push(boxOf([0, 0, 1, 1], state, size.height));
    }
  });
  return sheet;
}

function textOf(glyphs: (Glyph | number)[], state: State, at: Matrix, height: number): Text {
  const { font, size, tracking, colour } = state;
  let width = -tracking;
  let text = '';
  for (const glyph of glyphs) {
    if (typeof glyph === 'number') width -= (glyph * size) / 1000;
    else {
      width += (glyph.width * size) / 1000 + tracking;
      text += glyph.unicode;
    }
  }
  return { text, font, size, colour, width, x: at[4], y: height - at[5] };
}

/** The boxes of the closed parts of a path: 0 moves, 1 draws a line, 4 closes. */
function barsOf([path]: [ArrayLike<number> | null], state: State, height: number): Bar[] {
  const bars: Bar[] = [];
  const data = Array.from(path ?? []);
  let points: [number, number][] = [];
  for (let at = 0; at < data.length; ) {
    const step = data[at] as number;
    if (step > 1) {
      const xs = points.map(([x]) => x);
      const ys = points.map(([, y]) => y);
      bars.push(
        boxOf([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], state, height),
      );
      points = [];
      at += 1;
    } else {
      if (step === 0) points = [];
      points.push([data[at + 1] as number, data[at + 2] as number]);
      at += 3;
    }
  }
  return bars;
}

function boxOf(
  [x0, y0, x1, y1]: number[] & { length: 4 },
  { ctm, colour }: State,
  height: number,
): Bar {
  const corner = (x = 0, y = 0) => times(ctm, [1, 0, 0, 1, x, y]);
  const [a, b] = [corner(x0, y0), corner(x1, y1)];
  const [left, right] = [Math.min(a[4], b[4]), Math.max(a[4], b[4])];
  const [low, high] = [Math.min(a[5], b[5]), Math.max(a[5], b[5])];
  return { x: left, y: height - high, width: right - left, height: high - low, colour };
}
