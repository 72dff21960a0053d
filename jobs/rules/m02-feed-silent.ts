import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The bank's data of an open wage account end before the last working day before the day asked. The
 * same test holds (待核) what the rules that need the bank find on the project.
 *
 * Subject: the account's id. Period: `-`. Amount: 0. The due day is the first day not covered.
 * Level: yellow.
 * Facts: throughDay (the bank's last word; the day before opening when it never spoke, `spoke`
 * false), expectedDay, daysMissing (calendar days between the two), bankCode, last4, openedOn.
 *
 * Clears when the bank states that its data are complete through the expected day, or the account is
 * closed.
 */
export const feedSilent = defineRule({
  id: 'M02',
  title: '数据断流',
  basis: [law.platformSharesData],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      a.project_id,
      a.id::text as subject,
      '-' as period,
      'yellow' as level,
      0::bigint as amount_fen,
      feed.through + 1 as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'throughDay', feed.through,
        'expectedDay', c.back_day,
        'daysMissing', c.back_day - feed.through,
        'spoke', a.feed_through is not null,
        'bankCode', a.bank_code,
        'last4', a.last4,
        'openedOn', a.opened_on
      ) as facts
    from we.wage_account a
    join we.calendar_day c on c.day = ${day}::date - 1
    cross join lateral (select coalesce(a.feed_through, a.opened_on - 1) as through) feed
    where a.opened_on <= ${day}::date
      and (a.closed_on is null or a.closed_on > ${day}::date)
      and feed.through < c.back_day`,

  facts: z.object({
    day: z.string(),
    throughDay: z.string(),
    expectedDay: z.string(),
    daysMissing: z.int(),
    spoke: z.boolean(),
    bankCode: z.string(),
    last4: z.string(),
    openedOn: z.string(),
  }),

  sentence: (facts) => {
    const account = `尾号${facts.last4}的农民工工资专用账户（开户银行代码${facts.bankCode}）`;
    const through = facts.spoke
      ? `银行数据仅齐至${formatChinese(facts.throughDay)}`
      : `自${formatChinese(facts.openedOn)}开立以来未收到银行数据齐备的说明`;
    const expected = `截至${formatChinese(facts.day)}应当齐至${formatChinese(facts.expectedDay)}`;
    return `${account}，${through}，${expected}。补齐以前，该项目的工资和人工费用预警列为待核。`;
  },

  main: 'operator',
  copies: ['bank'],
  audience: 'authority',
  clearsWhen: '银行说明数据已经齐至上一工作日，或者专户销户。',
});
