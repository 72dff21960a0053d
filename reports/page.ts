import PDFDocument from 'pdfkit';
import type { Face, FaceName, Fonts } from './fonts.ts';
import { breakLines } from './setting.ts';

/** Points in a millimetre. */
export const MM = 72 / 25.4;

/** GB/T 9704-2012: A4 (5.1), 天头 37 mm, 订口 28 mm, type area 156 × 225 mm (5.2.1). Points from the top left. */
export const SHEET = { width: 210 * MM, height: 297 * MM };
export const AREA = {
  left: 28 * MM,
  top: 37 * MM,
  width: 156 * MM,
  height: 225 * MM,
  right: 184 * MM,
  bottom: 262 * MM,
};

/**
 * 28 characters by 22 lines fill the type area (5.2.3). 28 × 16 pt is wider than 156 mm, so the grid's
 * pitch is taken from the area, and characters of 16 pt stand a little closer.
 */
export const PITCH = AREA.width / 28;
export const LINE = AREA.height / 22;

/** 3号 for text, 2号 for titles, 4号 for page numbers and 抄送. */
export const SIZE = { body: 16, title: 22, small: 14 };
export const RED = '#d7000f';
const BLACK = '#000000';

/** Where the baseline of a Chinese font lies in its square. */
const BASELINE = 0.88;
/** A line looser than this (in characters) is left ragged. */
const LOOSEST = 3;

/** How a piece of text looks. `tracking` is added after each character, in points. */
export interface Look {
  face: FaceName;
  size: number;
  tracking?: number;
  colour?: string;
}

export interface Paragraph extends Look {
  text: string;
  /** Points in from the left of the type area: first line, other lines, right side. */
  first: number;
  rest: number;
  right: number;
  align: 'justify' | 'center' | 'right';
  /** Height of a line. */
  pitch: number;
}

/** Where a path lies and how it is painted; null: not. */
export interface Paint {
  x: number;
  y: number;
  fill: string | null;
  stroke: string | null;
  width: number;
  dash: number[];
}

/** A document being written from top to bottom. `y` is where the next thing goes. */
export interface Paper {
  y: number;
  readonly pages: number;
  width(text: string, look: Look): number;
  /** Draws one line of text whose square begins at `top`. */
  put(text: string, x: number, top: number, look: Look): void;
  /** A filled bar: every rule on the paper is one. */
  rule(x: number, y: number, width: number, thickness: number, colour?: string): void;
  upright(x: number, y: number, height: number, thickness: number): void;
  /** A path in the words of SVG, its origin at a point of the sheet. */
  path(d: string, paint: Paint): void;
  /** The top of the next `height` points, on a new page when this one has no room for them. */
  take(height: number): number;
  /** True when `height` points still fit on this page. */
  fits(height: number): boolean;
  turn(): void;
  /** Moves down to the next line of the grid. */
  snap(): void;
  /** Writes the page numbers and closes the document. */
  finish(): Uint8Array;
}

export interface PaperOptions {
  fonts: Fonts;
  title: string;
  author: string;
  /** The instant that the document carries as its date of creation. */
  at: Date;
  /** Goes into the metadata and so into the document's id. */
  digest: string;
  /** 信函格式 has no number on its first page (GB/T 9704, 10.1). */
  firstNumbered: boolean;
}

/**
 * Opens an A4 document (PDF/A-1b, zh-CN) for writing. Equal options and equal calls give equal bytes:
 * the date and the id come from the options, nothing is random.
 */
export function openPaper(options: PaperOptions): Paper {
  const { faces } = options.fonts;
  const doc = openDocument(options);
  const handles = new Map<object, string>();
  const handle = (source: object): string => {
    let name = handles.get(source);
    if (!name) {
      name = `f${handles.size}`;
      handles.set(source, name);
      doc.registerFont(name, source as unknown as Buffer);
    }
    return name;
  };
  const paper: Paper = {
    y: AREA.top,
    pages: 1,
    width: (text, look) => widthOf(faces[look.face], text, look),
    put(text, x, top, look) {
      const baseline = top + look.size * BASELINE;
      doc.fontSize(look.size).fillColor(look.colour ?? BLACK);
      let at = x;
      for (const run of faces[look.face].runs(text)) {
        doc.font(handle(run.font.source)).text(run.text, at, baseline, {
          lineBreak: false,
          baseline: 'alphabetic',
          characterSpacing: look.tracking ?? 0,
        });
        at += widthOf(faces[look.face], run.text, look);
      }
    },
    rule: (x, y, width, thickness, colour = BLACK) =>
      void doc.rect(x, y, width, thickness).fill(colour),
    upright: (x, y, height, thickness) => void doc.rect(x, y, thickness, height).fill(BLACK),
    path: (d, paint) => putPath(doc, d, paint),
    fits: (height) => paper.y + height <= AREA.bottom + 0.01,
    take(height) {
      if (!paper.fits(height)) paper.turn();
      const top = paper.y;
      paper.y += height;
      return top;
    },
    turn() {
      doc.addPage();
      Object.assign(paper, { y: AREA.top, pages: paper.pages + 1 });
    },
    snap() {
      const lines = Math.ceil((paper.y - AREA.top) / LINE - 0.001);
      paper.y = AREA.top + lines * LINE;
    },
    finish() {
      for (let page = 0; page < paper.pages; page++) {
        doc.switchToPage(page);
        if (page > 0 || options.firstNumbered) putPageNumber(paper, page + 1);
      }
      doc.end();
      return new Uint8Array(Buffer.concat(doc.written ?? []));
    },
  };
  return paper;
}

/** Cuts a paragraph into lines as it will be drawn. */
export function linesOf(paper: Paper, paragraph: Paragraph): string[] {
  const measure = (text: string) => paper.width(text, paragraph);
  const width = AREA.width - paragraph.right;
  return breakLines(paragraph.text, measure, width - paragraph.first, width - paragraph.rest);
}

/** Sets a paragraph on the grid, over as many pages as it needs. */
export function putParagraph(
  paper: Paper,
  paragraph: Paragraph,
  lines = linesOf(paper, paragraph),
): void {
  lines.forEach((line, index) => {
    const top = paper.take(paragraph.pitch) + (paragraph.pitch - paragraph.size) / 2;
    const indent = index === 0 ? paragraph.first : paragraph.rest;
    const slack = AREA.width - paragraph.right - indent - paper.width(line, paragraph);
    const last = index === lines.length - 1;
    if (paragraph.align !== 'justify') {
      const shift = paragraph.align === 'center' ? slack / 2 : slack;
      paper.put(line, AREA.left + indent + shift, top, paragraph);
    } else {
      const gaps = [...line].length - 1;
      const spread = !last && gaps > 0 && slack < LOOSEST * paragraph.size ? slack / gaps : 0;
      const tracking = (paragraph.tracking ?? 0) + spread;
      paper.put(line, AREA.left + indent, top, { ...paragraph, tracking });
    }
  });
}

/** — 1 — in 4号, 7 mm below the type area; odd pages right, even left, one character in (7.5). */
function putPageNumber(paper: Paper, page: number): void {
  const look: Look = { face: 'body', size: SIZE.small };
  const text = `— ${page} —`;
  const right = AREA.right - SIZE.small - paper.width(text, look);
  const x = page % 2 === 1 ? right : AREA.left + SIZE.small;
  paper.put(text, x, AREA.bottom + 7 * MM - SIZE.small / 2, look);
}

function putPath(doc: KeptDocument, d: string, { x, y, fill, stroke, width, dash }: Paint): void {
  doc.save().translate(x, y).path(d).lineWidth(width);
  const [first, second] = dash;
  if (first) doc.dash(first, { space: second ?? first });
  if (fill && stroke) doc.fillAndStroke(fill, stroke);
  else if (fill) doc.fill(fill);
  else doc.stroke(stroke ?? BLACK);
  doc.restore();
}

function widthOf(face: Face, text: string, look: Look): number {
  const tracking = look.tracking ? look.tracking * [...text].length : 0;
  return face.width(text, look.size) + tracking;
}

/** Keeps what is written: the two builds of pdfkit, Node's and the other, hand it out by different streams. */
class KeptDocument extends PDFDocument {
  declare written?: Uint8Array[];
  override push(chunk: Uint8Array | null): boolean {
    this.written ??= [];
    if (chunk !== null) this.written.push(chunk);
    return true;
  }
}

function openDocument(options: PaperOptions): KeptDocument {
  const plain = (text: string) => text.replace(/[&<>]/g, (char) => WIDE[char] ?? '');
  return new KeptDocument({
    size: [SHEET.width, SHEET.height],
    margin: 0,
    font: null as unknown as string,
    bufferPages: true,
    pdfVersion: '1.4',
    subset: 'PDF/A-1b',
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: plain(options.title),
      Author: plain(options.author),
      Keywords: `facts sha256 ${options.digest}; fonts ${options.fonts.names.join(', ')}`,
      CreationDate: options.at,
      ModDate: options.at,
    },
  });
}

/** pdfkit writes the metadata as XML without escaping. */
const WIDE: Readonly<Record<string, string>> = { '&': '＆', '<': '＜', '>': '＞' };
