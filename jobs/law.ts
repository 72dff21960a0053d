import type { Day } from '../src/lib/day.ts';
import { settlementTexts } from './texts/settlement.ts';
import { siteTexts } from './texts/site.ts';
import type { LawText } from './texts/text.ts';
import { wageTexts } from './texts/wages.ts';

export type Law = LawText;

/** Every text the rules cite, by what it says. */
export const law = { ...wageTexts, ...siteTexts, ...settlementTexts } as const satisfies Record<
  string,
  Law
>;

/**
 * Whether a paper of that day may quote the text: checked (V1 or V2) and in force on the day, the
 * first and the last day included.
 */
export function printable(text: Law, day: Day): boolean {
  const inForce = text.validFrom <= day && (text.validTo === null || day <= text.validTo);
  return text.mark !== 'R' && inForce;
}
