import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { type Said, say, wordsOf } from '../said.ts';

/** A complaint without its words. */
export interface ComplaintView {
  complaintId: string;
  projectCode: string;
  projectName: string | null;
  kind: string;
  aboutUscc: string;
  aboutName: string | null;
  on: Day;
  closedOn: Day | null;
  outcome: string | null;
}

interface Row extends Omit<ComplaintView, 'complaintId' | 'closedOn'> {
  project_id: number;
  id: string;
  closed_on: Day;
}

const columns = ({ sql }: Work) => sql`
  c.project_id, c.id, d.code as "projectCode", p.name as "projectName", c.kind, c.about_id as "aboutUscc", f.name as "aboutName",
  c.on_day as "on", c.closed_on, c.outcome
  from we.complaint c
  join we.project_directory d on d.project_id = c.project_id
  left join we.project p on p.id = c.project_id
  left join we.company f on f.uscc = c.about_id`;

const viewOf = ({ project_id, id, closed_on, ...row }: Row): ComplaintView => ({
  complaintId: publicId(project_id, id),
  ...row,
  closedOn: closed_on === 'infinity' ? null : closed_on,
});

const keyShape = z.tuple([z.iso.date(), z.guid()]);

/**
 * The complaints of the caller's region, the latest first; firms see none (db/policies/rows.sql).
 * @throws Problem `cursor-invalid`
 */
export async function listComplaints(
  work: Work,
  page: Page & { open: boolean; projectCode?: string | undefined },
): Promise<{ items: ComplaintView[]; next: string | null }> {
  const { sql } = work;
  const after = readCursor(page.after, keyShape);
  const rows = await sql<Row[]>`
    select ${columns(work)}
    where ${page.open ? sql`c.closed_on = 'infinity'` : sql`c.closed_on < 'infinity'`}
      ${page.projectCode === undefined ? sql`` : sql`and d.code = ${page.projectCode}`}
      ${after === null ? sql`` : sql`and (c.on_day, c.id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by c.on_day desc, c.id desc
    limit ${page.limit + 1}`;
  return pageOf(rows, page.limit, viewOf, (row) => [row.on, row.id]);
}

/**
 * How a complaint about wages and what the rules found stand to each other. A complaint is a clue and no finding: what the bank and the
 * registers say decides.
 */
export interface Clues {
  /** Live alerts about the firm's wages on the project. */
  wageAlerts: number;
  /** Complaints about its wages there that nobody closed; none are shown to a firm. */
  wageComplaints: number;
}

/** The clues of a firm's wages on a project. */
export async function cluesOf({ sql }: Work, projectId: number, uscc: string): Promise<Clues> {
  const [clues] = await sql<Clues[]>`
    select (select count(*) from we.alert where project_id = ${projectId} and employer_id = ${uscc} and rule_id like 'W%'
        and status in ('open', 'held', 'replied'))::int as "wageAlerts",
      (select count(*) from we.complaint where project_id = ${projectId} and about_id = ${uscc} and kind = 'wages'
        and closed_on = 'infinity')::int as "wageComplaints"`;
  return clues as Clues;
}

/** Complaints of the caller's region that nobody closed yet. */
export async function openComplaints({ sql }: Work): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from we.complaint where closed_on = 'infinity'`;
  return row?.count ?? 0;
}

/** One of them. @throws Problem `not-found` */
export async function getComplaint(
  work: Work,
  projectId: number,
  id: string,
): Promise<ComplaintView> {
  const [row] = await work.sql<Row[]>`
    select ${columns(work)} where c.project_id = ${projectId} and c.id = ${id}`;
  if (!row) throw hidden();
  return viewOf(row);
}

/**
 * What was said when it was filed, by whom it may be: opened with a reason, and each time is kept in the trail.
 * @throws Problem `not-found`
 */
export async function readComplaint(
  work: Work,
  projectId: number,
  id: string,
  reason: string,
): Promise<string> {
  await getComplaint(work, projectId, id);
  const [event] = await work.sql<{ body: string }[]>`
    select body from we.event where project_id = ${projectId} and name = 'complaint.filed' and subject = ${id}`;
  if (!event) throw hidden();
  const { said } = (JSON.parse(event.body) as { body: { said: Said } }).body;
  const words = await wordsOf(work, projectId, [said]);
  await record(work, projectId, 'complaint.read', id, { said: await say(work, projectId, reason) });
  return words.get(said.id) ?? '';
}
