import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { defineRule } from '../rule.ts';

const INSTRUMENTS: Readonly<Record<string, string>> = {
  reminder: '提示函',
  warning: '农民工工资支付预警通知书',
  supervision: '督办函',
};

/**
 * A served notice to which no reply stands at the end of its term: none was sent, or the one that was sent was not
 * accepted. A reply that waits for its verdict stops the clock. The step `floors` of the night takes the alerts of such a
 * notice one level up; red ones cannot rise, and this rule's red alerts are the list of what is to be handed over or
 * summoned (移送、约谈).
 *
 * Subject: the notice's id. Period: `-`. Amount: 0. The due day is the last of the reply's term.
 * Level: that of the notice.
 * Facts: number, instrument, addresseeId, servedOn, dueDay, daysLate.
 *
 * Clears when a reply is accepted or waits for its verdict, or the notice is withdrawn.
 */
export const noticeUnanswered = defineRule({
  id: 'M01',
  title: '预警逾期未整改',
  basis: [],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    select
      o.project_id,
      o.subject,
      '-' as period,
      (array['yellow', 'orange', 'red'])[n.level] as level,
      0::bigint as amount_fen,
      o.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'number', n.number,
        'instrument', n.instrument,
        'addresseeId', n.addressee_id,
        'servedOn', n.served_on,
        'dueDay', o.due_day,
        'daysLate', ${day}::date - o.due_day
      ) as facts
    from we.obligation o
    join we.notice n on n.project_id = o.project_id and n.id = o.subject::uuid
    where o.kind = 'notice-reply'
      and o.ended_at = 'infinity'
      and o.due_day < ${day}::date
      and o.met_on > ${day}::date`,

  facts: z.object({
    day: z.iso.date(),
    number: z.string().nullable(),
    instrument: z.string(),
    addresseeId: z.string(),
    servedOn: z.iso.date(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
  }),

  sentence: (facts) => {
    const name = INSTRUMENTS[facts.instrument] ?? '文书';
    const paper = `${facts.number ?? ''}${name}于${formatChinese(facts.servedOn)}送达`;
    const then =
      facts.instrument === 'supervision'
        ? '有关预警已是最高等级，请研究移送或者约谈'
        : '有关预警提高一级';
    return `${paper}，应于${formatChinese(facts.dueDay)}前回复，截至${formatChinese(facts.day)}没有经认可的回复，逾期${facts.daysLate}天；${then}。`;
  },

  main: 'operator',
  copies: ['labour-office'],
  audience: 'authority',
  clearsWhen: '主送单位回复并经认可，或者该文书撤回。',
});
