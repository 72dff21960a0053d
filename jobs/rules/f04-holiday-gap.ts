import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { dayWord, monthWord } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * Days off will turn round what the contract put in order: the transfer of a month, agreed for no later
 * than the wages it pays, rolls on past a holiday, and the wages are due before it.
 *
 * Subject: the owner's uscc. Period: the month, `YYYY-MM`. Amount: the instalment, 0 when unknown. The
 * due day is the pay day.
 * Level: yellow, from `aheadDays` before the pay day to the pay day itself.
 * Facts: agreedDay and dueDay of the transfer, agreedPayDay and payDay, agreedFen (null: unknown).
 *
 * Where the contract itself puts the transfer after the wages no holiday is to blame, and nothing is
 * found. Clears when the instalment is met, a day is agreed anew, or the pay day is over: then F01 and
 * W01 speak.
 */
export const holidayGap = defineRule({
  id: 'F04',
  title: '节假日资金缺口',
  basis: [
    law.wageBeforeHoliday,
    law.transferAgreed,
    law.wageOnWorkingDayBefore,
    law.termEndsAfterHoliday,
  ],
  needs: [],
  params: { aheadDays: 45 },

  find: ({ day, params }) => sql`
    select
      t.project_id,
      t.subject,
      t.period,
      'yellow' as level,
      coalesce(t.amount_fen, 0) as amount_fen,
      wage.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', t.period,
        'agreedDay', t.nominal_day,
        'dueDay', t.due_day,
        'agreedPayDay', wage.nominal_day,
        'payDay', wage.due_day,
        'agreedFen', t.amount_fen
      ) as facts
    from we.obligation t
    cross join lateral (
      select w.due_day, w.nominal_day
      from we.obligation w
      where w.project_id = t.project_id and w.kind = 'wage' and w.period = t.period
        and w.ended_at = 'infinity'
      order by w.due_day
      limit 1
    ) wage
    where t.kind = 'transfer'
      and t.ended_at = 'infinity'
      and t.met_on > ${day}::date
      and t.due_day > ${day}::date
      and t.nominal_day <= wage.nominal_day
      and t.due_day > wage.due_day
      and ${day}::date between wage.due_day - ${params.aheadDays}::int and wage.due_day`,

  facts: z.object({
    day: z.iso.date(),
    period: z.string(),
    agreedDay: z.iso.date(),
    dueDay: z.iso.date(),
    agreedPayDay: z.iso.date(),
    payDay: z.iso.date(),
    agreedFen: z.int().nullable(),
  }),

  sentence: ({ day, period, agreedDay, dueDay, agreedPayDay, payDay }) => {
    const transfer = `人工费用约定于${dayWord(agreedDay, day)}拨付，遇节假日顺延至${dayWord(dueDay, day)}`;
    const wages = `工资约定于${dayWord(agreedPayDay, day)}发放，遇节假日提前至${dayWord(payDay, day)}`;
    return `${monthWord(period, day)}${transfer}；${wages}。届时工资先于人工费用到期，应当提前拨付。`;
  },

  main: 'owner',
  copies: ['contractor'],
  audience: 'parties',
  clearsWhen: '在工资发放日以前提前拨付该月人工费用，或者另行约定拨付日期。',
});
