import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';

export const alertStatuses = ['open', 'held', 'replied', 'cleared', 'dismissed'] as const;
export type AlertStatus = (typeof alertStatuses)[number];
export type AlertLevel = 'yellow' | 'orange' | 'red';

/** Those that are not over. */
export const liveStatuses = ['open', 'held', 'replied'] as const satisfies readonly AlertStatus[];

export interface AlertFilter {
  status?: AlertStatus | 'live' | undefined;
  level?: AlertLevel | undefined;
  rule?: string | undefined;
  /** The first 2, 4 or 6 digits of a GB/T 2260 code. */
  regionCode?: string | undefined;
  projectCode?: string | undefined;
  openedFrom?: Day | undefined;
  openedTo?: Day | undefined;
  /** Whose level rose on this day or later, after they were opened. */
  risenFrom?: Day | undefined;
  /** To be dealt with by today or before: the authority's own to ask for. */
  due?: boolean | undefined;
  /** The beginning of a project's code, part of its name, or a company's whole code. */
  q?: string | undefined;
  /** Who deals with it: the authority's own to ask for. */
  assignedTo?: string | undefined;
  /** One row a case: what another alert explains stands behind it. */
  cases?: boolean | undefined;
}

export const levelWords = ['yellow', 'orange', 'red'] as const;
export const levelNo = (level: AlertLevel) => levelWords.indexOf(level) + 1;
type Fragment = ReturnType<Work['sql']>;

/** The filter as a condition on an alert `a`. */
export function conditionOf(
  { sql, actor, day }: Work,
  filter: AlertFilter,
  projectId: number | null,
  named: Named | null,
): Fragment {
  const { level, rule, regionCode, openedFrom, openedTo, risenFrom, due, assignedTo, cases } =
    filter;
  const region = regionCode === undefined ? null : rangeOf(regionCode);
  return [
    level === undefined ? null : sql`a.level = ${levelNo(level)}`,
    rule === undefined ? null : sql`a.rule_id = ${rule}`,
    region === null || holds(region, actor.region)
      ? null
      : sql`a.region_code between ${region.lo} and ${region.hi}`,
    projectId === null ? null : sql`a.project_id = ${projectId}`,
    openedFrom === undefined ? null : sql`a.opened_on >= ${openedFrom}::date`,
    openedTo === undefined ? null : sql`a.opened_on <= ${openedTo}::date`,
    risenFrom === undefined
      ? null
      : sql`a.risen_on >= ${risenFrom}::date and a.risen_on > a.opened_on`,
    due ? sql`a.handle_by <= ${day}::date and ${actor.region !== null}::boolean` : null,
    assignedTo === undefined
      ? null
      : sql`a.assigned_to = ${assignedTo} and ${actor.region !== null}::boolean`,
    cases ? sql`a.follows is null` : null,
    named === null ? null : meant(sql, named),
  ].reduce<Fragment>((sum, part) => (part === null ? sum : sql`${sum} and ${part}`), sql`true`);
}

interface Range {
  lo: number;
  hi: number;
}

/** The codes that begin with 2, 4 or 6 digits, as a range that an index can serve. */
const rangeOf = (prefix: string): Range => ({
  lo: Number(prefix.padEnd(6, '0')),
  hi: Number(prefix.padEnd(6, '9')),
});

/** Asked for again, the caller's own region would make the planner expect few rows, and sort them. */
const holds = (asked: Range, own: Range | null) =>
  own !== null && asked.lo <= own.lo && own.hi <= asked.hi;

const MOST_NAMED = 2000;

/** The projects that `q` names; null: very many. */
interface Named {
  q: string;
  ids: { called: number[]; concerned: number[] } | null;
}

const called = (sql: Work['sql'], q: string) => {
  const literal = q.replaceAll(/[\\%_]/g, '\\$&');
  return sql`select d.project_id as id from we.project_directory d where d.code like ${`${literal}%`}
    union select p.id from we.project p where p.name ilike ${`%${literal}%`}`;
};

/** Looks up the projects that `q` names first, so that the alerts of a few are found by their index. */
export async function lookUp({ sql }: Work, q: string): Promise<Named> {
  const [ids] = await sql<{ called: number[]; concerned: number[] }[]>`
    select array(select id from (${called(sql, q)}) c limit ${MOST_NAMED + 1}) as called,
      array(select project_id from we.project_party where company_id = ${q} limit ${MOST_NAMED + 1}) as concerned`;
  const few = ids !== undefined && ids.called.length + ids.concerned.length <= MOST_NAMED;
  return { q, ids: few ? ids : null };
}

function meant(sql: Work['sql'], { q, ids }: Named): Fragment {
  const party = sql`${q} in (a.owner_id, a.contractor_id, a.employer_id)`;
  // Where very many are named, a page in order is full soon.
  if (ids === null) return sql`(${party} or a.project_id in (${called(sql, q)}))`;
  const any = [...new Set([...ids.called, ...ids.concerned])];
  return sql`a.project_id = any(${any}::bigint[]) and (a.project_id = any(${ids.called}::bigint[]) or ${party})`;
}
