import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { addMonths, type Day, firstOf, monthOf } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { countBits, daysOfBits } from '../facts/bits.ts';
import { payments, rowsJson } from '../facts/payments.ts';
import { monthsOf, type Since } from '../facts/wages.ts';
import { monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Wages were paid in a way that wages are not earned: without a day attended, more than a month or a year may plausibly
 * come to, for more days than the month has, to people not engaged in it or registered only when it was over, to
 * people who were on another project on the same days, or the same round sum for nearly all of a team.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: what was paid on such lines. The due day is
 * the day of the first such payment.
 * Level: yellow; orange when they are `orangeShare` of the employer's paid lines or more.
 * Facts: lines (paid ones), oddLines, oddFen, firstPaidOn, counts by reason (a line may have several), rows (the first
 * twenty, each with its reasons, and the days on another project as well; which one is not told here).
 *
 * Per person a month may come to `monthFen`, and a calendar year to `yearFen`, which is asked in months of more than
 * a twelfth of it. One day on two projects may be the day of a move: `elsewhereDays` are asked for. A team is looked at from
 * `fewestOfTeam` paid lines on; a sum is round that ends in 00 yuan.
 * Clears when the reason is gone, or the authority has looked into the month (pay-reviews).
 */
export const payOdd = defineRule({
  id: 'W12',
  title: '工资发放异常',
  basis: [
    law.accountForWagesOnly,
    law.contractorChecksPayroll,
    law.noFalseClaims,
    law.accountOnlyToWorkers,
  ],
  needs: [],
  params: {
    monthFen: 50_000_00,
    yearFen: 300_000_00,
    alikeShare: 0.8,
    fewestOfTeam: 5,
    elsewhereDays: 2,
    orangeShare: 0.05,
  },

  find: ({ day, params }) => sql`
    with line as materialized (
      select p.project_id, p.wage_month, p.employer_id, p.engagement_id, p.worker_id, p.team, p.entered_on,
        p.exited_on, p.registered_on, p.batch_id, p.line_no, p.work_days, p.net_fen,
        sum(p.amount_fen)::bigint as amount_fen, min(p.on_day) as on_day, bool_and(p.reviewed) as reviewed
      from (${payments(day, 'pattern')}) p
      group by p.project_id, p.wage_month, p.employer_id, p.engagement_id, p.worker_id, p.team,
        p.entered_on, p.exited_on, p.registered_on, p.batch_id, p.line_no, p.work_days, p.net_fen
    ),
    person as (
      select l.*,
        sum(l.amount_fen) over (partition by l.project_id, l.wage_month, l.worker_id) as month_fen,
        count(*) over (partition by l.project_id, l.wage_month, l.employer_id, l.team) as of_team,
        count(*) over (
          partition by l.project_id, l.wage_month, l.employer_id, l.team, l.net_fen
        ) as alike,
        (l.wage_month + interval '1 month')::date - 1 as last_day
      from line l
    ),
    judged as materialized (
      select p.*,
        case when away.count >= ${params.elsewhereDays}::int
          then jsonb_build_object('elsewhereOn', ${daysOfBits(sql`p.wage_month`, sql`away.days`)}) end as more,
        array_remove(array[
          case when here.yes is null then 'absent' end,
          case when p.month_fen > ${params.monthFen}::bigint then 'month' end,
          case when year.fen > ${params.yearFen}::bigint then 'year' end,
          case when p.work_days > extract(day from p.last_day) then 'days' end,
          case when p.entered_on > p.last_day or p.exited_on < p.wage_month then 'roster' end,
          case when p.registered_on > p.last_day then 'joined' end,
          case when away.count >= ${params.elsewhereDays}::int then 'elsewhere' end,
          case when p.team is not null and p.of_team >= ${params.fewestOfTeam}::int and p.net_fen % 10000 = 0
            and p.alike > p.of_team * ${params.alikeShare}::numeric then 'alike' end
        ], null) as why
      from person p
      left join lateral (
        select true as yes
        from we.engagement g
        join we.attendance_month a
          on a.project_id = g.project_id and a.month = p.wage_month and a.engagement_id = g.id
        where g.worker_id = p.worker_id and g.project_id = p.project_id
          and we.days_until(a.days, a.month, ${day}::date) <> 0
        limit 1
      ) here on true
      left join lateral (
        select b.days, ${countBits(sql`b.days`)} as count
        from we.two_sites t, lateral (select we.days_until(t.days, t.month, ${day}::date) as days) b
        where t.project_id = p.project_id and t.month = p.wage_month and t.worker_id = p.worker_id
          and b.days <> 0
      ) away on true
      left join lateral (
        select sum(l.paid_fen)::bigint as fen
        from we.payroll_line l
        where p.month_fen > ${params.yearFen}::bigint / 12
          and ${monthsOf(day, yearsBack(day))}
          and l.wage_month between date_trunc('year', p.wage_month::timestamp)::date and p.wage_month
          and l.project_id = p.project_id and l.employer_id = p.employer_id
          and l.engagement_id = p.engagement_id and l.kind <> 'resend'
          and l.final_on <= ${day}::date
      ) year on true
    ),
    found as (
      select j.project_id, j.employer_id, j.wage_month, count(*)::int as lines,
        (count(*) filter (where j.odd))::int as odd_lines,
        (sum(j.amount_fen) filter (where j.odd))::bigint as odd_fen,
        min(j.on_day) filter (where j.odd) as first_on,
        jsonb_build_object(
          'absent', count(*) filter (where j.odd and 'absent' = any(j.why)),
          'month', count(*) filter (where j.odd and 'month' = any(j.why)),
          'year', count(*) filter (where j.odd and 'year' = any(j.why)),
          'days', count(*) filter (where j.odd and 'days' = any(j.why)),
          'roster', count(*) filter (where j.odd and 'roster' = any(j.why)),
          'joined', count(*) filter (where j.odd and 'joined' = any(j.why)),
          'elsewhere', count(*) filter (where j.odd and 'elsewhere' = any(j.why)),
          'alike', count(*) filter (where j.odd and 'alike' = any(j.why))
        ) as counts
      from (select j.*, cardinality(j.why) > 0 and not j.reviewed as odd from judged j) j
      group by j.project_id, j.employer_id, j.wage_month
      having bool_or(j.odd)
    )
    select
      f.project_id,
      f.employer_id as subject,
      to_char(f.wage_month, 'YYYY-MM') as period,
      case when f.odd_lines >= f.lines * ${params.orangeShare}::numeric then 'orange' else 'yellow' end
        as level,
      f.odd_fen as amount_fen,
      f.first_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', to_char(f.wage_month, 'YYYY-MM'),
        'lines', f.lines,
        'oddLines', f.odd_lines,
        'oddFen', f.odd_fen,
        'firstPaidOn', f.first_on,
        'counts', f.counts,
        'rows', ${rowsJson(
          sql`judged`,
          sql`r.project_id = f.project_id and r.employer_id = f.employer_id and r.wage_month = f.wage_month
            and cardinality(r.why) > 0 and not r.reviewed`,
          sql`r.more`,
        )}
      ) as facts
    from found f`,

  facts: z.object({
    day: z.iso.date(),
    period: z.string().regex(/^\d{4}-\d{2}$/),
    lines: z.int(),
    oddLines: z.int(),
    oddFen: zFen,
    firstPaidOn: z.iso.date(),
    counts: z.object({
      absent: z.int(),
      month: z.int(),
      year: z.int(),
      days: z.int(),
      roster: z.int(),
      joined: z.int(),
      elsewhere: z.int(),
      alike: z.int(),
    }),
    rows: z.array(
      z.object({
        endToEndId: z.string(),
        paidOn: z.iso.date(),
        amountFen: zFen,
        why: z.array(
          z.enum(['absent', 'month', 'year', 'days', 'roster', 'joined', 'elsewhere', 'alike']),
        ),
        /** Days attended here and on another project. */
        elsewhereOn: z.array(z.iso.date()).optional(),
      }),
    ),
  }),

  sentence: ({ day, period, lines, oddLines, oddFen, counts }) => {
    const reasons = REASONS.flatMap(([why, words]) =>
      counts[why] > 0 ? [`${words}${counts[why]}人`] : [],
    );
    return `${monthWord(period, day)}工资已发放${lines}人，其中${oddLines}人共${formatYuan(oddFen)}元发放异常：${reasons.join('，')}。`;
  },

  main: 'contractor',
  copies: ['bank', 'labour-office'],
  audience: 'parties',
  clearsWhen:
    '核对考勤、用工登记和工资表，说明原因并附证明材料，由主管部门核查；有误的更正、退回。',
});

const REASONS = [
  ['absent', '当月无考勤'],
  ['month', '当月超过5万元'],
  ['year', '当年累计超过30万元'],
  ['days', '出工天数多于当月天数'],
  ['roster', '当月不在用工登记期间'],
  ['joined', '当月结束后才登记用工'],
  ['elsewhere', '同日在另一项目有考勤'],
  ['alike', '同班组金额相同且为整数'],
] as const;

/** The year of a month that is looked into begins at most three years ago. */
const yearsBack = (day: Day): Since => ({
  month: firstOf(addMonths(monthOf(day), -36)),
  laidOut: false,
});
