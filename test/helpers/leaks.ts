import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

const PIECE = 8 * 1024 * 1024;
/** Longer than any number, so that none is torn between two pieces. */
const OVERLAP = 64;
const PERSONAL = /^(idNumber|cardNo|accountNo|counterpartyAccountNo|payeeAccountNo|phone)$/;

/** All identity, card, account and phone numbers in a story, however deep they lie. */
export function numbersIn(value: unknown, found = new Set<string>()): Set<string> {
  if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && PERSONAL.test(name)) found.add(inner);
      else numbersIn(inner, found);
    }
  }
  return found;
}

/** A server at work drops files while others look: what is gone holds nothing. */
function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Finds numbers in texts and bytes, also where they stand inside a longer run of digits. */
export function makeScanner(numbers: ReadonlySet<string>) {
  const lengths = [...new Set([...numbers].map((n) => n.length))];
  const inText = (text: string): string[] => {
    const found = new Set<string>();
    for (const [run] of text.matchAll(/\d{10,}[\dX]/g))
      for (const length of lengths)
        for (let at = 0; at + length <= run.length; at += 1) {
          const part = run.slice(at, at + length);
          if (numbers.has(part)) found.add(part);
        }
    return [...found];
  };
  const inFile = (path: string): string[] => {
    const file = openIfThere(path);
    if (file === null) return [];
    const found = new Set<string>();
    const buffer = Buffer.alloc(PIECE);
    try {
      for (let at = 0, read = PIECE; read === PIECE; at += PIECE - OVERLAP) {
        read = readSync(file, buffer, 0, PIECE, at);
        for (const n of inText(buffer.toString('latin1', 0, read))) found.add(n);
      }
    } finally {
      closeSync(file);
    }
    return [...found];
  };
  /** Every stream of a PDF, opened. */
  const inPdf = (bytes: Uint8Array): string[] => {
    const source = Buffer.from(bytes).toString('latin1');
    const streams = [...source.matchAll(/stream\r?\n(.*?)\r?\nendstream/gs)].map(
      ([, body = '']) => {
        try {
          return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
        } catch {
          return body;
        }
      },
    );
    return inText([source, ...streams].join('\n'));
  };
  const inFolder = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
      .flatMap((path) => inFile(path).map((n) => `${n} in ${path}`));
  return { inText, inFile, inPdf, inFolder };
}
