import type { Work } from '../../../db/work.ts';
import { dayOf, firstOf, monthOf } from '../../lib/day.ts';
import { sha256 } from '../../lib/vault.ts';
import { inBulk } from '../bulk.ts';
import { revive } from '../duties/unfold.ts';
import { refreshSheet } from '../duties/wages.ts';
import { record } from '../events.ts';
import { numbersOf } from '../numbers.ts';
import { doubtRates } from '../payroll/doubts.ts';

export interface AttendanceRecord {
  idNumber: string;
  at: Date;
  direction: 'in' | 'out';
  means?: string | undefined;
  gate?: string | undefined;
}

/** Codes of the real-name standard that do not show that somebody worked: clearing, opening, emergency. */
const NOT_EVIDENCE = new Set(['007', '008', '009']);

/**
 * 考勤: gate records of a project, up to 50,000. A day counts for whoever went in on it, so a shift over
 * midnight counts once, for the day of `in`; a record that came before changes nothing. Unknown persons are
 * accepted, counted, and joined to their engagement when it is registered.
 */
export async function postAttendance(work: Work, projectId: number, records: AttendanceRecord[]) {
  const { sql } = work;
  const { blind, seal } = await numbersOf(work, projectId);
  const bits = new Map<string, Cell>();
  const seen = new Map<string, string>();
  for (const r of records) {
    let bidx = seen.get(r.idNumber);
    if (bidx === undefined) {
      bidx = blind('id', r.idNumber);
      seen.set(r.idNumber, bidx);
    }
    if (r.direction !== 'in' || NOT_EVIDENCE.has(r.means ?? '')) continue;
    const day = dayOf(r.at);
    const key = `${bidx} ${monthOf(day)}`;
    const cell = bits.get(key) ?? {
      bidx,
      cipher: seal(r.idNumber),
      month: firstOf(monthOf(day)),
      days: 0,
    };
    cell.days |= 1 << (Number(day.slice(8)) - 1);
    bits.set(key, cell);
  }
  const { heard, appeared } = await storeDays(work, projectId, [...bits.values()]);
  const strangers = sql<
    { of: number }[]
  >`select count(distinct id_bidx)::int as of from we.attendance_unmatched
    where project_id = ${projectId} and id_bidx = any(${[...seen.values()]}::text[])`;
  await refreshSheets(work, projectId, appeared);
  const unmatched = (await strangers)[0]?.of as number;
  await record(work, projectId, 'attendance.posted', String(records.length), {
    records: records.length,
    digest: sha256(
      records.map((r) => `${seen.get(r.idNumber)} ${r.at.toISOString()} ${r.direction}`).join('\n'),
    ),
    unmatched,
  });
  return { accepted: records.length, duplicates: heard ? 0 : records.length, unmatched };
}

/** Days of one person in one month: bit n − 1 is day n. */
interface Cell {
  bidx: string;
  cipher: string;
  month: string;
  days: number;
}

interface Sheet {
  employer_id: string;
  month: string;
  /** Somebody's first day of the month is among what changed. */
  is_new: boolean;
}

/**
 * Days that the engagements of a project cover, of `cell`: (month, id_bidx, days); a row an engagement, or one with nulls. Of two
 * engagements at once the later one has the day.
 */
const coveredDays = (sql: Work['sql'], projectId: number) => sql`
  span as (
    select u.*, e.id as engagement_id, e.employer_id, e.entered_on,
      case when e.id is not null then we.days_until(-1, u.month, least(coalesce(e.exited_on, 'infinity'::date), u.month + 31))
        & ~we.days_until(-1, u.month, greatest(e.entered_on, u.month) - 1) end as mask
    from cell u
    left join we.engagement e on e.project_id = ${projectId} and e.id_bidx = u.id_bidx
      and e.entered_on < u.month + interval '1 month' and coalesce(e.exited_on, 'infinity'::date) >= u.month
  ),
  covered as (
    select s.*, coalesce(days & mask & ~coalesce(bit_or(mask) over (
      partition by month, id_bidx order by entered_on desc, engagement_id rows between unbounded preceding and 1 preceding), 0), 0) as own
    from span s
  )`;

/** Adds the days of `covered` to those attended; of what changed, whether it is somebody's first of a month (an inserted row has no xmax). */
const keptDays = (sql: Work['sql'], projectId: number, now: Date) => sql`
  kept as (
    insert into we.attendance_month as a (project_id, month, engagement_id, employer_id, days, known_at)
    select ${projectId}, month, engagement_id, employer_id, own, ${now} from covered where own <> 0 order by month, engagement_id
    on conflict (project_id, month, engagement_id) do update set days = a.days | excluded.days
      where a.days | excluded.days <> a.days
    returning employer_id, month, xmax = 0 as is_new
  )`;

/** Stores days: those that engagements cover for them, the others as those of people nobody knows. */
async function storeDays(work: Work, projectId: number, cells: readonly Cell[]) {
  const { sql, now } = work;
  const [found] = await sql<{ heard: boolean; appeared: Sheet[] }[]>`
    with cell as (
      select * from unnest(${cells.map((c) => c.month)}::date[], ${cells.map((c) => c.bidx)}::text[], ${cells.map((c) => c.days)}::int[],
        ${cells.map((c) => c.cipher)}::text[]) as c(month, id_bidx, days, cipher)
    ),
    ${coveredDays(sql, projectId)},
    ${keptDays(sql, projectId, now)},
    strange as (
      insert into we.attendance_unmatched as u (project_id, month, id_bidx, days, id_cipher, known_at)
      select ${projectId}, month, id_bidx, days & ~bit_or(own), cipher, ${now} from covered
      group by month, id_bidx, days, cipher having days & ~bit_or(own) <> 0 order by month, id_bidx
      on conflict (project_id, month, id_bidx) do update set days = u.days | excluded.days
        where u.days | excluded.days <> u.days
      returning 1
    )
    select exists (select from kept) or exists (select from strange) as heard,
      coalesce((select jsonb_agg(jsonb_build_object('employer_id', employer_id, 'month', to_char(month, 'YYYY-MM'), 'is_new', is_new))
        from (select employer_id, month, bool_or(is_new) as is_new from kept group by 1, 2) k), '[]') as appeared`;
  return found as { heard: boolean; appeared: Sheet[] };
}

/** Payroll sheets turn on who attended, not on how many days: only somebody's first day of a month moves them. What days come to moves every one. */
async function refreshSheets(work: Work, projectId: number, sheets: readonly Sheet[]) {
  for (const { employer_id, month, is_new } of sheets) {
    if (is_new) {
      await revive(work, projectId, employer_id, [month]);
      await refreshSheet(work, projectId, employer_id, month);
    }
    doubtRates(work, projectId, employer_id, month);
  }
}

/**
 * Moves the attendance of people nobody knew to the engagement that covers the day, as far as there is one now,
 * and brings the payroll sheets of those months up to date.
 */
export async function claimUnmatchedAttendance(work: Work, projectId: number, bidxs: string[]) {
  const { sql, now } = work;
  const appeared = await inBulk(
    work,
    () => sql<Sheet[]>`
    with cell as (
      select month, id_bidx, days from we.attendance_unmatched
      where project_id = ${projectId} and id_bidx = any(${bidxs}::text[])
    ),
    ${coveredDays(sql, projectId)},
    ${keptDays(sql, projectId, now)},
    rest as (
      select month, id_bidx, days & ~bit_or(own) as days from covered group by month, id_bidx, days having bit_or(own) <> 0
    ),
    gone as (
      delete from we.attendance_unmatched u using rest r
      where u.project_id = ${projectId} and u.month = r.month and u.id_bidx = r.id_bidx and r.days = 0
    ),
    less as (
      update we.attendance_unmatched u set days = r.days from rest r
      where u.project_id = ${projectId} and u.month = r.month and u.id_bidx = r.id_bidx and r.days <> 0
    )
    select employer_id, to_char(month, 'YYYY-MM') as month, bool_or(is_new) as is_new from kept group by 1, 2`,
  );
  await refreshSheets(work, projectId, appeared);
}
