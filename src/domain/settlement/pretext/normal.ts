import { halfWidth } from '../../../lib/text.ts';
import { simpleOf } from './traditional.ts';

/** A text as the scanner reads it, and where each of its characters stood. */
export interface Normal {
  text: string;
  /** `at[i]`: the place in the text as given of character `i`; one more for the end. */
  at: number[];
}

const STOPS: Readonly<Record<string, string>> = {
  '。': '.',
  '!': '.',
  '?': '.',
  '…': '.',
  ',': ',',
  ';': ',',
  ':': ',',
  '、': '/',
  '(': '/',
  ')': '/',
  '/': '/',
};

const KEPT = /[\p{L}\p{N}%]/u;

/** 末 for 未, save where it is the end of something. */
const ENDS = /[年月期周始本季岁学章微旬]/;

/**
 * Traditional to simple, full width to half, and everything that is neither word nor stop left out:
 * spaces, line ends, quotation marks, dots between characters. Stops become `.`, `,` and `/`.
 */
export function normalize(given: string): Normal {
  const wide = halfWidth(given);
  const kept: string[] = [];
  const at: number[] = [];
  for (let i = 0; i < wide.length; i++) {
    const read = readAs(wide.charAt(i), kept);
    if (read === '' || (read === '.' && kept.at(-1) === '.')) continue;
    kept.push(read);
    at.push(i);
  }
  at.push(given.length);
  return { text: kept.join(''), at };
}

function readAs(character: string, before: readonly string[]): string {
  const stop = STOPS[character];
  if (stop) return stop;
  if (character === '末' && !ENDS.test(before.at(-1) ?? '')) return '未';
  if (character >= '一' && character <= '鿿') return simpleOf.get(character) ?? character;
  return KEPT.test(character) ? character.toLowerCase().charAt(0) : '';
}
