import type { z } from 'zod';
import { Problem } from '../lib/problem.ts';

/** A page of a list: at most `limit` rows behind the cursor `after`. */
export interface Page {
  after?: string | undefined;
  limit: number;
}

/** The opaque cursor that stands for the sort key of a page's last row. */
export const cursorOf = (key: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * The sort key behind a cursor; null for the first page.
 * @throws Problem `cursor-invalid`
 */
export function readCursor<T>(after: string | undefined, shape: z.ZodType<T>): T | null {
  if (after === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(after, 'base64url').toString('utf8')));
  } catch {
    throw new Problem(
      'invalid',
      'cursor-invalid',
      '翻页参数 after 无效，请原样使用上一页返回的 next。',
    );
  }
}

/** Cuts the one row read too many, which tells whether there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  keyOf: (row: Row) => readonly unknown[],
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(toItem), next: more ? cursorOf(keyOf(last)) : null };
}
