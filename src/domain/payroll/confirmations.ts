import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { dayOf } from '../../lib/day.ts';
import { type Fault, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { lockDuties } from '../duties/duty.ts';
import { record } from '../events.ts';
import { batchToActOn, changed } from './acts.ts';
import type { BatchRow } from './batch-view.ts';
import { linesNamed } from './lines-named.ts';

export interface ConfirmationInput {
  endToEndId: string;
  confirmedAt: Date;
}

/**
 * 本人签字确认: tells that workers confirmed their lines of a batch after it was claimed (条例 31, rule W06). What is confirmed already
 * keeps its first day; the same again changes nothing.
 *
 * @returns how many lines were confirmed now, and how many of the batch are still without
 * @throws Problem `not-found`, `batch-not-yours`, `batch-state` when it is withdrawn, `invalid-input` with every bad row
 */
export async function confirmLines(
  work: Work,
  projectId: number,
  id: string,
  input: ConfirmationInput[],
): Promise<{ confirmed: number; unconfirmed: number }> {
  const { sql, now, actor } = work;
  await lockDuties(work, projectId);
  const batch = await batchToActOn(work, projectId, id);
  if (batch.status === 'withdrawn') throw changed(batch);
  const lineNos = checkLines(work, batch, input);
  const [done] = await sql<{ n: number; unsigned: number }[]>`
    with told as (
      insert into we.line_confirmation (project_id, wage_month, batch_id, line_no, confirmed_at, on_day, stated_by, known_at)
      select ${projectId}, l.wage_month, l.batch_id, l.line_no, u.at, u.on_day, ${actor.holder}, ${now}
      from unnest(${lineNos}::int[], ${input.map((c) => c.confirmedAt.toISOString())}::timestamptz[],
        ${input.map((c) => dayOf(c.confirmedAt))}::date[]) as u(line_no, at, on_day)
      join we.payroll_line l on l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, batch.wage_month)}
        and l.batch_id = ${id}::uuid and l.line_no = u.line_no
      where l.confirmed_at is null
      on conflict do nothing
      returning on_day
    )
    update we.payroll_batch b set unsigned = b.unsigned - t.n, signed_on = case when b.unsigned - t.n > 0 then 'infinity'::date
      else greatest(b.claimed_on, t.last_on, (select max(c.on_day) from we.line_confirmation c where c.project_id = ${projectId} and c.batch_id = ${id}::uuid)) end
    from (select count(*)::int as n, max(on_day) as last_on from told) t
    where b.project_id = ${projectId} and b.id = ${id} and t.n > 0
    returning t.n, b.unsigned`;
  if (!done) return { confirmed: 0, unconfirmed: batch.unsigned };
  await record(work, projectId, 'payroll-batch.confirmed', id, {
    batchNo: batch.batch_no,
    lines: done.n,
    digest: sha256(input.map((c, i) => `${lineNos[i]} ${c.confirmedAt.toISOString()}`).join('\n')),
  });
  return { confirmed: done.n, unconfirmed: done.unsigned };
}

/** The line numbers that the ids name. @throws Problem `invalid-input` with every bad row */
function checkLines({ now }: Work, batch: BatchRow, input: ConfirmationInput[]): number[] {
  const ids = input.map(({ endToEndId }) => endToEndId);
  const named = linesNamed(batch, ids, (at) => `/confirmations/${at}/endToEndId`);
  const early = input.flatMap(({ confirmedAt }, at): Fault[] =>
    confirmedAt <= now
      ? []
      : [
          {
            pointer: `/confirmations/${at}/confirmedAt`,
            code: 'day-in-future',
            message: '确认时间晚于现在，请核对。',
          },
        ],
  );
  const faults = [...named.faults, ...early];
  if (faults.length > 0) throw refused('invalid-input', '确认记录有误，整批未收。', faults);
  return named.lineNos;
}
