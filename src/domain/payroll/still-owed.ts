import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import type { BatchRow } from './batch-view.ts';
import { replacedLines } from './checks.ts';

/**
 * What a re-send or a correction asks for was reckoned when it was claimed. If the bank has paid the line it
 * replaces since then, ordering it would pay the worker twice. A line of which the bank has spoken already is left alone.
 *
 * @throws Problem `batch-paid-since`
 */
export async function checkStillOwed(
  work: Work,
  projectId: number,
  batch: BatchRow,
): Promise<void> {
  if (batch.kind !== 'resend' && batch.kind !== 'correction') return;
  const lines = await work.sql<{ net_fen: number; pay_fen: number; replaces: string }[]>`
    select l.net_fen, l.pay_fen, o.batch_no || '-' || l.replaces_line_no as replaces
    from we.payroll_line l
    join we.payroll_batch o on o.project_id = ${projectId} and o.id = l.replaces_batch_id
    where l.project_id = ${projectId} and l.wage_month = ${inMonth(work.sql, batch.wage_month)} and l.batch_id = ${batch.id}
      and l.pay_fen > 0 and l.state = 'claimed'`;
  const ids = lines.map((l) => l.replaces);
  const replaced = await replacedLines(work, projectId, batch.month, ids);
  const paid = lines.filter(({ net_fen, pay_fen, replaces }) => {
    const old = replaced.get(replaces);
    if (!old) return false;
    return batch.kind === 'resend'
      ? old.chainState === 'paid'
      : old.chainPaidFen > net_fen - pay_fen;
  });
  if (paid.length === 0) return;
  throw new Problem(
    'conflict',
    'batch-paid-since',
    `本批次提交后，所替代的 ${paid.length} 行已由银行发放，下达会重复付款；请撤回本批次，仍有差额的重新提交。`,
    { lines: paid.map((l) => l.replaces).slice(0, 1000) },
  );
}
