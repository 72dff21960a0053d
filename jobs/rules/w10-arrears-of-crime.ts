import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { owedByEmployers } from '../facts/employers.ts';
import { dayWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * What an employer owes, over all its projects together, reaches the sums from which refusing to pay is
 * a crime (拒不支付劳动报酬罪数额标准) and a firm is listed: one worker owed for `oneMonths` months or
 * more and `oneFen`, or `manyWorkers` workers and `manyFen` in all. The crime needs an order and a
 * refusal as well, of which nothing is known here.
 *
 * Subject: the employer's uscc. Period: `-`; one finding on each project on which it owes. Amount: what
 * it owes there. The due day is the oldest there.
 * Level: red.
 * Facts: single (workers over the first line, oneMonths and oneFen), workers, totalFen, hereFen, dueDay.
 *
 * For the authority only. Clears with payments that bring it below both lines.
 */
export const arrearsOfCrime = defineRule({
  id: 'W10',
  title: '达到拒不支付劳动报酬数额标准',
  basis: [law.arrearsOfCrime, law.arrearsOfList],
  needs: ['bank'],
  params: { oneMonths: 3, oneFen: 10_000_00, manyWorkers: 10, manyFen: 60_000_00 },

  find: ({ day, since, params }) => sql`
    with owed as materialized (${owedByEmployers(day, since)}),
    person as (
      select employer_id, worker_id, sum(unpaid_fen) as fen,
        sum(unpaid_fen) >= ${params.oneFen}::bigint
          and (min(due_day) + make_interval(months => ${params.oneMonths}::int))::date <= ${day}::date
          as single
      from owed
      group by employer_id, worker_id
    ),
    employer as materialized (
      select employer_id,
        (count(*) filter (where single))::int as single,
        count(*)::int as workers,
        sum(fen)::bigint as total_fen
      from person
      group by employer_id
      having bool_or(single)
        or count(*) >= ${params.manyWorkers}::int and sum(fen) >= ${params.manyFen}::bigint
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
        'single', e.single,
        'oneMonths', ${params.oneMonths}::int,
        'oneFen', ${params.oneFen}::bigint,
        'workers', e.workers,
        'totalFen', e.total_fen,
        'hereFen', o.unpaid_fen
      ) as facts
    from here o
    join employer e on e.employer_id = o.employer_id`,

  facts: z.object({
    day: z.iso.date(),
    dueDay: z.iso.date(),
    single: z.int(),
    /** The first line. Absent in what was found before lines could be changed: as built. */
    oneMonths: z.int().optional(),
    oneFen: zFen.optional(),
    workers: z.int(),
    totalFen: zFen,
    hereFen: zFen,
  }),

  sentence: (facts) => {
    const { oneMonths = 3, oneFen = 10_000_00 } = facts;
    const single =
      facts.single > 0
        ? `，其中${facts.single}名工人已满${oneMonths}个月且每人不低于${formatYuan(oneFen)}元`
        : '';
    const here =
      facts.hereFen < facts.totalFen ? `；在本项目上为${formatYuan(facts.hereFen)}元` : '';
    return `截至${dayWord(facts.day, facts.day)}，该单位在各项目共拖欠${facts.workers}名工人工资${formatYuan(facts.totalFen)}元${single}${here}。`;
  },

  main: 'labour-office',
  copies: [],
  audience: 'authority',
  clearsWhen: '支付所拖欠的工资。',
});
