import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { addMonths, type Day, firstOf, monthOf } from '../../src/lib/day.ts';
import { monthsOf, type Since } from '../facts/wages.ts';
import { dayWord, monthWord } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Lines of an employer's payroll (工资支付表) are not confirmed by their workers: past the cut-off of the month's payroll,
 * or, before it, though the bank has paid one of them.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: 0. The due day is the cut-off.
 * Level: yellow; orange when `orangeShare` of the month's lines or more are without.
 * Facts: dueDay (the cut-off; null: no duty of the month), lines (of live batches, re-sends left out), unsigned, paid (one of them was
 * paid by the day).
 *
 * A line that a correction replaces still wants its own confirmation. Clears once every line is confirmed, whatever the day.
 */
export const payrollUnsigned = defineRule({
  id: 'W06',
  title: '工资支付表未经本人签字确认',
  basis: [law.payrollMonthly, law.penaltyForPayroll],
  needs: [],
  params: { orangeShare: 0.2 },

  find: ({ day, params }) => sql`
    with open as materialized (
      select b.project_id, b.id, b.employer_id, b.wage_month, b.unsigned + later.n as unsigned
      from we.payroll_batch b
      cross join lateral (
        select count(*)::int as n
        from we.line_confirmation c
        where c.project_id = b.project_id and c.batch_id = b.id and c.on_day > ${day}::date
      ) later
      where b.kind <> 'resend' and b.signed_on > ${day}::date
        and b.claimed_on <= ${day}::date and b.withdrawn_on > ${day}::date
        and b.unsigned + later.n > 0
    ),
    found as (
      select m.*, sheet.due_day, whole.lines, coalesce(paid.yes, false) as paid,
        to_char(m.wage_month, 'YYYY-MM') as period
      from (
        select project_id, employer_id, wage_month, sum(unsigned)::int as unsigned
        from open
        group by project_id, employer_id, wage_month
      ) m
      left join lateral (
        select s.due_day
        from we.obligation s
        where s.project_id = m.project_id and s.kind = 'payroll-sheet' and s.subject = m.employer_id
          and s.period = to_char(m.wage_month, 'YYYY-MM') and s.ended_at = 'infinity'
      ) sheet on true
      cross join lateral (
        select sum(b.line_count)::int as lines
        from we.payroll_batch b
        where b.project_id = m.project_id and b.wage_month = m.wage_month
          and b.employer_id = m.employer_id and b.kind <> 'resend'
          and b.claimed_on <= ${day}::date and b.withdrawn_on > ${day}::date
      ) whole
      left join lateral (
        select true as yes
        from open o
        join we.payroll_line l
          on l.project_id = o.project_id and l.wage_month = o.wage_month and l.batch_id = o.id
        join we.payout_event e
          on e.project_id = l.project_id and e.batch_id = l.batch_id and e.line_no = l.line_no
          and e.outcome = 'paid' and e.on_day <= ${day}::date
        where ${monthsOf(day, lately(day))}
          and (sheet.due_day < ${day}::date) is not true
          and o.project_id = m.project_id and o.employer_id = m.employer_id
          and o.wage_month = m.wage_month and l.confirmed_at is null
          and not exists (
            select from we.line_confirmation c
            where c.project_id = l.project_id and c.batch_id = l.batch_id and c.line_no = l.line_no
              and c.on_day <= ${day}::date
          )
        limit 1
      ) paid on true
    )
    select
      f.project_id,
      f.employer_id as subject,
      f.period,
      case
        when f.unsigned >= f.lines * ${params.orangeShare}::numeric then 'orange'
        else 'yellow'
      end as level,
      0::bigint as amount_fen,
      f.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', f.period,
        'dueDay', f.due_day,
        'lines', f.lines,
        'unsigned', f.unsigned,
        'paid', f.paid
      ) as facts
    from found f
    where f.due_day < ${day}::date or f.paid`,

  facts: z.object({
    day: z.iso.date(),
    period: z.string().regex(/^\d{4}-\d{2}$/),
    dueDay: z.iso.date().nullable(),
    lines: z.int(),
    unsigned: z.int(),
    paid: z.boolean(),
  }),

  sentence: ({ day, period, dueDay, lines, unsigned, paid }) => {
    const due = dueDay === null ? '' : `应于${dayWord(dueDay, day)}前经农民工本人签字确认，`;
    const money = paid ? '，其中有的已经发放' : '';
    return `${monthWord(period, day)}工资支付表${due}截至${dayWord(day, day)}，${lines}行中仍有${unsigned}行未见本人确认${money}。`;
  },

  main: 'employer',
  copies: ['contractor'],
  audience: 'parties',
  clearsWhen: '工资支付表的每一行均经农民工本人签字确认，并登记确认时间。',
});

/** Whose cut-off is still to come is a month of these. */
const lately = (day: Day): Since => ({
  month: firstOf(addMonths(monthOf(day), -3)),
  laidOut: false,
});
