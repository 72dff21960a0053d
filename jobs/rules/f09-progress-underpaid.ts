import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * A public owner (机关、事业单位、国有企业) has paid less of the works done than the least share, under a contract signed
 * since the share holds.
 *
 * Subject: the owner's uscc. Period: `-`. Amount: what is missing to the share. The due day is the day from which the
 * value is asked: `waitDays` after its last confirmation that counts.
 * Level: yellow.
 * Facts: valueFen (of months confirmed at least `waitDays` ago, each by its last version), paidFen, missingFen, throughMonth.
 *
 * Silent where no progress payment has ever been reported: not told is not unpaid. Owners whose kind the authority has not
 * told, and finished projects (that is S05's matter), are left alone. Clears once the share is reached.
 */
export const progressUnderpaid = defineRule({
  id: 'F09',
  title: '进度款支付比例低于80%',
  basis: [law.progressShare],
  needs: [],
  params: { leastShare: 0.8, waitDays: 30, signedFrom: '2022-08-01' },

  find: ({ day, params }) => sql`
    select
      f.project_id,
      f.owner_id as subject,
      '-' as period,
      'yellow' as level,
      f.missing_fen as amount_fen,
      f.asked_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'valueFen', f.value_fen,
        'paidFen', f.paid_fen,
        'missingFen', f.missing_fen,
        'throughMonth', to_char(f.through_month, 'YYYY-MM')
      ) as facts
    from (
      select p.id as project_id, p.owner_id, done.value_fen, done.through_month, paid.fen as paid_fen,
        done.confirmed_on + ${params.waitDays}::int as asked_on,
        (ceil(done.value_fen * ${params.leastShare}::numeric) - paid.fen)::bigint as missing_fen
      from (
        select x.project_id, sum(x.amount_fen)::bigint as fen
        from we.progress_payment x
        where x.on_day <= ${day}::date
        group by x.project_id
      ) paid
      join we.project p on p.id = paid.project_id and p.status <> 'finished'
      join we.company c on c.uscc = p.owner_id and c.ownership in ('state', 'government', 'institution')
      cross join lateral (
        select min(t.signed_on) as signed_on from we.contract_terms t
        where t.project_id = p.id and t.effective_at is not null
      ) contract
      cross join lateral (
        select sum(m.value_fen)::bigint as value_fen, max(m.month) as through_month,
          max(m.confirmed_on) as confirmed_on
        from (
          select distinct on (g.month) g.month, g.value_fen, g.confirmed_on
          from we.progress g
          where g.project_id = p.id and g.confirmed_on + ${params.waitDays}::int <= ${day}::date
          order by g.month, g.version desc
        ) m
      ) done
      where contract.signed_on >= ${params.signedFrom}::date
    ) f
    where f.missing_fen > 0`,

  facts: z.object({
    day: z.iso.date(),
    valueFen: zFen,
    paidFen: zFen,
    missingFen: zFen,
    throughMonth: z.string().regex(/^\d{4}-\d{2}$/),
  }),

  sentence: ({ day, valueFen, paidFen, missingFen, throughMonth }) => {
    const [year, month] = throughMonth.split('-');
    return `截至${formatChinese(day)}，${year}年${Number(month)}月以前已完成并确认的工程价款为${formatYuan(valueFen)}元，已支付进度款${formatYuan(paidFen)}元，距百分之八十尚差${formatYuan(missingFen)}元。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '将工程进度款支付至已完成工程价款的百分之八十以上，并登记支付情况。',
});
