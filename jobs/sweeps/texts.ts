import type { Day } from '../../src/lib/day.ts';
import { type Law, printable } from '../law.ts';
import type { Rule } from '../rule.ts';
import { rulebook } from '../rulebook.ts';

/** A text that a rule rests on and that no paper of the day may quote. */
export interface Doubt {
  rule: string;
  /** Title and article, as printed. */
  text: string;
  why: 'expired' | 'not-yet' | 'unverified';
}

/**
 * M04: the texts of the rules in force that a paper of the day may not quote, and why. Papers leave them out
 * (`laws.ts`), an approval refuses a draft that still has one (`unquotable`).
 */
export const textsInDoubt = (day: Day, rules: readonly Rule[] = rulebook): Doubt[] =>
  rules.flatMap(({ id: rule, basis }) =>
    basis
      .filter((text) => !printable(text, day))
      .map((text) => ({ rule, text: `${text.title}${text.article ?? ''}`, why: whyOf(text, day) })),
  );

function whyOf({ mark, validFrom }: Law, day: Day): Doubt['why'] {
  if (mark === 'R') return 'unverified';
  return day < validFrom ? 'not-yet' : 'expired';
}

/** What the night counts of them, for the operator: `bare` are rules left without a text that may be quoted. */
export function sweepTexts(day: Day, rules: readonly Rule[] = rulebook) {
  const doubts = textsInDoubt(day, rules);
  const of = (why: Doubt['why']) => [
    ...new Set(doubts.filter((doubt) => doubt.why === why).map(({ text }) => text)),
  ];
  const bare = rules.filter(
    ({ basis }) => basis.length > 0 && basis.every((text) => !printable(text, day)),
  );
  return {
    expired: of('expired'),
    unverified: of('unverified').length,
    bare: bare.map(({ id }) => id),
  };
}
