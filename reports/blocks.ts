import {
  AREA,
  LINE,
  type Look,
  linesOf,
  MM,
  type Paper,
  type Paragraph,
  PITCH,
  putParagraph,
  RED,
  SHEET,
  SIZE,
} from './page.ts';
import { balanceLines } from './setting.ts';
import { putTable, type Table, tableLead } from './table.ts';

/** One part of an official paper, in the order in which it is read. */
export type Block =
  /** 发文机关标志, 发文字号 and title; the title in phrases, between which it is rather broken than inside. */
  | { kind: 'head'; organisation: string; number: string; title: string[] }
  /** 主送机关. */
  | { kind: 'addressee'; text: string }
  /** 一、…… */
  | { kind: 'heading'; text: string }
  /** `strong` sets it in 黑体; `keep` holds it on one page with what follows. */
  | { kind: 'paragraph'; text: string; strong?: boolean; keep?: boolean }
  | ({ kind: 'table' } & Table)
  /** 署名 and 成文日期 (or what stands in its place). */
  | { kind: 'signature'; organisation: string; date: string }
  /** 附注, without its brackets. */
  | { kind: 'remark'; text: string }
  /** 抄送, without that word. */
  | { kind: 'copies'; text: string };

/** 信函格式 (for a 函) or the common form with the large head (for a 通知书). */
export type Form = 'letter' | 'common';

type Head = Extract<Block, { kind: 'head' }>;
type Signature = Extract<Block, { kind: 'signature' }>;

const LOOK: Look = { face: 'body', size: SIZE.body, tracking: PITCH - SIZE.body };
const BODY = { ...LOOK, rest: 0, right: 0, align: 'justify', pitch: LINE } as const;

/** Draws the blocks one after the other. The clauses are those of GB/T 9704-2012. */
export function putBlocks(paper: Paper, blocks: readonly Block[], form: Form): void {
  const pieces = blocks.map((block) => set(paper, block));
  pieces.forEach((piece, index) => {
    const together = heightTogether(paper, pieces, index);
    if (together <= AREA.height && !paper.fits(together)) paper.turn();
    putPiece(paper, piece, form);
  });
}

/** A block, and where it is plain text, the lines it takes. */
interface Piece {
  block: Block;
  text?: { paragraph: Paragraph; lines: string[] };
}

function set(paper: Paper, block: Block): Piece {
  if (!('text' in block) || block.kind === 'copies') return { block };
  const paragraph = paragraphOf(block);
  return { block, text: { paragraph, lines: linesOf(paper, paragraph) } };
}

function putPiece(paper: Paper, { block, text }: Piece, form: Form): void {
  if (text) putParagraph(paper, text.paragraph, text.lines);
  else if (block.kind === 'head') putHead(paper, block, form);
  else if (block.kind === 'signature') putSignature(paper, block);
  else if (block.kind === 'copies') putCopies(paper, block.text, form);
  else if (block.kind === 'table') {
    paper.y += LINE / 4;
    putTable(paper, block);
    paper.y += LINE / 4;
    paper.snap();
  }
}

/** What must stand together from this piece on: headings and kept paragraphs with the start of what follows. */
function heightTogether(paper: Paper, pieces: readonly Piece[], index: number): number {
  const { block, text } = pieces[index] ?? {};
  if (block?.kind === 'table') return tableLead(paper, block) + LINE / 2;
  if (block?.kind === 'signature')
    return signatureHeight(paper, block) + footHeight(paper, pieces.slice(index + 1));
  if (!block || !text) return 0;
  const kept = block.kind === 'heading' || (block.kind === 'paragraph' && block.keep);
  if (kept) return text.lines.length * LINE + heightTogether(paper, pieces, index + 1);
  return Math.min(text.lines.length, 2) * LINE;
}

/** What follows the signature: the 版记 never stands alone on a page. */
function footHeight(paper: Paper, pieces: readonly Piece[]): number {
  const heights = pieces.map(({ block, text }) => {
    if (block.kind === 'copies') return copiesHeight(linesOf(paper, copiesParagraph(block.text)));
    return (text?.lines.length ?? 0) * LINE;
  });
  return heights.reduce((sum, height) => sum + height, 0);
}

function putHead(paper: Paper, head: Head, form: Form): void {
  if (form === 'letter') putLetterHead(paper, head);
  else putCommonHead(paper, head);
  putTitle(paper, head.title);
}

function paragraphOf(block: Extract<Block, { text: string }>): Paragraph {
  const first = block.kind === 'addressee' ? 0 : 2 * PITCH;
  const strong = block.kind === 'heading' || (block.kind === 'paragraph' && block.strong);
  const text = block.kind === 'remark' ? `（${block.text}）` : block.text;
  return { ...BODY, face: strong ? 'strong' : 'body', text, first };
}

/** 10.1: mark 30 mm from the sheet's top, double red lines of 170 mm under it and at the foot, number at the right. */
function putLetterHead(paper: Paper, head: Head): void {
  const bottom = putMark(paper, head.organisation, 30 * MM, 170 * MM);
  const left = (SHEET.width - 170 * MM) / 2;
  const line = bottom + 4 * MM;
  paper.rule(left, line, 170 * MM, 1.5, RED);
  paper.rule(left, line + 3, 170 * MM, 0.6, RED);
  const foot = SHEET.height - 20 * MM;
  paper.rule(left, foot - 3.6, 170 * MM, 0.6, RED);
  paper.rule(left, foot - 1.5, 170 * MM, 1.5, RED);
  paper.y = line + 8;
  putParagraph(paper, { ...BODY, text: head.number, first: 0, align: 'right' });
  paper.y += 1.5 * LINE;
}

/** 7.2.4 to 7.3.1: mark 35 mm below the type area's top, number two lines below it, red line 4 mm below that. */
function putCommonHead(paper: Paper, head: Head): void {
  paper.y = putMark(paper, head.organisation, AREA.top + 35 * MM, AREA.width) + 2 * LINE;
  putParagraph(paper, { ...BODY, text: head.number, first: 0, align: 'center', pitch: SIZE.body });
  paper.rule(AREA.left, paper.y + 4 * MM, AREA.width, 1.2, RED);
  paper.y += 4 * MM + 2 * LINE;
}

/** The organisation's name in red, as large as it fits on one line; a very long one on two. Gives its foot. */
function putMark(paper: Paper, name: string, top: number, width: number): number {
  const measure = (size: number) => (text: string) => paper.width(text, { face: 'title', size });
  const fitting = Math.floor(Math.min(38, (38 * width) / measure(38)(name)));
  const size = Math.max(fitting, 20);
  let y = top;
  for (const line of balanceLines(name, measure(size), width)) {
    const x = (SHEET.width - measure(size)(line)) / 2;
    paper.put(line, x, y, { face: 'title', size, colour: RED });
    y += size * 1.25;
  }
  return y - size * 0.25;
}

function putTitle(paper: Paper, phrases: readonly string[]): void {
  const look: Look = { face: 'title', size: SIZE.title };
  const centred = { ...BODY, ...look, tracking: 0, align: 'center', first: 0 } as const;
  const measure = (text: string) => paper.width(text, look);
  const balanced = (text: string) => balanceLines(text, measure, AREA.width);
  const whole = balanced(phrases.join(''));
  const lines = whole.length === 1 ? whole : phrases.flatMap(balanced);
  putParagraph(paper, { ...centred, text: phrases.join(''), pitch: LINE * 1.15 }, lines);
  paper.y += LINE / 2;
  paper.snap();
}

/** 7.3.5: date four characters in from the right, organisation centred over it, room for the seal above. */
function putSignature(paper: Paper, block: Signature): void {
  const organisation = organisationLines(paper, block);
  const date = paper.width(block.date, LOOK);
  const dateLeft = AREA.right - 4 * PITCH - date;
  let top = paper.take(signatureHeight(paper, block)) + 2 * LINE + (LINE - SIZE.body) / 2;
  for (const line of organisation) {
    const width = paper.width(line, LOOK);
    const centred = dateLeft + date / 2 - width / 2;
    paper.put(line, Math.min(centred, AREA.right - 2 * PITCH - width), top, LOOK);
    top += LINE;
  }
  paper.put(block.date, dateLeft, top, LOOK);
}

function signatureHeight(paper: Paper, block: Signature): number {
  return (3 + organisationLines(paper, block).length) * LINE;
}

function organisationLines(paper: Paper, block: Signature): string[] {
  return balanceLines(
    block.organisation,
    (text) => paper.width(text, LOOK),
    AREA.width - 2 * PITCH,
  );
}

/** 4号, one character in from both sides. */
function copiesParagraph(text: string): Paragraph {
  const small: Look = { face: 'body', size: SIZE.small };
  return {
    ...BODY,
    ...small,
    tracking: 0,
    text: `抄送：${text}。`,
    first: SIZE.small,
    rest: 4 * SIZE.small,
    right: SIZE.small,
    pitch: SIZE.small * 1.5,
  };
}

const copiesHeight = (lines: readonly string[]) => lines.length * SIZE.small * 1.5 + 4;

/** 7.4: 版记 at the foot of the last page, 4号, one character in from both sides; ruled unless it is a letter. */
function putCopies(paper: Paper, text: string, form: Form): void {
  const paragraph = copiesParagraph(text);
  const lines = linesOf(paper, paragraph);
  const height = copiesHeight(lines);
  if (!paper.fits(height)) paper.turn();
  paper.y = Math.max(paper.y, AREA.bottom - height + 2);
  if (form === 'common') {
    paper.rule(AREA.left, paper.y - 1, AREA.width, 0.35 * MM);
    paper.rule(AREA.left, AREA.bottom - 0.35 * MM, AREA.width, 0.35 * MM);
  }
  putParagraph(paper, paragraph, lines);
}
