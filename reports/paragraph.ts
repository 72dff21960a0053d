import { AREA, type Look, type Paper } from './page.ts';
import { breakLines } from './setting.ts';

/** A line looser than this (in characters) is left ragged. */
const LOOSEST = 3;

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
