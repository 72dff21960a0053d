import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { depositDueAfter, inForce, passed } from '../facts/site.ts';
import { termsInForce } from '../facts/terms.ts';
import { zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The deposit is less than what is to be stored: the sum that the authority found (差异化存储), else `rate` of the contract in
 * force, down to the fen, at most `capFen`; `severalRate` where the contractor has another unfinished project in the same
 * city. The rates are the least that 65号 allows; the city's own are not known to us.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: what is missing.
 * Level: yellow; orange above `orangeDays` working days after the due day.
 * Facts: requiredFen, storedFen, contractFen, fixed (the authority found the sum), ratio (else null), dueDay (twenty
 * working days after the later of permit and contract, not before the deposit was made), daysLate.
 *
 * Silent while nothing is stored (D01), for who is exempt, and on the due day itself.
 */
export const depositShort = defineRule({
  id: 'D02',
  title: '保证金金额不足',
  basis: [law.depositStored, law.penaltyForDeposit, law.depositRate],
  needs: [],
  params: { rate: 0.01, severalRate: 0.005, capFen: null as number | null, orangeDays: 15 },

  find: ({ day, params }) => sql`
    with busy as materialized (
      select p.contractor_id, p.region_code / 100 as city
      from we.project p
      where p.status <> 'finished'
      group by p.contractor_id, p.region_code / 100
      having count(*) > 1
    )
    select
      t.project_id,
      t.contractor_id as subject,
      '-' as period,
      case when ${passed(day, sql`due.day`)} >= ${params.orangeDays}::int then 'orange' else 'yellow' end
        as level,
      need.fen - s.amount_fen as amount_fen,
      due.day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'requiredFen', need.fen,
        'storedFen', s.amount_fen,
        'contractFen', t.total_fen,
        'fixed', s.required_fen is not null,
        'ratio', case when s.required_fen is null then share.ratio end,
        'dueDay', due.day,
        'daysLate', ${day}::date - due.day
      ) as facts
    from (${termsInForce(day)}) t
    join we.project p on p.id = t.project_id
    cross join lateral (${inForce(day, 'wage-deposit', sql`t.project_id`)}) s
    cross join lateral (
      select case
        when (p.contractor_id, p.region_code / 100) in (select b.contractor_id, b.city from busy b)
          then ${params.severalRate}::numeric
        else ${params.rate}::numeric
      end as ratio
    ) share
    cross join lateral (
      select coalesce(
        s.required_fen, least(floor(share.ratio * t.total_fen)::bigint, ${params.capFen}::bigint)
      ) as fen
    ) need
    cross join lateral (
      select greatest(s.on_day, ${depositDueAfter(sql`greatest(p.permit_on, t.signed_on)`)}) as day
    ) due
    where s.form <> 'exempt'
      and s.amount_fen < need.fen
      and due.day < ${day}::date`,

  facts: z.object({
    day: z.iso.date(),
    requiredFen: zFen,
    storedFen: zFen,
    contractFen: zFen,
    fixed: z.boolean(),
    ratio: z.number().nullable(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
  }),

  sentence: (facts) => {
    const need = facts.fixed
      ? `经核定应存工资保证金${formatYuan(facts.requiredFen)}元`
      : `施工合同额${formatYuan(facts.contractFen)}元，应存工资保证金不少于${formatYuan(facts.requiredFen)}元`;
    const short = formatYuan(facts.requiredFen - facts.storedFen);
    return `${need}，截至${formatChinese(facts.day)}存储或者担保的金额为${formatYuan(facts.storedFen)}元，尚差${short}元。`;
  },

  main: 'contractor',
  copies: ['owner', 'labour-office'],
  audience: 'parties',
  clearsWhen: '补足工资保证金，或者提供足额的金融机构保函、保险，并经主管部门确认。',
});
