import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { firstSheet } from '../facts/wages.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Registrations of workers on the site that cannot stand as they are: somebody is not sixteen yet; somebody has no card by the
 * cut-off of the wage month in which he entered (the payroll sheet's due day); the same person is engaged by two employers at
 * once. Numbers that are invalid, or have two names, are refused at the door and never get here.
 *
 * Subject: the employer's uscc. Period: `-`. Amount: 0. The due day is the first day of entry among them.
 * Level: yellow; red when anybody is under age.
 * Facts: workers (all of them), minors, uncarded, doubled; who they are stands in the register only.
 *
 * Silent on the cut-off itself and from the sixteenth birthday on. Clears when put right, or when they have left.
 */
export const registrationOdd = defineRule({
  id: 'R03',
  title: '实名信息不完整或异常',
  basis: [law.registeredBeforeEntry, law.wageToOwnAccount, law.penaltyForRealNames],
  needs: [],
  params: {},

  find: ({ day }) => sql`
    with present as (
      select e.project_id, e.id, e.employer_id, e.entered_on, e.minor_until > ${day}::date as minor,
        false as uncarded, e.doubled and exists (
          select from we.engagement o
          where o.project_id = e.project_id and o.id_bidx = e.id_bidx and o.employer_id <> e.employer_id
            and o.entered_on <= ${day}::date and coalesce(o.exited_on, 'infinity'::date) >= ${day}::date
        ) as doubled
      from we.engagement e
      where (e.minor_until is not null or e.doubled)
        and e.entered_on <= ${day}::date
        and (e.exited_on is null or e.exited_on >= ${day}::date)
      union all
      select e.project_id, e.id, e.employer_id, e.entered_on, false, true, false
      from we.engagement e
      ${firstSheet}
      where (e.carded_on is null or e.carded_on > e.entered_on)
        and (e.carded_on is null or e.carded_on > ${day}::date)
        and e.entered_on <= ${day}::date
        and (e.exited_on is null or e.exited_on >= ${day}::date)
        and cutoff.due_day < ${day}::date
    )
    select
      w.project_id,
      w.employer_id as subject,
      '-' as period,
      case when bool_or(w.minor) then 'red' else 'yellow' end as level,
      0::bigint as amount_fen,
      min(w.entered_on) as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'workers', count(distinct w.id)::int,
        'minors', (count(*) filter (where w.minor))::int,
        'uncarded', (count(*) filter (where w.uncarded))::int,
        'doubled', (count(*) filter (where w.doubled))::int
      ) as facts
    from present w
    join we.project p on p.id = w.project_id
    where (w.minor or w.uncarded or w.doubled)
      and p.status <> 'finished'
    group by w.project_id, w.employer_id`,

  facts: z.object({
    day: z.iso.date(),
    workers: z.int(),
    minors: z.int(),
    uncarded: z.int(),
    doubled: z.int(),
  }),

  sentence: (facts) => {
    const faults = [
      facts.minors > 0 ? `${facts.minors}人未满十六周岁` : '',
      facts.uncarded > 0 ? `${facts.uncarded}人过了首个工资支付表编报日仍未登记本人工资卡` : '',
      facts.doubled > 0 ? `${facts.doubled}人同时登记在本项目的另一用人单位` : '',
    ].filter((part) => part !== '');
    return `截至${formatChinese(facts.day)}，在场工人的实名信息有异常：${faults.join('，')}。`;
  },

  main: 'employer',
  copies: ['contractor', 'labour-office'],
  audience: 'parties',
  clearsWhen: '核对并更正实名信息；未满十六周岁的，立即停止用工，妥善安置并结清工资。',
});
