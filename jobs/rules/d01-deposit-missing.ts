import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { formatYuan } from '../../src/lib/fen.ts';
import { depositDuties, inForce, isWaiting, owedOn, passed } from '../facts/site.ts';
import { zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The contractor has neither stored the wage deposit (工资保证金) nor given a guarantee or insurance in its place, nor been
 * exempted, within twenty working days of the construction permit; of the first contract where no permit is known.
 *
 * Subject: the contractor's uscc. Period: `-`. Amount: 0: how much is due is D02's matter.
 * Level: yellow to `orangeDays` working days late; orange above; red while wages are owed (W01, W02, what is held apart).
 * Facts: baseOn, byPermit (false: from the contract), dueDay, daysLate (calendar days), waiting (a statement of a party
 * that the authority has not confirmed), owedFen, knownDay.
 *
 * Silent on the due day itself. Clears when the authority states or confirms a deposit, or the project is finished.
 */
export const depositMissing = defineRule({
  id: 'D01',
  title: '保证金未存储或未提供保函',
  basis: [
    law.depositStored,
    law.depositByGuarantee,
    law.penaltyForDeposit,
    law.depositWithinTwentyDays,
  ],
  needs: [],
  params: { orangeDays: 10 },

  find: ({ day, since, params }) => sql`
    with lack as materialized (
      select d.*
      from (${depositDuties(day)}) d
      where d.due_day < ${day}::date
        and not exists (${inForce(day, 'wage-deposit', sql`d.project_id`)})
    ),
    owed as materialized (${owedOn(day, since, sql`select l.project_id from lack l`)})
    select
      l.project_id,
      l.contractor_id as subject,
      '-' as period,
      case
        when owed.fen > 0 then 'red'
        when ${passed(day, sql`l.due_day`)} >= ${params.orangeDays}::int then 'orange'
        else 'yellow'
      end as level,
      0::bigint as amount_fen,
      l.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'baseOn', l.base_on,
        'byPermit', l.by_permit,
        'dueDay', l.due_day,
        'daysLate', ${day}::date - l.due_day,
        'waiting', ${isWaiting(day, 'wage-deposit', sql`l.project_id`)},
        'owedFen', coalesce(owed.fen, 0),
        'knownDay', l.known_day
      ) as facts
    from lack l
    left join owed on owed.project_id = l.project_id`,

  facts: z.object({
    day: z.iso.date(),
    baseOn: z.iso.date(),
    byPermit: z.boolean(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
    waiting: z.boolean(),
    owedFen: zFen,
    knownDay: z.iso.date(),
  }),

  sentence: (facts) => {
    const base = facts.byPermit ? '取得施工许可证' : '签订施工合同';
    const due = `项目于${formatChinese(facts.baseOn)}${base}，工资保证金应于${formatChinese(facts.dueDay)}前（含当日）存储`;
    const lack = facts.waiting
      ? '所报送的存储情况尚未经主管部门确认'
      : '尚无存储、保函或者免存记录';
    const owed = facts.owedFen > 0 ? `；该项目仍欠工资${formatYuan(facts.owedFen)}元` : '';
    return `${due}，截至${formatChinese(facts.day)}已逾期${facts.daysLate}天，${lack}${owed}。`;
  },

  main: 'contractor',
  copies: ['owner', 'labour-office'],
  audience: 'parties',
  clearsWhen: '存储工资保证金，或者提供金融机构保函、保险，并经主管部门确认。',
});
