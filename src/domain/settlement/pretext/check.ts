import type { Kind } from './audits.ts';
import { claims } from './claims.ts';
import { denials } from './denials.ts';
import { type Effect, effectOf, effects } from './effects.ts';
import { type Excuse, excuseIn } from './excuses.ts';
import { type Normal, normalize } from './normal.ts';
import type { Rule, View } from './rule.ts';
import { MONEY_WITHHELD, WITHHELD } from './signs.ts';
import { isMention, type Mention, type Token, tokenize } from './tokens.ts';

/** What a text says about an audit, and why we think so. */
export interface Verdict {
  /** An audit not finished, begun or accepted is the reason or the condition. */
  pretext: boolean;
  /** Of the audit that decided; null where the text speaks of none. */
  kind: Kind | null;
  /** Of a pretext; null where the text does not say what is kept back. */
  effect: Effect | null;
  /** A negation governs the audit: a ban, a promise, 无需, 不影响. */
  negated: boolean;
  /** The ban is repeated somewhere in the text. */
  quoted: boolean;
  /** The words that decided, by their place in the text as given (UTF-16); null where nothing did. */
  span: { start: number; end: number; text: string } | null;
  /** From 0 to 1; a pretext from 0.5. */
  score: number;
  /** The rule that decided. */
  rule: string;
  reason: string;
  /** A reason of S10, which is banned too but is no audit. */
  excuse: Excuse | null;
}

/** One audit, judged. */
interface Judged {
  rule: Omit<Rule, 'any'>;
  kind: Kind;
  effect: Effect | null;
  /** Places in the plain text. */
  start: number;
  end: number;
}

/** How many words to either side count. */
const REACH = 40;

const rules: readonly Rule[] = [...denials, ...claims];

/** Reads whether a reason, a letter or a clause puts an audit between the contractor and the money. */
export function checkPretext(given: string): Verdict {
  const normal = normalize(given);
  const tokens = tokenize(normal.text);
  const letters = tokens.map(({ letter }) => letter).join('');
  const judged = tokens.flatMap((token, n) =>
    isMention(token) ? [judge(tokens, letters, n, normal.text)] : [],
  );
  const excuse = excuseIn(normal.text);
  return { ...weighed(judged, given, normal), excuse };
}

function judge(tokens: readonly Token[], letters: string, n: number, text: string): Judged {
  const view = viewOf(tokens, letters, n, text);
  const { mention, before } = view;
  for (const rule of rules) {
    const match = rule.also?.(view) === false ? undefined : firstOf(rule.any, view.letters);
    if (!match) continue;
    const first = n - before.length + match.index;
    const { start } = tokens[Math.min(first, n)] as Token;
    const { end } = tokens[Math.max(first + match[0].length - 1, n)] as Token;
    const effect = rule.pretext ? effectOf(view, rule.name) : null;
    return { rule, kind: mention.kind, effect, start, end };
  }
  const { kind, start, end } = mention;
  return { rule: NEUTRAL, kind, effect: null, start, end };
}

const NEUTRAL: Omit<Rule, 'any'> = {
  name: 'neutral',
  pretext: false,
  score: 0.15,
  reason: '提到审计，但没有据此不结不付',
};

function viewOf(tokens: readonly Token[], letters: string, n: number, text: string): View {
  const mention = tokens[n] as Mention;
  const before = letters.slice(Math.max(n - REACH, 0), n);
  const after = letters.slice(n + 1, n + 1 + REACH);
  const sentence = `${before.slice(before.lastIndexOf('.') + 1)}@${upToSecondStop(after)}`;
  return {
    mention,
    name: text.slice(mention.start, mention.end),
    rest: text.slice(mention.end, mention.end + REACH),
    letters: `${before}@${after}`,
    before,
    after,
    sentence,
    withheld: WITHHELD.test(sentence),
    money: MONEY_WITHHELD.test(sentence),
  };
}

/** The rest of its sentence and the one after it. */
function upToSecondStop(after: string): string {
  const stop = after.indexOf('.', after.indexOf('.') + 1);
  return stop < 0 ? after : after.slice(0, stop);
}

function firstOf(forms: readonly RegExp[], letters: string): RegExpExecArray | undefined {
  for (const form of forms) {
    const match = form.exec(letters);
    if (match) return match;
  }
  return undefined;
}

/** Of all audits of a text the surest pretext decides, else the one that was negated. */
function weighed(
  judged: readonly Judged[],
  given: string,
  { at }: Normal,
): Omit<Verdict, 'excuse'> {
  const best = judged.reduce<Judged | undefined>(
    (a, b) => (a && !outweighs(b, a) ? a : b),
    undefined,
  );
  const quoted = judged.some(({ rule }) => rule.quoted === true);
  if (!best) return { ...NOTHING, quoted };
  const { rule, start, end } = best;
  const from = at[start] as number;
  const to = (at[end - 1] as number) + 1;
  const uses = judged.flatMap(({ effect }) => effect ?? []);
  return {
    pretext: rule.pretext,
    kind: kindOf(best, judged),
    effect: effects.find((effect) => uses.includes(effect)) ?? null,
    negated: rule.negated === true,
    quoted,
    span: { start: from, end: to, text: given.slice(from, to) },
    score: rule.score,
    rule: rule.name,
    reason: rule.reason,
  };
}

/** Where the deciding audit is not named, the one that was named beside it. */
function kindOf(best: Judged, judged: readonly Judged[]): Kind {
  if (best.kind !== '未明') return best.kind;
  const others = judged.filter(({ rule }) => rule.name !== 'own-audit' && rule.name !== 'finished');
  return others.find(({ kind }) => kind !== '未明')?.kind ?? best.kind;
}

const outweighs = (a: Judged, b: Judged): boolean =>
  a.rule.pretext === b.rule.pretext
    ? a.rule.pretext
      ? a.rule.score > b.rule.score
      : a.rule.negated === true && !b.rule.negated
    : a.rule.pretext;

const NOTHING: Omit<Verdict, 'excuse' | 'quoted'> = {
  pretext: false,
  kind: null,
  effect: null,
  negated: false,
  span: null,
  score: 0,
  rule: 'none',
  reason: '没有提到审计、评审或审价',
};
