import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { payments, rowsJson } from '../facts/payments.ts';
import { dayWord, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Wages went to an account that is not the worker's own: not registered for him, held in a name that is not his, or
 * one that got the wages of several workers of the project in the month.
 *
 * Subject: the employer's uscc. Period: the wage month, `YYYY-MM`. Amount: what went there. The due day is the day of
 * the first such payment.
 * Level: orange; red when one account got the wages of `manyWorkers`, or the payee's name is a firm's.
 * Facts: payments, workers, amountFen, mostShared (workers of the account that got most people's wages), firm,
 * firstPaidOn, rows (the first twenty, each with its reasons).
 *
 * What came back is no payment. An account registered for the worker since, whatever the day it holds from, is his.
 * Clears then, when the money came back, or when the authority has looked into the month (pay-reviews).
 */
export const payeeDiffers = defineRule({
  id: 'W04',
  title: '工资未付至本人账户',
  basis: [
    law.wageToThemselves,
    law.wageToOwnAccount,
    law.wageToThemselvesJiangsu,
    law.accountOnlyToWorkers,
  ],
  needs: [],
  params: { manyWorkers: 3 },

  find: ({ day, params }) => sql`
    with pay as materialized (${payments(day, 'payee')}),
    account as (
      select project_id, wage_month, account, count(distinct worker_id)::int as workers
      from pay
      where account is not null
      group by project_id, wage_month, account
    ),
    odd as materialized (
      select p.*, coalesce(a.workers, 0) as workers, coalesce(p.payee_name ~ ${FIRM}, false) as firm,
        array_remove(array[
          case when p.account is not null and own.yes is null then 'account' end,
          case when ${plain(sql`p.payee_name`)} <> ${plain(sql`p.name`)} and p.payee_name !~ '[*＊]'
            then 'name' end,
          case when a.workers >= 2 then 'shared' end
        ], null) as why
      from pay p
      left join account a
        on a.project_id = p.project_id and a.wage_month = p.wage_month and a.account = p.account
      left join lateral (
        select true as yes
        from we.engagement_card c
        join we.engagement g on g.project_id = c.project_id and g.id = c.engagement_id
        where c.project_id = p.project_id and c.card_bidx = p.account and g.worker_id = p.worker_id
          and c.known_at < (${day}::date + 1)::timestamp at time zone 'Asia/Shanghai'
        limit 1
      ) own on true
    ),
    found as (
      select o.project_id, o.employer_id, o.wage_month, count(*)::int as payments,
        count(distinct o.worker_id)::int as workers, sum(o.amount_fen)::bigint as amount_fen,
        max(o.workers) as most_shared, bool_or(o.firm) as firm, min(o.on_day) as first_on
      from odd o
      where cardinality(o.why) > 0 and not o.reviewed
      group by o.project_id, o.employer_id, o.wage_month
    )
    select
      f.project_id,
      f.employer_id as subject,
      to_char(f.wage_month, 'YYYY-MM') as period,
      case
        when f.most_shared >= ${params.manyWorkers}::int or f.firm then 'red'
        else 'orange'
      end as level,
      f.amount_fen,
      f.first_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', to_char(f.wage_month, 'YYYY-MM'),
        'payments', f.payments,
        'workers', f.workers,
        'amountFen', f.amount_fen,
        'mostShared', f.most_shared,
        'firm', f.firm,
        'firstPaidOn', f.first_on,
        'rows', ${rowsJson(
          sql`odd`,
          sql`r.project_id = f.project_id and r.employer_id = f.employer_id and r.wage_month = f.wage_month
            and cardinality(r.why) > 0 and not r.reviewed`,
        )}
      ) as facts
    from found f`,

  facts: z.object({
    day: z.iso.date(),
    period: z.string().regex(/^\d{4}-\d{2}$/),
    payments: z.int(),
    workers: z.int(),
    amountFen: zFen,
    mostShared: z.int(),
    firm: z.boolean(),
    firstPaidOn: z.iso.date(),
    rows: z.array(
      z.object({
        endToEndId: z.string(),
        paidOn: z.iso.date(),
        amountFen: zFen,
        /** The account is not registered for the worker, the name is not his, several workers were paid through it. */
        why: z.array(z.enum(['account', 'name', 'shared'])),
      }),
    ),
  }),

  sentence: (facts) => {
    const {
      day,
      period,
      workers,
      payments: count,
      amountFen,
      mostShared,
      firstPaidOn,
      rows,
    } = facts;
    const has = (why: 'account' | 'name') => rows.some((row) => row.why.includes(why));
    const reasons = [
      ...(has('account') ? ['收款账户未登记在工人本人名下'] : []),
      ...(has('name') ? ['收款户名与工人姓名不符'] : []),
      ...(mostShared >= 2 ? [`同一账户收取${mostShared}名工人的工资`] : []),
      ...(facts.firm ? ['收款方为单位'] : []),
    ];
    const paid = `${monthWord(period, day)}工资有${count}笔共${formatYuan(amountFen)}元（涉及${workers}名工人，首笔发放于${dayWord(firstPaidOn, day)}）未付至工人本人账户`;
    return `${paid}：${reasons.join('，')}。`;
  },

  main: 'contractor',
  copies: ['employer', 'owner', 'labour-office'],
  audience: 'parties',
  clearsWhen:
    '将款项退回后付至工人本人银行账户；收款账户确系本人的，更正用工登记；受托代领等情形由主管部门核查认定。',
});

/** Names that end so are firms', crews' and shops'. */
const FIRM = '^.{3,}(公司|集团|厂|店|部|社|行|队|中心|工作室|个体户)$';

/** A name without what is written now and then between its parts. */
const plain = (name: SQL): SQL => sql`regexp_replace(${name}, '[\\s·•・.．]', '', 'g')`;
