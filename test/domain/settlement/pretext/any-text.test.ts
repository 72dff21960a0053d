import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPretext } from '../../../../src/domain/settlement/pretext/check.ts';
import { simpleOf } from '../../../../src/domain/settlement/pretext/traditional.ts';
import { phrases } from './phrases.ts';

const phrase = fc.constantFrom(...phrases.map(({ text }) => text));
/** Words put together at random: sentences nobody wrote, of the characters that decide. */
const jumble = fc.array(phrase, { maxLength: 4 }).map((parts) => parts.join(''));
const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), jumble);

/** The verdict without its place. */
const seen = (text: string) => ({ ...checkPretext(text), span: null });

test('any text has a verdict, and its place lies in it', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const { pretext, kind, score, span, effect } = checkPretext(text);
      expect(score >= 0.5).toBe(pretext);
      expect(kind === null).toBe(span === null);
      if (span) expect(text.slice(span.start, span.end)).toBe(span.text);
      if (!pretext) expect(effect).toBeNull();
    }),
    { numRuns: 2000 },
  );
});

test('spaces, line ends and marks of no width change nothing', () => {
  const gap = fc.constantFrom(' ', '\n', '\r\n', '\t', '　', '\u200b', '·', '“', '');
  fc.assert(
    fc.property(phrase, fc.array(gap, { minLength: 1, maxLength: 9 }), (text, gaps) => {
      const apart = [...text].map((c, n) => c + gaps[n % gaps.length]).join('');
      expect(seen(apart)).toEqual(seen(text));
    }),
    { numRuns: 1000 },
  );
});

const traditionalOf = new Map([...simpleOf].map(([traditional, simple]) => [simple, traditional]));

test.each(phrases)('in traditional characters the same: $text', ({ text }) => {
  const traditional = text.replace(/./gu, (c) => traditionalOf.get(c) ?? c);
  expect(seen(traditional)).toEqual(seen(text));
});

test('every traditional character has one simple form, which is none itself', () => {
  for (const [traditional, simple] of simpleOf) {
    expect(traditional).toMatch(/^\p{Script=Han}$/u);
    expect(simple).toMatch(/^\p{Script=Han}$/u);
    expect(simpleOf.has(simple), traditional).toBe(false);
  }
});

test('full-width letters, digits and stops are read like plain ones', () => {
  expect(seen('ＳＨＥＮＪＩ未完成；先付５０％！')).toEqual(seen('shenji未完成;先付50%!'));
});

// A time that grows with the square of the length would be hours.
test.each([
  '审计',
  '审计x',
  '等',
  '未',
  '不得以',
  '待审计后',
  '审计未完成，',
  '審 ',
  '业主',
  '等业主付',
  '法人',
  '付款流程',
  '。',
  ' ',
])('a megabyte of %j is read in one go', { timeout: 60_000 }, (unit) => {
  const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
  expect(checkPretext(text).score).toBeLessThanOrEqual(1);
});
