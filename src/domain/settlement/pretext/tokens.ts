import type { Kind } from './audits.ts';
import { longestWord, type Word } from './words.ts';

/** A word found in a text, or a character that is part of none (`-`). */
export interface Token extends Word {
  start: number;
  end: number;
}

/** A name of an audit of works, of something else, or a word that may stand for one. */
export interface Mention extends Token {
  kind: Kind;
}

export const isMention = (token: Token): token is Mention => /^[AWO]$/.test(token.letter);

/** Cuts a text into words, the longest first; every character belongs to one. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const fits = (end: number) => !tearsAudit(text, end);
  for (let start = 0; start < text.length; ) {
    const { word, end } = longestWord(text, start, fits) ?? lone(text.charAt(start), start + 1);
    tokens.push({ letter: word.letter, kind: word.kind, start, end });
    start = end;
  }
  const seen = tokens.map((token, n) => settled(tokens, n, token, text));
  return joined(
    seen.map((token) => (token.letter === UNKNOWN ? { ...token, letter: '-' } : token)),
  );
}

const lone = (character: string, end: number) => ({
  word: { letter: STOPS.has(character) ? character : UNKNOWN, kind: undefined },
  end,
});

const STOPS = new Set(['.', ',', '/']);

/** Of a lone character of a word that no list knows; later it is as good as `-`. */
const UNKNOWN = '_';

/** 送审|计局: whether a word that ends here in 审 would tear the next one apart. But 评审|计划. */
function tearsAudit(text: string, end: number): boolean {
  return (
    text.charAt(end - 1) === '审' &&
    /[计记讣]/.test(text.charAt(end)) &&
    !/[划量价算件入取提录数分]/.test(text.charAt(end + 1))
  );
}

/** What a mention is beside its neighbours: part of a building's name, a review of something else, whose. */
function settled(tokens: readonly Token[], n: number, token: Token, text: string): Token {
  if (!/^[AWOHQ]$/.test(token.letter)) return token;
  const before = lettersOf(tokens, n - 6, n);
  const kind = kindBefore(tokens, n, before);
  if (token.letter === 'H' || token.letter === 'Q') {
    return kind && EXAMINERS.has(kind) ? { ...token, letter: 'W', kind } : token;
  }
  if (/^[-_KY]{0,4}B/.test(lettersOf(tokens, n + 1, n + 6))) {
    return { ...token, letter: '-', kind: undefined };
  }
  if (isOther(tokens[n - 1], text.slice(token.start, token.end), before, text)) {
    return { ...token, letter: 'O' };
  }
  return token.kind === '未明' ? { ...token, kind: kind ?? kindOf(text, token) } : token;
}

/** 决算未审计: the accounts are named, the audit of them is not. */
const kindOf = (text: string, { start }: Token): Kind =>
  /决算[^,.]{0,3}$/.test(text.slice(Math.max(start - 5, 0), start)) ? '决算审计' : '未明';

const EXAMINERS: ReadonlySet<Kind> = new Set<Kind>(['财政评审', '社会审计', '跟踪审计']);

/** Whose audit the words just before say it is. */
function kindBefore(tokens: readonly Token[], n: number, before: string): Kind | undefined {
  const between = /K[^KAWO,.]*$/.exec(before)?.[0];
  return between === undefined ? undefined : tokens[n - between.length]?.kind;
}

/** Whether a name without an office in it comes after what such a review is of: 方案评审, ISO内审. */
function isOther(last: Token | undefined, name: string, before: string, text: string): boolean {
  if (/[局厅署关心门组]$/.test(name)) return false;
  if (last && /[a-z]/.test(text.charAt(last.end - 1))) return true;
  if (/Y[-_]{0,3}$/.test(before)) return true;
  return name === '评审' && (/Y[^,.AWO]*$/.test(before) || last?.letter === UNKNOWN);
}

const lettersOf = (tokens: readonly Token[], from: number, to: number): string =>
  tokens
    .slice(Math.max(from, 0), Math.max(to, 0))
    .map(({ letter }) => letter)
    .join('');

/** One mention of those that stand together: 审计局 | 审定金额, 财评中心 | 的 | 评审结论. */
function joined(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (const token of tokens) {
    const last = result.at(-1);
    const one = last?.letter === '-' && last.end - last.start === 1 ? result.at(-2) : last;
    if (
      isMention(token) &&
      one &&
      isMention(one) &&
      (one === last || token.letter === one.letter)
    ) {
      if (one !== last) result.pop();
      result.splice(-1, 1, merge(one, token));
    } else result.push(token);
  }
  return result;
}

function merge(one: Mention, other: Mention): Mention {
  const letter = [one.letter, other.letter].includes('A') ? 'A' : one.letter;
  const kind = one.kind === '未明' ? other.kind : one.kind;
  return { letter, kind, start: one.start, end: other.end };
}
