import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { inForce } from '../facts/site.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The guarantee or insurance that stands for the wage deposit ends within `aheadDays`, or has ended, and the project is not
 * finished. Silent ahead of the end where the works are to be over by then; a guarantee without an end is not asked about.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0. The due day is the last day of the guarantee.
 * Level: yellow; red from the day after its last.
 * Facts: form, expiresOn, daysLate (calendar days since its last; 0 or less before), worksEndOn (null: not told).
 *
 * Clears with a later guarantee, or cash, or when the project is finished.
 */
export const guaranteeExpiring = defineRule({
  id: 'D04',
  title: '保函到期未续',
  basis: [law.depositStored, law.depositByGuarantee],
  needs: [],
  params: { aheadDays: 30 },

  find: ({ day, params }) => sql`
    select
      p.id as project_id,
      p.contractor_id as subject,
      '-' as period,
      case when ${day}::date > s.until_day then 'red' else 'yellow' end as level,
      0::bigint as amount_fen,
      s.until_day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'form', s.form,
        'expiresOn', s.until_day,
        'daysLate', ${day}::date - s.until_day,
        'worksEndOn', p.ends_on
      ) as facts
    from we.project p
    cross join lateral (${inForce(day, 'wage-deposit', sql`p.id`)}) s
    where p.status <> 'finished'
      and s.form in ('guarantee', 'insurance')
      and s.until_day <= ${day}::date + ${params.aheadDays}::int
      and coalesce(p.ends_on not between ${day}::date and s.until_day, true)`,

  facts: z.object({
    day: z.iso.date(),
    form: z.enum(['guarantee', 'insurance']),
    expiresOn: z.iso.date(),
    daysLate: z.int(),
    worksEndOn: z.iso.date().nullable(),
  }),

  sentence: (facts) => {
    const paper = facts.form === 'guarantee' ? '保函' : '保险';
    const end = `代替工资保证金的${paper}${formatChinese(facts.expiresOn)}到期`;
    const state = facts.daysLate > 0 ? `已过期${facts.daysLate}天` : `还有${-facts.daysLate}天到期`;
    return `${end}，截至${formatChinese(facts.day)}${state}，工程尚未完工，没有续保记录。`;
  },

  main: 'contractor',
  copies: ['owner', 'labour-office'],
  audience: 'parties',
  clearsWhen: '续办保函、保险，或者以现金存储工资保证金，并经主管部门确认。',
});
