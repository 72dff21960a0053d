import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { bitsBetween, countBits, firstDay } from '../facts/bits.ts';
import { monthWord } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * People went in whom nobody has registered: no engagement covers the day (attendance that found none), and they are neither
 * visitors nor hold a post on it. Whoever was barred (清退) is no matter any more from that day on, for the days up to it.
 *
 * Subject: the contractor's uscc. Period: the month of entry. Amount: 0. The due day is the first such day.
 * Level: yellow; orange from `orangePersons`, or one person on `orangeDays` days of the month; red from `redPersons`.
 * Facts: persons, mostDays (of one person), firstDay.
 *
 * An accident on the site is not known to us. Clears when they are registered for those days, or barred.
 */
export const unregistered = defineRule({
  id: 'R01',
  title: '未实名登记人员进场',
  basis: [law.registeredBeforeEntry, law.penaltyForRealNames, law.contractBeforeEntry],
  needs: [],
  params: { orangePersons: 3, orangeDays: 2, redPersons: 10 },

  find: ({ day, params }) => sql`
    with stranger as (
      select u.project_id, u.month,
        we.days_until(u.days, u.month, ${day}::date) & ~coalesce(known.days, 0) as days
      from we.attendance_unmatched u
      left join lateral (
        select bit_or(case r.role
          when 'barred' then ${bitsBetween(sql`u.month`, sql`u.month`, sql`r.on_day`)}
          else ${bitsBetween(sql`u.month`, sql`r.on_day`, sql`r.until_day`)}
        end) as days
        from we.site_record r
        where r.project_id = u.project_id
          and r.id_bidx = u.id_bidx
          and r.effective_at is not null
          and (r.role <> 'barred' or r.on_day <= ${day}::date)
      ) known on true
    ),
    found as (
      select s.project_id, s.month, count(*)::int as persons, max(${countBits(sql`s.days`)}) as most_days,
        min(${firstDay(sql`s.month`, sql`s.days`)}) as first_day
      from stranger s
      where s.days <> 0
      group by s.project_id, s.month
    )
    select
      f.project_id,
      p.contractor_id as subject,
      to_char(f.month, 'YYYY-MM') as period,
      case
        when f.persons >= ${params.redPersons}::int then 'red'
        when f.persons >= ${params.orangePersons}::int or f.most_days >= ${params.orangeDays}::int
          then 'orange'
        else 'yellow'
      end as level,
      0::bigint as amount_fen,
      f.first_day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', to_char(f.month, 'YYYY-MM'),
        'persons', f.persons,
        'mostDays', f.most_days,
        'firstDay', f.first_day
      ) as facts
    from found f
    join we.project p on p.id = f.project_id`,

  facts: z.object({
    day: z.iso.date(),
    period: z.string(),
    persons: z.int(),
    mostDays: z.int(),
    firstDay: z.iso.date(),
  }),

  sentence: (facts) => {
    const who = `${monthWord(facts.period, facts.day)}有${facts.persons}名未实名登记的人员进场`;
    const since = `自${formatChinese(facts.firstDay)}起，其中一人最多${facts.mostDays}天`;
    return `${who}，${since}，截至${formatChinese(facts.day)}没有相应日期的用工登记。`;
  },

  main: 'contractor',
  copies: ['owner'],
  audience: 'parties',
  clearsWhen: '为进场人员办理用工实名登记，或者予以清退并登记。',
});
