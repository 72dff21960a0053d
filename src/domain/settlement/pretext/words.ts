import { audits, buildings, type Kind, otherSubjects, qualifiers } from './audits.ts';
import { lexicon, mistaken } from './lexicon.ts';
import { neutral } from './neutral.ts';

/** What a word is. */
export interface Word {
  letter: string;
  /** Of a name of an audit, and of what qualifies one. */
  kind?: Kind;
}

/** Words by their characters, one step a character. */
interface Node {
  word?: Word;
  next: Map<string, Node>;
}

const root: Node = { next: new Map() };

/** The longest word of a text that begins at a place and that `fits` there, and where it ends. */
export function longestWord(
  text: string,
  start: number,
  fits: (end: number) => boolean,
): { word: Word; end: number } | undefined {
  let found: { word: Word; end: number } | undefined;
  let node = root.next.get(text.charAt(start));
  for (let end = start + 1; node; end++) {
    if (node.word && fits(end)) found = { word: node.word, end };
    node = node.next.get(text.charAt(end));
  }
  return found;
}

const listed = (words: string): string[] => words.trim().split(/\s+/);

/** Words that are there already keep their place. */
function add(list: Iterable<string>, word: Word): void {
  for (const text of list) {
    let node = root;
    for (const character of text) {
      const next = node.next.get(character) ?? { next: new Map() };
      node.next.set(character, next);
      node = next;
    }
    node.word ??= word;
  }
}

for (const { cls, kind, words } of audits) add(listed(words), { letter: cls, kind });
add(listed(neutral), { letter: '-' });
for (const [letter, list] of Object.entries(lexicon)) add(listed(list), { letter });
for (const [kind, list] of Object.entries(qualifiers)) {
  add(listed(list), { letter: 'K', kind: kind as Kind });
}
add(listed(otherSubjects), { letter: 'Y' });
add(listed(buildings), { letter: 'B' });
// Last, so that no mistake takes the place of a word.
for (const { cls, kind, words } of audits) {
  add(listed(words).flatMap(misspelt), { letter: cls, kind });
}

/** A word with each of its characters in turn, or both of 审计, mistaken. */
function misspelt(text: string): string[] {
  const spellings = Array.from(text, (right, n) =>
    Array.from(mistaken[right] ?? '', (wrong) => text.slice(0, n) + wrong + text.slice(n + 1)),
  ).flat();
  return text.includes('审计') ? [...spellings, text.replace('审计', '申记')] : spellings;
}
