import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { funds } from '../facts/account.ts';
import { openTransfers } from '../facts/transfers.ts';
import { dayWord, dutyShape, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The owner (建设单位) has paid an agreed labour-cost instalment (人工费用) only in part by the end of
 * its due day. Nothing paid at all is F01.
 *
 * Subject: the owner's uscc. Period: the instalment's month, `YYYY-MM`. Amount: what is missing.
 * Level: yellow up to the missing share `yellowShare` while the account covers the next payroll (or
 * that is unknown), else orange; red from `redShare`, or when the month before is found as well.
 * Facts: dueDay (already moved on to a working day), daysLate (calendar days), agreedFen,
 * receivedFen, missingFen, balanceFen, nextPayrollFen (null: unknown), monthBefore.
 *
 * Silent on the due day itself, and while the amount is unknown.
 * Clears once the rest has arrived, however late.
 */
export const transferShort = defineRule({
  id: 'F02',
  title: '人工费用拨付不足',
  basis: [
    law.transferInFull,
    law.penaltyForTransfer,
    law.publicTransfersSupervised,
    law.transferOnTime,
    law.cityTransfer,
  ],
  needs: ['bank'],
  params: { yellowShare: 0.1, redShare: 0.5 },

  find: ({ day, since, params }) => sql`
    with short as (
      select t.*, t.agreed_fen - t.received_fen as missing_fen,
        coalesce(
          lag(t.month) over (partition by t.project_id order by t.month)
            = (t.month - interval '1 month')::date,
          false
        ) as month_before
      from (${openTransfers(day)}) t
      where t.received_fen > 0 and t.received_fen < t.agreed_fen
    )
    select
      s.project_id,
      s.owner_id as subject,
      s.period,
      case
        when s.missing_fen >= s.agreed_fen * ${params.redShare}::numeric then 'red'
        when s.month_before then 'red'
        when s.missing_fen > s.agreed_fen * ${params.yellowShare}::numeric then 'orange'
        when f.balance_fen < f.next_fen then 'orange'
        else 'yellow'
      end as level,
      s.missing_fen as amount_fen,
      s.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', s.period,
        'dueDay', s.due_day,
        'daysLate', s.days_late,
        'knownDay', s.known_day,
        'agreedFen', s.agreed_fen,
        'receivedFen', s.received_fen,
        'missingFen', s.missing_fen,
        'balanceFen', coalesce(f.balance_fen, 0),
        'nextPayrollFen', f.next_fen,
        'monthBefore', s.month_before
      ) as facts
    from short s
    left join (${funds(day, since)}) f on f.project_id = s.project_id`,

  facts: z.object({
    ...dutyShape,
    agreedFen: zFen,
    receivedFen: zFen,
    missingFen: zFen,
    balanceFen: zFen,
    nextPayrollFen: zFen.nullable(),
    /** The instalment of the month before is short as well. */
    monthBefore: z.boolean(),
  }),

  sentence: (facts) => {
    const { day, period, dueDay, daysLate, agreedFen, receivedFen, missingFen } = facts;
    const due = `${monthWord(period, day)}人工费用${formatYuan(agreedFen)}元应于${dayWord(dueDay, day)}拨付`;
    const open = `截至${dayWord(day, day)}到账${formatYuan(receivedFen)}元，尚欠${formatYuan(missingFen)}元`;
    const parts = [`${due}，${open}，逾期${daysLate}天`];
    const { balanceFen, nextPayrollFen } = facts;
    if (nextPayrollFen !== null && balanceFen < nextPayrollFen) {
      parts.push(
        `专用账户余额${formatYuan(balanceFen)}元，不足以发放待发工资${formatYuan(nextPayrollFen)}元`,
      );
    }
    if (facts.monthBefore) parts.push('上一个月人工费用亦未足额拨付');
    return `${parts.join('；')}。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  matter: 'transfer',
  duty: 'transfer',
  clearsWhen: '补足人工费用差额；合同已作变更的，将修改人工费用的补充协议送开户银行。',
});
