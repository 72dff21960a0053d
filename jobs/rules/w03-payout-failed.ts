import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { failures } from '../facts/wages.ts';
import { dayWord, dutyShape, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Payments that the bank rejected or returned (代发失败) have not reached their workers since. Each
 * has a base: the later of the pay day and the day it failed.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: what was ordered.
 * Level: yellow after `yellowWorkingDays` from the base; orange when any is past `orangeWorkingDays`;
 * red when any is more than `redDays` calendar days past its base, or from `redWorkers`.
 * Facts: dueDay, the last working day to pay the oldest again, daysLate since then, failedOn (the
 * oldest base's failure), payDay, workers, failedFen.
 *
 * Silent for a line that a live correction replaces. Clears once the bank has paid the workers.
 */
export const payoutFailed = defineRule({
  id: 'W03',
  title: '代发失败未补发',
  basis: [law.wageToOwnAccount, law.wageInFullOnTheDay],
  needs: ['bank'],
  params: { yellowWorkingDays: 3, orangeWorkingDays: 5, redDays: 15, redWorkers: 10 },

  find: ({ day, since, params }) => sql`
    with found as (
      select f.project_id, f.employer_id, f.wage_month, f.due_day as pay_day,
        count(distinct f.engagement_id)::int as workers,
        sum(f.pay_fen)::bigint as failed_fen,
        min(f.base) as base,
        min(f.final_day) as failed_on,
        max(f.passed) as passed,
        (min(f.heard_at) at time zone 'Asia/Shanghai')::date as known_day
      from (${failures(day, since)}) f
      where f.passed >= ${params.yellowWorkingDays}::int
      group by f.project_id, f.id, f.employer_id, f.wage_month, f.due_day
    )
    select
      f.project_id,
      f.employer_id as subject,
      to_char(f.wage_month, 'YYYY-MM') as period,
      case
        when ${day}::date > f.base + ${params.redDays}::int then 'red'
        when f.workers >= ${params.redWorkers}::int then 'red'
        when f.passed >= ${params.orangeWorkingDays}::int then 'orange'
        else 'yellow'
      end as level,
      f.failed_fen as amount_fen,
      due.day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', to_char(f.wage_month, 'YYYY-MM'),
        'dueDay', due.day,
        'daysLate', ${day}::date - due.day,
        'knownDay', f.known_day,
        'payDay', f.pay_day,
        'failedOn', f.failed_on,
        'workers', f.workers,
        'failedFen', f.failed_fen
      ) as facts
    from found f
    join we.calendar_day b on b.day = f.base
    join we.calendar_day due
      on due.working and due.wd_no = b.wd_no + ${params.yellowWorkingDays}::int`,

  facts: z.object({
    ...dutyShape,
    /** The pay day of the month's wages. */
    payDay: z.iso.date(),
    /** The day on which the oldest of these payments failed. */
    failedOn: z.iso.date(),
    workers: z.int(),
    failedFen: zFen,
  }),

  sentence: (facts) => {
    const { day, period, dueDay, daysLate, failedOn, workers, failedFen } = facts;
    const failed = `${monthWord(period, day)}工资有${workers}名工人共${formatYuan(failedFen)}元自${dayWord(failedOn, day)}起代发失败`;
    return `${failed}，应于${dayWord(dueDay, day)}前补发，截至${dayWord(day, day)}仍未到账，逾期${daysLate}天。`;
  },

  main: 'contractor',
  copies: ['bank', 'employer'],
  audience: 'parties',
  duty: 'wage',
  clearsWhen: '核实代发失败原因，将失败款项付至工人本人银行账户，以银行反馈为准。',
});
