import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import type { Instrument } from './draft.ts';

/** What tells the series of an authority's year apart, after its own word (机关代字). */
const SERIES: Readonly<Record<Instrument, string>> = {
  reminder: '提示',
  warning: '预警',
  supervision: '督办',
  referral: '移送',
};

/**
 * Draws the next number of an authority's year and instrument, such as 连建督办〔2026〕15号. The counter stays locked
 * until the transaction ends, and goes back with it: there is no gap and no double.
 */
export async function drawNumber(
  { sql }: Pick<Work, 'sql'>,
  authorityId: string,
  day: Day,
  instrument: Instrument,
): Promise<string> {
  const year = day.slice(0, 4);
  const [drawn] = await sql<{ last: number }[]>`
    insert into we.notice_number as n (authority_id, year, instrument, last)
    values (${authorityId}, ${Number(year)}, ${instrument}, 1)
    on conflict on constraint notice_number_pk do update set last = n.last + 1
    returning last`;
  const [setting] = await sql<{ word: string | null }[]>`
    select number_word as word from we.authority_setting where authority_id = ${authorityId}`;
  return `${setting?.word ?? ''}${SERIES[instrument]}〔${year}〕${drawn?.last}号`;
}
