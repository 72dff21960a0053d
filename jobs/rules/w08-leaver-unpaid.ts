import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { leavers } from '../facts/leavers.ts';
import { dayWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Workers who left and whose wages are not settled: `workingDays` working days after the day of exit, or after the day that was
 * agreed with them in writing, money is owed, or a month they worked in stands on no payroll; or all was paid, but late, and
 * they have not confirmed it.
 *
 * Subject: the employer's uscc. Period: `-`. Amount: what is owed them on payrolls, of whatever month. The due day is the earliest
 * of theirs.
 * Level: yellow; orange more than `orangeDays` after that day; red more than `redDays` after it, or from `manyWorkers` on.
 * Facts: dueDay, daysLate, workers, unpaidWorkers, unpaidFen, unlisted (a month on no payroll, no money known to be owed), unconfirmed (paid late).
 *
 * What came back from the bank is not paid. Clears when all is paid, and where it was late or no payroll named it, confirmed.
 */
export const leaverUnpaid = defineRule({
  id: 'W08',
  title: '退场工资未结清',
  basis: [law.subcontractorIsDirectlyLiable, law.contractorPaysFirst, law.leaverPaid],
  needs: ['bank'],
  params: { workingDays: 2, orangeDays: 10, redDays: 30, manyWorkers: 10 },

  find: ({ day, since, params }) => sql`
    with found as (
      select l.project_id, l.employer_id, min(l.due_day) as due_day, count(*)::int as workers,
        (count(*) filter (where l.unpaid_fen > 0))::int as unpaid_workers,
        sum(l.unpaid_fen)::bigint as unpaid_fen,
        (count(*) filter (where l.unpaid_fen = 0 and l.unlisted))::int as unlisted,
        (count(*) filter (where l.unpaid_fen = 0 and not l.unlisted))::int as unconfirmed
      from (${leavers(day, since, params.workingDays)}) l
      where l.due_day < ${day}::date
        and (l.unpaid_fen > 0 or (l.unlisted or l.paid_late) and not l.confirmed)
      group by l.project_id, l.employer_id
    )
    select
      f.project_id,
      f.employer_id as subject,
      '-' as period,
      case
        when ${day}::date > f.due_day + ${params.redDays}::int or f.workers >= ${params.manyWorkers}::int
          then 'red'
        when ${day}::date > f.due_day + ${params.orangeDays}::int then 'orange'
        else 'yellow'
      end as level,
      f.unpaid_fen as amount_fen,
      f.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'dueDay', f.due_day,
        'daysLate', ${day}::date - f.due_day,
        'workers', f.workers,
        'unpaidWorkers', f.unpaid_workers,
        'unpaidFen', f.unpaid_fen,
        'unlisted', f.unlisted,
        'unconfirmed', f.unconfirmed
      ) as facts
    from found f`,

  facts: z.object({
    day: z.iso.date(),
    /** The earliest day by which one of them was to be paid. */
    dueDay: z.iso.date(),
    daysLate: z.int(),
    workers: z.int(),
    unpaidWorkers: z.int(),
    unpaidFen: zFen,
    unlisted: z.int(),
    unconfirmed: z.int(),
  }),

  sentence: (facts) => {
    const { day, dueDay, daysLate, workers, unpaidWorkers, unpaidFen } = facts;
    const parts = [
      ...(unpaidWorkers > 0 ? [`${unpaidWorkers}人共${formatYuan(unpaidFen)}元未到账`] : []),
      ...(facts.unlisted > 0 ? [`${facts.unlisted}人有出勤的月份未列入工资支付表`] : []),
      ...(facts.unconfirmed > 0 ? [`${facts.unconfirmed}人逾期发放后未见本人确认`] : []),
    ];
    return `截至${dayWord(day, day)}，${workers}名退场工人的工资未结清，最早应于${dayWord(dueDay, day)}前付清，逾期${daysLate}天：${parts.join('，')}。`;
  },

  main: 'employer',
  copies: ['contractor', 'owner'],
  audience: 'parties',
  clearsWhen:
    '一次性付清退场工人的全部工资，并登记本人签署的离场结算确认；另有书面约定的，登记约定。',
});
