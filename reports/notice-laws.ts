import type { NoticeLaw } from './notice-facts.ts';

/**
 * The texts as they are quoted, a paragraph for each law: its title once, its articles in the order
 * given, texts of one article side by side. `title` with or without 《》.
 */
export function lawParagraphs(laws: readonly NoticeLaw[]): string[] {
  return [...groupBy(laws, (law) => law.title)].map(([title, texts]) => {
    const articles = [...groupBy(texts, (law) => law.article)].map(
      ([article, same]) => `${article}规定：${quoted(same)}`,
    );
    return `${title.startsWith('《') ? title : `《${title}》`}${articles.join('')}`;
  });
}

/** A whole sentence keeps its full stop inside the marks; a part of one has it outside (GB/T 15834). */
function quoted(texts: readonly NoticeLaw[]): string {
  const parts = texts.map(({ text }) => {
    const inner = text.replaceAll('“', '‘').replaceAll('”', '’');
    return inner.replace(/[；：，]$/u, '');
  });
  return `${parts.map((part) => `“${part}”`).join('')}${/[。！？]$/u.test(parts.at(-1) ?? '') ? '' : '。'}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
