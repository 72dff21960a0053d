import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Money left a wage account for something else than wages of the project, and nothing explains it.
 * What is explained (batches, registered cards, fees, reversals) is decided when entries and cards
 * arrive and kept in `suspect_debit`.
 *
 * Subject: the bank's entry id; entries of one id on several accounts of the project and month are
 * one finding. Period: the month of booking. Amount: the part that is not explained. The due day is
 * the day of booking.
 * Level: orange; red from `redFen` or when a company was paid. Parts below `leastFen` are left alone.
 * Facts: bookedOn, debitFen (all of it), suspectFen, accounts (how many), payees (their kinds),
 * companyNames (people are not named), knownDay.
 *
 * Clears when all of it is explained or has come back.
 */
export const fundDiverted = defineRule({
  id: 'A04',
  title: '专户资金疑似被挪用',
  basis: [law.accountForWagesOnly, law.accountOnlyToWorkers, law.penaltyForAccount],
  needs: [],
  params: { leastFen: 1_00, redFen: 10_000_00 },

  find: ({ day, params }) => sql`
    select
      d.project_id,
      d.entry_id as subject,
      d.period,
      case
        when d.suspect_fen >= ${params.redFen}::bigint or d.to_company then 'red'
        else 'orange'
      end as level,
      d.suspect_fen as amount_fen,
      d.booked_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'bookedOn', d.booked_on,
        'debitFen', d.debit_fen,
        'suspectFen', d.suspect_fen,
        'accounts', d.accounts,
        'payees', d.payees,
        'companyNames', coalesce(d.company_names, '[]'),
        'knownDay', d.known_day
      ) as facts
    from (
      select
        s.project_id,
        s.entry_id,
        to_char(s.booked_on, 'YYYY-MM') as period,
        min(s.booked_on) as booked_on,
        sum(s.suspect_fen)::bigint as suspect_fen,
        sum(e.amount_fen)::bigint as debit_fen,
        count(*) as accounts,
        coalesce(bool_or(e.counterparty_kind = 'company'), false) as to_company,
        jsonb_agg(distinct coalesce(e.counterparty_kind, 'unknown')) as payees,
        jsonb_agg(distinct e.counterparty_name) filter (
          where e.counterparty_kind = 'company' and e.counterparty_name is not null
        ) as company_names,
        (min(e.known_at) at time zone 'Asia/Shanghai')::date as known_day
      from we.suspect_debit s
      join we.account_entry e
        on e.project_id = s.project_id and e.account_id = s.account_id and e.entry_id = s.entry_id
      where s.explained_on > ${day}::date
        and s.booked_on <= ${day}::date
        and s.suspect_fen >= ${params.leastFen}::bigint
      group by s.project_id, s.entry_id, to_char(s.booked_on, 'YYYY-MM')
    ) d`,

  facts: z.object({
    day: z.string(),
    bookedOn: z.string(),
    debitFen: z.int(),
    suspectFen: z.int(),
    accounts: z.int(),
    payees: z.array(z.string()),
    companyNames: z.array(z.string()),
    knownDay: z.string(),
  }),

  sentence: (facts) => {
    const known = facts.payees.filter((kind) => kind !== 'cash');
    const kinds = known.map((kind) => payeeNames[kind] ?? '不明');
    const cash = facts.payees.includes('cash')
      ? [known.length > 0 ? '另有现金支取' : '系现金支取']
      : [];
    const names = facts.companyNames.length === 0 ? '' : `（${facts.companyNames.join('、')}）`;
    const out = `${formatChinese(facts.bookedOn)}，农民工工资专用账户支出${formatYuan(facts.debitFen)}元`;
    const payees = kinds.length === 0 ? [] : [`收款方为${kinds.join('、')}${names}`];
    const suspect = `截至${formatChinese(facts.day)}，其中${formatYuan(facts.suspectFen)}元无法与本项目的工资发放、登记工资卡或者退回款项对应`;
    return `${[out, ...payees, ...cash].join('，')}。${suspect}。`;
  },

  main: 'contractor',
  copies: ['owner', 'bank', 'labour-office'],
  audience: 'parties',
  clearsWhen:
    '将该笔款项全额退回农民工工资专用账户，或者补充工资支付表、工资卡登记等材料说明该笔支出。',
});

const payeeNames: Record<string, string> = {
  person: '个人',
  company: '单位',
  internal: '银行内部户',
};
