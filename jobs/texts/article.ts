const DIGITS = '零一二三四五六七八九';
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** What an article's name counts, from the whole to the part: 第二十四条第二款 is 24 and 2; without a number nothing. */
export function articleNumbers(article: string | null): number[] {
  const named = article?.matchAll(/第([零一二三四五六七八九十百千]+|\d+)[条款项]/gu) ?? [];
  return [...named].map(([, words = '']) => numberOf(words));
}

/** 二百零三 as 203; Arabic figures as they are. */
function numberOf(words: string): number {
  if (/^\d+$/.test(words)) return Number(words);
  let sum = 0;
  let digit = 0;
  for (const word of words) {
    const unit = UNITS[word];
    if (unit === undefined) digit = DIGITS.indexOf(word);
    else {
      // 十二 leaves its one out.
      sum += (digit || 1) * unit;
      digit = 0;
    }
  }
  return sum + digit;
}

/** Orders articles of one law: by number, a whole before its parts. */
export function compareArticles(a: string | null, b: string | null): number {
  const [left, right] = [articleNumbers(a), articleNumbers(b)];
  for (const [at, number] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (number !== other) return number - other;
  }
  return left.length - right.length;
}
