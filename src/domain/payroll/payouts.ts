import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import type { Month } from '../../lib/day.ts';
import { dayOf, firstOf } from '../../lib/day.ts';
import { parseEndToEndId } from '../../lib/id.ts';
import { maskNumbers } from '../../lib/text.ts';
import { inBulk } from '../bulk.ts';
import { moveWages, refreshWages } from '../duties/wages.ts';
import { numbersOf } from '../numbers.ts';
import { doubtPayees, type Payee } from './doubts.ts';
import { type FreshEvent, placesOf, rangeOf } from './places.ts';
import { type FailedChain, refreshResends } from './resends.ts';
import { refreshStates, tellingFirst } from './states.ts';

export interface PayoutItem {
  index: number;
  endToEndId: string;
  outcome: 'accepted' | 'paid' | 'rejected' | 'returned' | 'unknown';
  /** Absent: what the line was ordered to pay. */
  amountFen?: number | undefined;
  at: Date;
  reasonCode?: string | undefined;
  reasonText?: string | undefined;
  payeeName?: string | undefined;
  payeeAccountNo?: string | undefined;
}

export interface PayoutTally {
  accepted: number;
  duplicates: number;
  /** Indexes of items whose batch is not there yet. */
  waiting: number[];
  rejected: { index: number; code: string; message: string }[];
}

/**
 * Takes the bank's word on lines of one project, any number of times and in any order: events are stored once,
 * then the chains they touch are folded anew and the differences written as meetings of the wage duties.
 */
export async function takePayouts(
  work: Work,
  projectId: number,
  messageId: string,
  items: PayoutItem[],
): Promise<PayoutTally> {
  const tally: PayoutTally = { accepted: 0, duplicates: 0, waiting: [], rejected: [] };
  const byMonth = Map.groupBy(items, (i) => parseEndToEndId(i.endToEndId)?.wageMonth ?? '');
  for (const [month, some] of byMonth) {
    const stored = await inBulk(work, async () => {
      const taken = await storeEvents(work, projectId, month, messageId, some);
      if (taken.fresh.length > 0) {
        await foldChains(work, projectId, month, messageId, taken.fresh);
        await doubtPayees(work, projectId, month, taken.paid);
      }
      return taken;
    });
    tally.accepted += stored.fresh.length;
    tally.duplicates += stored.known - stored.fresh.length;
    tally.waiting.push(...stored.waiting);
    tally.rejected.push(
      ...stored.unknownLines.map((index) => ({
        index,
        code: 'line-unknown',
        message: 'EndToEndId 所指的批次没有这一行，请核对。',
      })),
    );
  }
  return tally;
}

// Here and below rows are read by a range of line numbers and then hashed, for a message mostly speaks of lines that stand
// together. Whatever index the planner takes while it knows nothing of a fresh month, it reads that once, not a line at a time.
async function storeEvents(
  work: Work,
  projectId: number,
  month: Month,
  messageId: string,
  items: PayoutItem[],
) {
  const { sql, now } = work;
  const { blind, seal } = await numbersOf(work, projectId);
  const parsed = items.map((i) => ({
    ...i,
    ...(parseEndToEndId(i.endToEndId) as { batchNo: string; lineNo: number }),
  }));
  const { lowest, highest } = rangeOf(parsed.map((p) => p.lineNo));
  const rows = await sql<
    (FreshEvent &
      Payee & { index: number; has_batch: boolean; has_line: boolean; fresh: boolean })[]
  >`
    with batch as materialized (
      select id, batch_no from we.payroll_batch where project_id = ${projectId} and batch_no = any(${[...new Set(parsed.map((p) => p.batchNo))]}::text[])
    ),
    item as (
      select u.*, b.id as batch_id, l.root_batch_id, l.root_line_no, l.engagement_id, l.card_bidx, greatest(coalesce(u.told_fen, l.pay_fen), 1) as amount_fen, row_number() over (partition by u.batch_no, u.line_no, u.outcome, u.at) as turn
      from unnest(${parsed.map((p) => p.index)}::int[], ${parsed.map((p) => p.batchNo)}::text[], ${parsed.map((p) => p.lineNo)}::int[],
        ${parsed.map((p) => p.outcome)}::text[], ${parsed.map((p) => p.at.toISOString())}::timestamptz[], ${parsed.map((p) => dayOf(p.at))}::date[],
        ${parsed.map((p) => p.amountFen ?? null) as number[]}::bigint[], ${parsed.map((p) => p.reasonCode ?? null) as string[]}::text[],
        ${parsed.map((p) => (p.reasonText === undefined ? null : maskNumbers(p.reasonText))) as string[]}::text[], ${parsed.map((p) => p.payeeName ?? null) as string[]}::text[],
        ${parsed.map((p) => (p.payeeAccountNo ? blind('account', p.payeeAccountNo) : null)) as string[]}::text[],
        ${parsed.map((p) => (p.payeeAccountNo ? seal(p.payeeAccountNo) : null)) as string[]}::text[])
        as u(index, batch_no, line_no, outcome, at, on_day, told_fen, reason_code, reason_text, payee_name, payee_bidx, payee_cipher)
      left join batch b on b.batch_no = u.batch_no
      left join we.payroll_line l on l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, firstOf(month))}
        and l.batch_id = any(array(select id from batch)) and l.line_no between ${lowest} and ${highest}
        and l.batch_id = b.id and l.line_no = u.line_no
    ),
    stored as (
      insert into we.payout_event (project_id, wage_month, batch_id, line_no, outcome, at, on_day, root_batch_id, root_line_no,
        amount_fen, reason_code, reason_text, payee_name, payee_bidx, payee_cipher, message_id, known_at)
      select ${projectId}, ${firstOf(month)}::date, batch_id, line_no, outcome, at, on_day, root_batch_id, root_line_no,
        amount_fen, reason_code, reason_text, payee_name, payee_bidx, payee_cipher, ${messageId}, ${now}
      from item where root_batch_id is not null and turn = 1
      on conflict do nothing
      returning batch_id, line_no, outcome, at
    )
    select i.index, i.batch_id, i.line_no, i.root_batch_id, i.root_line_no, i.batch_id is not null as has_batch,
      i.root_batch_id is not null as has_line,
      case when i.outcome = 'paid' and (i.payee_name is not null or i.payee_bidx <> i.card_bidx) then i.engagement_id end as engagement_id,
      i.payee_name, i.payee_bidx <> i.card_bidx as elsewhere,
      i.turn = 1 and (i.batch_id, i.line_no, i.outcome, i.at) in (select batch_id, line_no, outcome, at from stored) as fresh
    from item i`;
  return {
    fresh: rows.filter((r) => r.fresh) as FreshEvent[],
    paid: rows.filter((r) => r.fresh && r.engagement_id !== null),
    known: rows.filter((r) => r.has_line).length,
    waiting: rows.filter((r) => !r.has_batch).map((r) => r.index),
    unknownLines: rows.filter((r) => r.has_batch && !r.has_line).map((r) => r.index),
  };
}

interface Touched {
  employer_id: string;
  failed: FailedChain[];
  /** How many more owed lines are open than before, and what the meetings came to. */
  opened: number;
  met_fen: number;
}

/**
 * Folds the chains that a message touched. Per chain and day the highest outcome wins (rejected < paid <
 * returned); paid counts up to what was ordered, from the last day that ended otherwise. What the message
 * changes against the fold without it becomes meetings, so their sum by day is always that of the chains.
 */
async function foldChains(
  work: Work,
  projectId: number,
  month: Month,
  messageId: string,
  fresh: readonly FreshEvent[],
): Promise<void> {
  const { sql, now } = work;
  const at = placesOf(fresh.map((f) => [f.root_batch_id, f.root_line_no]));
  const touched = await sql<Touched[]>`
    with event as materialized (
      select e.*, r.employer_id, r.pay_fen, r.was_fen, r.owed, e.message_id = ${messageId} as fresh,
        array_position(array['rejected', 'paid', 'returned'], e.outcome) as rank
      from unnest(${at.each}::uuid[], ${at.lines}::int[]) as t(batch_id, line_no)
      join (
        select batch_id, line_no, employer_id, pay_fen, paid_fen as was_fen,
          kind <> 'resend' and replaced_on = 'infinity' and withdrawn_on = 'infinity' as owed
        from we.payroll_line
        where project_id = ${projectId} and wage_month = ${inMonth(sql, firstOf(month))} and batch_id = any(${at.batches}::uuid[])
          and line_no between ${at.lowest} and ${at.highest}
      ) r on r.batch_id = t.batch_id and r.line_no = t.line_no
      join (
        select root_batch_id, root_line_no, batch_id as own_batch, line_no as own_line, at, on_day, outcome, amount_fen, message_id
        from we.payout_event
        where project_id = ${projectId} and wage_month = ${firstOf(month)}::date and root_batch_id = any(${at.batches}::uuid[])
          and root_line_no between ${at.lowest} and ${at.highest}
      ) e on e.root_batch_id = t.batch_id and e.root_line_no = t.line_no
    ),
    daily as (
      select s.after, e.employer_id, e.pay_fen, e.was_fen, e.owed, e.root_batch_id, e.root_line_no, e.on_day, max(e.rank) as top,
        sum(e.amount_fen) filter (where e.outcome = 'paid') as fen
      from event e join (values (true), (false)) s(after) on s.after or not e.fresh
      where e.rank is not null
      group by 1, 2, 3, 4, 5, 6, 7, 8
    ),
    island as (
      select *, count(*) filter (where top <> 2) over (partition by after, root_batch_id, root_line_no order by on_day) as island from daily
    ),
    series as materialized (
      select i.*, case when i.top = 2 then least(i.pay_fen, sum(i.fen) filter (where i.top = 2)
        over (partition by i.after, i.root_batch_id, i.root_line_no, i.island order by i.on_day))::bigint else 0 end as paid_fen
      from island i
    ),
    step as (
      select employer_id, root_batch_id, root_line_no, on_day, case when after then 1 else -1 end
        * (paid_fen - lag(paid_fen, 1, 0::bigint) over (partition by after, root_batch_id, root_line_no order by on_day)) as fen
      from series
    ),
    met as (
      insert into we.meeting (project_id, id, obligation_id, fact_kind, fact_id, amount_fen, on_day, known_at)
      select ${projectId}, md5(concat_ws(':', d.duty, ${messageId}::text, d.on_day))::uuid, d.duty, 'payout', ${messageId}, d.fen, d.on_day, ${now}
      from (
        select we.duty_id(${projectId}, 'wage', employer_id, ${month}) as duty, on_day, sum(fen)::bigint as fen from step group by 1, 2
      ) d where d.fen <> 0
        and exists (select from we.obligation o where o.project_id = ${projectId} and o.id = d.duty)
      on conflict do nothing
      returning obligation_id, amount_fen
    ),
    last as materialized (
      select distinct on (root_batch_id, root_line_no) *, min(on_day) filter (where paid_fen >= pay_fen)
        over (partition by root_batch_id, root_line_no, island) as full_on
      from series where after order by root_batch_id, root_line_no, on_day desc
    ),
    own as (
      select distinct on (e.root_batch_id, e.root_line_no) e.root_batch_id, e.root_line_no, e.outcome
      from event e where e.own_batch = e.root_batch_id and e.own_line = e.root_line_no
      order by e.root_batch_id, e.root_line_no, ${tellingFirst(sql)}
    ),
    root as (
      update we.payroll_line r set paid_fen = coalesce(l.paid_fen, r.paid_fen), state = coalesce(l.outcome, r.state),
        final_on = case when l.paid_fen is null then r.final_on when l.paid_fen >= l.pay_fen then l.full_on else l.on_day end
      from (select * from last full join own using (root_batch_id, root_line_no)) l
      where r.project_id = ${projectId} and r.wage_month = ${inMonth(sql, firstOf(month))} and r.batch_id = l.root_batch_id and r.line_no = l.root_line_no
        and r.batch_id = any(${at.batches}::uuid[]) and r.line_no between ${at.lowest} and ${at.highest}
    ),
    failed as (
      select employer_id, root_batch_id, root_line_no, max(pay_fen) as pay_fen, max(on_day) filter (where after and top <> 2) as lost_on,
        jsonb_agg(jsonb_build_object('day', on_day, 'paidFen', paid_fen) order by on_day) filter (where after) as series
      from series group by 1, 2, 3 having bool_or(top <> 2)
    ),
    told as (
      select f.employer_id, jsonb_agg(jsonb_build_object('batchNo', b.batch_no, 'lineNo', f.root_line_no, 'payFen', f.pay_fen,
        'lostOn', f.lost_on, 'series', f.series)) as failed
      from failed f join we.payroll_batch b on b.project_id = ${projectId} and b.id = f.root_batch_id
      group by 1
    )
    select l.employer_id, coalesce(t.failed, '[]') as failed,
      (count(*) filter (where l.owed and l.paid_fen < l.pay_fen) - count(*) filter (where l.owed and l.was_fen < l.pay_fen))::int as opened,
      coalesce((select sum(m.amount_fen) from met m where m.obligation_id = we.duty_id(${projectId}, 'wage', l.employer_id, ${month})), 0)::bigint
        as met_fen
    from last l left join told t on t.employer_id = l.employer_id
    group by l.employer_id, t.failed`;
  await refreshStates(work, projectId, month, fresh);
  for (const t of touched) {
    const moved = { opened: t.opened, metFen: t.met_fen };
    if (!(await moveWages(work, projectId, t.employer_id, month, moved))) {
      await refreshWages(work, projectId, t.employer_id, [month]);
    }
    const of = { employerId: t.employer_id, month, messageId };
    await refreshResends(work, projectId, of, t.failed);
  }
}
