import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { lockDuties } from '../duties/duty.ts';
import { record } from '../events.ts';
import { batchToActOn, changed } from './acts.ts';
import { linesNamed } from './lines-named.ts';

/**
 * 工资清单: tells that workers were given their pay slips of a batch on a day (条例 15, rule W14); all of it where no lines are
 * named. Whoever was given one keeps the first day; the same again changes nothing.
 *
 * @returns how many lines got one now, and how many of the batch are still without
 * @throws Problem `not-found`, `batch-not-yours`, `batch-state` when it is withdrawn, `invalid-input` with every bad row
 */
export async function issueSlips(
  work: Work,
  projectId: number,
  id: string,
  { issuedOn, endToEndIds }: { issuedOn: Day; endToEndIds?: string[] | undefined },
): Promise<{ issued: number; outstanding: number }> {
  const { sql, now, day, actor } = work;
  await lockDuties(work, projectId);
  const batch = await batchToActOn(work, projectId, id);
  if (batch.status === 'withdrawn') throw changed(batch);
  const { lineNos, faults } = linesNamed(batch, endToEndIds ?? [], (at) => `/endToEndIds/${at}`);
  if (issuedOn > day) {
    const message = '日期晚于今天，请核对。';
    faults.push({ pointer: '/issuedOn', code: 'day-in-future', message });
  }
  if (faults.length > 0) throw refused('invalid-input', '工资清单记录有误，整批未收。', faults);
  const [done] = await sql<{ n: number; slips_due: number }[]>`
    with told as (
      insert into we.pay_slip (project_id, wage_month, batch_id, line_no, on_day, stated_by, known_at)
      select ${projectId}, l.wage_month, l.batch_id, l.line_no, ${issuedOn}, ${actor.holder}, ${now}
      from we.payroll_line l
      where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, batch.wage_month)} and l.batch_id = ${id}::uuid
        and (${endToEndIds === undefined}::boolean or l.line_no = any(${lineNos}::int[]))
      on conflict do nothing
      returning on_day
    )
    update we.payroll_batch b set slips_due = greatest(b.slips_due - t.n, 0), slips_on = case when b.slips_due > t.n then 'infinity'::date
      else greatest(t.last_on, (select max(s.on_day) from we.pay_slip s where s.project_id = ${projectId} and s.batch_id = ${id}::uuid)) end
    from (select count(*)::int as n, max(on_day) as last_on from told) t
    where b.project_id = ${projectId} and b.id = ${id} and t.n > 0
    returning t.n, b.slips_due`;
  if (!done) return { issued: 0, outstanding: batch.slips_due };
  await record(work, projectId, 'payroll-batch.slips-issued', id, {
    batchNo: batch.batch_no,
    issuedOn,
    lines: done.n,
    digest: sha256(lineNos.join('\n')),
  });
  return { issued: done.n, outstanding: done.slips_due };
}
