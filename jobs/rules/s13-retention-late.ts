import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The owner has not given back all of the retention money (质量保证金) by the day agreed, else two years after the works were
 * accepted.
 *
 * Subject: the owner's uscc. Period: `-`. Amount: what is missing.
 * Level: yellow to `orangeDays` late, orange above.
 * Facts: acceptedOn, dueDay, daysLate, owedFen, paidFen (given back, as the contractor stated or evidence shows).
 *
 * Silent on the due day itself. Clears when all is given back.
 */
export const retentionLate = defineRule({
  id: 'S13',
  title: '质量保证金逾期未返还',
  basis: [law.citySettlement],
  needs: [],
  params: { orangeDays: 30 },

  find: ({ day, params }) => sql`
    select
      k.project_id,
      p.owner_id as subject,
      '-' as period,
      case when ${day}::date - k.due_on > ${params.orangeDays}::int then 'orange' else 'yellow' end as level,
      k.amount_fen - back.fen as amount_fen,
      k.due_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'acceptedOn', k.accepted_on,
        'dueDay', k.due_on,
        'daysLate', ${day}::date - k.due_on,
        'knownDay', (k.known_at at time zone 'Asia/Shanghai')::date,
        'owedFen', k.amount_fen,
        'paidFen', back.fen
      ) as facts
    from we.retention k
    join we.project p on p.id = k.project_id
    cross join lateral (
      select coalesce(sum(r.amount_fen), 0)::bigint as fen
      from we.retention_return r
      where r.project_id = k.project_id and r.on_day <= ${day}::date
        and (r.stated_by = 'contractor' or r.evidence -> 0 is not null)
    ) back
    where k.settled_on > ${day}::date
      and k.due_on < ${day}::date`,

  facts: z.object({
    day: z.iso.date(),
    acceptedOn: z.iso.date(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
    knownDay: z.iso.date(),
    owedFen: z.int(),
    paidFen: z.int(),
  }),

  sentence: ({ day, acceptedOn, dueDay, daysLate, owedFen, paidFen }) => {
    const paid = paidFen === 0 ? '' : `，已返还${formatYuan(paidFen)}元`;
    return `工程于${formatChinese(acceptedOn)}竣工验收合格，质量保证金${formatYuan(owedFen)}元应于${formatChinese(dueDay)}前（含当日）返还，截至${formatChinese(day)}已逾期${daysLate}天${paid}，尚欠${formatYuan(owedFen - paidFen)}元。`;
  },

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '返还全部质量保证金。',
});
