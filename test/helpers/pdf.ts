import { inflateSync } from 'node:zlib';

/** A stretch of text as drawn: where it begins, how wide it is (points, y from the sheet's foot). */
export interface DrawnText {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  /** PostScript name without the subset's tag. */
  font: string;
  colour: string;
}

interface PdfFont {
  name: string;
  texts: string[];
  widths: number[];
}

interface State {
  font: PdfFont;
  size: number;
  x: number;
  y: number;
  tracking: number;
  colour: string;
}

/** The text of each page of a PDF as pdfkit writes it: read from the bytes, through ToUnicode. */
export function readPdf(bytes: Uint8Array): DrawnText[][] {
  const source = Buffer.from(bytes).toString('latin1');
  const objects = new Map<string, string>();
  for (const [, id = '', body = ''] of source.matchAll(/(?<=\n)(\d+) 0 obj\n(.*?)\nendobj/gs)) {
    objects.set(id, body);
  }
  const follow = (body: string, key: string): string => {
    const [, id = ''] = new RegExp(`/${key} \\[?(\\d+) 0 R`).exec(body) ?? [];
    return objects.get(id) ?? '';
  };
  const fontOf = (body: string): PdfFont => {
    const descendant = follow(body, 'DescendantFonts');
    const [, widths = ''] = /\/W \[0 \[([^\]]*)\]/.exec(descendant) ?? [];
    const [, name = ''] = /\/BaseFont \/[A-Z]{6}\+(\S+)/.exec(body) ?? [];
    return {
      name,
      widths: widths.trim().split(/\s+/).map(Number),
      texts: textsOf(streamOf(follow(body, 'ToUnicode'))),
    };
  };
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body));
  return pages.map((page) => {
    const resources = follow(page, 'Resources');
    const [, named = ''] = /\/Font <<(.*?)>>/s.exec(resources) ?? [];
    const fonts = new Map<string, PdfFont>();
    for (const [, name = '', id = ''] of named.matchAll(/\/(\w+) (\d+) 0 R/g)) {
      fonts.set(name, fontOf(objects.get(id) ?? ''));
    }
    return drawn(streamOf(follow(page, 'Contents')), fonts);
  });
}

/** Stretches that stand on one baseline joined, from top to bottom and left to right. */
export function linesOfPage(page: readonly DrawnText[]): string[] {
  const rows = new Map<number, DrawnText[]>();
  for (const item of page) {
    const key = [...rows.keys()].find((y) => Math.abs(y - item.y) < 1) ?? item.y;
    rows.set(key, [...(rows.get(key) ?? []), item]);
  }
  const sorted = [...rows].sort(([a], [b]) => b - a);
  return sorted.map(([, items]) => {
    items.sort((a, b) => a.x - b.x);
    return items.map((item) => item.text).join('');
  });
}

function drawn(content: string, fonts: ReadonlyMap<string, PdfFont>): DrawnText[] {
  const items: DrawnText[] = [];
  let state: State = { font: NONE, size: 0, x: 0, y: 0, tracking: 0, colour: '' };
  const saved: State[] = [];
  for (const line of content.split('\n')) {
    const words = line.split(' ');
    const operator = words.at(-1);
    if (operator === 'q') saved.push({ ...state });
    else if (operator === 'Q') state = saved.pop() ?? state;
    else if (operator === 'Tf') {
      state.font = fonts.get((words[0] ?? '').slice(1)) ?? NONE;
      state.size = Number(words[1]);
    } else if (operator === 'Tm') {
      state.x = Number(words[4]);
      state.y = Number(words[5]);
    } else if (operator === 'Tc') state.tracking = Number(words[0]);
    else if (operator === 'scn') state.colour = words.slice(0, 3).join(' ');
    else if (operator === 'TJ') items.push(itemOf(line, state));
  }
  return items;
}

function itemOf(line: string, { font, size, x, y, tracking, colour }: State): DrawnText {
  const hex = [...line.matchAll(/<([0-9a-f]*)>/g)].map(([, digits]) => digits).join('');
  const glyphs = (hex.match(/.{4}/g) ?? []).map((digits) => Number.parseInt(digits, 16));
  const ems = glyphs.reduce((sum, glyph) => sum + (font.widths[glyph] ?? 0), 0) / 1000;
  const text = glyphs.map((glyph) => font.texts[glyph] ?? '\uFFFD').join('');
  const width = ems * size + (glyphs.length - 1) * tracking;
  return { text, x, y, size, colour, font: font.name, width };
}

function textsOf(cmap: string): string[] {
  const [, list = ''] = /beginbfrange(.*)endbfrange/s.exec(cmap) ?? [];
  const entries = list.replace(/<[0-9a-f]+> <[0-9a-f]+> \[/g, '').matchAll(/<([0-9a-f ]+)>/g);
  return [...entries].map(([, codes = '']) =>
    String.fromCharCode(...codes.split(' ').map((code) => Number.parseInt(code, 16))),
  );
}

function streamOf(body: string): string {
  const data = body.slice(body.indexOf('stream\n') + 7, body.lastIndexOf('\nendstream'));
  const bytes = Buffer.from(data, 'latin1');
  return body.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : data;
}

const NONE: PdfFont = { name: '', texts: [], widths: [] };
