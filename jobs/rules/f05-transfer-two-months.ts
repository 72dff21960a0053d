import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { attendedIn } from '../facts/attendance.ts';
import { openTransfers } from '../facts/transfers.ts';
import { dayWord, dutyShape, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The instalments of two consecutive months are overdue and nothing at all was credited to either, and
 * people attended in both months: the local practice of a warning of its own.
 *
 * Subject: the owner's uscc. Period: the later month, `YYYY-MM`. Amount: the later instalment, as F01
 * has it (0 when unknown).
 * Level: red.
 * Facts: dueDay and daysLate of the later instalment, monthBefore, dueBefore, agreedFen and beforeFen
 * (null: unknown).
 *
 * Clears with any credit to one of the two.
 */
export const transferTwoMonths = defineRule({
  id: 'F05',
  title: '连续两个月未拨付人工费用',
  basis: [law.transferInFull, law.penaltyForTransfer, law.publicTransfersSupervised],
  needs: ['bank'],
  params: {},

  find: ({ day }) => sql`
    with missing as materialized (
      select t.* from (${openTransfers(day)}) t where t.received_fen = 0
    )
    select
      t.project_id,
      t.owner_id as subject,
      t.period,
      'red' as level,
      coalesce(t.agreed_fen, 0) as amount_fen,
      t.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', t.period,
        'dueDay', t.due_day,
        'daysLate', t.days_late,
        'knownDay', t.known_day,
        'monthBefore', b.period,
        'dueBefore', b.due_day,
        'agreedFen', t.agreed_fen,
        'beforeFen', b.agreed_fen
      ) as facts
    from missing t
    join missing b
      on b.project_id = t.project_id and b.month = (t.month - interval '1 month')::date
    where ${attendedIn(day, sql`t.project_id`, sql`t.month`)}
      and ${attendedIn(day, sql`t.project_id`, sql`b.month`)}`,

  facts: z.object({
    ...dutyShape,
    monthBefore: z.string(),
    dueBefore: z.iso.date(),
    agreedFen: zFen.nullable(),
    beforeFen: zFen.nullable(),
  }),

  sentence: (facts) => {
    const { day, period, dueDay, monthBefore, dueBefore, agreedFen, beforeFen } = facts;
    const one = (month: string, due: string, fen: number | null) =>
      `${monthWord(month, day)}人工费用${fen === null ? '' : `${formatYuan(fen)}元`}应于${dayWord(due, day)}拨付`;
    const both = `${one(monthBefore, dueBefore, beforeFen)}，${one(period, dueDay, agreedFen)}`;
    return `${both}，截至${dayWord(day, day)}连续两个月均未到账，两个月均有人员考勤。`;
  },

  main: 'owner',
  copies: ['contractor', 'labour-office', 'housing-office'],
  audience: 'parties',
  matter: 'transfer',
  clearsWhen: '将两个月的人工费用拨付至农民工工资专用账户。',
});
