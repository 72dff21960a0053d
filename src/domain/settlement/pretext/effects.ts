import type { View } from './rule.ts';

/** What the pretext is used for, the gravest first. */
export const effects = ['停拨人工费', '不付款', '减付', '不结算', '以审计为准'] as const;
export type Effect = (typeof effects)[number];

/** What is done by reason of this audit; null where the text does not say. */
export function effectOf({ sentence: whole, withheld }: View, rule: string): Effect | null {
  const sentence = whole.replace(/s(?=-{0,3}@)/g, '-');
  if (rule === 'basis' && !withheld) return basisEffect(sentence);
  if (/l/.test(sentence)) return '停拨人工费';
  if (/R|Go/.test(sentence)) return '减付';
  if (/[pmMkX]/.test(sentence)) return '不付款';
  if (/s/.test(sentence)) return '不结算';
  return /J/.test(sentence) ? '不付款' : null;
}

const basisEffect = (sentence: string): Effect =>
  /[pmMl][^.]*J|J[^.]*[pmMl]|^J/.test(sentence) ? '不付款' : '以审计为准';
