import { halfWidth } from './text.ts';

/** Money: a whole number of fen, safe as a JSON integer (|n| ≤ 2^53 − 1). */
export type Fen = number;

/** 单项金额的上限，一千亿元: more is a slip of the hand, and a sum of 900 such amounts stays below 2^53. */
export const MOST_FEN: Fen = 100_000_000_000_00;

const AMOUNT = /^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?$/;
const RATIO = /^\d+(?:\.\d{1,4})?$/;
const RATIO_UNIT = 10_000n;

/** Whether a value is an amount in whole fen. */
export function isFen(value: unknown): value is Fen {
  return Number.isSafeInteger(value);
}

/**
 * Reads an amount in yuan, `1,234.50` or `-0.5`, as fen. Full-width digits, comma, point and minus
 * are read as their plain forms; commas only between groups of three, for `1234,50` is no amount.
 * The messages never repeat the text: a slipped column may hold an identity number.
 * @throws RangeError in Chinese: empty, exponent, more than two decimals, not an amount, too large
 */
export function parseYuan(text: string): Fen {
  const plain = halfWidth(text).replace('\u2212', '-').trim();
  if (plain === '') throw new RangeError('金额为空');
  if (!AMOUNT.test(plain)) throw new RangeError(amountProblem(plain));
  const [yuan = '', decimals = ''] = plain.replaceAll(',', '').split('.');
  return safeFen(BigInt(yuan.replace('-', '') + decimals.padEnd(2, '0')), plain.startsWith('-'));
}

/**
 * Prints fen as yuan with grouped thousands and two decimals: `68,400.00`.
 * @throws RangeError when the amount is not whole fen
 */
export function formatYuan(fen: Fen): string {
  const digits = String(Math.abs(checked(fen))).padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`;
}

/**
 * The sum of amounts; of none, 0.
 * @throws RangeError when an amount is not whole fen or the running sum leaves the safe range
 */
export function sumFen(amounts: Iterable<Fen>): Fen {
  let totalFen = 0;
  for (const fen of amounts) {
    totalFen += checked(fen);
    if (!isFen(totalFen)) throw new RangeError('金额合计超出可处理的范围');
  }
  return totalFen;
}

/**
 * Splits an amount by weights (whole numbers ≥ 0, for example fen or minutes); the parts sum to the
 * total. Each part is rounded down, the fen left over go to the largest remainders, at a tie to the
 * earlier part. A negative total is the mirror of the positive one.
 * @throws RangeError when the amount or a weight is not whole, a weight is negative, or all are zero
 */
export function splitFen(totalFen: Fen, weights: readonly number[]): Fen[] {
  const total = BigInt(Math.abs(checked(totalFen)));
  if (weights.some((weight) => !isFen(weight) || weight < 0)) {
    throw new RangeError('分摊权重应为非负整数');
  }
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) throw new RangeError('分摊权重合计应大于零');
  const shares = weights.map((weight, at) => {
    const product = total * BigInt(weight);
    return { at, part: product / whole, remainder: product % whole };
  });
  let left = total - shares.reduce((sum, share) => sum + share.part, 0n);
  for (const share of shares.toSorted(byRemainder)) {
    if (left === 0n) break;
    share.part += 1n;
    left -= 1n;
  }
  return shares.map((share) => safeFen(share.part, totalFen < 0));
}

/**
 * An amount times a ratio given as text with at most four decimals (`0.2050`), exact, rounded to
 * whole fen. A half rounds up; of a negative amount, down, so that a correction mirrors what it
 * corrects.
 * @throws RangeError when the amount is not whole fen, the text is not such a ratio, or the product
 *   leaves the safe range
 */
export function mulRatio(fen: Fen, ratioText: string): Fen {
  if (!RATIO.test(ratioText)) throw new RangeError('比例应为最多四位小数的非负数');
  const [whole = '', decimals = ''] = ratioText.split('.');
  const ratio = BigInt(whole + decimals.padEnd(4, '0'));
  const product = BigInt(Math.abs(checked(fen))) * ratio;
  return safeFen((product + RATIO_UNIT / 2n) / RATIO_UNIT, fen < 0);
}

type Share = { at: number; part: bigint; remainder: bigint };

function byRemainder(a: Share, b: Share): number {
  if (a.remainder === b.remainder) return a.at - b.at;
  return a.remainder > b.remainder ? -1 : 1;
}

function checked(fen: Fen): Fen {
  if (!isFen(fen)) throw new RangeError('金额应为整数分');
  return fen;
}

function safeFen(size: bigint, negative: boolean): Fen {
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('金额超出可处理的范围');
  // -0 would print as an amount but differ from 0 in Object.is and in snapshots.
  return negative && size !== 0n ? -Number(size) : Number(size);
}

function amountProblem(plain: string): string {
  if (/^-?[\d.,]+e[-+]?\d+$/i.test(plain)) return '金额不能用科学计数法表示';
  if (/^-?[\d,]+\.\d{3,}$/.test(plain)) return '金额最多两位小数';
  return '金额格式不正确，应如 1,234.50';
}
