import { writeStencil } from '../src/lib/png.ts';
import type { FaceName, Fonts } from './fonts.ts';
import { BLACK } from './ink.ts';
import {
  BASELINE,
  type Look,
  type Paper,
  type Pen,
  paperOf,
  putPageNumber,
  SHEET,
} from './page.ts';

/** The faces of a paper as a browser finds them; what it has not is 宋体. */
const FAMILY: Readonly<Record<FaceName, string>> = {
  body: "font-family=\"'Noto Serif SC','Source Han Serif SC',FangSong,STFangsong,SimSun,serif\"",
  strong: 'font-family="\'Noto Serif SC\',\'Source Han Serif SC\',SimHei,serif" font-weight="700"',
  title: 'font-family="\'Noto Serif SC\',\'Source Han Serif SC\',SimSun,serif" font-weight="900"',
  second: "font-family=\"'Noto Serif SC','Source Han Serif SC',KaiTi,STKaiti,SimSun,serif\"",
  folio: "font-family=\"'Noto Serif SC','Source Han Serif SC',SimSun,serif\"",
};

/** A paper as pictures. */
export interface Sheets extends Paper {
  /** Writes the page numbers. @returns each page as an SVG element, drawn by measures of the paper's own fonts */
  close(): string[];
}

/**
 * Opens an A4 paper to be drawn as SVG, where the same calls draw the same lines at the same places as in its PDF: a page
 * in a browser that shows no PDF within a page. Letters are the browser's, drawn as wide as the paper's own.
 */
export function openSheets(fonts: Fonts, firstNumbered: boolean): Sheets {
  const pages: string[][] = [[]];
  let current = pages[0] as string[];
  const addPage = () => {
    current = [];
    pages.push(current);
  };
  const paper = paperOf(
    penOf(fonts, (element) => current.push(element)),
    fonts,
    addPage,
  );
  return Object.assign(paper, {
    close: () =>
      pages.map((page, index) => {
        current = page;
        if (index > 0 || firstNumbered) putPageNumber(paper, index + 1);
        return `<svg class="sheet" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(SHEET.width)} ${n(SHEET.height)}">${page.join('')}</svg>`;
      }),
  });
}

function penOf(fonts: Fonts, add: (element: string) => void): Pen {
  const bar = (x: number, y: number, width: number, height: number, colour: string) =>
    add(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${colour}"/>`,
    );
  return {
    part: (_role, draw) => draw(),
    mark: () => {},
    put(text, x, top, look) {
      if (text !== '') add(textOf(fonts, text, x, top, look));
    },
    rule: (x, y, width, thickness, colour = BLACK) => bar(x, y, width, thickness, colour),
    upright: (x, y, height, thickness) => bar(x, y, thickness, height, BLACK),
    path: (d, { x, y, fill, stroke, width, dash }) =>
      add(
        `<path d="${d}" transform="translate(${n(x)} ${n(y)})" fill="${fill ?? 'none'}" stroke="${stroke ?? 'none'}" stroke-width="${n(width)}" stroke-dasharray="${dash.join(' ') || 'none'}"/>`,
      ),
    raster: (x, y, side, rows) => {
      const scale = side / rows.length;
      const fields = rows.flatMap((row, down) =>
        row.flatMap((dark, at) => (dark ? [`M${at} ${down}h1v1h-1z`] : [])),
      );
      add(
        `<path d="${fields.join('')}" transform="translate(${n(x)} ${n(y)}) scale(${scale})" shape-rendering="crispEdges"/>`,
      );
    },
    stencil: (image, x, y, width, colour) =>
      add(
        `<image x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n((width * image.height) / image.width)}" href="data:image/png;base64,${writeStencil(image, colour).toString('base64')}"/>`,
      ),
  };
}

function textOf({ faces }: Fonts, text: string, x: number, top: number, look: Look): string {
  const { face, size, tracking = 0, colour = BLACK } = look;
  const width = faces[face].width(text, size, tracking) - tracking;
  return `<text x="${n(x)}" y="${n(top + size * BASELINE)}" font-size="${size}" ${FAMILY[face]} fill="${colour}" textLength="${n(width)}" xml:space="preserve">${escaped(text)}</text>`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A hundredth of a point is finer than any screen. */
const n = (points: number) => String(Math.round(points * 100) / 100);
