import { createHash } from 'node:crypto';
import type { Month } from './day.ts';
import { Problem } from './problem.ts';

/** Crockford's base 32: no I, L, O, U. */
export const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A non-negative whole number in Crockford's base 32. */
export function base32(n: number): string {
  let rest = n;
  let out = '';
  do {
    out = DIGITS.charAt(rest % 32) + out;
    rest = Math.floor(rest / 32);
  } while (rest > 0);
  return out;
}

/** The number behind base-32 text, or null. */
export function fromBase32(text: string): number | null {
  if (text === '' || text.length > 10) return null;
  let n = 0;
  for (const ch of text) {
    const digit = DIGITS.indexOf(ch);
    if (digit < 0) return null;
    n = n * 32 + digit;
  }
  return n;
}

/** The id that programs outside see: it carries its project, so that a lookup goes to one shard. */
export const publicId = (projectId: number, id: string): string =>
  `${base32(projectId)}-${id.replaceAll('-', '')}`;

const asUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );

/** Takes a public id apart. @throws Problem `not-found` for anything that is not one. */
export function parseId(text: string): { projectId: number; id: string } {
  const match = /^([0-9A-HJKMNP-TV-Z]{1,10})-([0-9a-f]{32})$/.exec(text);
  const projectId = match ? fromBase32(match[1] as string) : null;
  if (match === null || projectId === null)
    throw new Problem('not-found', 'not-found', '没有这条记录，或您无权查看。');
  const hex = match[2] as string;
  const id = asUuid(hex);
  return { projectId, id };
}

/** The same id for the same parts, always: md5 as a uuid (`we.duty_id` makes the same one). */
export function stableId(...parts: (string | number)[]): string {
  const hex = createHash('md5').update(parts.join(':')).digest('hex');
  return asUuid(hex);
}

const checkDigit = (body: string): string => {
  let sum = 0;
  for (const [i, ch] of [...body].entries()) sum += (DIGITS.indexOf(ch) + 1) * (i + 3);
  return DIGITS.charAt(sum % 31);
};

const BATCHES_A_MONTH = 32 ** 3;

/**
 * 批次号: base32 project id, yymm of the wage month, three base-32 digits, one check digit. With
 * `-line` behind it, it is the EndToEndId of ISO 20022 (35 characters at most).
 */
export function batchNo(projectId: number, wageMonth: Month, counter: number): string {
  if (counter >= BATCHES_A_MONTH)
    throw new RangeError('more than 32,767 batches for one project and month');
  const body = `${base32(projectId)}${wageMonth.slice(2, 4)}${wageMonth.slice(5, 7)}${base32(counter).padStart(3, '0')}`;
  return body + checkDigit(body);
}

/** Reads a batch number from the right; null when it is not one of ours. */
export function parseBatchNo(text: string): { projectId: number; wageMonth: Month } | null {
  const match =
    /^([0-9A-HJKMNP-TV-Z]{1,10})(\d{2})(\d{2})([0-9A-HJKMNP-TV-Z]{3})([0-9A-HJKMNP-TV-Z])$/.exec(
      text,
    );
  if (!match || checkDigit(text.slice(0, -1)) !== match[5]) return null;
  const projectId = fromBase32(match[1] as string);
  const month = Number(match[3]);
  return projectId === null || month < 1 || month > 12
    ? null
    : { projectId, wageMonth: `20${match[2]}-${match[3]}` };
}

/** Takes `{batchNo}-{line}` apart; null when it is not one of ours. */
export function parseEndToEndId(
  text: string,
): { projectId: number; wageMonth: Month; batchNo: string; lineNo: number } | null {
  const match = /^([0-9A-Z]{9,20})-([1-9]\d{0,4})$/.exec(text);
  const batch = match ? parseBatchNo(match[1] as string) : null;
  return match && batch
    ? { ...batch, batchNo: match[1] as string, lineNo: Number(match[2]) }
    : null;
}
