import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { attendedIn } from '../facts/attendance.ts';
import { monthWord } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * People attended in each of the last two calendar months, and no money left the wage accounts of the
 * project since the first day of the earlier one, interest and the bank's fees apart.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0. The due day is the last day of the two months.
 * Level: orange.
 * Facts: fromMonth, toMonth, openedOn (of the first account), lastDebitOn (null: never).
 *
 * An account opened after the earlier month is given time: the latest lawful pay day of that month is
 * the end of the next. Clears with a debit, or when no account is open any more.
 */
export const accountIdle = defineRule({
  id: 'A07',
  title: '专户长期无支出',
  basis: [law.accountForWagesOnly, law.wageToOwnAccount, law.penaltyForAccount],
  needs: ['bank'],
  params: {},

  find: ({ day }) => sql`
    with months as (
      select (date_trunc('month', ${day}::date::timestamp) - interval '2 months')::date as earlier,
        (date_trunc('month', ${day}::date::timestamp) - interval '1 month')::date as later,
        date_trunc('month', ${day}::date::timestamp)::date - 1 as last_day
    )
    select
      p.id as project_id,
      p.contractor_id as subject,
      '-' as period,
      'orange' as level,
      0::bigint as amount_fen,
      m.last_day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'fromMonth', to_char(m.earlier, 'YYYY-MM'),
        'toMonth', to_char(m.later, 'YYYY-MM'),
        'openedOn', a.opened_on,
        'lastDebitOn', money.last_on
      ) as facts
    from months m
    cross join lateral (
      select w.project_id, min(w.opened_on) as opened_on
      from we.wage_account w
      where w.opened_on < m.later and coalesce(w.closed_on, 'infinity'::date) > ${day}::date
      group by w.project_id
    ) a
    join we.project p on p.id = a.project_id
    -- Looked up a project at a time, from its latest debit back.
    left join lateral (
      select e.booked_on as last_on
      from we.account_entry e
      where e.project_id = p.id
        and e.booked_on <= ${day}::date
        and e.direction = 'debit'
        and coalesce(e.purpose, 'other') not in ('interest', 'fee')
      order by e.booked_on desc
      limit 1
    ) money on true
    where coalesce(money.last_on, '-infinity'::date) < m.earlier
      and ${attendedIn(day, sql`p.id`, sql`m.earlier`)}
      and ${attendedIn(day, sql`p.id`, sql`m.later`)}`,

  facts: z.object({
    day: z.iso.date(),
    fromMonth: z.string(),
    toMonth: z.string(),
    openedOn: z.iso.date(),
    lastDebitOn: z.iso.date().nullable(),
  }),

  sentence: (facts) => {
    const { day, fromMonth, toMonth, lastDebitOn } = facts;
    const months = `${monthWord(fromMonth, day)}、${monthWord(toMonth, day)}均有人员考勤`;
    const last =
      lastDebitOn === null
        ? `专用账户自${formatChinese(facts.openedOn)}开立以来没有支出`
        : `专用账户最近一次支出在${formatChinese(lastDebitOn)}`;
    return `${months}，截至${formatChinese(day)}，${last}。`;
  },

  main: 'contractor',
  copies: ['owner', 'labour-office'],
  audience: 'parties',
  clearsWhen: '通过农民工工资专用账户发放工资。',
});
