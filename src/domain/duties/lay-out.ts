import { type SQL, sql } from 'drizzle-orm';
import { prepared, type Work } from '../../../db/work.ts';

/**
 * Lays the chains of the day's late wage duties out in `due_chain`, in place of those of the night before: a dozen rules
 * read them, and folding them is most of what each would do.
 *
 * @param chains the SELECT `chains` of the rules, for `work.day`
 */
export async function layOutChains(work: Work, chains: SQL): Promise<{ chains: number }> {
  const { day } = work;
  await work.sql`delete from we.due_chain`;
  const [count] = await prepared<{ chains: number }>(
    work,
    sql`
    with laid as (
      insert into we.due_chain (project_id, id, employer_id, wage_month, due_day, root_batch_id, root_line_no, day, engagement_id, net_fen,
        pay_fen, replaced, paid_fen, final_day, heard_at, failed)
      select c.project_id, c.id, c.employer_id, c.wage_month, c.due_day, c.root_batch_id, c.root_line_no, ${day}::date, c.engagement_id,
        c.net_fen, c.pay_fen, c.replaced, c.paid_fen, c.final_day, c.heard_at, c.failed
      from (${chains}) c
      on conflict do nothing
      returning 1
    )
    select count(*)::int as chains from laid`,
  );
  return count as { chains: number };
}
