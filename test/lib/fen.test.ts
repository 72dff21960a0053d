import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatYuan, isFen, mulRatio, parseYuan, splitFen, sumFen } from '../../src/lib/fen.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const fen = fc.maxSafeInteger();

describe('parseYuan', () => {
  test.each([
    ['1,234.50', 1_234_50],
    ['1234.5', 1_234_50],
    ['0', 0],
    ['0.01', 1],
    ['-0.01', -1],
    ['１，２３４．５０', 1_234_50],
    ['　68,400.00 ', 68_400_00],
    ['－1.00', -1_00],
    ['\u22121.00', -1_00],
    ['1,234,567', 1_234_567_00],
    ['90071992547409.91', MAX],
    ['-90071992547409.91', -MAX],
  ])('%s is %i fen', (text, expected) => {
    expect(parseYuan(text)).toBe(expected);
  });

  test('minus nothing is plain zero', () => {
    expect(Object.is(parseYuan('-0.00'), 0)).toBe(true);
  });

  test.each<[string, string]>([
    ['', '金额为空'],
    ['　 ', '金额为空'],
    ['1.234', '金额最多两位小数'],
    ['1.230', '金额最多两位小数'],
    ['1e5', '金额不能用科学计数法表示'],
    ['1.5E+3', '金额不能用科学计数法表示'],
    ['90071992547409.92', '金额超出可处理的范围'],
    ['-90071992547409.92', '金额超出可处理的范围'],
    ['99999999999999999999999', '金额超出可处理的范围'],
    ...['1234,50', '12,34', '1,2345', ',123', '1,', '.5', '5.', '--1', '+1', '1 234', '1.2.3'].map(
      (text): [string, string] => [text, '金额格式不正确，应如 1,234.50'],
    ),
    ...['¥1', '10²', '①', '½', 'NaN', 'Infinity', '0x10', '一百', '1万'].map(
      (text): [string, string] => [text, '金额格式不正确，应如 1,234.50'],
    ),
  ])('%j is refused: %s', (text, problem) => {
    expect(() => parseYuan(text)).toThrow(new RangeError(problem));
  });

  test('a refusal does not repeat the text', () => {
    expect(() => parseYuan('11010519491231002X')).toThrow(/^(?!.*11010519491231002X)/);
  });
});

describe('formatYuan', () => {
  test.each([
    [68_400_00, '68,400.00'],
    [0, '0.00'],
    [-0, '0.00'],
    [5, '0.05'],
    [-50, '-0.50'],
    [999_99, '999.99'],
    [1_000_00, '1,000.00'],
    [MAX, '90,071,992,547,409.91'],
  ])('%i fen prints as %s', (amountFen, expected) => {
    expect(formatYuan(amountFen)).toBe(expected);
  });

  test('what is printed reads back as the same amount', () => {
    fc.assert(fc.property(fen, (amountFen) => parseYuan(formatYuan(amountFen)) === amountFen));
  });

  test.each([1.5, Number.NaN, MAX + 1])('%d is no amount', (value) => {
    expect(isFen(value)).toBe(false);
    expect(() => formatYuan(value)).toThrow(RangeError);
  });
});

describe('sumFen', () => {
  test('of none is nothing', () => {
    expect(sumFen([])).toBe(0);
  });

  test('reaches the largest amount and no further', () => {
    expect(sumFen([MAX - 1, 1])).toBe(MAX);
    expect(() => sumFen([MAX, 1])).toThrow(new RangeError('金额合计超出可处理的范围'));
    expect(() => sumFen([-MAX, -1])).toThrow(RangeError);
  });

  test('refuses half a fen', () => {
    expect(() => sumFen([1, 0.5])).toThrow(new RangeError('金额应为整数分'));
  });
});

describe('splitFen', () => {
  test.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [101, [1, 1, 1], [34, 34, 33]],
    [10, [5, 3, 0], [6, 4, 0]],
    [7, [1, 2], [2, 5]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [0, [3, 4], [0, 0]],
    [1, [0, 9], [0, 1]],
    [MAX, [MAX, MAX, 1], [4_503_599_627_370_495, 4_503_599_627_370_495, 1]],
  ])('%i by %j is %j', (totalFen, weights, expected) => {
    expect(splitFen(totalFen, weights)).toEqual(expected);
  });

  test('parts sum to the total, each within a fen of its share', () => {
    const weights = fc
      .array(fc.nat(), { minLength: 1, maxLength: 20 })
      .filter((list) => list.some((weight) => weight > 0));
    const total = fc.integer({ min: -(10 ** 12), max: 10 ** 12 });
    fc.assert(
      fc.property(total, weights, (totalFen, list) => {
        const parts = splitFen(totalFen, list);
        const whole = list.reduce((sum, weight) => sum + BigInt(weight), 0n);
        expect(sumFen(parts)).toBe(totalFen);
        parts.forEach((part, at) => {
          const off = BigInt(part) * whole - BigInt(totalFen) * BigInt(list[at] ?? 0);
          expect(off < whole && off > -whole).toBe(true);
        });
      }),
    );
  });

  test.each([[[]], [[0, 0]], [[1, -1]], [[0.5, 0.5]]])('weights %j are refused', (weights) => {
    expect(() => splitFen(100, weights)).toThrow(RangeError);
  });
});

describe('mulRatio', () => {
  test.each([
    [1_000_00, '0.2050', 205_00],
    [1_000_00, '1', 1_000_00],
    [1_000_00, '0', 0],
    [1, '0.5', 1],
    [1, '0.4999', 0],
    [3, '0.5', 2],
    [-1, '0.5', -1],
    [-1, '0.4999', 0],
    [MAX, '0.9999', 9_006_298_534_815_517],
    [MAX, '1.0000', MAX],
    [2, '1.25', 3],
  ])('%i fen times %s is %i', (amountFen, ratio, expected) => {
    expect(mulRatio(amountFen, ratio)).toBe(expected);
  });

  test('interest of 0.05% a day on 1,000,000 yuan for 30 days is 15,000 yuan', () => {
    const interestFen = mulRatio(parseYuan('1,000,000'), '0.0005') * 30;
    expect(formatYuan(interestFen)).toBe('15,000.00');
  });

  test('a correction mirrors what it corrects', () => {
    const ratios = fc
      .integer({ min: 0, max: 10_000 })
      .map((n) => `0.${String(n).padStart(4, '0')}`);
    fc.assert(
      fc.property(
        fen,
        ratios.filter((ratio) => ratio.length === 6),
        (amountFen, ratio) => {
          expect(mulRatio(amountFen, ratio) + mulRatio(-amountFen, ratio)).toBe(0);
        },
      ),
    );
  });

  test.each(['0.20501', '-0.2', '.5', '5.', '1e-2', '', '20%', '0,2'])(
    'the ratio %j is refused',
    (ratio) => {
      expect(() => mulRatio(100, ratio)).toThrow(new RangeError('比例应为最多四位小数的非负数'));
    },
  );

  test('a product above the safe range is refused', () => {
    expect(() => mulRatio(MAX, '1.0001')).toThrow(new RangeError('金额超出可处理的范围'));
  });
});
