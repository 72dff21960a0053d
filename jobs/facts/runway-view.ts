import { sql } from 'drizzle-orm';
import type { Work } from '../../db/work.ts';
import { type Day, firstOf, type Month, monthOf } from '../../src/lib/day.ts';
import { misses } from './forecast.ts';
import { held, runway } from './runway.ts';

/** What an open wage month of a project needs and what is there for it. Money in fen. */
export interface RunwayMonth {
  period: Month;
  dueDay: Day;
  /** Below 0 once the pay day is over. */
  workingDaysLeft: number;
  workers: number;
  needFen: number;
  /** The part of `needFen` that no payroll tells yet. */
  forecastFen: number;
  /** Employers with attendance, and without a month to take a day rate from. */
  unknownEmployers: number;
  earlierFen: number;
  certainFen: number;
  shortFen: number;
}

export interface RunwayView {
  day: Day;
  balanceFen: number;
  frozenFen: number;
  months: RunwayMonth[];
  accuracy: {
    /** By how much past forecasts were out, in thousandths of what the payrolls said; null: none yet. */
    missPerMille: number | null;
    months: { period: Month; employerUscc: string; forecastFen: number; payrollFen: number }[];
  };
}

interface Row extends Omit<RunwayMonth, 'dueDay'> {
  due_day: Day;
  balance_fen: number;
  frozen_fen: number;
}

const MISS_MONTHS = 6;

/**
 * 工资资金预测: the open wage months of a project, due at the latest `aheadDays` working days from today, and how
 * such forecasts came true in the six months before this one.
 */
export async function viewRunway(
  { tx, sql: own, day }: Work,
  projectId: number,
  aheadDays: number,
): Promise<RunwayView> {
  const [oldest] = await own<{ month: Day }[]>`
    select coalesce(min(period) || '-01', ${firstOf(monthOf(day))}) as month from we.obligation
    where project_id = ${projectId} and kind = 'wage' and ended_at = 'infinity' and met_on > ${day}`;
  const since = { month: oldest?.month as Day, laidOut: false };
  const rows = (await tx.execute(sql`
    select to_char(r.wage_month, 'YYYY-MM') as period, r.due_day, r.left_days as "workingDaysLeft",
      r.workers, r.need_fen as "needFen", r.forecast_fen as "forecastFen",
      r.unknown as "unknownEmployers", r.earlier_fen as "earlierFen", r.certain_fen as "certainFen",
      r.short_fen as "shortFen", r.balance_fen, r.frozen_fen
    from (${runway(day, since, aheadDays, sql`o.project_id = ${projectId}::bigint`)}) r
    order by r.due_day, r.wage_month`)) as unknown as Row[];
  const months = rows.map(({ due_day: dueDay, balance_fen: _, frozen_fen: __, ...row }) => ({
    ...row,
    dueDay,
  }));
  const first = rows[0] ?? (await heldOn({ tx, day }, projectId));
  return {
    day,
    balanceFen: first.balance_fen - first.frozen_fen,
    frozenFen: first.frozen_fen,
    months,
    accuracy: await accuracyOf({ tx, day }, projectId),
  };
}

async function heldOn({ tx, day }: Pick<Work, 'tx' | 'day'>, projectId: number) {
  const [row] = (await tx.execute(held(day, sql`${projectId}::bigint`))) as unknown as Row[];
  return row as Row;
}

async function accuracyOf({ tx, day }: Pick<Work, 'tx' | 'day'>, projectId: number) {
  const now = sql`(select ${projectId}::bigint as project_id, ${firstOf(monthOf(day))}::date as wage_month)`;
  const found = (await tx.execute(sql`
    select to_char(x.wage_month, 'YYYY-MM') as period, x.employer_id as "employerUscc",
      x.forecast_fen as "forecastFen", x.owed_fen as "payrollFen"
    from ${now} n
    cross join lateral (${misses(day, sql`n`, MISS_MONTHS)}) x
    order by x.wage_month, x.employer_id`)) as unknown as RunwayView['accuracy']['months'];
  const total = found.reduce((sum, one) => sum + one.payrollFen, 0);
  const missed = found.reduce((sum, one) => sum + Math.abs(one.forecastFen - one.payrollFen), 0);
  return {
    missPerMille: total === 0 ? null : Math.round((missed * 1000) / total),
    months: [...found],
  };
}
