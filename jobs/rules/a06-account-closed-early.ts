import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { daysBetween, formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { arrears } from '../facts/wages.ts';
import { accountWords, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { type At, defineRule, embed, type Rule } from '../rule.ts';
import { unregistered } from './r01-unregistered.ts';
import { contractMissing } from './r02-contract-missing.ts';
import { registrationOdd } from './r03-registration-odd.ts';
import { payoutFailed } from './w03-payout-failed.ts';
import { payeeDiffers } from './w04-payee-differs.ts';
import { noPayroll } from './w05-no-payroll.ts';
import { payrollUnsigned } from './w06-payroll-unsigned.ts';
import { payUnlikeDays } from './w07-pay-unlike-days.ts';
import { leaverUnpaid } from './w08-leaver-unpaid.ts';
import { payOdd } from './w12-pay-odd.ts';
import { payDayNotAgreed } from './w13-pay-day-not-agreed.ts';
import { slipsMissing } from './w14-slips-missing.ts';

/**
 * What stands in the way of closing beside W01 and W02. Left out: W09 to W11, which are found only where those two are; R04 to
 * R07, which say how works are run and are always found once there are no works; R08, which is a complaint.
 */
const OTHERS = [
  payoutFailed,
  payeeDiffers,
  noPayroll,
  payrollUnsigned,
  payUnlikeDays,
  leaverUnpaid,
  payOdd,
  payDayNotAgreed,
  slipsMissing,
  unregistered,
  contractMissing,
  registrationOdd,
] as readonly Rule[];

/** Condition: without a closed account nothing else is asked; it is known before, so the rest is not run at all. */
const anyClosed = sql`(select true from closed limit 1)`;

/** SELECT: `project_id, rule`, what the other rules find on projects of `closed`. */
const foundByOthers = (at: At) => sql`
  select o.project_id, o.rule
  from (${sql.join(
    OTHERS.map(
      (rule) =>
        sql`select x.project_id, ${rule.id}::text as rule from (${embed(rule, at)}) x where ${anyClosed}`,
    ),
    sql` union all `,
  )}) o
  where o.project_id in (select project_id from closed)`;

/**
 * SELECT: the same once the others' alerts were brought into line with the day. None that is not found stays: without an open account
 * no feed is behind.
 */
const foundTonight = () => sql`
  select l.project_id, l.rule_id as rule
  from we.alert l
  where l.project_id in (select project_id from closed)
    and l.status <> 'cleared'
    and l.rule_id = any(${sql.param(OTHERS.map((rule) => rule.id))}::text[])`;

/**
 * A wage account was closed before its closing had been announced for `noticeDays` full days, or while
 * wages are owed on the project, a rule about its wages or its register finds anything else, or a complaint is open.
 * Silent when another account of the project is open: then the account was replaced, and wages go on being paid.
 *
 * Subject: the account's id. Period: `-`. Amount: the wages owed (W01, W02). The due day is the day of
 * closing.
 * Level: red.
 * Facts: bankCode, last4, closedOn, noticeOn (null: none), noticeFullOn (the first day after the full
 * notice), noticeShort, owedFen, found (the codes of the other rules), pending (something else is open; that it is a complaint
 * is no firm's to know).
 *
 * Clears once the announcement has stood for its days, made up for after the closing if need be, and
 * nothing of all this is left.
 */
export const accountClosedEarly = defineRule({
  id: 'A06',
  title: '不具备条件销户',
  basis: [law.accountClosing],
  needs: [],
  follows: OTHERS,
  params: { noticeDays: 30 },

  find: ({ day, since, inForce, params }) => sql`
    with closed as materialized (
      select a.project_id, a.id, a.bank_code, a.last4, a.closed_on, a.closing_notice_on
      from we.wage_account a
      where a.closed_on <= ${day}::date
        and not exists (
          select from we.wage_account other
          where other.project_id = a.project_id
            and other.opened_on <= ${day}::date
            and coalesce(other.closed_on, 'infinity'::date) > ${day}::date
        )
    ),
    other as materialized (
      select o.project_id, jsonb_agg(distinct o.rule order by o.rule) as found
      from (${since?.laidOut ? foundTonight() : foundByOthers({ day, since, inForce })}) o
      group by o.project_id
    ),
    owed as materialized (
      select w.project_id, sum(w.unpaid_fen)::bigint as fen
      from (
        select x.project_id, x.unpaid_fen from (${arrears(day, since, 'none')}) x where ${anyClosed}
        union all
        select x.project_id, x.unpaid_fen from (${arrears(day, since, 'part')}) x where ${anyClosed}
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
        'owedFen', coalesce(owed.fen, 0),
        'found', coalesce(other.found, '[]'),
        'pending', complaint.pending
      ) as facts
    from closed a
    cross join lateral (select a.closing_notice_on + ${params.noticeDays}::int + 1 as full_on) f
    cross join lateral (select f.full_on, coalesce(${day}::date < f.full_on, true) as short) notice
    cross join lateral (
      select exists (
        select from we.complaint c
        where c.project_id = a.project_id and c.on_day <= ${day}::date and c.closed_on > ${day}::date
      ) as pending
    ) complaint
    left join owed on owed.project_id = a.project_id
    left join other on other.project_id = a.project_id
    where notice.short or owed.fen > 0 or other.project_id is not null or complaint.pending`,

  facts: z.object({
    day: z.iso.date(),
    bankCode: z.string(),
    last4: z.string(),
    closedOn: z.iso.date(),
    noticeOn: z.iso.date().nullable(),
    noticeFullOn: z.iso.date().nullable(),
    noticeShort: z.boolean(),
    owedFen: zFen,
    found: z.array(z.string()),
    pending: z.boolean(),
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
      facts.found.length > 0
        ? `该项目尚有未了结的预警：${facts.found.map(titleOf).join('、')}`
        : '',
      facts.pending ? '该项目另有事项尚未办结' : '',
    ].filter((part) => part !== '');
    return `${accountWords(facts)}已于${formatChinese(closedOn)}销户；${faults.join('；')}。`;
  },

  main: 'contractor',
  copies: ['labour-office', 'bank', 'owner'],
  audience: 'parties',
  clearsWhen:
    '结清所欠工资，办结未了结的预警和其他事项，补足公示期限并登记公示日期；仍需代发工资的，重新开立农民工工资专用账户。',
});

const titleOf = (id: string) => OTHERS.find((rule) => rule.id === id)?.title ?? id;
