import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { accountWords } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * A wage account was not filed (备案) with the department that supervises it within thirty days of its
 * opening.
 *
 * Subject: the account's id. Period: `-`. Amount: 0.
 * Level: yellow to `orangeDays` late; orange above.
 * Facts: bankCode, last4, openedOn, dueDay, daysLate (calendar days), knownDay.
 *
 * Silent on the due day itself. Clears when the account is filed or closed.
 */
export const accountNotFiled = defineRule({
  id: 'A02',
  title: '专户未按期备案',
  basis: [law.accountFiling],
  needs: [],
  params: { orangeDays: 15 },

  find: ({ day, params }) => sql`
    select
      o.project_id,
      o.subject,
      '-' as period,
      case when ${day}::date - o.due_day > ${params.orangeDays}::int then 'orange' else 'yellow' end
        as level,
      0::bigint as amount_fen,
      o.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'bankCode', a.bank_code,
        'last4', a.last4,
        'openedOn', a.opened_on,
        'dueDay', o.due_day,
        'daysLate', ${day}::date - o.due_day,
        'knownDay', first_version.known_day
      ) as facts
    from we.obligation o
    join we.wage_account a on a.project_id = o.project_id and a.id::text = o.subject
    cross join lateral (
      select (v.known_at at time zone 'Asia/Shanghai')::date as known_day
      from we.obligation v
      where v.project_id = o.project_id and v.id = o.id
      order by v.version
      limit 1
    ) first_version
    where o.kind = 'account-filing'
      and o.ended_at = 'infinity'
      and o.met_on > ${day}::date
      and o.due_day < ${day}::date
      and coalesce(a.closed_on, 'infinity'::date) > ${day}::date`,

  facts: z.object({
    day: z.iso.date(),
    bankCode: z.string(),
    last4: z.string(),
    openedOn: z.iso.date(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
    knownDay: z.iso.date(),
  }),

  sentence: (facts) => {
    const due = `应于${formatChinese(facts.dueDay)}前（含当日）报专用账户监管部门备案`;
    const late = `截至${formatChinese(facts.day)}尚无备案记录，已逾期${facts.daysLate}天`;
    return `${accountWords(facts)}于${formatChinese(facts.openedOn)}开立，${due}，${late}。`;
  },

  main: 'contractor',
  copies: ['owner'],
  audience: 'parties',
  duty: 'account-filing',
  clearsWhen: '将该账户报专用账户监管部门备案，并登记备案日期。',
});
