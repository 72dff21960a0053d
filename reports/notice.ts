import { Problem } from '../src/lib/problem.ts';
import { type Block, putBlocks } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { requireGlyphs } from './glyphs.ts';
import type { Form } from './head.ts';
import { factsDigest, isEarly, isKnown, type NoticeFacts } from './notice-facts.ts';
import { composeNotice } from './notice-text.ts';
import { type Book, openBook, type Written } from './press.ts';
import { cleanText } from './setting.ts';
import { openSheets } from './sheets.ts';

/**
 * Draws a notice as PDF/A-1b. The same facts, fonts and pdfkit give the same bytes on the same kind of
 * runtime (zlib differs between runtimes): the document's dates are the facts' data time, its id comes
 * from their digest.
 * @throws Problem `missing-glyph` when a character in the facts is in none of the fonts; it says which
 * and where, for a box on an official paper would be a wrong name; `template-unknown` for facts of a form that is no more
 */
export function drawNotice(facts: NoticeFacts, fonts: Fonts): Uint8Array {
  const digest = factsDigest(facts);
  const blocks = checked(facts, fonts, digest);
  const source = `facts sha256 ${digest}`;
  const listed = (names: readonly string[]) => `${source}; fonts ${names.join(', ')}`;
  const early = isEarly(facts);
  const book = openBook(fonts, {
    title: titleOf(blocks),
    author: cleanText(facts.authority.name),
    at: new Date(facts.dataTime),
    keywords: early ? listed(fonts.names) : source,
    bare: early,
  });
  const paper = putNotice(book, blocks, facts, titleOf(blocks));
  return book.finish(early ? undefined : listed(paper.used()));
}

/**
 * Draws a notice as pictures (SVG), a page each, line for line as its PDF.
 * @throws Problem as `drawNotice`
 */
export function sketchNotice(facts: NoticeFacts, fonts: Fonts): string[] {
  const paper = openSheets(fonts, !isLetter(facts));
  putBlocks(paper, checked(facts, fonts, factsDigest(facts)), formOf(facts));
  return paper.close();
}

/** What a print run holds: one document of many notices, each beginning on a sheet of its own, with an outline. */
export interface PrintRun {
  title: string;
  author: string;
  at: Date;
  notices: readonly NoticeFacts[];
}

/** Draws notices one after the other into one document. @throws as `drawNotice`, before anything is drawn */
export function drawPrintRun({ notices, ...meta }: PrintRun, fonts: Fonts): Uint8Array {
  const blocks = notices.map((facts) => checked(facts, fonts));
  const book = openBook(fonts, { ...meta, keywords: `notices ${notices.length}` });
  const used = new Set<string>();
  notices.forEach((facts, index) => {
    book.pad();
    const own = blocks[index] as Block[];
    const mark = `${facts.number ?? `草稿${index + 1}`} ${cleanText(facts.addressee.name)} ${titleOf(own)}`;
    for (const name of putNotice(book, own, facts, mark).used()) used.add(name);
  });
  return book.finish(`notices ${notices.length}; fonts ${[...used].join(', ')}`);
}

function checked(facts: NoticeFacts, fonts: Fonts, digest?: string): Block[] {
  if (!isKnown(facts))
    throw new Problem(
      'invalid',
      'template-unknown',
      `文书的版式“${facts.template}”已不存在，不能重新绘制。`,
      { template: facts.template },
    );
  requireGlyphs(facts, fonts);
  return composeNotice(facts, digest);
}

function putNotice(
  book: Book,
  blocks: readonly Block[],
  facts: NoticeFacts,
  mark: string,
): Written {
  const paper = book.paper({ firstNumbered: !isLetter(facts), mark });
  putBlocks(paper, blocks, formOf(facts));
  paper.close();
  return paper;
}

const isLetter = ({ instrument }: NoticeFacts) => instrument !== 'warning';
const formOf = (facts: NoticeFacts): Form => ({ letter: isLetter(facts), early: isEarly(facts) });

function titleOf(blocks: readonly Block[]): string {
  const head = blocks.find((block) => block.kind === 'head');
  return head?.title.join('') ?? '';
}
