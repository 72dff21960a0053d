import type { Stencil } from './document.ts';
import type { FaceName, Fonts } from './fonts.ts';
import type { Paint } from './ink.ts';
import type { About, Role } from './tags.ts';

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
export const BASELINE = 0.88;

/** How a piece of text looks. `tracking` is added after each character, in points. */
export interface Look {
  face: FaceName;
  size: number;
  tracking?: number;
  colour?: string;
}

/** What puts ink on a page: a PDF, or a picture of it. */
export interface Pen {
  /** What `draw` puts on it is one part of the text, for those who hear it read, and for programs. */
  part(role: Role, draw: () => void, about?: About): void;
  /** A bookmark to what is put next: 1 a heading, 2 what lies under one. */
  mark(title: string, depth: number): void;
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
}

/** A document being written from top to bottom. `y` is where the next thing goes. */
export interface Paper extends Pen {
  y: number;
  readonly pages: number;
  width(text: string, look: Look): number;
  /** The top of the next `height` points, on a new page when this one has no room for them. */
  take(height: number): number;
  /** True when `height` points still fit on this page. */
  fits(height: number): boolean;
  turn(): void;
  /** Moves down to the next line of the grid, or to the nearest one. */
  snap(nearest?: 'nearest'): void;
}

/** A paper that a pen writes, from the top of its first page. */
export function paperOf(pen: Pen, { faces }: Fonts, addPage: () => void): Paper {
  const paper: Paper = {
    ...pen,
    y: AREA.top,
    pages: 1,
    width: (text, { face, size, tracking }) => faces[face].width(text, size, tracking),
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
  };
  return paper;
}

/** — 1 — in 4号, 7 mm below the type area; odd pages right, even left, one character in (7.5). */
export function putPageNumber(paper: Paper, page: number): void {
  const look: Look = { face: 'folio', size: SIZE.small };
  const text = `— ${page} —`;
  const right = AREA.right - SIZE.small - paper.width(text, look);
  const x = page % 2 === 1 ? right : AREA.left + SIZE.small;
  paper.put(text, x, AREA.bottom + 7 * MM - SIZE.small / 2, look);
}
