import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { daysBetween, formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { arrears } from '../facts/wages.ts';
import { accountWords, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * A wage account was closed before its closing had been announced for `noticeDays` full days, or while
 * wages are owed on the project. Silent when another account of the project is open: then the account
 * was replaced, and wages go on being paid.
 *
 * Subject: the account's id. Period: `-`. Amount: the wages owed (W01, W02). The due day is the day of
 * closing.
 * Level: red.
 * Facts: bankCode, last4, closedOn, noticeOn (null: none), noticeFullOn (the first day after the full
 * notice), noticeShort, owedFen.
 *
 * Clears once the announcement has stood for its days, made up for after the closing if need be, and
 * no wages are owed.
 */
export const accountClosedEarly = defineRule({
  id: 'A06',
  title: '公示未满或有欠薪时销户',
  basis: [law.accountClosing],
  needs: [],
  params: { noticeDays: 30 },

  find: ({ day, since, params }) => sql`
    with owed as materialized (
      select w.project_id, sum(w.unpaid_fen)::bigint as fen
      from (
        select x.project_id, x.unpaid_fen from (${arrears(day, since, 'none')}) x
        union all
        select x.project_id, x.unpaid_fen from (${arrears(day, since, 'part')}) x
      ) w
      group by w.project_id
    )
    select
      a.project_id,
      a.id::text as subject,
      '-' as period,
      'red' as level,
      coalesce(owed.fen, 0) as amount_fen,
      a.closed_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'bankCode', a.bank_code,
        'last4', a.last4,
        'closedOn', a.closed_on,
        'noticeOn', a.closing_notice_on,
        'noticeFullOn', notice.full_on,
        'noticeShort', notice.short,
        'owedFen', coalesce(owed.fen, 0)
      ) as facts
    from we.wage_account a
    cross join lateral (select a.closing_notice_on + ${params.noticeDays}::int + 1 as full_on) f
    cross join lateral (select f.full_on, coalesce(${day}::date < f.full_on, true) as short) notice
    left join owed on owed.project_id = a.project_id
    where a.closed_on <= ${day}::date
      and (notice.short or owed.fen > 0)
      and not exists (
        select from we.wage_account other
        where other.project_id = a.project_id
          and other.opened_on <= ${day}::date
          and coalesce(other.closed_on, 'infinity'::date) > ${day}::date
      )`,

  facts: z.object({
    day: z.iso.date(),
    bankCode: z.string(),
    last4: z.string(),
    closedOn: z.iso.date(),
    noticeOn: z.iso.date().nullable(),
    noticeFullOn: z.iso.date().nullable(),
    noticeShort: z.boolean(),
    owedFen: zFen,
  }),

  sentence: (facts) => {
    const { day, closedOn, noticeOn, noticeFullOn } = facts;
    const notice =
      noticeOn === null || noticeFullOn === null
        ? '没有销户公示的记录'
        : `销户公示自${formatChinese(noticeOn)}起，${formatChinese(noticeFullOn)}方满${daysBetween(noticeOn, noticeFullOn) - 1}日`;
    const faults = [
      facts.noticeShort ? notice : '',
      facts.owedFen > 0
        ? `截至${formatChinese(day)}该项目仍欠工资${formatYuan(facts.owedFen)}元`
        : '',
    ].filter((part) => part !== '');
    return `${accountWords(facts)}已于${formatChinese(closedOn)}销户；${faults.join('；')}。`;
  },

  main: 'contractor',
  copies: ['labour-office', 'bank', 'owner'],
  audience: 'parties',
  clearsWhen:
    '结清所欠工资，补足公示期限并登记公示日期；仍需代发工资的，重新开立农民工工资专用账户。',
});
