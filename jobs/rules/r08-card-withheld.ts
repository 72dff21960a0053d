import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Somebody complained, or an inspector saw, that a worker's card is kept from him (扣押工资卡). For the authority only: neither
 * the firm nor its papers learn that there was a complaint, and who complained stands nowhere in it.
 *
 * Subject: the complaint's id. Period: `-`. Amount: 0. The due day is the day of the complaint.
 * Level: red. Facts: aboutUscc, filedOn, daysOpen.
 *
 * Clears when the complaint is closed: settled, with the worker's own word, or unfounded.
 */
export const cardWithheld = defineRule({
  id: 'R08',
  title: '扣押工资卡',
  basis: [law.cardNeverWithheld, law.penaltyForCard],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      c.project_id,
      c.id::text as subject,
      '-' as period,
      'red' as level,
      0::bigint as amount_fen,
      c.on_day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'aboutUscc', c.about_id,
        'filedOn', c.on_day,
        'daysOpen', ${day}::date - c.on_day
      ) as facts
    from we.complaint c
    where c.kind = 'card-withheld'
      and c.on_day <= ${day}::date
      and c.closed_on > ${day}::date`,

  facts: z.object({
    day: z.iso.date(),
    aboutUscc: z.string(),
    filedOn: z.iso.date(),
    daysOpen: z.int(),
  }),

  sentence: (facts) =>
    `${formatChinese(facts.filedOn)}登记有扣押工资卡的投诉，涉及统一社会信用代码${facts.aboutUscc}的单位，截至${formatChinese(facts.day)}尚未办结。`,

  main: 'labour-office',
  copies: [],
  audience: 'authority',
  clearsWhen: '查明情况，督促归还工资卡，并由工人本人确认。',
});
