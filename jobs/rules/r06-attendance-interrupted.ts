import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Day, formatChinese } from '../../src/lib/day.ts';
import { lastDay } from '../facts/bits.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Nobody, registered or not, has attended on a project at work for `yellowDays` working days, and no stop of work
 * (停工记录) that counts covers them. Counted after the last attended day, or from the day works began.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0. The due day is the last attended day, else the day before works began.
 * Level: yellow; orange from `orangeDays` working days.
 * Facts: lastOn (null: nobody ever), missed (working days without attendance, a stop left out).
 *
 * Silent where nobody ever attended and the day works began was not told. Clears when attendance comes again.
 */
export const attendanceInterrupted = defineRule({
  id: 'R06',
  title: '在建项目考勤中断',
  basis: [law.contractorChecksPayroll, law.labourLedger],
  needs: [],
  params: { yellowDays: 3, orangeDays: 7 },

  find: ({ day, params }) => sql`
    with edge as (
      -- The last day but whose attendance is too long ago.
      select k.day
      from we.calendar_day c
      join we.calendar_day k on k.working and k.wd_no = c.wd_no + 1 - ${params.yellowDays}::int
      where c.day = ${day}::date
    ),
    silent as (
      select p.id as project_id, p.contractor_id, p.starts_on
      from we.project p, edge
      where p.status = 'active'
        and not ${attendedSince(day, sql`we.attendance_month`)}
        and not ${attendedSince(day, sql`we.attendance_unmatched`)}
    ),
    since as (
      select s.project_id, s.contractor_id,
        greatest(a.last_on, u.last_on) as last_on,
        coalesce(greatest(a.last_on, u.last_on), s.starts_on - 1) as day
      from silent s
      left join lateral (${lastAttended(day, sql`we.attendance_month`)}) a on true
      left join lateral (${lastAttended(day, sql`we.attendance_unmatched`)}) u on true
    ),
    counted as (
      select s.*, (
        select count(*)::int
        from we.calendar_day c
        where c.working and c.day > s.day and c.day <= ${day}::date
          and not exists (
            select from we.site_record r
            where r.project_id = s.project_id and r.kind = 'stop-work' and r.effective_at is not null
              and c.day between r.on_day and r.until_day
          )
      ) as missed
      from since s
      where s.day < ${day}::date
    )
    select
      c.project_id,
      c.contractor_id as subject,
      '-' as period,
      case when c.missed >= ${params.orangeDays}::int then 'orange' else 'yellow' end as level,
      0::bigint as amount_fen,
      c.day as due_day,
      jsonb_build_object('day', ${day}::date, 'lastOn', c.last_on, 'missed', c.missed) as facts
    from counted c
    where c.missed >= ${params.yellowDays}::int`,

  facts: z.object({
    day: z.iso.date(),
    lastOn: z.iso.date().nullable(),
    missed: z.int(),
  }),

  sentence: ({ day, lastOn, missed }) => {
    const last =
      lastOn === null ? '项目开工以来没有考勤' : `项目最近一次考勤在${formatChinese(lastOn)}`;
    return `${last}，截至${formatChinese(day)}已有${missed}个工作日没有考勤，也没有停工记录。`;
  },

  main: 'contractor',
  copies: ['owner'],
  audience: 'parties',
  clearsWhen: '恢复考勤数据报送；确已停工的，登记停工并经主管部门确认。',
});

/** Condition: somebody attended on the project `p` between the edge and the day. Ends at the first who did. */
const attendedSince = (day: Day, table: SQL): SQL => sql`coalesce((
  select true
  from ${table} a
  where a.project_id = p.id
    and a.month between date_trunc('month', edge.day::timestamp)::date and ${day}::date
    and we.days_until(a.days, a.month, ${day}::date) & ~we.days_until(a.days, a.month, edge.day - 1) <> 0
  limit 1
), false)`;

/** SELECT of the last attended day of the project `s`, from the latest month back. */
const lastAttended = (day: Day, table: SQL): SQL => sql`
  select max(${lastDay(sql`a.month`, sql`we.days_until(a.days, a.month, ${day}::date)`)}) as last_on
  from ${table} a
  where a.project_id = s.project_id
    and a.month = (
      select m.month
      from ${table} m
      where m.project_id = s.project_id and we.days_until(m.days, m.month, ${day}::date) <> 0
      order by m.month desc
      limit 1
    )
    and we.days_until(a.days, a.month, ${day}::date) <> 0`;
