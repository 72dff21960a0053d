import { create, type Font } from 'fontkit';

/** What a piece of text is for; which font that means is decided here. */
export type FaceName = 'body' | 'strong' | 'title' | 'second' | 'folio';

/** Faces for which a city may have licensed fonts: 仿宋, 黑体, 小标宋, 楷体. */
export type OwnFace = Exclude<FaceName, 'folio'>;

/**
 * Files of @expo-google-fonts/noto-serif-sc (OFL) that stand in for the fonts of GB/T 9704, which are
 * not free: 仿宋 for the body, 黑体 for headings, 小标宋 for titles, 楷体 for headings of the second level; 宋体, for page
 * numbers, it is. They cover all of the basic block
 * (4E00–9FFF), Extension A and the whole 通用规范汉字表; of Extensions B to H only 217 characters.
 */
export const FONT_FILES: Readonly<Record<FaceName, string>> = {
  body: 'NotoSerifSC_400Regular.ttf',
  strong: 'NotoSerifSC_700Bold.ttf',
  title: 'NotoSerifSC_900Black.ttf',
  second: 'NotoSerifSC_400Regular.ttf',
  folio: 'NotoSerifSC_400Regular.ttf',
};

/** A stretch of text that one font draws. */
export interface FontRun {
  font: SharedFont;
  text: string;
}

/** A font and those that help it out where it has no glyph. */
export interface Face {
  /** Width in points of `text` at `size`; `tracking` is added for each character. */
  width(text: string, size: number, tracking?: number): number;
  /** The text cut where the font changes; a character that no font has goes to the first font. */
  runs(text: string): FontRun[];
  has(codePoint: number): boolean;
}

export interface Fonts {
  faces: Readonly<Record<FaceName, Face>>;
  /** PostScript names of the fonts at hand. */
  names: readonly string[];
}

/** A parsed font that all documents of the process share. */
export interface SharedFont {
  name: string;
  has(codePoint: number): boolean;
  /** In parts of the em. */
  advance(codePoint: number): number;
  /** What pdfkit is given. */
  source: object;
}

/**
 * Parses the fonts; call it once a process, parsing and the first use of a glyph are what costs.
 * `read` gets a file name of `FONT_FILES` and gives the bytes (a folder on Node, assets on Workers).
 * `preferred` are the city's own fonts (仿宋, 黑体, 小标宋, 楷体), used before ours; `rare` are fonts for
 * characters that ours lack (Extension B and later), used after them.
 */
export function openFonts(
  read: (name: string) => Uint8Array,
  preferred: Partial<Record<OwnFace, Uint8Array>> = {},
  rare: readonly Uint8Array[] = [],
): Fonts {
  const last = rare.map(openFont);
  const packaged = remembering((name: string) => openFont(read(name)));
  const stack = (name: FaceName) => {
    const own = name === 'folio' ? undefined : preferred[name];
    return [...(own ? [openFont(own)] : []), packaged(FONT_FILES[name]), ...last];
  };
  const stacks = Object.entries(FONT_FILES).map(
    ([name]) => [name as FaceName, stack(name as FaceName)] as const,
  );
  return {
    faces: Object.fromEntries(
      stacks.map(([name, fonts]) => [name, faceOf(fonts)]),
    ) as unknown as Fonts['faces'],
    names: [...new Set(stacks.flatMap(([, fonts]) => fonts.map((font) => font.name)))],
  };
}

/** A face from fonts in the order in which they are asked for a glyph; at least one. */
export function faceOf(stack: readonly SharedFont[]): Face {
  const first = stack[0] as SharedFont;
  const fontOf = remembering((code: number) => stack.find((font) => font.has(code)) ?? first);
  const advanceOf = remembering((code: number) => fontOf(code).advance(code));
  return {
    has: (codePoint) => stack.some((font) => font.has(codePoint)),
    width(text, size, tracking = 0) {
      let [ems, count] = [0, 0];
      for (const char of text) {
        ems += advanceOf(codePointOf(char));
        count += 1;
      }
      return ems * size + tracking * count;
    },
    runs(text) {
      const runs: FontRun[] = [];
      for (const char of text) {
        const font = fontOf(codePointOf(char));
        const run = runs.at(-1);
        if (run?.font === font) run.text += char;
        else runs.push({ font, text: char });
      }
      return runs;
    },
  };
}

interface PlacedGlyph {
  id: number;
  advanceWidth: number;
  codePoints: number[];
}

/** Parses one font (TrueType or OpenType). */
export function openFont(bytes: Uint8Array): SharedFont {
  const font = create(bytes as Buffer) as Font;
  const glyph = remembering((codePoint: number): PlacedGlyph => {
    const { id, advanceWidth } = font.glyphForCodePoint(codePoint);
    return { id, advanceWidth, codePoints: [codePoint] };
  });
  const { postscriptName, unitsPerEm } = font;
  return {
    name: postscriptName,
    has: remembering((codePoint: number) => font.hasGlyphForCodePoint(codePoint)),
    advance: (codePoint) => glyph(codePoint).advanceWidth / unitsPerEm,
    source: unshaped(font, glyph),
  };
}

/**
 * The font with one glyph for one character and no shaping. Chinese needs none, it is much faster, and
 * a glyph keeps the character it was asked for: fontkit remembers the first character of a shared glyph
 * (⼀ for 一), so the text layer would depend on what the process drew before.
 */
function unshaped(font: Font, glyph: (codePoint: number) => PlacedGlyph): object {
  const layout = (text: string) => {
    const glyphs = Array.from(text, (char) => glyph(codePointOf(char)));
    const positions = glyphs.map((one) => ({
      xAdvance: one.advanceWidth,
      yAdvance: 0,
      xOffset: 0,
      yOffset: 0,
    }));
    return {
      glyphs,
      positions,
      get advanceWidth() {
        return positions.reduce((sum, position) => sum + position.xAdvance, 0);
      },
    };
  };
  const getGlyph = remembering((id: number) => rememberedGlyph(font.getGlyph(id)));
  return Object.create(font, {
    layout: { value: layout },
    getGlyph: { value: getGlyph },
    unitsPerEm: { value: font.unitsPerEm },
  }) as object;
}

/** The part of a TrueType glyph that fontkit's subset reads and would work out anew for each document. */
interface OutlinedGlyph {
  advanceWidth: number;
  _decode?: () => { numberOfContours: number; components?: object[] } | null;
  _getMetrics: () => object;
}

function rememberedGlyph(glyph: object): object {
  const outlined = glyph as OutlinedGlyph;
  // A CFF glyph (the city's own font may be one) has no such outline.
  if (!outlined._decode) return glyph;
  const outline = outlined._decode();
  const kept = outline && {
    numberOfContours: outline.numberOfContours,
    components: outline.components,
  };
  const metrics = outlined._getMetrics();
  const { advanceWidth } = outlined;
  return { advanceWidth, _decode: () => kept, _getMetrics: () => metrics };
}

function remembering<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}

function codePointOf(char: string): number {
  return char.codePointAt(0) as number;
}
