import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { termsInForce } from '../facts/terms.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * No pay day is agreed in the terms in force. A cycle longer than a month, or a day after the next
 * month, the API does not take.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0. The due day is the day of signing.
 * Level: yellow; orange once wages were due all the same, on the latest day the law allows.
 * Facts: signedOn, firstDueDay (the earliest that passed, else null).
 *
 * Clears when a pay day is agreed, or the project is finished.
 */
export const payDayNotAgreed = defineRule({
  id: 'W13',
  title: '未约定工资支付日期',
  basis: [law.wageInFullOnTheDay, law.wageBeforeHoliday, law.wageMonthly, law.wageCycleOneMonth],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      t.project_id,
      t.contractor_id as subject,
      '-' as period,
      case when wage.due_day is null then 'yellow' else 'orange' end as level,
      0::bigint as amount_fen,
      t.signed_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'signedOn', t.signed_on,
        'firstDueDay', wage.due_day
      ) as facts
    from (${termsInForce(day)}) t
    cross join lateral (
      select min(w.due_day) as due_day
      from we.obligation w
      where w.project_id = t.project_id and w.kind = 'wage' and w.ended_at = 'infinity'
        and w.due_day < ${day}::date
    ) wage
    where t.pay_day is null`,

  facts: z.object({
    day: z.iso.date(),
    signedOn: z.iso.date(),
    firstDueDay: z.iso.date().nullable(),
  }),

  sentence: ({ day, signedOn, firstDueDay }) => {
    const passed =
      firstDueDay === null
        ? ''
        : `；按法定最迟日期，首个工资支付日${formatChinese(firstDueDay)}已经届满`;
    return `施工合同于${formatChinese(signedOn)}签订，截至${formatChinese(day)}未见约定农民工工资的具体支付日期${passed}。`;
  },

  main: 'contractor',
  copies: ['owner'],
  audience: 'parties',
  clearsWhen: '约定不迟于次月的具体支付日期，并登记。',
});
