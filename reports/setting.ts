/** May not stand at the head of a line (避头). */
const NO_START = new Set('、。，．：；！？）〕］｝】》〉」』”’…—％%‰℃·～〗,.;:!?)]}');
/** May not stand at the end of a line (避尾); 第 belongs to its number. */
const NO_END = new Set('第（〔［｛【《〈「『“‘〖([{¥￥');
/** Stay with the number before them. */
const COUNTED = new Set('元万亿年月日天号条项名人个时分秒');

const WORD = /[0-9A-Za-z]+(?:[.,:/\-+_@#&=][0-9A-Za-z]+)*|./gsu;
const NUMBER = /^[0-9][0-9.,]*$/;
const TOLERANCE = 0.01;

/** Width of a text in points; the width of two texts together is the sum of theirs. */
export type Measure = (text: string) => number;

/**
 * Cuts a text into lines: `first` points for the first line, `rest` for the others. No line starts
 * with closing punctuation or ends with opening punctuation; numbers, words and dates in digits are
 * not cut, and a number keeps its unit. What is wider than a whole line is cut where it must be.
 */
export function breakLines(text: string, measure: Measure, first: number, rest: number): string[] {
  return fill(unitsOf(text), measure, first, rest);
}

function fill(units: readonly string[], measure: Measure, first: number, rest: number): string[] {
  const lines: string[] = [];
  let line = '';
  let filled = 0;
  for (const [piece, width] of measured(units, measure, rest)) {
    const room = (lines.length === 0 ? first : rest) + TOLERANCE;
    if (line !== '' && filled + width > room) {
      lines.push(line.trimEnd());
      line = '';
      filled = 0;
    }
    const added = line === '' ? piece.trimStart() : piece;
    line += added;
    filled += added === piece ? width : measure(added);
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Units with their widths; one that is wider than a line in its characters. */
function measured(units: readonly string[], measure: Measure, rest: number): [string, number][] {
  const pieces: [string, number][] = [];
  for (const unit of units) {
    const width = measure(unit);
    if (width <= rest) pieces.push([unit, width]);
    else for (const char of unit) pieces.push([char, measure(char)]);
  }
  return pieces;
}

/**
 * Cuts a title into lines of like length, the fewest that fit: an official title is set as a
 * trapezoid, never with one character alone on its last line.
 */
export function balanceLines(text: string, measure: Measure, width: number): string[] {
  const units = unitsOf(text);
  const greedy = fill(units, measure, width, width);
  if (greedy.length === 1) return greedy;
  let best = greedy;
  const step = measure('国') / 2;
  for (let narrow = width - step; narrow > width / 2; narrow -= step) {
    const lines = fill(units, measure, narrow, narrow);
    if (lines.length > greedy.length) break;
    best = lines;
  }
  return best;
}

/** White space made single spaces, characters that draw nothing (controls, joiners, variation selectors) left out. */
export function cleanText(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, '')
    .trim();
}

const DIGITS = '〇一二三四五六七八九';

/** 一 to 九十九, for the numbers of headings. */
export function chineseNumber(n: number): string {
  if (n < 10) return DIGITS[n] as string;
  const tens = Math.floor(n / 10);
  return `${tens === 1 ? '' : DIGITS[tens]}十${n % 10 === 0 ? '' : DIGITS[n % 10]}`;
}

function unitsOf(text: string): string[] {
  const found: string[] = [];
  let before = '';
  for (const [word] of text.matchAll(WORD)) {
    const head = [...word][0] as string;
    const tail = [...before].at(-1) ?? '';
    const tied =
      before !== '' &&
      (NO_START.has(head) || NO_END.has(tail) || (NUMBER.test(before) && COUNTED.has(head)));
    if (tied) found.push((found.pop() ?? '') + word);
    else found.push(word);
    before = word;
  }
  return found;
}
