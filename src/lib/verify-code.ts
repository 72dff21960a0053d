import { randomBytes } from 'node:crypto';
import { DIGITS } from './id.ts';
import { halfWidth } from './text.ts';
import { sha256 } from './vault.ts';

/** Digits before the check digit: 75 bits that nobody guesses. */
const RANDOM_DIGITS = 15;
const SHAPE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** Times x in GF(32), by x⁵ + x² + 1. */
const timesX = (digit: number): number => (digit << 1) ^ (digit & 16 ? 0b100101 : 0);

/** One wrong digit, or two that changed places, give another check digit. */
const checkDigit = (digits: string): string => {
  let sum = 0;
  for (const ch of digits) sum = timesX(sum ^ DIGITS.indexOf(ch));
  return DIGITS.charAt(sum);
};

/** A new 验证码: 16 digits of Crockford's base 32 in fours, the last a check digit; `random` are its bytes. */
export function newVerifyCode(random: Uint8Array = randomBytes(RANDOM_DIGITS)): string {
  const digits = Array.from(random, (byte) => DIGITS.charAt(byte & 31)).join('');
  return grouped(digits + checkDigit(digits));
}

const grouped = (digits: string): string => digits.replace(/.{4}(?=.)/g, '$&-');

/** The code that somebody typed, in its own form: O for 0, I and L for 1, small letters and gaps are forgiven. Null: none. */
export function readVerifyCode(typed: string): string | null {
  const digits = halfWidth(typed)
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return SHAPE.test(digits) && checkDigit(digits.slice(0, -1)) === digits.at(-1)
    ? grouped(digits)
    : null;
}

/** What is kept of a code to find its paper by. */
export const hashOfCode = (code: string): string => sha256(`verify:${code}`);
