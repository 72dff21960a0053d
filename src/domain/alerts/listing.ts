import { z } from 'zod';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { hidden } from '../access.ts';
import { type HistoryItem, historyOf } from '../history.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { alertSubject } from '../subjects.ts';
import {
  type AlertFilter,
  type AlertLevel,
  type AlertStatus,
  alertStatuses,
  conditionOf,
  levelWords,
  liveStatuses,
  lookUp,
} from './filter.ts';

export interface AlertView {
  alertId: string;
  ruleId: string;
  /** By which version of the rule's parameters it was found last. */
  ruleVersion: number;
  level: AlertLevel;
  status: AlertStatus;
  held: boolean;
  projectCode: string;
  /** null for a subcontractor, who sees its own people's rows only. */
  projectName: string | null;
  subject: string;
  period: string;
  episode: number;
  amountFen: number;
  dueDay: Day | null;
  facts: Record<string, unknown>;
  audience: 'authority' | 'parties';
  mainUscc: string | null;
  openedOn: Day;
  risenOn: Day;
  lastFoundOn: Day;
  clearedOn: Day | null;
  repliedAt: string | null;
  dismissedAt: string | null;
  /** Excused until the end of this day. */
  acceptedUntil: Day | null;
  /** Makes no paper until the end of this day; for the authority only, as is who deals with it by when. */
  silencedUntil: Day | null;
  assignedTo: string | null;
  handleBy: Day | null;
  /** The alert of the same project that explains this one. */
  followsId: string | null;
  /** How many this one explains; only in a list of cases. */
  followers?: number;
}

type Fragment = ReturnType<Work['sql']>;

interface Row extends Omit<AlertView, 'alertId' | 'level'> {
  id: string;
  projectId: number;
  levelNo: number;
}

const keyShape = z.tuple([z.int().min(1).max(3), z.iso.date().nullable(), z.guid()]);
type Key = z.infer<typeof keyShape>;

/**
 * The alerts a caller may see, the gravest first, then by due day (none last) and id. Each page reads
 * no more rows of the index than it shows, so that the last page costs what the first one does.
 *
 * @throws Problem `cursor-invalid`
 */
export async function listAlerts(
  work: Work,
  filter: AlertFilter,
  page: Page,
): Promise<{ items: AlertView[]; next: string | null }> {
  const { sql } = work;
  const after = readCursor(page.after, keyShape);
  const projectId = filter.projectCode === undefined ? null : await idOf(work, filter.projectCode);
  if (projectId === undefined) return { items: [], next: null };
  const named = filter.q ? await lookUp(work, filter.q) : null;
  const wanted = conditionOf(work, filter, projectId, named);
  const statuses = statusesOf(filter.status);
  // A branch for each run of the index (alert_page) that may hold the next rows. The index keeps levels
  // with nulls last: said otherwise, the planner would sort the table, though no level is null.
  const branches = statuses.flatMap((status) =>
    runsAfter(work, after).map(
      (run) => sql`
      (select a.* from we.alert a where a.status = ${status} and ${run} and ${wanted}
        order by a.level desc nulls last, a.due_day, a.id limit ${page.limit + 1})`,
    ),
  );
  const all = branches.reduce((sum, branch) => sql`${sum} union all ${branch}`);
  const counted = filter.cases ? followersOf(work) : none(work);
  const rows = await sql<Row[]>`
    with shown as materialized (
      select * from (${all}) a order by a.level desc nulls last, a.due_day, a.id limit ${page.limit + 1}
    )
    ${rowsOf(work, sql`shown`, counted)}
    order by a.level desc nulls last, a.due_day, a.id`;
  return pageOf(rows, page.limit, toView(work), (row): Key => [row.levelNo, row.dueDay, row.id]);
}

function statusesOf(asked: AlertFilter['status']): readonly AlertStatus[] {
  if (asked === undefined) return alertStatuses;
  return asked === 'live' ? liveStatuses : [asked];
}

async function idOf({ sql }: Work, projectCode: string): Promise<number | undefined> {
  const [row] = await sql<{ project_id: number }[]>`
    select project_id from we.project_directory where code = ${projectCode}`;
  return row?.project_id;
}

function runsAfter({ sql }: Work, after: Key | null) {
  if (after === null) return [sql`true`];
  const [level, day, id] = after;
  const sameLevel =
    day === null
      ? [sql`a.level = ${level} and a.due_day is null and a.id > ${id}::uuid`]
      : [
          sql`a.level = ${level} and (a.due_day, a.id) > (${day}::date, ${id}::uuid)`,
          sql`a.level = ${level} and a.due_day is null`,
        ];
  return [...sameLevel, sql`a.level < ${level}`];
}

const rowsOf = ({ sql }: Work, source: Fragment, more: Fragment = sql``): Fragment => sql`
  select a.id, a.project_id as "projectId", a.rule_id as "ruleId", a.rule_version as "ruleVersion", a.level as "levelNo", a.status, a.held,
    d.code as "projectCode", p.name as "projectName", a.subject, a.period, a.episode, a.amount_fen as "amountFen",
    a.due_day as "dueDay", a.facts, a.audience, a.main_id as "mainUscc", a.opened_on as "openedOn",
    a.risen_on as "risenOn", a.last_found_on as "lastFoundOn", a.cleared_on as "clearedOn",
    a.replied_at as "repliedAt", a.dismissed_at as "dismissedAt", a.accepted_until as "acceptedUntil",
    a.silenced_until as "silencedUntil", a.assigned_to as "assignedTo", a.handle_by as "handleBy", a.follows as "followsId"${more}
  from ${source} a
  join we.project_directory d on d.project_id = a.project_id
  left join we.project p on p.id = a.project_id`;

const none = ({ sql }: Work): Fragment => sql``;

/** Live ones only: what was cleared since the last night is no follower any more. */
const followersOf = ({ sql }: Work): Fragment => sql`, (select count(*)::int from we.alert f
    where f.project_id = a.project_id and f.follows = a.id and f.status in ('open', 'held', 'replied')) as followers`;

const instant = (at: string | null) => (at === null ? null : new Date(at).toISOString());

const within = { silencedUntil: null, assignedTo: null, handleBy: null };

const toView =
  ({ actor }: Work) =>
  ({ id, projectId, levelNo: no, ...row }: Row): AlertView => ({
    ...row,
    ...(actor.region === null && within),
    alertId: publicId(projectId, id),
    level: levelWords[no - 1] as AlertLevel,
    subject: alertSubject(projectId, row.ruleId, row.subject),
    repliedAt: instant(row.repliedAt),
    dismissedAt: instant(row.dismissedAt),
    followsId: row.followsId === null ? null : publicId(projectId, row.followsId),
  });

/** Alerts as the list shows them, in the order of their keys; what the caller may not see is left out. */
export async function readAlerts(
  work: Work,
  keys: readonly { projectId: number; id: string }[],
): Promise<AlertView[]> {
  const { sql } = work;
  const asked: Fragment = sql`(
    select a.* from unnest(${keys.map((key) => key.projectId)}::bigint[], ${keys.map((key) => key.id)}::uuid[]) as k(project_id, id)
    join we.alert a on a.project_id = k.project_id and a.id = k.id)`;
  const found = await sql<Row[]>`${rowsOf(work, asked)}`;
  const rows = new Map(found.map((row) => [row.id, row]));
  return keys.flatMap(({ id }) => {
    const row = rows.get(id);
    return row ? [toView(work)(row)] : [];
  });
}

/** One alert as the list shows it. @throws Problem `not-found` */
export async function readAlert(work: Work, projectId: number, id: string): Promise<AlertView> {
  const [row] = await work.sql<Row[]>`
    ${rowsOf(work, work.sql`we.alert`)} where a.project_id = ${projectId} and a.id = ${id}`;
  if (!row) throw hidden();
  return toView(work)(row);
}

/**
 * One alert with those it explains and its history, the oldest event first; what was said in words is opened for the reader.
 * @throws Problem `not-found`
 */
export async function getAlert(
  work: Work,
  projectId: number,
  id: string,
): Promise<AlertView & { followerIds: string[]; history: HistoryItem[] }> {
  const view = await readAlert(work, projectId, id);
  const followers = await work.sql<{ id: string }[]>`
    select id from we.alert where project_id = ${projectId} and follows = ${id} and status in ('open', 'held', 'replied')
    order by level desc, due_day, id`;
  return {
    ...view,
    followerIds: followers.map((row) => publicId(projectId, row.id)),
    history: await historyOf(work, projectId, id),
  };
}
