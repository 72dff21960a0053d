import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Money of the wage deposit was used to pay wages and was not put back within `restoreDays` working days. What is put back
 * restores the oldest use first.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: what is missing of the uses whose time is over.
 * Level: orange; red above `redDays` working days after the due day of the oldest.
 * Facts: usedOn (of the oldest use not restored), dueDay, daysLate (calendar days), restoredFen (all there ever was), missingFen.
 *
 * Silent on the due day itself. Clears when all of it is restored, the project finished or not.
 */
export const depositNotRestored = defineRule({
  id: 'D03',
  title: '保证金使用后未补足',
  basis: [law.depositStored],
  needs: [],
  params: { restoreDays: 10, redDays: 20 },

  find: ({ day, params }) => sql`
    with movement as (
      select r.project_id, r.kind, r.amount_fen, r.on_day, r.version
      from (select distinct u.project_id from we.site_record u where u.kind = 'deposit-used') touched
      cross join lateral (
        select m.project_id, m.kind, m.amount_fen, m.on_day, m.version
        from we.site_record m
        where m.project_id = touched.project_id
          and m.kind in ('deposit-used', 'deposit-restored')
          and m.effective_at is not null
          and m.on_day <= ${day}::date
      ) r
    ),
    used as (
      select m.project_id, m.on_day,
        sum(m.amount_fen) over (partition by m.project_id order by m.on_day, m.version)::bigint as sum_fen,
        due.day as due_day, due.wd_no as due_no
      from movement m
      join we.calendar_day c on c.day = m.on_day
      join we.calendar_day due on due.working and due.wd_no = c.wd_no + ${params.restoreDays}::int
      where m.kind = 'deposit-used'
    ),
    restored as (
      select t.project_id, coalesce(sum(m.amount_fen), 0)::bigint as fen
      from (select distinct project_id from used) t
      left join movement m on m.project_id = t.project_id and m.kind = 'deposit-restored'
      group by t.project_id
    ),
    late as (
      select u.project_id, min(u.on_day) as used_on, min(u.due_day) as due_day, min(u.due_no) as due_no,
        max(u.sum_fen) as used_fen
      from used u
      join restored r on r.project_id = u.project_id
      where u.sum_fen > r.fen and u.due_day < ${day}::date
      group by u.project_id
    )
    select
      l.project_id,
      p.contractor_id as subject,
      '-' as period,
      case when gone.wd_no - l.due_no >= ${params.redDays}::int then 'red' else 'orange' end as level,
      l.used_fen - r.fen as amount_fen,
      l.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'usedOn', l.used_on,
        'dueDay', l.due_day,
        'daysLate', ${day}::date - l.due_day,
        'restoredFen', r.fen,
        'missingFen', l.used_fen - r.fen
      ) as facts
    from late l
    join restored r on r.project_id = l.project_id
    join we.project p on p.id = l.project_id
    join we.calendar_day gone on gone.day = ${day}::date - 1`,

  facts: z.object({
    day: z.iso.date(),
    usedOn: z.iso.date(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
    restoredFen: zFen,
    missingFen: zFen,
  }),

  sentence: (facts) => {
    const used = `工资保证金于${formatChinese(facts.usedOn)}动用`;
    const due = `应于${formatChinese(facts.dueDay)}前（含当日）补足`;
    return `${used}，${due}，截至${formatChinese(facts.day)}仍差${formatYuan(facts.missingFen)}元，已逾期${facts.daysLate}天。`;
  },

  main: 'contractor',
  copies: ['owner', 'labour-office'],
  audience: 'parties',
  clearsWhen: '补足已经动用的工资保证金，并经主管部门确认。',
});
