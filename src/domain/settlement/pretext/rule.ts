import type { Mention } from './tokens.ts';

/** One audit and the letters around it: itself is `@`, other ones keep their letter. */
export interface View {
  mention: Mention;
  /** As it is spelt. */
  name: string;
  /** The text from there on, as far as the letters go. */
  rest: string;
  letters: string;
  before: string;
  after: string;
  /** The letters of its sentence and of the next one. */
  sentence: string;
  /** Money is kept back there. */
  withheld: boolean;
  /** Money, not only a settlement or a date. */
  money: boolean;
}

/** The first rule that fits decides about an audit. */
export interface Rule {
  name: string;
  pretext: boolean;
  /** How sure that it is a pretext. */
  score: number;
  /** For the person who reads the verdict. */
  reason: string;
  any: readonly RegExp[];
  also?: (view: View) => boolean;
  /** What turns the verdict is a negation. */
  negated?: true;
  /** It is the ban that is repeated. */
  quoted?: true;
}

/** By its name alone an audit of the works; of another one only where money is kept back. */
export function isSpoken({ mention, before, withheld, money }: View): boolean {
  if (mention.letter === 'A') return true;
  return mention.letter === 'O' ? money : withheld || before.includes('A');
}
