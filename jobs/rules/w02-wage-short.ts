import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { arrears } from '../facts/wages.ts';
import { dayWord, dutyShape, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Workers of an employer (用人单位) have got only a part of a month's wages by the end of the pay
 * day. Nothing at all is W01.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: what those workers miss.
 * Level: yellow up to the share `yellowShare` of what they are owed and up to `yellowWorkers`; orange
 * above either; red from `redDays` late, when the employer's month before is found as well, or from
 * `manyWorkers` and `redFen` together.
 * Facts: dueDay (already moved back to a working day), daysLate (calendar days), workers, owedFen,
 * unpaidFen, monthBefore.
 *
 * Silent on the pay day itself. Clears once the rest has arrived, however late.
 */
export const wageShort = defineRule({
  id: 'W02',
  title: '月工资未足额发放',
  basis: [law.wageInFullOnTheDay, law.wageToOwnAccount, law.penaltyForArrears, law.wageMonthly],
  needs: ['bank'],
  params: { yellowShare: 0.1, yellowWorkers: 3, redDays: 30, manyWorkers: 10, redFen: 60_000_00 },

  find: ({ day, since, params }) => sql`
    select
      a.project_id,
      a.employer_id as subject,
      a.period,
      case
        when a.days_late >= ${params.redDays}::int then 'red'
        when a.month_before then 'red'
        when a.workers >= ${params.manyWorkers}::int
          and a.unpaid_fen >= ${params.redFen}::bigint then 'red'
        when a.unpaid_fen > a.owed_fen * ${params.yellowShare}::numeric then 'orange'
        when a.workers > ${params.yellowWorkers}::int then 'orange'
        else 'yellow'
      end as level,
      a.unpaid_fen as amount_fen,
      a.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', a.period,
        'dueDay', a.due_day,
        'daysLate', a.days_late,
        'knownDay', a.known_day,
        'workers', a.workers,
        'owedFen', a.owed_fen,
        'unpaidFen', a.unpaid_fen,
        'monthBefore', a.month_before
      ) as facts
    from (${arrears(day, since, 'part')}) a`,

  facts: z.object({
    ...dutyShape,
    workers: z.int(),
    /** The net wages of those workers. */
    owedFen: zFen,
    unpaidFen: zFen,
    /** The employer's month before is short as well. */
    monthBefore: z.boolean(),
  }),

  sentence: (facts) => {
    const { day, period, dueDay, daysLate, workers, owedFen, unpaidFen } = facts;
    const due = `${monthWord(period, day)}工资应于${dayWord(dueDay, day)}足额发放`;
    const open = `截至${dayWord(day, day)}仍有${workers}名工人应发共${formatYuan(owedFen)}元中的${formatYuan(unpaidFen)}元未到账`;
    const before = facts.monthBefore ? '，且上一个月工资亦未足额发放' : '';
    return `${due}，${open}，逾期${daysLate}天${before}。`;
  },

  main: 'contractor',
  copies: ['employer', 'owner'],
  audience: 'parties',
  duty: 'wage',
  clearsWhen:
    '将工资差额全部付至工人本人银行账户，以银行反馈为准；工资支付表有误的，更正后全部付清。',
});
