import { type KeptDocument, type Meta, openDocument, type Stencil } from './document.ts';
import type { FaceName, FontRun, Fonts, SharedFont } from './fonts.ts';
import { BLACK, type Paint, putPath, putRaster } from './ink.ts';
import { type Outline, outlineOf } from './outline.ts';
import { type About, NO_TAGS, type Role, type Tags, treeOf } from './tags.ts';

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

/** Where the baseline of a Chinese font lies in its square. */
const BASELINE = 0.88;

/** How a piece of text looks. `tracking` is added after each character, in points. */
export interface Look {
  face: FaceName;
  size: number;
  tracking?: number;
  colour?: string;
}

/** A document being written from top to bottom. `y` is where the next thing goes. */
export interface Paper {
  y: number;
  readonly pages: number;
  /** What `draw` puts on it is one part of the text, for those who hear it read, and for programs. */
  part(role: Role, draw: () => void, about?: About): void;
  /** A bookmark to what is put next: 1 a heading, 2 what lies under one. */
  mark(title: string, depth: number): void;
  width(text: string, look: Look): number;
  /** Draws one line of text whose square begins at `top`. */
  put(text: string, x: number, top: number, look: Look): void;
  /** A filled bar: every rule on the paper is one. */
  rule(x: number, y: number, width: number, thickness: number, colour?: string): void;
  upright(x: number, y: number, height: number, thickness: number): void;
  /** A path in the words of SVG, its origin at a point of the sheet. */
  path(d: string, paint: Paint): void;
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
  /** The next paper, on a page of its own; `mark` is its bookmark. */
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
  const tags = meta.bare ? NO_TAGS : treeOf(doc);
  const outline = meta.bare ? null : outlineOf(doc);
  let papers = 0;
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
      tags.rest();
      doc.addPage();
      pages += 1;
    }
    blank = false;
  };
  return {
    paper(options) {
      addPage();
      papers += 1;
      return onPages(
        { doc, fonts, handle, tags, outline },
        { first: pages - 1, addPage, ...options },
      );
    },
    pad() {
      if (pages % 2 === 0) return;
      blank = false;
      addPage();
    },
    finish(keywords) {
      if (keywords !== undefined) doc.info.Keywords = keywords;
      outline?.end(papers > 1);
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
  mark?: string;
}

/** What all papers of a book share. */
interface Press {
  doc: KeptDocument;
  fonts: Fonts;
  handle(font: SharedFont): string;
  tags: Tags;
  /** null: without bookmarks. */
  outline: Outline | null;
}

function onPages(press: Press, { first, addPage, firstNumbered, mark }: Pages): Paper {
  const { doc, tags, outline } = press;
  const { faces } = press.fonts;
  const used = new Set<string>();
  const marks: [title: string, depth: number][] = mark === undefined ? [] : [[mark, 0]];
  tags.open('Part', mark === undefined ? {} : { title: mark });
  const graphic = (draw: () => void) => {
    tags.graphic();
    draw();
  };
  const paper: Paper = {
    y: AREA.top,
    pages: 1,
    part(role, draw, about) {
      tags.open(role, about);
      draw();
      tags.close();
    },
    mark: (title, depth) => void marks.push([title, depth]),
    width: (text, { face, size, tracking }) => faces[face].width(text, size, tracking),
    put(text, x, top, look) {
      for (const [title, depth] of marks.splice(0)) outline?.add(title, depth, top);
      doc.fontSize(look.size).fillColor(look.colour ?? BLACK);
      const runs = faces[look.face].runs(text);
      for (const { font } of runs) used.add(font.name);
      tags.text();
      putRuns(press, runs, x, top + look.size * BASELINE, look);
    },
    rule: (x, y, width, thickness, colour = BLACK) =>
      graphic(() => doc.rect(x, y, width, thickness).fill(colour)),
    upright: (x, y, height, thickness) =>
      graphic(() => doc.rect(x, y, thickness, height).fill(BLACK)),
    path: (d, paint) => graphic(() => putPath(doc, d, paint)),
    raster: (x, y, side, rows) => graphic(() => putRaster(doc, x, y, side, rows)),
    stencil: (image, x, y, width, colour) => graphic(() => doc.stencil(image, x, y, width, colour)),
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
      tags.close();
      tags.rest();
      for (let page = 0; page < paper.pages; page++) {
        doc.switchToPage(first + page);
        if (page > 0 || firstNumbered) putPageNumber(paper, page + 1);
        tags.rest();
      }
    },
  };
  return paper;
}

/** Draws the runs of a text side by side, each by its font. */
function putRuns(
  { doc, fonts, handle }: Press,
  runs: readonly FontRun[],
  x: number,
  baseline: number,
  look: Look,
): void {
  let at = x;
  for (const run of runs) {
    doc.font(handle(run.font)).text(run.text, at, baseline, {
      lineBreak: false,
      baseline: 'alphabetic',
      characterSpacing: look.tracking ?? 0,
    });
    at += fonts.faces[look.face].width(run.text, look.size, look.tracking);
  }
}

/** — 1 — in 4号, 7 mm below the type area; odd pages right, even left, one character in (7.5). */
function putPageNumber(paper: Paper, page: number): void {
  const look: Look = { face: 'folio', size: SIZE.small };
  const text = `— ${page} —`;
  const right = AREA.right - SIZE.small - paper.width(text, look);
  const x = page % 2 === 1 ? right : AREA.left + SIZE.small;
  paper.put(text, x, AREA.bottom + 7 * MM - SIZE.small / 2, look);
}
