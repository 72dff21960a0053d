import type { Work } from '../../db/work.ts';
import type { Day } from '../lib/day.ts';

/** How things stand over the whole city, for those who watch the program. Counts only, no person and no firm. */
export interface Stock {
  alerts: { rule: string; status: string; level: number; count: number }[];
  /** Open accounts by bank: how many days the slowest feed is behind, how many are more than three days behind. */
  feeds: { bank: string; accounts: number; lagDays: number; behind: number }[];
  /** Messages that were stored and not finished, and what waits for its counterpart. */
  unfinished: { bank: string; count: number; oldest: string }[];
  unmatched: { bank: string; count: number; oldest: string }[];
  /** The newest run of each job, and its newest finished day. */
  jobs: {
    job: string;
    status: string;
    doneDay: Day | null;
    startedAt: string;
    finishedAt: string | null;
  }[];
}

/** Takes stock as the night's role, which sees every project; five statements over what is open. */
export async function takeStock({ sql, day }: Work): Promise<Stock> {
  const [alerts, feeds, unfinished, unmatched, jobs] = await Promise.all([
    sql<Stock['alerts']>`select rule_id as rule, status, level, count(*)::int as count
      from we.alert where status <> 'cleared' group by 1, 2, 3`,
    sql<
      Stock['feeds']
    >`select bank_code as bank, count(*)::int as accounts, greatest(0, max(lag))::int as "lagDays",
        count(*) filter (where lag > 3)::int as behind
      from (select bank_code, ${day}::date - coalesce(feed_through, opened_on - 1) as lag
        from we.wage_account where closed_on is null) a group by 1`,
    sql<
      Stock['unfinished']
    >`select bank_code as bank, count(*)::int as count, min(received_at) as oldest
      from we.bank_message where status = 'received' group by 1`,
    sql<
      Stock['unmatched']
    >`select bank_code as bank, count(*)::int as count, min(received_at) as oldest
      from we.bank_unmatched group by 1`,
    sql<
      Stock['jobs']
    >`select distinct on (job) job, status, started_at as "startedAt", finished_at as "finishedAt",
        (select max(d.day) from we.job_run d where d.job = r.job and d.status = 'done') as "doneDay"
      from we.job_run r order by job, day desc`,
  ]);
  return { alerts, feeds, unfinished, unmatched, jobs };
}
