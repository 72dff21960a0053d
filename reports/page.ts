import { type KeptDocument, type Meta, openDocument, type Stencil } from './document.ts';
import type { Face, FaceName, Fonts, SharedFont } from './fonts.ts';
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
  /** No line of it stands alone at the foot or the head of a page. */
  guarded?: boolean;
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
  /** Dark fields of a square raster (a QR code), as one filled path. */
  raster(x: number, y: number, side: number, rows: readonly (readonly boolean[])[]): void;
  /** One colour through a stencil of one bit a point, 1 is drawn: PDF/A-1 knows no transparency. */
  stencil(image: Stencil, x: number, y: number, width: number, colour: string): void;
  /** The top of the next `height` points, on a new page when this one has no room for them. */
  take(height: number): number;
  /** True when `height` points still fit on this page. */
  fits(height: number): boolean;
  turn(): void;
  /** Moves down to the next line of the grid, or to the nearest one. */
  snap(nearest?: 'nearest'): void;
  /** PostScript names of the fonts that drew something, in the order of their first use. */
  used(): string[];
  /** Writes the page numbers. */
  close(): void;
}

/** Where papers are drawn: one document for one paper, or for a whole print run. */
export interface Book {
  /** The next paper, on a page of its own. */
  paper(options: { firstNumbered: boolean; mark?: string }): Paper;
  /** An empty page where the papers so far end on an odd one: the next begins on a sheet of its own. */
  pad(): void;
  finish(keywords?: string): Uint8Array;
}

/**
 * Opens an A4 document (PDF/A-1b, zh-CN) for writing. Equal options and equal calls give equal bytes:
 * the date and the id come from the options, nothing is random.
 */
export function openBook(fonts: Fonts, meta: Meta): Book {
  const doc = openDocument(meta, [SHEET.width, SHEET.height]);
  const handles = new Map<object, string>();
  const handle = (font: SharedFont): string => {
    let name = handles.get(font.source);
    if (!name) {
      name = `f${handles.size}`;
      handles.set(font.source, name);
      doc.registerFont(name, font.source as unknown as Buffer);
    }
    return name;
  };
  let pages = 1;
  let blank = true;
  const addPage = () => {
    if (!blank) {
      doc.addPage();
      pages += 1;
    }
    blank = false;
  };
  return {
    paper(options) {
      addPage();
      if (options.mark) doc.bookmark(options.mark);
      return onPages(doc, fonts, handle, { first: pages - 1, addPage, ...options });
    },
    pad() {
      if (pages % 2 === 0) return;
      blank = false;
      addPage();
    },
    finish(keywords) {
      if (keywords !== undefined) doc.info.Keywords = keywords;
      doc.end();
      return new Uint8Array(Buffer.concat(doc.written ?? []));
    },
  };
}

interface Pages {
  /** Index of the paper's first page in the document. */
  first: number;
  addPage(): void;
  /** 信函格式 has no number on its first page (GB/T 9704, 10.1). */
  firstNumbered: boolean;
}

function onPages(
  doc: KeptDocument,
  fonts: Fonts,
  handle: (font: SharedFont) => string,
  { first, addPage, firstNumbered }: Pages,
): Paper {
  const { faces } = fonts;
  const used = new Set<string>();
  const paper: Paper = {
    y: AREA.top,
    pages: 1,
    width: (text, look) => widthOf(faces[look.face], text, look),
    put(text, x, top, look) {
      const baseline = top + look.size * BASELINE;
      doc.fontSize(look.size).fillColor(look.colour ?? BLACK);
      let at = x;
      for (const run of faces[look.face].runs(text)) {
        used.add(run.font.name);
        doc.font(handle(run.font)).text(run.text, at, baseline, {
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
    raster(x, y, side, rows) {
      const module = side / rows.length;
      for (const [down, row] of rows.entries())
        for (const [from, length] of runsOf(row))
          doc.rect(x + from * module, y + down * module, length * module, module);
      doc.fill(BLACK);
    },
    stencil: (image, x, y, width, colour) => doc.stencil(image, x, y, width, colour),
    fits: (height) => paper.y + height <= AREA.bottom + 0.01,
    take(height) {
      if (!paper.fits(height)) paper.turn();
      const top = paper.y;
      paper.y += height;
      return top;
    },
    turn() {
      addPage();
      Object.assign(paper, { y: AREA.top, pages: paper.pages + 1 });
    },
    snap(nearest) {
      const lines = (paper.y - AREA.top) / LINE;
      const whole = nearest ? Math.round(lines) : Math.ceil(lines - 0.001);
      paper.y = AREA.top + whole * LINE;
    },
    used: () => [...used],
    close() {
      for (let page = 0; page < paper.pages; page++) {
        doc.switchToPage(first + page);
        if (page > 0 || firstNumbered) putPageNumber(paper, page + 1);
      }
    },
  };
  return paper;
}

/** Stretches of dark fields: where each begins and how long it is. */
function runsOf(row: readonly boolean[]): [from: number, length: number][] {
  const runs: [number, number][] = [];
  row.forEach((dark, at) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last && last[0] + last[1] === at) last[1] += 1;
    else runs.push([at, 1]);
  });
  return runs;
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
  const breaks = paragraph.guarded ? guardedBreaks(paper, paragraph.pitch, lines.length) : [];
  lines.forEach((line, index) => {
    if (breaks.includes(index)) paper.turn();
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

/** The lines that begin a page, so that none stands alone at a page's foot or head (three lines are not parted). */
function guardedBreaks(paper: Paper, pitch: number, count: number): number[] {
  const roomOf = (height: number) => Math.floor((height + 0.01) / pitch);
  const breaks: number[] = [];
  let at = 0;
  let room = roomOf(AREA.bottom - paper.y);
  while (count - at > room) {
    const taken = count - at - room === 1 ? room - 1 : room;
    at += taken === 1 ? 0 : taken;
    breaks.push(at);
    room = roomOf(AREA.height);
  }
  return breaks;
}

/** — 1 — in 4号, 7 mm below the type area; odd pages right, even left, one character in (7.5). */
function putPageNumber(paper: Paper, page: number): void {
  const look: Look = { face: 'folio', size: SIZE.small };
  const text = `— ${page} —`;
  const right = AREA.right - SIZE.small - paper.width(text, look);
  const x = page % 2 === 1 ? right : AREA.left + SIZE.small;
  paper.put(text, x, AREA.bottom + 7 * MM - SIZE.small / 2, look);
}

function widthOf(face: Face, text: string, look: Look): number {
  const tracking = look.tracking ? look.tracking * [...text].length : 0;
  return face.width(text, look.size) + tracking;
}
