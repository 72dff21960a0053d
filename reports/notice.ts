import { Problem } from '../src/lib/problem.ts';
import { type Block, type Form, putBlocks } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { factsDigest, type NoticeFacts, textsOf } from './notice-facts.ts';
import { composeNotice } from './notice-text.ts';
import { openPaper } from './page.ts';
import { cleanText } from './setting.ts';

/**
 * Draws a notice as PDF/A-1b. The same facts, fonts and pdfkit give the same bytes on the same kind of
 * runtime (zlib differs between runtimes): the document's dates are the facts' data time, its id comes
 * from their digest.
 * @throws Problem `missing-glyph` when a character in the facts is in none of the fonts; it says which
 * and where, for a box on an official paper would be a wrong name
 */
export function drawNotice(facts: NoticeFacts, fonts: Fonts): Uint8Array {
  requireGlyphs(facts, fonts);
  const form: Form = facts.instrument === 'warning' ? 'common' : 'letter';
  const blocks = composeNotice(facts);
  const paper = openPaper({
    fonts,
    title: titleOf(blocks),
    author: cleanText(facts.authority.name),
    at: new Date(facts.dataTime),
    digest: factsDigest(facts),
    firstNumbered: form === 'common',
  });
  putBlocks(paper, blocks, form);
  return paper.finish();
}

/** A character that no font can draw, and the JSON pointer of the text it stands in. */
export interface MissingGlyph {
  pointer: string;
  character: string;
  codePoint: string;
}

/** The characters of the facts that the fonts cannot draw, each once for each text. */
export function missingGlyphs(facts: NoticeFacts, fonts: Fonts): MissingGlyph[] {
  const faces = Object.values(fonts.faces);
  const missing: MissingGlyph[] = [];
  for (const [pointer, text] of textsOf(facts)) {
    for (const character of new Set(cleanText(text))) {
      const code = character.codePointAt(0) as number;
      if (faces.every((face) => face.has(code))) continue;
      const codePoint = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
      missing.push({ pointer, character, codePoint });
    }
  }
  return missing;
}

function requireGlyphs(facts: NoticeFacts, fonts: Fonts): void {
  const missing = missingGlyphs(facts, fonts);
  const [first] = missing;
  if (!first) return;
  const what = `“${first.character}”（${first.codePoint}）`;
  throw new Problem('invalid', 'missing-glyph', `字体中没有${what}，见 ${first.pointer}`, {
    missing,
  });
}

function titleOf(blocks: readonly Block[]): string {
  const head = blocks.find((block) => block.kind === 'head');
  return head?.title.join('') ?? '';
}
