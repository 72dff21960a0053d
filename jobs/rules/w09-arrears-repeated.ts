import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatMonth } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { owedByEmployers } from '../facts/employers.ts';
import { dayWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * An employer owes wages of two consecutive months, or of three months in all, over all its projects
 * together: the line from which it may be watched (重点监察). Months paid since do not count, for why
 * they were late is not kept.
 *
 * Subject: the employer's uscc. Period: `-`; one finding on each project on which it owes. Amount: what
 * it owes there. The due day is the oldest there.
 * Level: red.
 * Facts: months (of all projects, within `lookBackMonths`), consecutive, projects, workers and totalFen
 * of all, hereFen, dueDay.
 *
 * For the authority only. Clears on a project when nothing is owed there, and everywhere when the
 * months owed fall below both lines.
 */
export const arrearsRepeated = defineRule({
  id: 'W09',
  title: '连续或者累计欠薪（重点监察条件）',
  basis: [law.arrearsWatched],
  needs: ['bank'],
  params: { consecutiveMonths: 2, totalMonths: 3, lookBackMonths: 12 },

  find: ({ day, since, params }) => sql`
    with owed as materialized (
      select * from (${owedByEmployers(day, since)}) o
      where o.wage_month > (
        date_trunc('month', ${day}::date::timestamp) - make_interval(months => ${params.lookBackMonths}::int)
      )::date
    ),
    placed as (
      select owed.*, dense_rank() over (partition by employer_id order by wage_month) as place from owed
    ),
    -- Months in a row have the same month less their place.
    chained as (
      select placed.*, max(place) over run - min(place) over run + 1 as in_row
      from placed
      window run as (partition by employer_id, wage_month - make_interval(months => place::int))
    ),
    -- Read once, and materialized: joined again by employer, it would be reckoned anew for each.
    employer as materialized (
      select employer_id,
        max(in_row)::int as consecutive,
        jsonb_agg(distinct to_char(wage_month, 'YYYY-MM')) as months,
        count(distinct project_id)::int as projects,
        count(distinct worker_id)::int as workers,
        sum(unpaid_fen)::bigint as total_fen
      from chained
      group by employer_id
      having max(in_row) >= ${params.consecutiveMonths}::int or max(place) >= ${params.totalMonths}::int
    ),
    -- Few rows for the join: whatever the planner expects of it, it is short.
    here as materialized (
      select project_id, employer_id, sum(unpaid_fen)::bigint as unpaid_fen, min(due_day) as due_day
      from owed
      group by project_id, employer_id
    )
    select
      o.project_id,
      o.employer_id as subject,
      '-' as period,
      'red' as level,
      o.unpaid_fen as amount_fen,
      o.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'dueDay', o.due_day,
        'months', e.months,
        'consecutive', e.consecutive,
        'projects', e.projects,
        'workers', e.workers,
        'totalFen', e.total_fen,
        'hereFen', o.unpaid_fen
      ) as facts
    from here o
    join employer e on e.employer_id = o.employer_id`,

  facts: z.object({
    day: z.iso.date(),
    dueDay: z.iso.date(),
    months: z.array(z.string()),
    /** The longest row of months. */
    consecutive: z.int(),
    projects: z.int(),
    workers: z.int(),
    totalFen: zFen,
    hereFen: zFen,
  }),

  sentence: (facts) => {
    const months = facts.months.map(formatMonth).join('、');
    const inRow = facts.consecutive > 1 ? `（最长连续${facts.consecutive}个月）` : '';
    const where = facts.projects > 1 ? `在${facts.projects}个项目上` : '';
    const here = facts.projects > 1 ? `，其中本项目${formatYuan(facts.hereFen)}元` : '';
    return `截至${dayWord(facts.day, facts.day)}，该单位${where}拖欠${months}共${facts.months.length}个月工资${inRow}，涉及${facts.workers}名工人${formatYuan(facts.totalFen)}元${here}。`;
  },

  main: 'labour-office',
  copies: ['housing-office'],
  audience: 'authority',
  clearsWhen:
    '付清所拖欠的全部工资；解除重点监察以六个月内未再发生拖欠为限，由人力资源社会保障部门决定。',
});
