import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type FaceName, type Fonts, openFonts } from './fonts.ts';

const PACKAGE = '@expo-google-fonts/noto-serif-sc';
const opened = new Map<string, Fonts>();

/**
 * The fonts on Node, parsed once a process: those of the npm package, and, where a folder is given,
 * the city's own before them (`body.ttf`, `strong.ttf`, `title.ttf`, each optional) and fonts for rare
 * characters after them (`rare-*.ttf` or `.otf`, in the order of their names).
 */
export function nodeFonts(folder = ''): Fonts {
  let fonts = opened.get(folder);
  if (!fonts) {
    fonts = openFonts(readPackaged, preferredIn(folder), rareIn(folder));
    opened.set(folder, fonts);
  }
  return fonts;
}

function readPackaged(name: string): Uint8Array {
  const home = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  const weight = name.slice(name.indexOf('_') + 1, name.lastIndexOf('.'));
  return readFileSync(join(home, weight, name));
}

function preferredIn(folder: string): Partial<Record<FaceName, Uint8Array>> {
  const found: Partial<Record<FaceName, Uint8Array>> = {};
  if (folder === '') return found;
  for (const name of ['body', 'strong', 'title'] as const) {
    const path = join(folder, `${name}.ttf`);
    if (existsSync(path)) found[name] = readFileSync(path);
  }
  return found;
}

function rareIn(folder: string): Uint8Array[] {
  if (folder === '') return [];
  const names = readdirSync(folder).filter((name) => /^rare-.*\.(ttf|otf)$/.test(name));
  return names.sort().map((name) => readFileSync(join(folder, name)));
}
