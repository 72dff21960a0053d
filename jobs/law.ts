import type { Day } from '../src/lib/day.ts';
import { orderTexts } from './texts/orders.ts';
import { payTexts } from './texts/pay.ts';
import { settlementTexts } from './texts/settlement.ts';
import { siteTexts } from './texts/site.ts';
import type { LawText } from './texts/text.ts';
import { wageTexts } from './texts/wages.ts';

export type Law = LawText;

/** Every text the rules cite, by what it says. */
export const law = {
  ...wageTexts,
  ...payTexts,
  ...siteTexts,
  ...settlementTexts,
} as const satisfies Record<string, Law>;

/**
 * Whether a paper of that day may quote the text: checked (V1 or V2) and in force on the day, the
 * first and the last day included.
 */
export function printable(text: Law, day: Day): boolean {
  const inForce = text.validFrom <= day && (text.validTo === null || day <= text.validTo);
  return text.mark !== 'R' && inForce;
}

/** Those that a paper of the day may quote, as it has them. */
export const quotable = (texts: readonly Law[], day: Day) =>
  texts
    .filter((text) => printable(text, day))
    .map(({ title, article, text }) => ({ title, article: article ?? '', text }));

const byWords = new Map<string, Law>(
  [...Object.values(law), ...Object.values(orderTexts)].map((text: Law) => [keyOf(text), text]),
);

function keyOf({ title, article, text }: { title: string; article: string | null; text: string }) {
  return [title, article ?? '', text].join('\n');
}

/**
 * M04: of the texts that a paper quotes, or names by their number with no words, the titles (with article) of those that it may not
 * on the day: the text ran out or was replaced since, or nobody knows it.
 */
export function unquotable(
  quoted: readonly { title: string; article: string | null; text: string }[],
  day: Day,
): string[] {
  const bad = quoted.filter((each) => {
    const known = byWords.get(keyOf(each));
    return known === undefined || !printable(known, day);
  });
  return [...new Set(bad.map(({ title, article }) => `${title}${article ?? ''}`))];
}
