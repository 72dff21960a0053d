import { z } from 'zod';
import { include, type Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { getSettlement, type SettlementView } from './settlements.ts';

/** A settlement that is not at its end, by the clock that runs on it, and what was said to hold it up. */
export interface WatchedSettlement {
  projectCode: string;
  projectName: string | null;
  owner: string | null;
  contractor: string | null;
  clock: 'review' | 'payment';
  /** null while the clock stands still. */
  dueDay: Day | null;
  settlement: SettlementView;
  /** Of steps in whose words the detector read something: what a person found last; null: nobody looked yet. */
  reviews: { seq: number; confirmed: boolean | null }[];
  /** Live alerts about it and about wages of its project. */
  alerts: number;
  wageAlerts: number;
}

interface Row {
  project_id: number;
  id: string;
  settlement: string;
  kind: string;
  due: Day | 'infinity';
  code: string;
  name: string | null;
  owner: string | null;
  contractor: string | null;
  alerts: number;
  wage_alerts: number;
}

const keyShape = z.tuple([z.iso.date().or(z.literal('infinity')), z.guid()]);
const WAGES = ['W01', 'W02', 'W03', 'W09'];

/**
 * The settlements whose review or payment is not done, in order of the day on which it ends, those that stand still last; with what
 * each party said. A page reads its own settlements and no others.
 *
 * @throws Problem `cursor-invalid`
 */
export async function watchSettlements(
  work: Work,
  page: Page,
): Promise<{ items: WatchedSettlement[]; next: string | null }> {
  const after = readCursor(page.after, keyShape);
  const rows = await work.sql<Row[]>`
    select o.project_id, o.id, o.subject as settlement, o.kind, o.due_day as due, d.code, p.name, w.name as owner, c.name as contractor,
      (select count(*) from we.alert a where a.project_id = o.project_id and a.subject = o.subject and a.status in ('open', 'held', 'replied'))::int as alerts,
      (select count(*) from we.alert a where a.project_id = o.project_id and a.rule_id = any(${WAGES}::text[])
        and a.status in ('open', 'held', 'replied'))::int as wage_alerts
    from we.obligation o
    join we.project_directory d on d.project_id = o.project_id
    left join we.project p on p.id = o.project_id
    left join we.company w on w.uscc = o.owner_id
    left join we.company c on c.uscc = o.contractor_id
    where o.kind in ('settlement-review', 'settlement-payment') and o.ended_at = 'infinity' and o.met_on = 'infinity'
      ${after === null ? work.sql`` : work.sql`and (o.due_day, o.id) > (${after[0]}::date, ${after[1]}::uuid)`}
    order by o.due_day, o.id
    limit ${page.limit + 1}`;
  const { items, next } = pageOf(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.due, row.id],
  );
  const watched: WatchedSettlement[] = [];
  for (const row of items) watched.push(await watchedOf(work, row));
  return { items: watched, next };
}

async function watchedOf(work: Work, row: Row): Promise<WatchedSettlement> {
  include(work, row.project_id);
  const settlement = await getSettlement(work, row.project_id, row.settlement);
  const found = await work.sql<{ seq: number; confirmed: boolean }[]>`
    select distinct on (step_seq) step_seq as seq, confirmed from we.pretext_review
    where project_id = ${row.project_id} and statement_id = ${row.settlement} order by step_seq, seq desc`;
  const reviews = settlement.steps
    .filter(({ verdict }) => verdict !== null)
    .map(({ seq }) => ({
      seq,
      confirmed: found.find((one) => one.seq === seq)?.confirmed ?? null,
    }));
  return {
    ...{
      projectCode: row.code,
      projectName: row.name,
      owner: row.owner,
      contractor: row.contractor,
    },
    clock: row.kind === 'settlement-review' ? 'review' : 'payment',
    dueDay: row.due === 'infinity' ? null : row.due,
    ...{ settlement, reviews, alerts: row.alerts, wageAlerts: row.wage_alerts },
  };
}
