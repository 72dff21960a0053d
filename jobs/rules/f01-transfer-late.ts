import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { funds } from '../facts/account.ts';
import { openTransfers } from '../facts/transfers.ts';
import { dayWord, dutyShape, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule, embed } from '../rule.ts';
import { wageLate } from './w01-wage-late.ts';

/**
 * The owner (建设单位) has paid nothing of an agreed labour-cost instalment (人工费用) by the end of
 * its due day. A part paid is F02.
 *
 * Subject: the owner's uscc. Period: the instalment's month, `YYYY-MM`. Amount: the instalment's, 0
 * when unknown.
 * Level: yellow; orange from `orangeDays` late, or when the account holds less than the next payroll
 * needs; red from `redDays` late, or when wages are late on the project (W01).
 * Facts: dueDay (already moved on to a working day), daysLate (calendar days), agreedFen (null:
 * unknown), balanceFen, nextPayrollFen (null: unknown), wagesLate.
 *
 * Silent on the due day itself. Only the owner's own money meets an instalment.
 * Clears with any credit to the month; F02 goes on from there.
 */
export const transferLate = defineRule({
  id: 'F01',
  title: '人工费用逾期拨付',
  basis: [
    law.transferInFull,
    law.transferAgreed,
    law.penaltyForTransfer,
    law.publicTransfersSupervised,
    law.transferOnTime,
    law.cityTransfer,
  ],
  needs: ['bank'],
  params: { orangeDays: 5, redDays: 30 },

  find: ({ day, since, params, inForce }) => sql`
    with late_wages as (
      select w.project_id
      from (${embed(wageLate, { day, since, inForce })}) w
      group by w.project_id
    )
    select
      t.project_id,
      t.owner_id as subject,
      t.period,
      case
        when t.days_late >= ${params.redDays}::int then 'red'
        when w.project_id is not null then 'red'
        when t.days_late >= ${params.orangeDays}::int then 'orange'
        when f.balance_fen < f.next_fen then 'orange'
        else 'yellow'
      end as level,
      coalesce(t.agreed_fen, 0) as amount_fen,
      t.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', t.period,
        'dueDay', t.due_day,
        'daysLate', t.days_late,
        'knownDay', t.known_day,
        'agreedFen', t.agreed_fen,
        'balanceFen', coalesce(f.balance_fen, 0),
        'nextPayrollFen', f.next_fen,
        'wagesLate', w.project_id is not null
      ) as facts
    from (${openTransfers(day)}) t
    left join (${funds(day, since)}) f on f.project_id = t.project_id
    left join late_wages w on w.project_id = t.project_id
    where t.received_fen = 0`,

  facts: z.object({
    ...dutyShape,
    agreedFen: zFen.nullable(),
    balanceFen: zFen,
    nextPayrollFen: zFen.nullable(),
    /** W01 finds something on the project. */
    wagesLate: z.boolean(),
  }),

  sentence: (facts) => {
    const { day, period, dueDay, daysLate, agreedFen, balanceFen, nextPayrollFen } = facts;
    const amount = agreedFen === null ? '' : `${formatYuan(agreedFen)}元`;
    const parts = [
      `${monthWord(period, day)}人工费用${amount}应于${dayWord(dueDay, day)}拨付，截至${dayWord(day, day)}未到账，逾期${daysLate}天`,
    ];
    if (nextPayrollFen !== null && balanceFen < nextPayrollFen) {
      parts.push(
        `专用账户余额${formatYuan(balanceFen)}元，不足以发放待发工资${formatYuan(nextPayrollFen)}元`,
      );
    }
    if (facts.wagesLate) parts.push('该项目已有工资逾期未发');
    return `${parts.join('；')}。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  matter: 'transfer',
  duty: 'transfer',
  clearsWhen: '将该月人工费用拨付至农民工工资专用账户。',
});
