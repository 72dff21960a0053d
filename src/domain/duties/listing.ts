import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { dutySubject } from '../subjects.ts';

export interface ObligationView {
  kind: string;
  subject: string;
  period: string;
  nominalDay: Day;
  /** null while a clock stands still. */
  dueDay: Day | null;
  provisional: boolean;
  /** null until it is known; 0 where the duty is not one of money. */
  amountFen: number | null;
  metFen: number;
  /** The day on which it became met and stayed so. */
  metOn: Day | null;
  version: number;
}

interface Row extends Omit<ObligationView, 'dueDay' | 'metOn'> {
  id: string;
  due_day: Day | 'infinity';
  met_on: Day | 'infinity';
}

const keyShape = z.tuple([z.iso.date().or(z.literal('infinity')), z.guid()]);
const ended = (day: string) => (day === 'infinity' ? null : day);

/**
 * The live duties of a project in order of due day, those whose clock stands still last.
 * `open` tells unmet from met ones.
 *
 * @throws Problem `cursor-invalid`
 */
export async function listObligations(
  { sql }: Work,
  projectId: number,
  page: Page & { kind?: string | undefined; open?: boolean | undefined },
): Promise<{ items: ObligationView[]; next: string | null }> {
  const after = readCursor(page.after, keyShape);
  const rows = await sql<Row[]>`
    select id, kind, subject, period, nominal_day as "nominalDay", due_day, provisional,
      amount_fen as "amountFen", met_fen as "metFen", met_on, version
    from we.obligation
    where project_id = ${projectId} and ended_at = 'infinity'
      ${page.kind === undefined ? sql`` : sql`and kind = ${page.kind}`}
      ${page.open === undefined ? sql`` : page.open ? sql`and met_on = 'infinity'` : sql`and met_on < 'infinity'`}
      ${after === null ? sql`` : sql`and (due_day, id) > (${after[0]}::date, ${after[1]}::uuid)`}
    order by due_day, id
    limit ${page.limit + 1}`;
  const toView = ({ id: _, due_day, met_on, ...row }: Row): ObligationView => ({
    ...row,
    subject: dutySubject(projectId, row.kind, row.subject),
    dueDay: ended(due_day),
    metOn: ended(met_on),
  });
  return pageOf(rows, page.limit, toView, (row) => [row.due_day, row.id]);
}
