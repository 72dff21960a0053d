import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Fonts, type OwnFace, openFonts } from './fonts.ts';

const PACKAGE = '@expo-google-fonts/noto-serif-sc';
const opened = new Map<string, Fonts>();

/**
 * The fonts on Node, parsed once a process: those of the npm package, and, where a folder is given,
 * the city's own before them, told by their file names (`OWN`), and fonts for rare
 * characters after them (`rare-*`, in the order of their names).
 * @throws Error in Chinese for a folder that is none, for two fonts of one use and for a file that is no font
 */
export function nodeFonts(folder = ''): Fonts {
  let fonts = opened.get(folder);
  if (!fonts) {
    fonts = openFonts(readPackaged, ownIn(folder), rareIn(folder));
    opened.set(folder, fonts);
  }
  return fonts;
}

function readPackaged(name: string): Uint8Array {
  const home = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  const weight = name.slice(name.indexOf('_') + 1, name.lastIndexOf('.'));
  return readFileSync(join(home, weight, name));
}

/** What a licensed font is for, by the beginning or a part of its file's name. */
const OWN: readonly (readonly [face: OwnFace, name: RegExp])[] = [
  ['title', /^title\b|小标宋|xiao ?biao ?song|xbs/i],
  ['body', /^body\b|仿宋|fang ?song|simfang/i],
  ['second', /^second\b|楷|kai/i],
  ['strong', /^strong\b|黑体|hei/i],
];
const FONT_FILE = /\.(ttf|otf)$/i;

function ownIn(folder: string): Partial<Record<OwnFace, Uint8Array>> {
  const found: Partial<Record<OwnFace, string>> = {};
  for (const file of filesIn(folder).filter((name) => !RARE.test(name))) {
    const [face] = OWN.find(([, name]) => name.test(file)) ?? [];
    if (face === undefined) continue;
    if (found[face] !== undefined)
      throw new Error(`字体目录中 ${found[face]} 和 ${file} 用途相同，请只留一个`);
    found[face] = file;
  }
  return Object.fromEntries(
    Object.entries(found).map(([face, file]) => [face, readOwn(folder, file)]),
  );
}

const RARE = /^rare-/i;

const rareIn = (folder: string): Uint8Array[] =>
  filesIn(folder)
    .filter((name) => RARE.test(name))
    .map((name) => readOwn(folder, name));

function filesIn(folder: string): string[] {
  if (folder === '') return [];
  if (!existsSync(folder)) throw new Error(`没有字体目录 ${folder}`);
  return readdirSync(folder)
    .filter((name) => FONT_FILE.test(name))
    .sort();
}

/** TrueType, or OpenType with CFF outlines. */
const MARKS = ['00010000', '74727565', '4f54544f'];

function readOwn(folder: string, file: string): Uint8Array {
  const bytes = readFileSync(join(folder, file));
  if (!MARKS.includes(bytes.subarray(0, 4).toString('hex')))
    throw new Error(`字体目录中的 ${file} 不是 TrueType 或 OpenType 字体`);
  return bytes;
}
