import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { phonelessPeople, slipless } from '../facts/slips.ts';
import { dayWord, monthWord } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Wages were paid and the worker was not given his pay slip (工资清单) within `slipDays` working days of the payment; or the
 * wage ledger (工资支付台账) lacks what the law wants in it: a way to reach a worker who is on the site.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`, for slips; `-` for the ledger. Amount: 0. The due day is the last
 * day for the earliest slip, the cut-off of the earliest payroll.
 * Level: yellow; orange from the `orangeMonths`-th month without slips on.
 * Facts: about; for slips dueDay, daysLate, lines (without one), firstPaidOn, rows (the first twenty); for the ledger workers.
 *
 * Silent on the last day for a slip. Clears when slips are told, or the numbers are registered. Hours and pay are in every ledger
 * that came through the API; who keeps papers how long is seen to by the erasure (`docs/security.md`).
 */
export const slipsMissing = defineRule({
  id: 'W14',
  title: '未提供工资清单或台账缺项',
  basis: [law.wageLedger, law.paySlip, law.penaltyForLedger, law.penaltyForSlips],
  basisOf: ({ about }) =>
    about === 'slips'
      ? [law.paySlip, law.penaltyForLedger, law.wageToThemselvesJiangsu, law.penaltyForSlips]
      : [law.wageLedger, law.penaltyForLedger],
  needs: [],
  params: { slipDays: 5, orangeMonths: 2 },

  find: ({ day, params }) => sql`
    with line as materialized (${slipless(day, params.slipDays)}),
    late as (
      select l.project_id, l.employer_id, l.wage_month, count(*)::int as lines, min(l.paid_on) as first_on,
        min(l.due_day) as due_day,
        row_number() over (partition by l.project_id, l.employer_id order by l.wage_month) as turn
      from line l
      group by l.project_id, l.employer_id, l.wage_month
    )
    select
      s.project_id,
      s.employer_id as subject,
      to_char(s.wage_month, 'YYYY-MM') as period,
      case when s.turn >= ${params.orangeMonths}::int then 'orange' else 'yellow' end as level,
      0::bigint as amount_fen,
      s.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'about', 'slips',
        'period', to_char(s.wage_month, 'YYYY-MM'),
        'dueDay', s.due_day,
        'daysLate', ${day}::date - s.due_day,
        'lines', s.lines,
        'firstPaidOn', s.first_on,
        'rows', (
          select jsonb_agg(x.row order by x.paid_on, x.batch_no, x.line_no)
          from (
            select l.paid_on, l.batch_no, l.line_no, jsonb_build_object(
              'endToEndId', l.batch_no || '-' || l.line_no, 'paidOn', l.paid_on
            ) as row
            from line l
            where l.project_id = s.project_id and l.employer_id = s.employer_id and l.wage_month = s.wage_month
            order by l.paid_on, l.batch_no, l.line_no
            limit 20
          ) x
        )
      ) as facts
    from late s
    union all
    select
      n.project_id,
      n.employer_id,
      '-',
      'yellow',
      0::bigint,
      min(n.due_day),
      jsonb_build_object('day', ${day}::date, 'about', 'ledger', 'workers', count(*)::int)
    from (${phonelessPeople(day)}) n
    group by n.project_id, n.employer_id`,

  facts: z.discriminatedUnion('about', [
    z.object({
      day: z.iso.date(),
      about: z.literal('slips'),
      period: z.string().regex(/^\d{4}-\d{2}$/),
      dueDay: z.iso.date(),
      daysLate: z.int(),
      lines: z.int(),
      firstPaidOn: z.iso.date(),
      rows: z.array(z.object({ endToEndId: z.string(), paidOn: z.iso.date() })),
    }),
    z.object({ day: z.iso.date(), about: z.literal('ledger'), workers: z.int() }),
  ]),

  sentence: (facts) => {
    const { day } = facts;
    if (facts.about === 'ledger')
      return `截至${dayWord(day, day)}，在场工人中有${facts.workers}人未登记联系方式，工资支付台账缺项。`;
    const { period, firstPaidOn, dueDay, daysLate, lines } = facts;
    return `${monthWord(period, day)}工资自${dayWord(firstPaidOn, day)}起发放，工资清单最早应于${dayWord(dueDay, day)}前提供，截至${dayWord(day, day)}仍有${lines}人未见提供，逾期${daysLate}天。`;
  },

  main: 'contractor',
  copies: ['employer'],
  audience: 'parties',
  clearsWhen: '向每名工人提供本人的工资清单并登记；补齐工资支付台账所缺的联系方式。',
});
