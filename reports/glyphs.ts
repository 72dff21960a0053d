import { Problem } from '../src/lib/problem.ts';
import type { Fonts } from './fonts.ts';
import { textsOf } from './notice-facts.ts';
import { cleanText } from './setting.ts';

/** A character that no font can draw, and the JSON pointer of the text it stands in. */
export interface MissingGlyph {
  pointer: string;
  character: string;
  codePoint: string;
}

/** The characters of the facts that the fonts cannot draw, each once for each text. */
export function missingGlyphs(facts: object, fonts: Fonts): MissingGlyph[] {
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

/** @throws Problem `missing-glyph` that names the first of them and its place, and lists all */
export function requireGlyphs(facts: object, fonts: Fonts): void {
  const missing = missingGlyphs(facts, fonts);
  const [first] = missing;
  if (!first) return;
  const what = `“${first.character}”（${first.codePoint}）`;
  throw new Problem('invalid', 'missing-glyph', `字体中没有${what}，见 ${first.pointer}`, {
    missing,
  });
}
