import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatMonth } from '../../src/lib/day.ts';
import { bitsBetween, countBits } from '../facts/bits.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

const ROLES = { 'project-manager': '项目经理', 'supervising-engineer': '监理工程师' } as const;

/**
 * In the month before the day's, the project manager attended on fewer than `managerPercent` of the days, or the supervising
 * engineers on fewer than `engineerPercent`: days on which anybody who held the post went in, against the working days on which it
 * was held and work was not stopped. A post that nobody holds is not judged.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0. The due day is the last day of the month.
 * Level: yellow; orange when the same post fell short in the month before as well.
 * Facts: month, posts (role, days, attended, again).
 *
 * Clears with the next month in which the posts are kept, and on a project that is not at work.
 */
export const keyPostsAbsent = defineRule({
  id: 'R07',
  title: '关键岗位到岗率不达标',
  basis: [law.keyPostsAttend],
  needs: [],
  params: { managerPercent: 40, engineerPercent: 20 },

  find: ({ day, params }) => sql`
    with months as materialized (
      select m.month, m.month = m.last as judged, (
        select bit_or(1 << (extract(day from c.day)::int - 1))
        from we.calendar_day c
        where c.working and c.day >= m.month and c.day < m.month + interval '1 month'
      ) as working
      from (
        select g::date as month,
          (date_trunc('month', ${day}::date::timestamp) - interval '1 month')::date as last
        from generate_series(date_trunc('month', ${day}::date::timestamp) - interval '2 months',
          date_trunc('month', ${day}::date::timestamp) - interval '1 month', interval '1 month') g
      ) m
    ),
    held as (
      select p.id as project_id, p.contractor_id, r.role, r.id_bidx, m.month, m.judged,
        m.working & ~coalesce(stop.days, 0) as working,
        ${bitsBetween(sql`m.month`, sql`r.on_day`, sql`r.until_day`)} as span
      from we.project p
      join we.site_record r on r.project_id = p.id and r.kind = 'site-person'
      cross join months m
      left join lateral (
        select bit_or(${bitsBetween(sql`m.month`, sql`s.on_day`, sql`s.until_day`)}) as days
        from we.site_record s
        where s.project_id = p.id and s.kind = 'stop-work' and s.effective_at is not null
      ) stop on true
      where p.status = 'active'
        and r.role in ('project-manager', 'supervising-engineer')
        and r.effective_at is not null
    ),
    kept as (
      select h.project_id, h.contractor_id, h.role, h.month, h.judged,
        ${countBits(sql`bit_or(h.span & h.working)`)} as days,
        ${countBits(sql`coalesce(bit_or(h.span & seen.days), 0)`)} as attended
      from held h
      left join lateral (
        select bit_or(x.days) as days
        from (
          select u.days
          from we.attendance_unmatched u
          where u.project_id = h.project_id and u.month = h.month and u.id_bidx = h.id_bidx
          union all
          select a.days
          from we.engagement e
          join we.attendance_month a
            on a.project_id = e.project_id and a.month = h.month and a.engagement_id = e.id
          where e.project_id = h.project_id and e.id_bidx = h.id_bidx
        ) x
      ) seen on true
      group by h.project_id, h.contractor_id, h.role, h.month, h.judged
    ),
    short as (
      select k.project_id, k.contractor_id, k.role, k.month, k.judged, k.days, k.attended,
        lag(k.month) over (partition by k.project_id, k.role order by k.month) is not null as again
      from kept k
      where k.days > 0
        and k.attended * 100 < k.days * case k.role
          when 'project-manager' then ${params.managerPercent}::int else ${params.engineerPercent}::int end
    )
    select
      s.project_id,
      s.contractor_id as subject,
      '-' as period,
      case when bool_or(s.again) then 'orange' else 'yellow' end as level,
      0::bigint as amount_fen,
      (s.month + interval '1 month' - interval '1 day')::date as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'month', to_char(s.month, 'YYYY-MM'),
        'posts', jsonb_agg(jsonb_build_object(
          'role', s.role, 'days', s.days, 'attended', s.attended, 'again', s.again) order by s.role)
      ) as facts
    from short s
    where s.judged
    group by s.project_id, s.contractor_id, s.month`,

  facts: z.object({
    day: z.iso.date(),
    month: z.string(),
    posts: z.array(
      z.object({
        role: z.enum(['project-manager', 'supervising-engineer']),
        days: z.int(),
        attended: z.int(),
        again: z.boolean(),
      }),
    ),
  }),

  sentence: ({ month, posts }) => {
    const each = posts.map(({ role, days, attended, again }) => {
      const rate = `${ROLES[role]}应到岗${days}天，实际考勤${attended}天`;
      return again ? `${rate}，上月也未达标` : rate;
    });
    return `${formatMonth(month)}${each.join('；')}。`;
  },

  main: 'contractor',
  copies: ['owner'],
  audience: 'parties',
  clearsWhen: '安排项目经理、监理工程师到岗履职，下一月考勤达标。',
});
