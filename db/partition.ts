import type { Tx } from './client.ts';

/**
 * The first day of a wage month as a constant of a statement's text. As a parameter, the server would now and then plan
 * for any month, over all partitions (a tenth of a second on each connection), and plan anew each time; so it plans over one,
 * once.
 *
 * @throws RangeError for what is no first day of a month: the text goes into the statement as it is
 */
export function inMonth(sql: Tx, first: string) {
  if (!/^\d{4}-\d{2}-01$/.test(first)) throw new RangeError(`${first} is no first day of a month`);
  return sql.unsafe(`'${first}'::date`);
}
