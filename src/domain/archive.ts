import type { Work } from '../../db/work.ts';
import { addMonths, firstOf, type Month, monthOf } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';
import type { Signer } from '../lib/signer.ts';
import { record } from './events.ts';
import { DETACHED } from './trail/erasures.ts';
import { signWord } from './trail/signed.ts';

/** 工资支付台账至少保存三年（国务院令第724号第十五条）: so many whole months before the day's own stay here. */
const MONTHS_KEPT = 36;

/**
 * Takes the payroll lines of all wage months before one out of the table, into the schema `we_archive`. Their batches,
 * payout events and duties stay. Run as the schema's owner; the same month again changes nothing. The event is signed, so
 * that the trail's verification lets those lines be gone.
 *
 * @returns how many months were detached
 * @throws Problem `month-kept` within three years; `month-open` while a duty about wages of such a month is open
 */
export async function detachMonths(work: Work, before: Month, signer: Signer): Promise<number> {
  const { sql, day } = work;
  const latest = addMonths(monthOf(day), -MONTHS_KEPT);
  if (before > latest) {
    throw new Problem(
      'conflict',
      'month-kept',
      `工资支付台账至少保存三年，现在只能转存 ${latest} 以前的月份。`,
    );
  }
  const [open] = await sql<{ period: string }[]>`
    select period from we.obligation
    where kind in ('wage', 'payroll-sheet', 'resend') and period < ${before} and ended_at = 'infinity' and met_on = 'infinity'
    order by period limit 1`;
  if (open) {
    throw new Problem(
      'conflict',
      'month-open',
      `${open.period} 还有未履行的工资义务，不能转存该月及以后的月份。`,
    );
  }
  const [row] = await sql<{ gone: number }[]>`
    select we.detach_partitions(${firstOf(before)}::date) as gone`;
  const gone = row?.gone ?? 0;
  if (gone > 0) {
    await record(
      work,
      0,
      DETACHED,
      before,
      signWord(signer, DETACHED, 0, { before, months: gone }),
    );
  }
  return gone;
}
