import type { Stencil } from './document.ts';
import {
  copiesHeight,
  putCopies,
  putSignature,
  putVerify,
  signatureHeight,
  VERIFY_HEIGHT,
} from './foot.ts';
import { type Form, putHead } from './head.ts';
import { AREA, LINE, type Paper, PITCH, SIZE } from './page.ts';
import { linesOf, type Paragraph, putParagraph } from './paragraph.ts';
import { putTable, type Table, tableLead } from './table.ts';
import type { Role } from './tags.ts';

/** One part of an official paper, in the order in which it is read. */
export type Block =
  /** 发文机关标志, 发文字号 and title; the title in phrases, between which it is rather broken than inside. */
  | { kind: 'head'; organisation: string; number: string; title: string[] }
  /** 主送机关. */
  | { kind: 'addressee'; text: string }
  /** 一、…… */
  | { kind: 'heading'; text: string }
  /** （一）…… */
  | { kind: 'subheading'; text: string }
  /** `strong` sets it in 黑体; `keep` holds it on one page with what follows. */
  | { kind: 'paragraph'; text: string; strong?: boolean; keep?: boolean }
  | ({ kind: 'table' } & Table)
  /** 附件说明: the annexes' names. */
  | { kind: 'annexes'; names: string[] }
  /** 署名 and 成文日期 (or what stands in its place), under the seal where there is one. */
  | { kind: 'signature'; organisation: string; date: string; seal?: Stencil | undefined }
  /** 附注, without its brackets. */
  | { kind: 'remark'; text: string }
  /** The code and the address (as a QR code too) by which the paper is checked. */
  | { kind: 'verify'; code: string; url: string }
  /** 附件, on a page of its own: 附件 or 附件1, and its title. */
  | { kind: 'annex'; label: string; title: string }
  /** 版记: 抄送, without that word, and who printed it when. Letters have no 印发机关. */
  | { kind: 'copies'; text: string; imprint?: { organisation: string; date: string } };

const BODY = {
  face: 'body',
  size: SIZE.body,
  tracking: PITCH - SIZE.body,
  rest: 0,
  right: 0,
  align: 'justify',
  pitch: LINE,
} as const;

/** Draws the blocks one after the other. The clauses are those of GB/T 9704-2012. */
export function putBlocks(paper: Paper, blocks: readonly Block[], form: Form): void {
  const pieces = blocks.map((block) => set(paper, block, form));
  pieces.forEach((piece, index) => {
    const together = heightTogether(pieces, index, form);
    if (together <= AREA.height && !paper.fits(together)) paper.turn();
    putPiece(paper, piece, form);
  });
}

/** A block, where it is plain text the lines it takes, and its height; of a table that of its head and first row. */
interface Piece {
  block: Block;
  texts: { paragraph: Paragraph; lines: string[] }[];
  height: number;
}

function set(paper: Paper, block: Block, form: Form): Piece {
  const texts = paragraphsOf(block, form).map((paragraph) => ({
    paragraph,
    lines: linesOf(paper, paragraph),
  }));
  return { block, texts, height: heightOf(paper, block, linesIn(texts), form) };
}

function heightOf(paper: Paper, block: Block, lines: number, form: Form): number {
  switch (block.kind) {
    case 'table':
      return tableLead(paper, block) + LINE / 2;
    case 'signature':
      return signatureHeight(paper, block);
    case 'copies':
      return copiesHeight(paper, block, form);
    case 'verify':
      return VERIFY_HEIGHT;
    default:
      return lines * LINE;
  }
}

const linesIn = (texts: Piece['texts']) => texts.reduce((sum, { lines }) => sum + lines.length, 0);

function putPiece(paper: Paper, { block, texts }: Piece, form: Form): void {
  if (block.kind === 'head') putHead(paper, block, form);
  else if (block.kind === 'signature') putSignature(paper, block);
  else if (block.kind === 'verify') putVerify(paper, block);
  else if (block.kind === 'copies') putCopies(paper, block, form);
  else if (block.kind === 'annex') putAnnexHead(paper, block, form);
  else if (block.kind === 'table') {
    paper.y += LINE / 4;
    putTable(paper, block);
    paper.y += LINE / 4;
    paper.snap();
  } else putTexts(paper, block.kind, texts);
}

function putTexts(paper: Paper, kind: Block['kind'], texts: Piece['texts']): void {
  if (kind === 'annexes') paper.y += LINE;
  const depth = MARKED[kind];
  for (const { paragraph, lines } of texts) {
    if (depth !== undefined) paper.mark(paragraph.text, depth);
    paper.part(ROLES[kind] ?? 'P', () => putParagraph(paper, paragraph, lines));
  }
}

/** Blocks with bookmarks, and how deep they stand. */
const MARKED: Partial<Record<Block['kind'], number>> = { heading: 1, subheading: 2 };
/** What blocks are in the text, if not paragraphs. */
const ROLES: Partial<Record<Block['kind'], Role>> = { heading: 'H2', subheading: 'H3' };

/** 7.3.7: 附件1 in 黑体 at the top left, the title on the third line. */
function putAnnexHead(
  paper: Paper,
  { label, title }: { label: string; title: string },
  form: Form,
) {
  if (paper.y > AREA.top) paper.turn();
  paper.mark(`${label}　${title}`, 1);
  paper.part('P', () => putParagraph(paper, { ...BODY, face: 'strong', first: 0, text: label }));
  paper.y += LINE;
  putHead(paper, { title: [title] }, form);
}

/** What must stand together from this piece on: headings and kept paragraphs with the start of what follows. */
function heightTogether(pieces: readonly Piece[], index: number, form: Form): number {
  const piece = pieces[index];
  if (!piece) return 0;
  const { block, texts, height } = piece;
  if (block.kind === 'table') return height;
  if (block.kind === 'signature') return height + footHeight(pieces.slice(index + 1));
  if (texts.length === 0) return 0;
  if (block.kind === 'annexes') return LINE + height + heightTogether(pieces, index + 1, form);
  const kept =
    block.kind === 'heading' ||
    block.kind === 'subheading' ||
    (block.kind === 'paragraph' && block.keep);
  if (kept) return height + heightTogether(pieces, index + 1, form);
  const lines = linesIn(texts);
  return (form.early || lines > 3 ? Math.min(lines, 2) : lines) * LINE;
}

/** What follows the signature on its page: the 版记 never stands alone on a page, unless annexes come before it. */
function footHeight(pieces: readonly Piece[]): number {
  const end = pieces.findIndex(({ block }) => block.kind === 'annex');
  return (end === -1 ? pieces : pieces.slice(0, end)).reduce((sum, { height }) => sum + height, 0);
}

function paragraphsOf(block: Block, form: Form): Paragraph[] {
  const body = { ...BODY, guarded: !form.early, first: 2 * PITCH };
  switch (block.kind) {
    case 'addressee':
      return [{ ...body, first: 0, text: block.text }];
    case 'heading':
      return [{ ...body, face: 'strong', text: block.text }];
    case 'subheading':
      return [{ ...body, face: 'second', text: block.text }];
    case 'paragraph':
      return [{ ...body, face: block.strong ? 'strong' : 'body', text: block.text }];
    case 'remark':
      return [{ ...body, text: `（${block.text}）` }];
    case 'annexes':
      return block.names.map((name, index) => annexLine(body, block.names, name, index));
    default:
      return [];
  }
}

/** 7.3.4: two characters in, the names below each other; a name that goes on stands under its beginning. */
function annexLine(
  body: Omit<Paragraph, 'text'>,
  names: readonly string[],
  name: string,
  index: number,
): Paragraph {
  const label = index === 0 ? '附件：' : '';
  const number = names.length > 1 ? `${index + 1}. ` : '';
  const indent = (2 + 3) * PITCH;
  const rest = indent + (number === '' ? 0 : PITCH);
  return {
    ...body,
    first: index === 0 ? body.first : indent,
    rest,
    text: `${label}${number}${name}`,
  };
}
