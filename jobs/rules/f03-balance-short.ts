import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { misses } from '../facts/forecast.ts';
import { runway } from '../facts/runway.ts';
import { dayWord, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The wage account will not cover the next payroll: what it holds, with the instalments that are certain to come by
 * the pay day, is less than that payroll and what is still owed of those before it.
 *
 * Subject: the owner's uscc. Period: the wage month, `YYYY-MM`. Amount: what the month misses; over the months
 * of a project these add up. The due day is the pay day.
 * Level: yellow from `yellowWorkingDays` before the pay day, orange from `orangeWorkingDays`, red from
 * `redWorkingDays` and for as long afterwards as the wages are open.
 * Facts: workingDaysLeft (below 0 after the pay day), workers, needFen, forecastFen (the part that no payroll tells
 * yet: attendance × usual day rate), earlierFen (open of months due before), balanceFen (without frozenFen), certainFen,
 * shortFen; missPerMille, by how much such forecasts of the project were out in past months (null: none yet).
 *
 * An employer without a month to take a day rate from adds nothing: what is unknown is not short.
 * Clears once the money is there, or the wages are paid.
 */
export const balanceShort = defineRule({
  id: 'F03',
  title: '余额不足以发放下期工资',
  basis: [law.transferAgreed, law.transferInFull, law.bankReportsMissingTransfer, law.cityTransfer],
  needs: ['bank'],
  params: { yellowWorkingDays: 7, orangeWorkingDays: 3, redWorkingDays: 1, missMonths: 3 },

  find: ({ day, since, params }) => sql`
    with short as materialized (
      select r.*, to_char(r.wage_month, 'YYYY-MM') as period
      from (${runway(day, since, params.yellowWorkingDays)}) r
      where r.short_fen > 0
    )
    select
      s.project_id,
      s.owner_id as subject,
      s.period,
      case
        when s.left_days <= ${params.redWorkingDays}::int then 'red'
        when s.left_days <= ${params.orangeWorkingDays}::int then 'orange'
        else 'yellow'
      end as level,
      s.short_fen as amount_fen,
      s.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', s.period,
        'payDay', s.due_day,
        'workingDaysLeft', s.left_days,
        'workers', s.workers,
        'needFen', s.need_fen,
        'forecastFen', s.forecast_fen,
        'missPerMille', miss.per_mille,
        'earlierFen', s.earlier_fen,
        'balanceFen', s.balance_fen - s.frozen_fen,
        'frozenFen', s.frozen_fen,
        'certainFen', s.certain_fen,
        'shortFen', s.short_fen
      ) as facts
    from short s
    left join lateral (
      select round(sum(abs(x.forecast_fen - x.owed_fen)) * 1000 / nullif(sum(x.owed_fen), 0))::int as per_mille
      from (${misses(day, sql`s`, params.missMonths)}) x
      where s.forecast_fen > 0
    ) miss on true`,

  facts: z.object({
    day: z.iso.date(),
    period: z.string().regex(/^\d{4}-\d{2}$/),
    payDay: z.iso.date(),
    workingDaysLeft: z.int(),
    workers: z.int(),
    needFen: zFen,
    forecastFen: zFen,
    missPerMille: z.int().nullable(),
    earlierFen: zFen,
    balanceFen: zFen,
    frozenFen: zFen,
    certainFen: zFen,
    shortFen: zFen,
  }),

  sentence: (facts) => {
    const { day, period, payDay, workingDaysLeft, needFen, earlierFen } = facts;
    const yuan = (fen: number) => `${formatYuan(fen)}元`;
    const left =
      workingDaysLeft > 0
        ? `距发放日还有${workingDaysLeft}个工作日`
        : day <= payDay
          ? '今天即为发放日'
          : '发放日已过';
    const parts = [
      `${monthWord(period, day)}工资应于${dayWord(payDay, day)}发放，${needWords(facts)}${yuan(needFen)}`,
      ...(earlierFen > 0 ? [`此前到期的工资尚有${yuan(earlierFen)}未付`] : []),
      `截至${dayWord(day, day)}专用账户可用余额${yuan(facts.balanceFen)}${facts.frozenFen > 0 ? `（另有${yuan(facts.frozenFen)}被冻结）` : ''}`,
      ...(facts.certainFen > 0 ? [`发放日前应到人工费用${yuan(facts.certainFen)}`] : []),
    ];
    return `${parts.join('；')}。尚缺${yuan(facts.shortFen)}，${left}。`;
  },

  main: 'contractor',
  copies: ['owner', 'bank'],
  audience: 'parties',
  clearsWhen: '在工资发放日以前补足专用账户余额，或者工资全部付清。',
});

function needWords({
  needFen,
  forecastFen,
  missPerMille,
}: {
  needFen: number;
  forecastFen: number;
  missPerMille: number | null;
}): string {
  if (forecastFen === 0) return '按已报工资表尚需';
  const how = needFen === forecastFen ? '按考勤和日工资推算约需' : '按已报工资表和考勤推算约需';
  if (missPerMille === null) return how;
  return `${how}（此前各月推算平均误差${(missPerMille / 10).toLocaleString('en', { maximumFractionDigits: 1 })}%）`;
}
