import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { paidDays } from '../facts/rates.ts';
import { monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * A payroll states less for a full month than the minimum wage of the place, or a sum that is not the day rate times the days
 * attended. Asked once the month is over, of the months that a write marked.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: what is missing to the minimum or to the days, of a
 * person the larger one; nothing where more is stated. The due day is the month's last.
 * Level: yellow; orange when anybody gets less than the minimum.
 * Facts: below, mismatched (of whom nobody is below), missingFen, minimumFen (null: none entered), apart (the share let pass, in percent),
 * rows (the first twenty of them).
 *
 * Pay is the gross of a person's lines that are live and not corrected. A full month: attended on as many days as it has working days.
 * Day rates are compared only where one holds on every day attended; who works by the piece is not. Clears when pay fits, or
 * the authority has looked into the month (pay-reviews, `rate`).
 */
export const payUnlikeDays = defineRule({
  id: 'W07',
  title: '低于最低工资或与考勤不符',
  basis: [
    law.contractorChecksPayroll,
    law.payrollMonthly,
    law.wageNotBelowMinimum,
    law.payBelowMinimum,
  ],
  basisOf: ({ below }) => [
    law.contractorChecksPayroll,
    law.payrollMonthly,
    law.wageNotBelowMinimum,
    ...(below > 0 ? [law.payBelowMinimum] : []),
  ],
  needs: [],
  params: { mismatchShare: 0.1 },

  find: ({ day, params }) => sql`
    with judged as materialized (
      select p.*,
        coalesce(p.days >= p.working_days and p.gross_fen < p.minimum_fen, false) as below,
        coalesce(
          abs(p.gross_fen - p.earned_fen) > p.gross_fen * ${params.mismatchShare}::numeric, false
        ) as mismatched
      from (${paidDays(day)}) p
      where not p.reviewed
    ),
    odd as materialized (
      select j.*, greatest(
          case when j.below then j.minimum_fen - j.gross_fen end,
          case when j.mismatched then j.earned_fen - j.gross_fen end,
          0
        ) as missing_fen,
        array_remove(
          array[case when j.below then 'minimum' end, case when j.mismatched then 'days' end], null
        ) as why
      from judged j
      where j.below or j.mismatched
    ),
    found as (
      select o.project_id, o.employer_id, o.wage_month,
        (count(*) filter (where o.below))::int as below,
        (count(*) filter (where not o.below))::int as mismatched,
        sum(o.missing_fen)::bigint as missing_fen, max(o.minimum_fen) as minimum_fen
      from odd o
      group by o.project_id, o.employer_id, o.wage_month
    )
    select
      f.project_id,
      f.employer_id as subject,
      to_char(f.wage_month, 'YYYY-MM') as period,
      case when f.below > 0 then 'orange' else 'yellow' end as level,
      f.missing_fen as amount_fen,
      (f.wage_month + interval '1 month')::date - 1 as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', to_char(f.wage_month, 'YYYY-MM'),
        'below', f.below,
        'mismatched', f.mismatched,
        'missingFen', f.missing_fen,
        'minimumFen', f.minimum_fen,
        'apart', ${params.mismatchShare}::numeric * 100,
        'rows', (
          select jsonb_agg(x.row order by x.batch_no, x.line_no)
          from (
            select b.batch_no, o.line_no, jsonb_build_object(
              'endToEndId', b.batch_no || '-' || o.line_no, 'days', o.days, 'grossFen', o.gross_fen,
              'earnedFen', o.earned_fen, 'why', to_jsonb(o.why)
            ) as row
            from odd o
            join we.payroll_batch b on b.project_id = o.project_id and b.id = o.batch_id
            where o.project_id = f.project_id and o.employer_id = f.employer_id and o.wage_month = f.wage_month
            order by b.batch_no, o.line_no
            limit 20
          ) x
        )
      ) as facts
    from found f`,

  facts: z.object({
    day: z.iso.date(),
    period: z.string().regex(/^\d{4}-\d{2}$/),
    below: z.int(),
    mismatched: z.int(),
    missingFen: zFen,
    minimumFen: zFen.nullable(),
    apart: z.number(),
    rows: z.array(
      z.object({
        /** Of the person's first line. */
        endToEndId: z.string(),
        days: z.int(),
        grossFen: zFen,
        /** Day rate times days; null: not known for every day. */
        earnedFen: zFen.nullable(),
        why: z.array(z.enum(['minimum', 'days'])),
      }),
    ),
  }),

  sentence: ({ day, period, below, mismatched, missingFen, minimumFen, apart }) => {
    const standard = minimumFen === null ? '' : `${formatYuan(minimumFen)}元`;
    const parts = [
      ...(below > 0 ? [`${below}人满勤而应发工资低于当地最低工资标准${standard}`] : []),
      ...(mismatched > 0 ? [`${mismatched}人应发工资与出勤天数乘以日工资相差超过${apart}%`] : []),
      ...(missingFen > 0 ? [`少计共${formatYuan(missingFen)}元`] : []),
    ];
    return `${monthWord(period, day)}工资支付表中，${parts.join('，')}。`;
  },

  main: 'employer',
  copies: ['contractor'],
  audience: 'parties',
  clearsWhen:
    '核对考勤、日工资和工资支付表，少计的补发；计件的，提供工人签字确认的计件单，由主管部门核查。',
});
