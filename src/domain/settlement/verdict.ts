import { checkPretext, type Verdict } from './pretext/check.ts';

/** What is kept of a verdict beside the words it was read in. */
export type StoredVerdict = Pick<
  Verdict,
  'pretext' | 'kind' | 'effect' | 'score' | 'span' | 'rule' | 'excuse'
>;

/**
 * What the pretext detector reads in a reason, to be stored with it; null where there is no text, or neither an
 * audit as a pretext nor another banned excuse in it. It proposes: a person confirms.
 */
export function verdictOf(text: string | undefined): StoredVerdict | null {
  if (text === undefined) return null;
  const { pretext, kind, effect, score, span, rule, excuse } = checkPretext(text);
  if (!pretext && excuse === null) return null;
  return { pretext, kind, effect, score, span, rule, excuse };
}
