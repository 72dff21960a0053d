import type { Work } from '../../../db/work.ts';
import { addDays, type Day, firstOf, lastOf, type Month } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';

/** What a monthly report is about: codes of regions from `lo` to `hi`, a month, and the last day that counts. */
export interface Span {
  /** The first 2, 4 or 6 digits of the regions' codes. */
  region: string;
  lo: number;
  hi: number;
  month: Month;
  first: Day;
  /** The month's last day, of the running month the last that has ended. */
  day: Day;
}

/**
 * Whose month it is: of the authority's own region or of a part of it.
 *
 * @throws Problem `authority-only`; `region-not-yours` for what reaches beyond; `month-future` before its first day has ended
 */
export function spanOf({ actor, day }: Work, month: Month, prefix: string | undefined): Span {
  if (actor.region === null)
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以取得统计月报。');
  const own = actor.region;
  const region = prefix ?? prefixOf(own);
  const [lo, hi] = [Number(region.padEnd(6, '0')), Number(region.padEnd(6, '9'))];
  if (lo < own.lo || hi > own.hi)
    throw new Problem('forbidden', 'region-not-yours', '只能取得本辖区的统计月报。');
  const [first, last, yesterday] = [firstOf(month), lastOf(month), addDays(day, -1)];
  if (first > yesterday)
    throw new Problem(
      'invalid',
      'month-future',
      '该月还没有可以统计的一天，请在其第一天结束后再试。',
    );
  return { region, lo, hi, month, first, day: [last, yesterday].sort()[0] as Day };
}

/** The digits that the codes of a range begin with. */
function prefixOf({ lo, hi }: { lo: number; hi: number }): string {
  const [from, to] = [String(lo).padStart(6, '0'), String(hi).padStart(6, '0')];
  return [6, 4, 2].map((n) => from.slice(0, n)).find((prefix) => to.startsWith(prefix)) ?? '';
}
