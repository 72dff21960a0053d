import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { arrears } from '../facts/wages.ts';
import { dayWord, dutyShape, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * An employer (用人单位) owes wages of a month and has not reported it in writing within the term, which runs from
 * the day on which the arrears arose: the day after the pay day.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: what is owed (as W01 and W02 count it).
 * Level: yellow.
 * Facts: dueDay, the last day for the report (`reportDays` after that day, moved on to a working day), daysLate, payDay,
 * unpaidFen.
 *
 * Clears when a report of the month is there, or nothing is owed any more.
 */
export const arrearsNotReported = defineRule({
  id: 'W11',
  title: '欠薪未书面报告',
  basis: [law.arrearsReported],
  needs: ['bank'],
  params: { reportDays: 5 },

  find: ({ day, since, params }) => sql`
    select
      a.project_id,
      a.employer_id as subject,
      a.period,
      'yellow' as level,
      a.unpaid_fen as amount_fen,
      due.fwd_day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', a.period,
        'dueDay', due.fwd_day,
        'daysLate', ${day}::date - due.fwd_day,
        'knownDay', a.known_day,
        'payDay', a.due_day,
        'unpaidFen', a.unpaid_fen
      ) as facts
    from (
      select o.project_id, o.employer_id, o.wage_month, o.period, o.due_day, min(o.known_day) as known_day,
        sum(o.unpaid_fen)::bigint as unpaid_fen
      from (
        select project_id, employer_id, wage_month, period, due_day, known_day, unpaid_fen
        from (${arrears(day, since, 'none')}) none
        union all
        select project_id, employer_id, wage_month, period, due_day, known_day, unpaid_fen
        from (${arrears(day, since, 'part')}) part
      ) o
      group by o.project_id, o.employer_id, o.wage_month, o.period, o.due_day
    ) a
    join we.calendar_day due on due.day = a.due_day + 1 + ${params.reportDays}::int
    where due.fwd_day < ${day}::date
      and not exists (
        select from we.arrears_report r
        where r.project_id = a.project_id and r.wage_month = a.wage_month
          and r.employer_id = a.employer_id and r.reported_on <= ${day}::date
      )`,

  facts: z.object({
    ...dutyShape,
    /** The pay day of the month's wages. */
    payDay: z.iso.date(),
    unpaidFen: zFen,
  }),

  sentence: ({ day, period, dueDay, daysLate, payDay, unpaidFen }) => {
    const owed = `${monthWord(period, day)}工资应于${dayWord(payDay, day)}发放，截至${dayWord(day, day)}拖欠${formatYuan(unpaidFen)}元`;
    return `${owed}；应于${dayWord(dueDay, day)}前书面报告并提出处理方案，至今未见报告，逾期${daysLate}天。`;
  },

  main: 'employer',
  copies: ['contractor', 'labour-office'],
  audience: 'parties',
  clearsWhen: '向县级人力资源社会保障部门书面报告并提出处理方案，或者全部付清。',
});
