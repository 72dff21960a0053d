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

  test.each([
    ['审计没完，已付八成，剩下的以后付', true],
    ['审计没完，已付八成', false],
    ['已办理结算，审计没完', true],
    ['已付款，审计没完', false],
    ['已提交审计局，排期中', true],
    ['已完成审计，排期付款中', false],
  ])('%s: what has been done decides (%s)', (text, pretext) =>
    expect(checkPretext(text).pretext).toBe(pretext),
  );

  test('the place ends with its last word, not with the blanks after it', () => {
    expect(checkPretext('审计没完  ').span).toEqual({ start: 0, end: 4, text: '审计没完' });
  });

  test('the gravest use of several audits counts; a later sentence only if it is the next', () => {
    const clause = '结算以审计结果为准。此条有效。双方无异议。';
    expect(checkPretext(clause).effect).toBe('以审计为准');
    expect(checkPretext(`${clause}审计没完，人工费不拨。`).effect).toBe('停拨人工费');
    expect(checkPretext('审计没完。上月没付款。').effect).toBe('不付款');
    expect(checkPretext('审计没完。资料齐全。上月没付款。').effect).toBeNull();
  });

  test('an audit is not the inner process that S10 means', () => {
    expect(checkPretext('总承包单位内部审计流程未完成').excuse).toBeNull();
    expect(checkPretext('内部付款流程未完成').excuse).toBe('内部付款流程');
  });

  test('a banned excuse stands beside a pretext', () => {
    expect(checkPretext('审计没完，付款流程也没走完')).toMatchObject({
      pretext: true,
      excuse: '内部付款流程',
    });
  });
});
