import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { accountWords } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * An open wage account has no three-party agreement (三方协议) with the owner and the bank, or its name
 * does not end as one of a wage account must.
 *
 * Of the name only the ending is read, without spaces and brackets: banks limit its length, and how the
 * contractor and the project are abbreviated is agreed.
 *
 * Subject: the account's id. Period: `-`. Amount: 0. The due day is the day of opening.
 * Level: yellow; orange more than `orangeDays` after the opening.
 * Facts: bankCode, last4, accountName, openedOn, daysOpen (calendar days), misnamed, noAgreement.
 *
 * Clears when the name is corrected and the agreement signed, or the account is closed.
 */
export const accountIrregular = defineRule({
  id: 'A03',
  title: '户名或三方协议不符',
  basis: [law.accountWithinThirtyDays, law.accountName],
  needs: [],
  params: { orangeDays: 15 },

  find: ({ day, params }) => sql`
    select
      a.project_id,
      a.id::text as subject,
      '-' as period,
      case when ${day}::date - a.opened_on > ${params.orangeDays}::int then 'orange' else 'yellow' end
        as level,
      0::bigint as amount_fen,
      a.opened_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'bankCode', a.bank_code,
        'last4', a.last4,
        'accountName', a.name,
        'openedOn', a.opened_on,
        'daysOpen', ${day}::date - a.opened_on,
        'misnamed', fault.misnamed,
        'noAgreement', fault.no_agreement
      ) as facts
    from we.wage_account a
    cross join lateral (
      select translate(a.name, ' 　()（）', '') not like '%农民工工资专用账户' as misnamed,
        coalesce(a.agreement_signed_on, 'infinity'::date) > ${day}::date as no_agreement
    ) fault
    where a.opened_on <= ${day}::date
      and coalesce(a.closed_on, 'infinity'::date) > ${day}::date
      and (fault.misnamed or fault.no_agreement)`,

  facts: z.object({
    day: z.iso.date(),
    bankCode: z.string(),
    last4: z.string(),
    accountName: z.string(),
    openedOn: z.iso.date(),
    daysOpen: z.int(),
    misnamed: z.boolean(),
    noAgreement: z.boolean(),
  }),

  sentence: (facts) => {
    const faults = [
      facts.misnamed ? `户名为“${facts.accountName}”，未以“农民工工资专用账户”结尾` : '',
      facts.noAgreement ? '没有与建设单位、开户银行签订资金管理三方协议的记录' : '',
    ].filter((part) => part !== '');
    const opened = `${accountWords(facts)}于${formatChinese(facts.openedOn)}开立`;
    return `${opened}，截至${formatChinese(facts.day)}${faults.join('；')}。`;
  },

  main: 'contractor',
  copies: ['owner', 'bank'],
  audience: 'parties',
  clearsWhen: '更正户名，签订资金管理三方协议，并登记签订日期。',
});
