import type { Work } from '../../../db/work.ts';
import { lastOf } from '../../lib/day.ts';
import { type Counted, type Crosstab, crosstab, withOthers } from './crosstab.ts';
import type { Span } from './span.ts';

export const instruments = ['reminder', 'warning', 'supervision', 'referral'] as const;
/** How a paper stood: its reply accepted; answered, not judged yet; waiting within its term; its term over; not served yet; withdrawn. */
export const outcomes = [
  'accepted',
  'answered',
  'waiting',
  'overdue',
  'unserved',
  'withdrawn',
] as const;

/** The papers approved in the month, by instrument and how they stood at the end of the span's last day. */
export async function noticeFigures({ sql }: Work, span: Span): Promise<Crosstab> {
  const { lo, hi, first, month, day } = span;
  const by = (column: string) => sql`coalesce(n.${sql(column)} <= ${day}::date, false)`;
  const rows = await sql<Counted[]>`
    select n.instrument as row,
      case
        when ${by('withdrawn_on')} then 'withdrawn'
        when ${by('accepted_on')} then 'accepted'
        when ${by('replied_on')} then 'answered'
        when not ${by('served_on')} then 'unserved'
        when n.reply_due_on < ${day}::date then 'overdue'
        else 'waiting'
      end as column,
      count(*)::int as count, 0 as fen, 0 as workers
    from we.notice n
    where n.issued_on between ${first}::date and least(${lastOf(month)}::date, ${day}::date) and n.region_code between ${lo} and ${hi}
    group by 1, 2`;
  return crosstab(withOthers(instruments, rows), outcomes, rows);
}
