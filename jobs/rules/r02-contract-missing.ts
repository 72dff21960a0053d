import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Workers who are on the site have signed neither a labour contract nor a written agreement (用工书面协议) by the day. Either
 * does (建市〔2022〕59号 8, wider than 条例 28): the day of signing decides, the kind is kept for whoever reviews it.
 *
 * Subject: the employer's uscc. Period: `-`. Amount: 0. The due day is the first day of entry among them.
 * Level: yellow; orange once one of them entered more than `orangeDays` ago.
 * Facts: workers, firstEnteredOn.
 *
 * Found on the day of entry itself. Clears when the day of signing is registered, the workers leave, or the project is
 * finished.
 */
export const contractMissing = defineRule({
  id: 'R02',
  title: '未签劳动合同或用工书面协议',
  basis: [law.registeredBeforeEntry, law.contractBeforeEntry],
  needs: [],
  params: { orangeDays: 3 },

  find: ({ day, params }) => sql`
    select
      e.project_id,
      e.employer_id as subject,
      '-' as period,
      case when ${day}::date > min(e.entered_on) + ${params.orangeDays}::int then 'orange' else 'yellow' end
        as level,
      0::bigint as amount_fen,
      min(e.entered_on) as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'workers', count(*)::int,
        'firstEnteredOn', min(e.entered_on)
      ) as facts
    from we.engagement e
    join we.project p on p.id = e.project_id
    -- As the index has it, then as of the day.
    where (e.contract_signed_on is null or e.contract_signed_on > e.entered_on)
      and (e.contract_signed_on is null or e.contract_signed_on > ${day}::date)
      and e.entered_on <= ${day}::date
      and (e.exited_on is null or e.exited_on >= ${day}::date)
      and p.status <> 'finished'
    group by e.project_id, e.employer_id`,

  facts: z.object({
    day: z.iso.date(),
    workers: z.int(),
    firstEnteredOn: z.iso.date(),
  }),

  sentence: (facts) => {
    const who = `截至${formatChinese(facts.day)}仍有${facts.workers}名在场工人没有签订劳动合同或者用工书面协议的记录`;
    return `${who}，最早的于${formatChinese(facts.firstEnteredOn)}进场。`;
  },

  main: 'employer',
  copies: ['contractor'],
  audience: 'parties',
  clearsWhen: '与工人依法订立劳动合同或者用工书面协议，并登记签订日期。',
});
