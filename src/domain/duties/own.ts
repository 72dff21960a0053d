import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { dutySubject } from '../subjects.ts';
import type { ObligationView } from './listing.ts';

/** A live duty on one of a firm's projects. */
export interface OwnDuty extends ObligationView {
  projectCode: string;
  projectName: string;
  /** The employer, where the duty is one of wages. */
  employerName: string | null;
}

export interface OwnDutyFilter {
  kinds: readonly string[];
  open?: boolean | undefined;
  projectCode?: string | undefined;
  period?: string | undefined;
  /** The oldest first; else the latest. */
  oldestFirst: boolean;
}

interface Row extends Omit<OwnDuty, 'dueDay' | 'metOn'> {
  id: string;
  projectId: number;
  due_day: Day | 'infinity';
  met_on: Day | 'infinity';
}

const keyShape = z.tuple([z.iso.date().or(z.literal('infinity')), z.guid()]);
const ended = (day: string) => (day === 'infinity' ? null : day);

/**
 * The live duties of some kinds over all projects of which the caller is owner or contractor, by due day; a clock that
 * stands still counts as the latest.
 *
 * @throws Problem `cursor-invalid`
 */
export async function listOwnDuties(
  { sql, actor }: Work,
  { kinds, open, projectCode, period, oldestFirst }: OwnDutyFilter,
  page: Page,
): Promise<{ items: OwnDuty[]; next: string | null }> {
  const after = readCursor(page.after, keyShape);
  const order = oldestFirst ? sql`o.due_day, o.id` : sql`o.due_day desc, o.id desc`;
  const beyond = (key: [string, string]) =>
    oldestFirst
      ? sql`and (o.due_day, o.id) > (${key[0]}::date, ${key[1]}::uuid)`
      : sql`and (o.due_day, o.id) < (${key[0]}::date, ${key[1]}::uuid)`;
  const rows = await sql<Row[]>`
    select o.id, o.project_id as "projectId", o.kind, o.subject, o.period, o.nominal_day as "nominalDay", o.due_day, o.provisional,
      o.amount_fen as "amountFen", o.met_fen as "metFen", o.met_on, o.version, p.code as "projectCode", p.name as "projectName",
      c.name as "employerName"
    from we.obligation o
    join we.project p on p.id = o.project_id
    left join we.company c on o.kind = 'wage' and c.uscc = o.subject
    where o.project_id in (select project_id from we.project_party where company_id = ${actor.org} and role in ('owner', 'contractor'))
      and o.ended_at = 'infinity' and o.kind = any(${kinds}::text[])
      ${open === undefined ? sql`` : open ? sql`and o.met_on = 'infinity'` : sql`and o.met_on < 'infinity'`}
      ${projectCode === undefined ? sql`` : sql`and p.code = ${projectCode}`}
      ${period === undefined ? sql`` : sql`and o.period = ${period}`}
      ${after === null ? sql`` : beyond(after)}
    order by ${order}
    limit ${page.limit + 1}`;
  const toView = ({ id: _, projectId, due_day, met_on, ...row }: Row): OwnDuty => ({
    ...row,
    subject: dutySubject(projectId, row.kind, row.subject),
    dueDay: ended(due_day),
    metOn: ended(met_on),
  });
  return pageOf(rows, page.limit, toView, (row) => [row.due_day, row.id]);
}
