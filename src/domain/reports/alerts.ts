import type { Work } from '../../../db/work.ts';
import { type Counted, type Crosstab, crosstab, withOthers } from './crosstab.ts';
import type { Span } from './span.ts';

/** From the worst. */
export const levels = ['red', 'orange', 'yellow'] as const;
/** Days since the due day. */
export const ages = ['7', '30', '90', 'older'] as const;

/** Rules whose alerts are wages not paid (nothing, a part), and money that the owner owes the wage account. Each names its own workers or months. */
const WAGES = ['W01', 'W02'];
const TRANSFERS = ['F01', 'F02'];

/** A review or a payment that is late, and no more than words. */
export const stages = ['review', 'payment', 'reason-only'] as const;
/** Codes of audit as they are stated; suspected: words nobody confirmed yet; other banned excuses; no reason was given. */
export const pretexts = [
  ...['AUD-GOV', 'AUD-FIN', 'AUD-FINAL', 'AUD-3P', 'AUD-INT', 'AUD-TRACK', 'AUD-CLAUSE', 'AUD'],
  ...['suspected', 'banned', 'unstated'],
] as const;

export interface TopParty {
  uscc: string;
  name: string | null;
  /** Projects, alerts, fen and workers behind them. */
  projects: number;
  count: number;
  fen: number;
  workers: number;
}

/**
 * Alerts `a` of the region that lived at the end of the span's last day: those that live now and were open by then, and those that were
 * cleared since. Level and amount are the last ones found.
 */
const living = (sql: Work['sql'], { lo, hi, day }: Span, rules: readonly string[]) => sql`(
    select * from we.alert where status in ('open', 'held', 'replied') and rule_id = any(${rules as string[]}::text[])
      and region_code between ${lo} and ${hi} and opened_on <= ${day}::date
    union all
    select * from we.alert where status = 'cleared' and cleared_on > ${day}::date and rule_id = any(${rules as string[]}::text[])
      and region_code between ${lo} and ${hi} and opened_on <= ${day}::date
  )`;

/** Arrears of wages, and of the owners' transfers, by level and age. */
export async function arrearsFigures(
  { sql }: Work,
  span: Span,
): Promise<{ wages: Crosstab; transfers: Crosstab }> {
  const rows = await sql<(Counted & { wages: boolean })[]>`
    select a.rule_id = any(${WAGES}::text[]) as wages, (array['yellow', 'orange', 'red'])[a.level] as row,
      case
        when ${span.day}::date - a.due_day <= 7 then '7'
        when ${span.day}::date - a.due_day <= 30 then '30'
        when ${span.day}::date - a.due_day <= 90 then '90'
        else 'older'
      end as column,
      count(*)::int as count, sum(a.amount_fen)::bigint as fen, coalesce(sum((a.facts ->> 'workers')::int), 0)::int as workers
    from ${living(sql, span, [...WAGES, ...TRANSFERS])} a
    group by 1, 2, 3`;
  const of = (wages: boolean) =>
    crosstab(
      levels,
      ages,
      rows.filter((row) => row.wages === wages),
    );
  return { wages: of(true), transfers: of(false) };
}

const MOST_PARTIES = 10;

/** The contractors with the most wages in arrears on their projects, and the owners that owe the most transfers. */
export async function topParties(
  work: Work,
  span: Span,
): Promise<{ contractors: TopParty[]; owners: TopParty[] }> {
  const { sql } = work;
  const top = (by: 'contractor_id' | 'owner_id', rules: readonly string[]) => sql<TopParty[]>`
    with owing as (
      select a.${sql(by)} as uscc, count(distinct a.project_id)::int as projects, count(*)::int as count, sum(a.amount_fen)::bigint as fen,
        coalesce(sum((a.facts ->> 'workers')::int), 0)::int as workers
      from ${living(sql, span, rules)} a
      group by 1 order by 4 desc, 1 limit ${MOST_PARTIES}
    )
    select o.uscc, c.name, o.projects, o.count, o.fen, o.workers from owing o left join we.company c on c.uscc = o.uscc
    order by o.fen desc, o.uscc`;
  return {
    contractors: [...(await top('contractor_id', WAGES))],
    owners: [...(await top('owner_id', TRANSFERS))],
  };
}

/**
 * Settlements that are stuck: their review (S01, once late) or payment (S05) is late, or their owner holds them back with an audit (S02), with
 * words that may mean one (S03) or with another banned excuse (S10). Each counts once, with the gravest pretext, and its largest amount.
 */
export async function settlementFigures({ sql }: Work, span: Span): Promise<Crosstab> {
  const rows = await sql<Counted[]>`
    with stuck as (
      select a.project_id, a.subject, max(a.amount_fen) as fen,
        case when bool_or(a.rule_id = 'S05') then 'payment' when bool_or(a.rule_id = 'S01') then 'review' else 'reason-only' end as column,
        coalesce(
          max(a.facts ->> 'reasonCode') filter (where a.rule_id = 'S02'),
          max('suspected') filter (where a.rule_id = 'S03'),
          max('banned') filter (where a.rule_id = 'S10'),
          'unstated'
        ) as row
      from ${living(sql, span, ['S01', 'S02', 'S03', 'S05', 'S10'])} a
      where (a.rule_id <> 'S01' or a.due_day < ${span.day}::date) and (a.rule_id <> 'S03' or a.period = '-')
      group by 1, 2
    )
    select s.row, s.column, count(*)::int as count, sum(s.fen)::bigint as fen, 0 as workers from stuck s group by 1, 2`;
  return crosstab(withOthers(pretexts, rows), stages, rows);
}
