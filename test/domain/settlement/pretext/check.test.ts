import { describe, expect, test } from 'vitest';
import { checkPretext } from '../../../../src/domain/settlement/pretext/check.ts';
import { measured, noSamples, phrases, samples } from './phrases.ts';

test('there are phrases of every sort, on both sides', () => {
  expect(phrases.length).toBeGreaterThan(1100);
  expect(phrases.filter(({ pretext }) => pretext).length).toBeGreaterThan(450);
  expect(new Set(phrases.map(({ text }) => text)).size).toBe(phrases.length);
});

describe.each([...new Set(phrases.map(({ group }) => group))])('%s', (group) => {
  test.each(phrases.filter((phrase) => phrase.group === group))(
    '$text',
    ({ text, pretext, kind, effect, excuse }) => {
      const verdict = checkPretext(text);
      expect(verdict.pretext, `${verdict.rule}: ${verdict.span?.text}`).toBe(pretext);
      if (pretext) expect(verdict.effect).toBe(effect ?? null);
      if (kind) expect(verdict.kind).toBe(kind);
      if (excuse !== undefined) expect(verdict.excuse).toBe(excuse);
    },
  );
});

describe.skipIf(noSamples)('the labelled samples', () => {
  test('precision is at least 0.97 and recall 0.95', () => {
    const { precision, recall } = measured(samples());
    expect(precision).toBeGreaterThanOrEqual(0.97);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  test('not one of them stands among our own', () => {
    const ours = new Set(phrases.map(({ text }) => text));
    expect(samples().filter(({ text }) => ours.has(text))).toEqual([]);
  });
});

describe('the verdict explains itself', () => {
  test('with the audit, its use, the words that decided and the reason', () => {
    expect(checkPretext('关于催款函：因审计局尚未审完，暂不支付尾款。')).toEqual({
      pretext: true,
      kind: '国家审计',
      effect: '不付款',
      negated: false,
      quoted: false,
      span: { start: 7, end: 14, text: '审计局尚未审完' },
      score: 0.92,
      rule: 'unfinished',
      reason: '以审计未完成为由',
      excuse: null,
    });
  });

  test('the place is that in the text as given, spaces, line ends and all', () => {
    const text = '  一、審 計\n局 還沒審完';
    expect(checkPretext(text).span).toEqual({ start: 4, end: 14, text: '審 計\n局 還沒審完' });
  });

  test('a text without an audit has no place', () => {
    expect(checkPretext('发票未提供，暂不付款')).toMatchObject({
      pretext: false,
      kind: null,
      effect: null,
      span: null,
      score: 0,
      rule: 'none',
    });
    expect(checkPretext('')).toMatchObject({ pretext: false, rule: 'none' });
  });

  test.each([
    ['不得以审计未完成为由拖欠工资', { pretext: false, negated: true, quoted: true }],
    ['人工费用不等审计，按月拨付', { pretext: false, negated: true, quoted: false }],
    ['审计已完成，款项已付', { pretext: false, negated: false, quoted: false }],
    ['审计未完成，不付款', { pretext: true, negated: false, quoted: false }],
    ['虽然不得以审计为由拖欠，但审计没完，付不了', { pretext: true, negated: false, quoted: true }],
  ])('%s: negated, quoted', (text, flags) => expect(checkPretext(text)).toMatchObject(flags));

  test.each([
    ['审计未完成，人工费用不拨，尾款不付，结算暂停', '停拨人工费'],
    ['审计未完成，尾款不付，结算暂停', '不付款'],
    ['审计未完成，结算暂停', '不结算'],
    ['审计未完成', null],
  ])('%s: the gravest use counts', (text, effect) =>
    expect(checkPretext(text).effect).toBe(effect),
  );

  test('the audit of the excuse is told, not that of the contractor beside it', () => {
    const text = '承包人内部审计未完成，财政评审也没完成，不付款';
    expect(checkPretext(text)).toMatchObject({ pretext: true, kind: '财政评审' });
  });

  test('a banned excuse stands beside a pretext', () => {
    expect(checkPretext('审计没完，付款流程也没走完')).toMatchObject({
      pretext: true,
      excuse: '内部付款流程',
    });
  });
});
