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
  const { sql, now } = work;
  const { blind, seal } = await numbersOf(work, projectId);
  const bits = new Map<string, { bidx: string; cipher: string; month: string; days: number }>();
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
  const cells = [...bits.values()];
  const added = await sql<{ id_bidx: string }[]>`
    insert into we.attendance_unmatched as u (project_id, month, id_bidx, days, id_cipher, known_at)
    select ${projectId}, c.month, c.bidx, c.days, c.cipher, ${now}
    from unnest(${cells.map((c) => c.month)}::date[], ${cells.map((c) => c.bidx)}::text[], ${cells.map((c) => c.days)}::int[],
      ${cells.map((c) => c.cipher)}::text[]) as c(month, bidx, days, cipher)
    on conflict (project_id, month, id_bidx) do update set days = u.days | excluded.days
      where u.days | excluded.days <> u.days
    returning id_bidx`;
  const joined = await claimUnmatchedAttendance(work, projectId, [
    ...new Set(cells.map((c) => c.bidx)),
  ]);
  const strangers = await sql<
    { id_bidx: string }[]
  >`select distinct id_bidx from we.attendance_unmatched
    where project_id = ${projectId} and id_bidx = any(${[...seen.values()]}::text[])`;
  const heard = new Set(added.map((a) => a.id_bidx));
  await record(work, projectId, 'attendance.posted', String(records.length), {
    records: records.length,
    digest: sha256(
      records.map((r) => `${seen.get(r.idNumber)} ${r.at.toISOString()} ${r.direction}`).join('\n'),
    ),
    unmatched: strangers.length,
  });
  return {
    accepted: records.length,
    duplicates: joined.changed || strangers.some((s) => heard.has(s.id_bidx)) ? 0 : records.length,
    unmatched: strangers.length,
  };
}

/**
 * Moves the attendance of people nobody knew to the engagement that covers the day, as far as there is one now,
 * and brings the payroll sheets of those months up to date.
 */
export async function claimUnmatchedAttendance(work: Work, projectId: number, bidxs: string[]) {
  const { sql, now } = work;
  const touched = await inBulk(
    work,
    () => sql<{ employer_id: string; month: string; changed: boolean }[]>`
    with span as (
      select u.month, u.id_bidx, u.days, e.id as engagement_id, e.employer_id, e.entered_on,
        we.days_until(-1, u.month, least(coalesce(e.exited_on, 'infinity'::date), u.month + 31))
          & ~we.days_until(-1, u.month, greatest(e.entered_on, u.month) - 1) as mask
      from we.attendance_unmatched u
      join we.engagement e on e.project_id = ${projectId} and e.id_bidx = u.id_bidx
        and e.entered_on < u.month + interval '1 month' and coalesce(e.exited_on, 'infinity'::date) >= u.month
      where u.project_id = ${projectId} and u.id_bidx = any(${bidxs}::text[])
    ),
    -- Of two engagements at once the later one has the day.
    covered as (
      select month, id_bidx, engagement_id, employer_id, days & mask & ~coalesce(bit_or(mask) over (
        partition by month, id_bidx order by entered_on desc, engagement_id rows between unbounded preceding and 1 preceding), 0) as days
      from span
    ),
    before as (
      select c.month, c.engagement_id, a.days from covered c
      join we.attendance_month a on a.project_id = ${projectId} and a.month = c.month and a.engagement_id = c.engagement_id
    ),
    kept as (
      insert into we.attendance_month as a (project_id, month, engagement_id, employer_id, days, known_at)
      select ${projectId}, c.month, c.engagement_id, c.employer_id, c.days, ${now} from covered c where c.days <> 0
      on conflict (project_id, month, engagement_id) do update set days = a.days | excluded.days
      returning a.month, a.engagement_id, a.employer_id, a.days
    ),
    rest as (
      select u.month, u.id_bidx, u.days & ~bit_or(c.days) as days
      from we.attendance_unmatched u join covered c on c.month = u.month and c.id_bidx = u.id_bidx
      where u.project_id = ${projectId} group by u.month, u.id_bidx, u.days having bit_or(c.days) <> 0
    ),
    gone as (
      delete from we.attendance_unmatched u using rest r
      where u.project_id = ${projectId} and u.month = r.month and u.id_bidx = r.id_bidx and r.days = 0
    ),
    less as (
      update we.attendance_unmatched u set days = r.days from rest r
      where u.project_id = ${projectId} and u.month = r.month and u.id_bidx = r.id_bidx and r.days <> 0
    )
    select k.employer_id, to_char(k.month, 'YYYY-MM') as month, bool_or(b.days is distinct from k.days) as changed
    from kept k left join before b on b.month = k.month and b.engagement_id = k.engagement_id
    group by 1, 2`,
  );
  for (const { employer_id, month, changed } of touched) {
    await revive(work, projectId, employer_id, [month]);
    await refreshSheet(work, projectId, employer_id, month);
    if (changed) await doubtRates(work, projectId, employer_id, month);
  }
  return { changed: touched.some((t) => t.changed) };
}
