import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { hasAttended } from '../facts/attendance.ts';
import { termsInForce } from '../facts/terms.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The contract in force names neither a sum nor a share of labour cost (人工费用), or no day on which it
 * is transferred. A cycle is not asked for: a day of the month makes one of a month.
 *
 * Subject: the owner's uscc. Period: `-`. Amount: 0. The due day is the day of signing.
 * Level: yellow; orange once anybody, registered or not, has attended on the site.
 * Facts: signedOn, noAmount, noTransferDay, attended.
 *
 * Clears when supplementary terms (补充协议) are in force, or the project is finished.
 */
export const transferNotAgreed = defineRule({
  id: 'F06',
  title: '人工费用条款缺失',
  basis: [law.transferAgreed, law.labourCostInContract],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      t.project_id,
      t.owner_id as subject,
      '-' as period,
      case when site.attended then 'orange' else 'yellow' end as level,
      0::bigint as amount_fen,
      t.signed_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'signedOn', t.signed_on,
        'noAmount', lack.amount,
        'noTransferDay', lack.transfer_day,
        'attended', site.attended
      ) as facts
    from (${termsInForce(day)}) t
    cross join lateral (
      select t.labour_cost_fen is null and t.labour_cost_ratio is null as amount,
        t.transfer_day is null as transfer_day
    ) lack
    cross join lateral (select ${hasAttended(day, sql`t.project_id`)} as attended) site
    where lack.amount or lack.transfer_day`,

  facts: z.object({
    day: z.iso.date(),
    signedOn: z.iso.date(),
    noAmount: z.boolean(),
    noTransferDay: z.boolean(),
    attended: z.boolean(),
  }),

  sentence: (facts) => {
    const lacks = [
      facts.noAmount ? '人工费用的数额或者占工程款的比例' : '',
      facts.noTransferDay ? '人工费用的拨付日期' : '',
    ].filter((part) => part !== '');
    const attended = facts.attended ? '；项目已有人员考勤' : '';
    return `施工合同于${formatChinese(facts.signedOn)}签订，截至${formatChinese(facts.day)}未见约定${lacks.join('和')}${attended}。`;
  },

  main: 'owner',
  copies: ['contractor'],
  audience: 'parties',
  clearsWhen: '与施工总承包单位签订补充协议，约定人工费用的数额或者比例以及拨付日期。',
});
