import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { passed } from '../facts/site.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * A project at work has no wage officer (劳资专管员): none was appointed by the day works began, or the last one has been away
 * for more than `absentDays` working days.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0. The due day is the day works began, or the last working day of the
 * absence that is let pass.
 * Level: yellow; orange more than `orangeDays` after the due day.
 * Facts: startsOn, leftOn (the last officer's last day; null: never one), dueDay, daysLate (calendar days).
 *
 * Found on the day works begin itself. Silent where that day was not told. Clears when an officer is registered.
 */
export const wageOfficerAbsent = defineRule({
  id: 'R04',
  title: '未配备劳资专管员',
  basis: [law.contractorChecksPayroll, law.penaltyForOversight],
  needs: [],
  params: { absentDays: 10, orangeDays: 15 },

  find: ({ day, params }) => sql`
    with lack as (
      select p.id as project_id, p.contractor_id, p.starts_on, officer.left_on
      from we.project p
      cross join lateral (
        select max(r.until_day) as left_on
        from we.site_record r
        where r.project_id = p.id and r.kind = 'site-person' and r.role = 'wage-officer'
          and r.effective_at is not null and r.on_day <= ${day}::date
        -- With an offset, so that it is looked up a project at a time.
        offset 0
      ) officer
      where p.status = 'active'
        and p.starts_on <= ${day}::date
        and (officer.left_on is null or officer.left_on < ${day}::date)
    )
    select
      l.project_id,
      l.contractor_id as subject,
      '-' as period,
      case when ${day}::date - due.day > ${params.orangeDays}::int then 'orange' else 'yellow' end
        as level,
      0::bigint as amount_fen,
      due.day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'startsOn', l.starts_on,
        'leftOn', l.left_on,
        'dueDay', due.day,
        'daysLate', ${day}::date - due.day
      ) as facts
    from lack l
    cross join lateral (
      select case when l.left_on is null then l.starts_on else greatest(l.starts_on, (
        select k.day
        from we.calendar_day c
        join we.calendar_day k on k.working and k.wd_no = c.wd_no + ${params.absentDays}::int
        where c.day = l.left_on
      )) end as day
    ) due
    where l.left_on is null or ${passed(day, sql`l.left_on`)} >= ${params.absentDays}::int`,

  facts: z.object({
    day: z.iso.date(),
    startsOn: z.iso.date(),
    leftOn: z.iso.date().nullable(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
  }),

  sentence: ({ day, startsOn, leftOn }) => {
    const lack =
      leftOn === null
        ? `项目于${formatChinese(startsOn)}开工，截至${formatChinese(day)}没有配备劳资专管员的记录`
        : `原劳资专管员自${formatChinese(leftOn)}后不再在岗，截至${formatChinese(day)}没有新的劳资专管员的记录`;
    return `${lack}。`;
  },

  main: 'contractor',
  copies: ['owner'],
  audience: 'parties',
  clearsWhen: '在项目部配备劳资专管员，并登记。',
});
