import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { accountWords, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The bank says that money on an open wage account is frozen. Why, it does not say: whether this
 * project's wages are the cause is for the reader of the paper to answer. Money that was taken away is
 * a debit, and A04's matter.
 *
 * Subject: the account's id. Period: `-`. Amount: what is frozen. The due day is the first day of this
 * freeze.
 * Level: red.
 * Facts: bankCode, last4, frozenFen, balanceFen and statedOn (the bank's last word), sinceDay.
 *
 * Clears when the bank states that nothing is frozen, or the account is closed. A balance that does not
 * speak of it changes nothing.
 */
export const accountFrozen = defineRule({
  id: 'A05',
  title: '专户资金被冻结',
  basis: [law.accountNotFrozen],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      a.project_id,
      a.id::text as subject,
      '-' as period,
      'red' as level,
      said.frozen_fen as amount_fen,
      since.on_day as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'bankCode', a.bank_code,
        'last4', a.last4,
        'frozenFen', said.frozen_fen,
        'balanceFen', said.balance_fen,
        'statedOn', said.on_day,
        'sinceDay', since.on_day
      ) as facts
    from we.wage_account a
    cross join lateral (
      select b.frozen_fen, b.balance_fen, (b.at at time zone 'Asia/Shanghai')::date as on_day
      from we.balance_mark b
      where b.project_id = a.project_id and b.account_id = a.id and b.frozen_fen is not null
        and b.at < (${day}::date + 1)::timestamp at time zone 'Asia/Shanghai'
      order by b.at desc
      limit 1
    ) said
    cross join lateral (
      select (min(b.at) at time zone 'Asia/Shanghai')::date as on_day
      from we.balance_mark b
      where b.project_id = a.project_id and b.account_id = a.id and b.frozen_fen > 0
        and b.at > coalesce((
          select max(free.at)
          from we.balance_mark free
          where free.project_id = a.project_id and free.account_id = a.id and free.frozen_fen = 0
            and free.at < (${day}::date + 1)::timestamp at time zone 'Asia/Shanghai'
        ), '-infinity')
    ) since
    where a.opened_on <= ${day}::date
      and coalesce(a.closed_on, 'infinity'::date) > ${day}::date
      and said.frozen_fen > 0`,

  facts: z.object({
    day: z.iso.date(),
    bankCode: z.string(),
    last4: z.string(),
    frozenFen: zFen,
    balanceFen: zFen,
    statedOn: z.iso.date(),
    sinceDay: z.iso.date(),
  }),

  sentence: (facts) => {
    const since = `自${formatChinese(facts.sinceDay)}起有资金被冻结`;
    const said = `按银行${formatChinese(facts.statedOn)}的说明，冻结${formatYuan(facts.frozenFen)}元，账户余额${formatYuan(facts.balanceFen)}元`;
    return `${accountWords(facts)}${since}；${said}，截至${formatChinese(facts.day)}没有解除的记录。`;
  },

  main: 'contractor',
  copies: ['labour-office', 'bank', 'owner'],
  audience: 'parties',
  clearsWhen:
    '查明冻结的原因和法律依据；非因支付本项目农民工工资的，向作出决定的机关申请解除，由开户银行说明已经解除。',
});
