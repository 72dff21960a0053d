import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { publicIdOf, sharedPhones, unseenCards } from '../facts/registry.ts';
import { firstSheet } from '../facts/wages.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

const WHY = ['minor', 'uncarded', 'doubled', 'phone', 'bulk'] as const;
/** How many rows a finding shows. */
const ROWS_SHOWN = 20;

/**
 * Registrations of workers on the site that cannot stand as they are: somebody is not sixteen yet; somebody has no card by the
 * cut-off of the wage month in which he entered (the payroll sheet's due day); the same person is engaged by two employers at
 * once; `phoneWorkers` persons or more told the same phone; `bulkCards` persons or more whose cards one branch issued on one
 * day were never seen, `unseenDays` after they entered. A bank that issues cards on the site gives them to people who work
 * there, so cards alone say nothing. Numbers that are invalid, or have two names, are refused at the door and never get here.
 *
 * Subject: the employer's uscc. Period: `-`. Amount: 0. The due day is the first day of entry among them.
 * Level: yellow; red when anybody is under age.
 * Facts: workers (all of them), minors, uncarded, doubled, phoned, bulk (a person may have several), rows (the first twenty by
 * entry, by the ids of their engagements, each with its reasons); who they are stands in the register only.
 *
 * Silent on the cut-off itself and from the sixteenth birthday on; of cards for `bulkDays` after their issue. Clears when put
 * right, or when they have left.
 */
export const registrationOdd = defineRule({
  id: 'R03',
  title: '实名信息不完整或异常',
  basis: [law.registeredBeforeEntry, law.wageToOwnAccount, law.penaltyForRealNames],
  needs: [],
  params: { phoneWorkers: 3, bulkCards: 10, bulkDays: 92, unseenDays: 7 },

  find: ({ day, params }) => sql`
    with present as (
      select e.project_id, e.id, e.employer_id, e.entered_on, unnest(array_remove(array[
        case when e.minor_until > ${day}::date then 'minor' end,
        case when e.doubled and exists (
          select from we.engagement o
          where o.project_id = e.project_id and o.id_bidx = e.id_bidx and o.employer_id <> e.employer_id
            and o.entered_on <= ${day}::date and coalesce(o.exited_on, 'infinity'::date) >= ${day}::date
        ) then 'doubled' end
      ], null)) as why
      from we.engagement e
      where (e.minor_until is not null or e.doubled)
        and e.entered_on <= ${day}::date
        and (e.exited_on is null or e.exited_on >= ${day}::date)
      union all
      select e.project_id, e.id, e.employer_id, e.entered_on, 'uncarded'
      from we.engagement e
      ${firstSheet}
      where (e.carded_on is null or e.carded_on > e.entered_on)
        and (e.carded_on is null or e.carded_on > ${day}::date)
        and e.entered_on <= ${day}::date
        and (e.exited_on is null or e.exited_on >= ${day}::date)
        and cutoff.due_day < ${day}::date
      union all
      select x.*, 'phone' from (${sharedPhones(day, params.phoneWorkers)}) x
      union all
      select x.*, 'bulk' from (${unseenCards(day, params)}) x
    ),
    person as (
      select w.*, row_number() over (partition by w.project_id, w.employer_id order by w.entered_on, w.id) as place
      from (
        select w.project_id, w.employer_id, w.entered_on, w.id, array_agg(distinct w.why) as why
        from present w
        group by w.project_id, w.employer_id, w.entered_on, w.id
      ) w
    )
    select
      w.project_id,
      w.employer_id as subject,
      '-' as period,
      case when bool_or('minor' = any(w.why)) then 'red' else 'yellow' end as level,
      0::bigint as amount_fen,
      min(w.entered_on) as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'workers', count(*)::int,
        'minors', (count(*) filter (where 'minor' = any(w.why)))::int,
        'uncarded', (count(*) filter (where 'uncarded' = any(w.why)))::int,
        'doubled', (count(*) filter (where 'doubled' = any(w.why)))::int,
        'phoned', (count(*) filter (where 'phone' = any(w.why)))::int,
        'bulk', (count(*) filter (where 'bulk' = any(w.why)))::int,
        'rows', jsonb_agg(jsonb_build_object(
          'engagementId', ${publicIdOf(sql`w.project_id`, sql`w.id`)}, 'enteredOn', w.entered_on, 'why', to_jsonb(w.why)
        ) order by w.place) filter (where w.place <= ${ROWS_SHOWN}::int)
      ) as facts
    from person w
    join we.project p on p.id = w.project_id
    where p.status <> 'finished'
    group by w.project_id, w.employer_id`,

  facts: z.object({
    day: z.iso.date(),
    workers: z.int(),
    minors: z.int(),
    uncarded: z.int(),
    doubled: z.int(),
    phoned: z.int(),
    bulk: z.int(),
    rows: z.array(
      z.object({ engagementId: z.string(), enteredOn: z.iso.date(), why: z.array(z.enum(WHY)) }),
    ),
  }),

  sentence: (facts) => {
    const faults = [
      facts.minors > 0 ? `${facts.minors}人未满十六周岁` : '',
      facts.uncarded > 0 ? `${facts.uncarded}人过了首个工资支付表编报日仍未登记本人工资卡` : '',
      facts.doubled > 0 ? `${facts.doubled}人同时登记在本项目的另一用人单位` : '',
      facts.phoned > 0 ? `${facts.phoned}人与本项目其他工人登记同一电话号码` : '',
      facts.bulk > 0 ? `${facts.bulk}人的工资卡由同一网点同日批量开立，登记后一直没有考勤` : '',
    ].filter((part) => part !== '');
    return `截至${formatChinese(facts.day)}，在场工人的实名信息有异常：${faults.join('，')}。`;
  },

  main: 'employer',
  copies: ['contractor', 'labour-office'],
  audience: 'parties',
  clearsWhen: '核对并更正实名信息；未满十六周岁的，立即停止用工，妥善安置并结清工资。',
});
