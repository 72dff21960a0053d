import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { arrears } from '../facts/wages.ts';
import { dayWord, dutyShape, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Workers of an employer (用人单位) have got nothing of a month's wages by the end of the pay day.
 * A part paid is W02; a payment that came back is W03 alone for five working days.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: what those workers miss.
 * Level: yellow; orange from `orangeDays` late or `manyWorkers`; red from `redDays` late, when the
 * employer's month before is found as well, or from `manyWorkers` and `redFen` together.
 * Facts: dueDay (already moved back to a working day), daysLate (calendar days), workers, unpaidFen,
 * monthBefore.
 *
 * Silent on the pay day itself, and where no payroll was claimed: that is W05.
 * Clears once the bank has paid every worker something, however late.
 */
export const wageLate = defineRule({
  id: 'W01',
  title: '月工资逾期未发',
  basis: [
    law.wageInFullOnTheDay,
    law.wageBeforeHoliday,
    law.subcontractorIsDirectlyLiable,
    law.contractorPaysFirst,
    law.wageToOwnAccount,
    law.penaltyForArrears,
    law.wageMonthly,
    law.wageCycleOneMonth,
    law.wageOnWorkingDayBefore,
    law.cityWages,
  ],
  needs: ['bank'],
  params: { orangeDays: 5, redDays: 30, manyWorkers: 10, redFen: 60_000_00 },

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
        when a.days_late >= ${params.orangeDays}::int then 'orange'
        when a.workers >= ${params.manyWorkers}::int then 'orange'
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
        'unpaidFen', a.unpaid_fen,
        'monthBefore', a.month_before
      ) as facts
    from (${arrears(day, since, 'none')}) a`,

  facts: z.object({
    ...dutyShape,
    workers: z.int(),
    unpaidFen: zFen,
    /** The employer's month before is late as well. */
    monthBefore: z.boolean(),
  }),

  sentence: (facts) => {
    const { day, period, dueDay, daysLate, workers, unpaidFen } = facts;
    const due = `${monthWord(period, day)}工资应于${dayWord(dueDay, day)}发放`;
    const open = `截至${dayWord(day, day)}仍有${workers}名工人共${formatYuan(unpaidFen)}元未到账`;
    const before = facts.monthBefore ? '，且上一个月工资亦逾期未发' : '';
    return `${due}，${open}，逾期${daysLate}天${before}。`;
  },

  main: 'contractor',
  copies: ['employer', 'owner'],
  audience: 'parties',
  duty: 'wage',
  clearsWhen:
    '将拖欠的工资足额付至工人本人银行账户，以银行反馈为准；工资支付表有误的，更正后全部付清。',
});
