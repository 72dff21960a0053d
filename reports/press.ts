import { type KeptDocument, type Meta, openDocument } from './document.ts';
import type { FontRun, Fonts, SharedFont } from './fonts.ts';
import { BLACK, putPath, putRaster } from './ink.ts';
import { type Outline, outlineOf } from './outline.ts';
import {
  BASELINE,
  type Look,
  type Paper,
  type Pen,
  paperOf,
  putPageNumber,
  SHEET,
} from './page.ts';
import { NO_TAGS, type Tags, treeOf } from './tags.ts';

/** A paper in a PDF. */
export interface Written extends Paper {
  /** PostScript names of the fonts that drew something, in the order of their first use. */
  used(): string[];
  /** Writes the page numbers. */
  close(): void;
}

/** Where papers are drawn: one document for one paper, or for a whole print run. */
export interface Book {
  /** The next paper, on a page of its own; `mark` is its bookmark. */
  paper(options: { firstNumbered: boolean; mark?: string }): Written;
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

function onPages(press: Press, { first, addPage, firstNumbered, mark }: Pages): Written {
  const { doc, tags } = press;
  const used = new Set<string>();
  tags.open('Part', mark === undefined ? {} : { title: mark });
  const paper = paperOf(penOf(press, used, mark), press.fonts, addPage);
  // In place: the paper counts its own pages.
  return Object.assign(paper, {
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
  });
}

function penOf(press: Press, used: Set<string>, mark: string | undefined): Pen {
  const { doc, tags, outline } = press;
  const { faces } = press.fonts;
  const marks: [title: string, depth: number][] = mark === undefined ? [] : [[mark, 0]];
  const graphic = (draw: () => void) => {
    tags.graphic();
    draw();
  };
  return {
    part(role, draw, about) {
      tags.open(role, about);
      draw();
      tags.close();
    },
    mark: (title, depth) => void marks.push([title, depth]),
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
  };
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
