import type { Actor, Work } from '../../db/work.ts';
import { buildCalendar, type Calendar, type NamedDay, type YearList } from '../lib/calendar.ts';
import type { Day } from '../lib/day.ts';
import { type Fault, refused } from '../lib/problem.ts';
import { sha256 } from '../lib/vault.ts';
import { canonical, record } from './events.ts';
import { dutySubject } from './subjects.ts';

export interface CalendarYearInput {
  days: { date: Day; name: string; isOffDay: boolean }[];
  source: string;
}

export interface Move {
  projectCode: string;
  kind: string;
  subject: string;
  period: string;
  was: Day;
  is: Day;
}

/**
 * Loads the State Council's list of a year, which confirms it, and reckons the open duties again.
 * What is due already keeps its day and only stops to be provisional; what is met is left alone. The
 * same list again changes nothing, unless a duty was made meanwhile with the old one. Runs over all projects: `work` is of the
 * night's role, its actor the authority that confirms, which is told of its own region.
 *
 * @throws Problem `invalid-input` for a year outside the calendar, a day that is neither of the year
 *   nor of the December before, a day given twice
 */
export async function putCalendarYear(
  work: Work,
  year: number,
  input: CalendarYearInput,
): Promise<{ year: number; confirmed: true; moves: Move[] }> {
  const { sql } = work;
  const days = input.days.map((d): NamedDay => ({ date: d.date, name: d.name, off: d.isOffDay }));
  const range = await rangeOf(work);
  checkDays(year, input.days, range);
  const years = await sql<(YearList & { same: boolean })[]>`
    select year, confirmed, source, days,
      year = ${year} and confirmed and source = ${input.source} and days = ${JSON.stringify(days)}::jsonb as same
    from we.calendar_year order by year for update`;
  const same = years.some((y) => y.same);
  if (!same) {
    const others = years.filter((y) => y.year !== year);
    const list: YearList = { year, confirmed: true, source: input.source, days };
    await writeDays(work, buildCalendar({ years: [...others, list], ...range }));
    await writeYear(work, list);
  }
  const moved = await moveDuties(work);
  const dates = moved.filter((m) => m.was !== m.is);
  const moves = dates.filter((m) => isToldOf(work.actor, m)).map(toMove);
  if (same && moved.length === 0) return { year, confirmed: true, moves };
  await record(work, 0, 'calendar.confirmed', String(year), {
    before: years.filter((y) => y.year === year).map(listed)[0] ?? null,
    after: listed({ year, confirmed: true, source: input.source, days }),
    refreshedCount: moved.length,
    moveCount: dates.length,
  });
  return { year, confirmed: true, moves };
}

const listed = ({ confirmed, source, days }: YearList) => ({
  confirmed,
  source,
  dayCount: days.length,
  digest: sha256(canonical(days)),
});

// Readers notice a new list by the newest loaded_at, so it never stands still.
async function writeYear({ sql, now }: Work, list: YearList): Promise<void> {
  await sql`
    insert into we.calendar_year (year, confirmed, source, days, loaded_at)
    select ${list.year}, true, ${list.source}, ${JSON.stringify(list.days)}::jsonb,
      greatest(${now}::timestamptz, max(loaded_at) + interval '1 microsecond')
    from we.calendar_year
    on conflict (year) do update set confirmed = true, source = excluded.source, days = excluded.days,
      loaded_at = excluded.loaded_at`;
}

async function rangeOf({ sql }: Work): Promise<{ from: Day; to: Day }> {
  const [range] = await sql<{ from: Day; to: Day }[]>`
    select min(day) as from, max(day) as to from we.calendar_day`;
  return range as { from: Day; to: Day };
}

function checkDays(
  year: number,
  days: CalendarYearInput['days'],
  range: { from: Day; to: Day },
): void {
  const faults: Fault[] = [];
  if (`${year}-01-01` < range.from || `${year}-12-31` > range.to) {
    const message = `工作日历只到 ${range.from} 至 ${range.to}，没有${year}年。`;
    faults.push({ pointer: '/year', code: 'year-outside', message });
  }
  const seen = new Set<Day>();
  for (const [i, { date }] of days.entries()) {
    const pointer = `/days/${i}/date`;
    if (!date.startsWith(`${year}-`) && !date.startsWith(`${year - 1}-12-`)) {
      const message = `日期既不在${year}年，也不在上一年的十二月。`;
      faults.push({ pointer, code: 'day-of-other-year', message });
    }
    if (seen.has(date)) faults.push({ pointer, code: 'day-twice', message: '日期重复。' });
    seen.add(date);
  }
  if (faults.length > 0) throw refused('invalid-input', '节假日安排有误。', faults);
}

async function writeDays({ sql }: Work, calendar: Calendar): Promise<void> {
  const rows = JSON.stringify([...calendar.rows()]);
  await sql`
    update we.calendar_day c set working = n.working, name = n.name, wd_no = n."wdNo", back_day = n."backDay",
      fwd_day = n."fwdDay", provisional = n.provisional
    from jsonb_to_recordset(${rows}::jsonb) as n(day date, working boolean, name text, "wdNo" int, "backDay" date,
      "fwdDay" date, provisional boolean)
    where c.day = n.day and (c.working, c.name, c.wd_no, c.back_day, c.fwd_day, c.provisional)
      is distinct from (n.working, n.name, n."wdNo", n."backDay", n."fwdDay", n.provisional)`;
}

interface MovedRow extends Omit<Move, 'projectCode'> {
  project_id: number;
  region_code: number;
  code: string;
}

/** The calendar is everybody's, the projects in the answer are those of the caller's region. */
const isToldOf = ({ region }: Actor, { region_code }: MovedRow): boolean =>
  region === null || (region_code >= region.lo && region_code <= region.hi);

const toMove = ({ project_id, region_code: _, code, subject, ...rest }: MovedRow): Move => ({
  projectCode: code,
  ...rest,
  subject: dutySubject(project_id, rest.kind, subject),
});

const SHEET_DAYS = 5;
const RESEND_DAYS = 3;

/**
 * Every kind's due day follows from its nominal day, as where the duty is made: wages are paid before
 * a break, their payroll sheet comes five working days earlier, a resend has three working days,
 * what a served notice gave stays, everything else moves behind the break.
 */
async function moveDuties({ sql, now, day }: Work): Promise<MovedRow[]> {
  return sql<MovedRow[]>`
    with placed as (
      select o.project_id, o.id, o.version, n.provisional as nominal_provisional,
        case
          when o.due_day <= ${day}::date or o.due_day = 'infinity' then o.due_day
          when o.kind = 'wage' then n.back_day
          when o.kind in ('payroll-sheet', 'resend') then k.day
          else n.fwd_day
        end as new_due
      from we.obligation o
      join we.calendar_day n on n.day = o.nominal_day
      join we.calendar_day b on b.day = n.back_day
      join we.calendar_day k on k.working
        and k.wd_no = case o.kind when 'payroll-sheet' then b.wd_no - ${SHEET_DAYS}::int else n.wd_no + ${RESEND_DAYS}::int end
      where o.ended_at = 'infinity' and o.met_on = 'infinity' and o.kind <> 'notice-reply'
    ),
    moved as materialized (
      select o.*, p.new_due, p.nominal_provisional or coalesce(c.provisional, false) as new_provisional
      from placed p
      join we.obligation o on o.project_id = p.project_id and o.id = p.id and o.version = p.version
      left join we.calendar_day c on c.day = p.new_due
      where (o.due_day, o.provisional) is distinct from (p.new_due, p.nominal_provisional or coalesce(c.provisional, false))
    ),
    ended as (
      update we.obligation o set ended_at = ${now}, ended_why = 'superseded'
      from moved m
      where o.project_id = m.project_id and o.id = m.id and o.version = m.version
      returning o.project_id, o.id
    ),
    made as (
      insert into we.obligation (project_id, id, version, region_code, owner_id, contractor_id, employer_id, kind, subject,
        period, nominal_day, due_day, provisional, terms_version, amount_fen, met_fen, open_count, met_on, known_at)
      select m.project_id, m.id, m.version + 1, m.region_code, m.owner_id, m.contractor_id, m.employer_id, m.kind, m.subject,
        m.period, m.nominal_day, m.new_due, m.new_provisional, m.terms_version, m.amount_fen, m.met_fen, m.open_count, m.met_on, ${now}
      from moved m join ended e on e.project_id = m.project_id and e.id = m.id
      on conflict do nothing
      returning project_id, id
    )
    select m.project_id, m.region_code, d.code, m.kind, m.subject, m.period, m.due_day as was, m.new_due as is
    from moved m
    join made on made.project_id = m.project_id and made.id = m.id
    join we.project_directory d on d.project_id = m.project_id
    order by d.code, m.new_due, m.kind, m.subject`;
}
