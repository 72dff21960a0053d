import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Wages of a month were paid past the wage account, in cash or from another account, as reported.
 *
 * Subject: the contractor's uscc. Period: the wage month, `YYYY-MM`. Amount: what was paid so. The due day is the day
 * of the first such payment.
 * Level: orange; red when the month before was paid so as well.
 * Facts: paidFen, cashFen (of it), workers, employers, firstPaidOn, monthBefore.
 *
 * Clears once a later month of each of those employers is paid through the account: its wage duty is met, and nothing of
 * it is reported to have been paid past it.
 */
export const accountBypassed = defineRule({
  id: 'A08',
  title: '绕开专户发放',
  basis: [law.wageToOwnAccount, law.accountForWagesOnly, law.penaltyForAccount],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    with paid as materialized (
      select o.project_id, o.employer_id, o.wage_month, o.channel, o.amount_fen, o.workers, o.on_day
      from we.outside_payment o
      where o.on_day <= ${day}::date
    ),
    open as (
      select p.*
      from paid p
      where not exists (
        select from we.obligation w
        where w.project_id = p.project_id and w.kind = 'wage' and w.subject = p.employer_id
          and w.ended_at = 'infinity' and w.period > to_char(p.wage_month, 'YYYY-MM')
          and w.met_on <= ${day}::date
          and not exists (
            select from paid q
            where q.project_id = p.project_id and q.employer_id = p.employer_id
              and q.wage_month = (w.period || '-01')::date
          )
      )
    ),
    month as (
      select o.project_id, o.wage_month, sum(o.amount_fen)::bigint as paid_fen,
        coalesce(sum(o.amount_fen) filter (where o.channel = 'cash'), 0)::bigint as cash_fen,
        sum(o.workers)::int as workers, count(distinct o.employer_id)::int as employers,
        min(o.on_day) as first_on
      from open o
      group by o.project_id, o.wage_month
    )
    select
      m.project_id,
      p.contractor_id as subject,
      to_char(m.wage_month, 'YYYY-MM') as period,
      case when before.yes then 'red' else 'orange' end as level,
      m.paid_fen as amount_fen,
      m.first_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', to_char(m.wage_month, 'YYYY-MM'),
        'paidFen', m.paid_fen,
        'cashFen', m.cash_fen,
        'workers', m.workers,
        'employers', m.employers,
        'firstPaidOn', m.first_on,
        'monthBefore', before.yes
      ) as facts
    from month m
    join we.project p on p.id = m.project_id
    cross join lateral (
      select exists (
        select from paid q
        where q.project_id = m.project_id
          and q.wage_month = (m.wage_month - interval '1 month')::date
      ) as yes
    ) before`,

  facts: z.object({
    day: z.iso.date(),
    period: z.string().regex(/^\d{4}-\d{2}$/),
    paidFen: zFen,
    cashFen: zFen,
    workers: z.int(),
    employers: z.int(),
    firstPaidOn: z.iso.date(),
    monthBefore: z.boolean(),
  }),

  sentence: ({ day, period, paidFen, cashFen, workers, monthBefore }) => {
    const cash = cashFen === 0 ? '' : `（其中现金${formatYuan(cashFen)}元）`;
    const before = monthBefore ? '，且上一个月亦有此情形' : '';
    return `据报告，${monthWord(period, day)}有${workers}名工人的工资共${formatYuan(paidFen)}元${cash}未通过农民工工资专用账户发放${before}。`;
  },

  main: 'contractor',
  copies: ['employer', 'labour-office'],
  audience: 'parties',
  clearsWhen: '下一个工资支付周期起全部通过农民工工资专用账户发放。',
});
