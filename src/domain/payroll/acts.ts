import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { explainDebits } from '../accounts/suspects.ts';
import { lockDuties } from '../duties/duty.ts';
import { refreshWages } from '../duties/wages.ts';
import { record } from '../events.ts';
import { type BatchRow, findBatch, getBatch } from './batch-view.ts';
import { doubtRates } from './doubts.ts';
import { unpaidOf } from './states.ts';
import { checkStillOwed } from './still-owed.ts';

/** What an act in another state is answered with. */
export const changed = ({ status, total_net_fen: totalNetFen }: BatchRow) =>
  new Problem(
    'conflict',
    'batch-state',
    `该批次现在的状态是「${STATUS[status] ?? status}」，不能这样操作。`,
    { status, totalNetFen },
  );

const STATUS: Record<string, string> = {
  claimed: '已提交',
  approved: '已审批',
  ordered: '已下单',
  paying: '代发中',
  paid: '已发放',
  withdrawn: '已撤回',
};

/**
 * A batch to act on. An employer that is no main party sees its own batches, but the contractor pays on its behalf.
 *
 * @throws Problem `not-found`, `batch-not-yours`
 */
export async function batchToActOn(work: Work, projectId: number, id: string): Promise<BatchRow> {
  const batch = await findBatch(work, projectId, id);
  if (!work.actor.projects.includes(projectId)) {
    throw new Problem(
      'forbidden',
      'batch-not-yours',
      '本单位只能查看该批次；复核、下达和撤回由项目的施工总承包单位办理。',
    );
  }
  return batch;
}

/**
 * Approves a claimed batch. The approver names the total they saw and is another person than the one who posted.
 * The approver's own approval again changes nothing: whoever lost the answer gets the batch as it is.
 *
 * @throws Problem `two-persons`, `batch-total-differs`, `batch-state`, `batch-not-yours`
 */
export async function approveBatch(
  work: Work,
  projectId: number,
  id: string,
  seen: { totalNetFen: number },
) {
  const { sql, actor, now } = work;
  const batch = await batchToActOn(work, projectId, id);
  if (batch.claimed_by === actor.holder) {
    throw new Problem(
      'forbidden',
      'two-persons',
      '提交人不能审批自己提交的工资支付表，请由另一人审批。',
    );
  }
  if (batch.total_net_fen !== seen.totalNetFen) {
    throw new Problem(
      'conflict',
      'batch-total-differs',
      '您看到的总额与批次现在的总额不同，请刷新后再审批。',
      { totalNetFen: batch.total_net_fen },
    );
  }
  const [row] =
    await sql`update we.payroll_batch set status = 'approved', approved_by = ${actor.holder}, approved_at = ${now}
    where project_id = ${projectId} and id = ${id} and status = 'claimed' and total_net_fen = ${seen.totalNetFen} returning id`;
  if (!row) {
    const standing = await findBatch(work, projectId, id);
    const mine = standing.approved_by === actor.holder && standing.status !== 'withdrawn';
    if (!mine) throw changed(standing);
    return getBatch(work, projectId, id);
  }
  await record(work, projectId, 'payroll-batch.approved', id, {
    totalNetFen: seen.totalNetFen,
    before: { status: 'claimed' },
    after: { status: 'approved' },
  });
  return getBatch(work, projectId, id);
}

/**
 * Orders an approved batch: from here the bank is asked to pay. Lines that ask for nothing are paid at once.
 * The same person's order again changes nothing.
 *
 * @throws Problem `no-open-account`, `batch-paid-since`, `batch-state`, `batch-not-yours`
 */
export async function orderBatch(work: Work, projectId: number, id: string) {
  const { sql, actor, now, day } = work;
  await lockDuties(work, projectId);
  const batch = await batchToActOn(work, projectId, id);
  if (batch.ordered_by === actor.holder) return getBatch(work, projectId, id);
  if (batch.status !== 'approved') throw changed(batch);
  await openAccountOf(work, projectId);
  await checkStillOwed(work, projectId, batch);
  const [ordered] = await sql<
    { status: string }[]
  >`update we.payroll_batch b set ordered_by = ${actor.holder}, ordered_on = ${day}, ordered_at = ${now},
      status = case when ${unpaidOf(sql, projectId, batch.wage_month, batch.kind)} is null then 'paid'
        when exists (select from we.payout_event e where e.project_id = ${projectId} and e.wage_month = ${batch.wage_month}
          and e.batch_id = ${id}) then 'paying' else 'ordered' end
    where project_id = ${projectId} and id = ${id} and status = 'approved' returning status`;
  await sql`update we.payroll_line set state = case when pay_fen = 0 then 'paid' else 'ordered' end
    where project_id = ${projectId} and wage_month = ${inMonth(sql, batch.wage_month)} and batch_id = ${id} and state = 'claimed'`;
  await explainDebits(work, projectId, [batch.batch_no]);
  await record(work, projectId, 'payroll-batch.ordered', id, {
    batchNo: batch.batch_no,
    totalPayFen: batch.total_pay_fen,
    before: { status: 'approved' },
    after: { status: ordered?.status },
  });
  return getBatch(work, projectId, id);
}

async function openAccountOf({ sql, day }: Work, projectId: number) {
  const [account] = await sql<{ account_cipher: string; name: string; bank_code: string }[]>`
    select account_cipher, name, bank_code from we.wage_account
    where project_id = ${projectId} and opened_on <= ${day} and coalesce(closed_on, 'infinity'::date) > ${day}
    order by opened_on desc limit 1`;
  if (!account)
    throw new Problem('conflict', 'no-open-account', '项目没有可用的工资专户，请先登记专户。');
  return account;
}

/** The order of a batch for pain.001. @throws Problem `batch-state` before it is ordered */
export async function orderOf(work: Work, projectId: number, id: string) {
  const batch = await batchToActOn(work, projectId, id);
  if (batch.ordered_at === null) throw changed(batch);
  const account = await openAccountOf(work, projectId);
  const lines = await work.sql<
    { line_no: number; pay_fen: number; card_cipher: string; name: string }[]
  >`
    select l.line_no, l.pay_fen, l.card_cipher, e.name from we.payroll_line l
    join we.engagement e on e.project_id = l.project_id and e.id = l.engagement_id
    where l.project_id = ${projectId} and l.wage_month = ${inMonth(work.sql, batch.wage_month)} and l.batch_id = ${id} and l.pay_fen > 0 order by l.line_no`;
  const orderedAt = new Date(batch.ordered_at);
  return {
    messageId: batch.batch_no,
    createdAtText: new Date(orderedAt.getTime() + 8 * 3600_000)
      .toISOString()
      .replace(/\.\d+Z$/, '+08:00'),
    batchNo: batch.batch_no,
    executionDay: batch.ordered_on as Day,
    debtorName: account.name,
    debtorAccountNo: work.vault.open(account.account_cipher),
    debtorBankCode: account.bank_code,
    lines: lines.map((l) => ({
      endToEndId: `${batch.batch_no}-${l.line_no}`,
      amountFen: l.pay_fen,
      creditorName: l.name,
      creditorAccountNo: work.vault.open(l.card_cipher),
      remittance: `${batch.month} 工资`,
    })),
  };
}

/**
 * Withdraws a batch that was not ordered yet: its amounts leave the duties, and what it corrected counts again.
 * The same person's withdrawal for the same reason again changes nothing.
 *
 * @throws Problem `batch-state`, `batch-not-yours`
 */
export async function withdrawBatch(
  work: Work,
  projectId: number,
  id: string,
  input: { reason: string },
) {
  const { sql, day } = work;
  await lockDuties(work, projectId);
  const batch = await batchToActOn(work, projectId, id);
  if (await withdrewBefore(work, projectId, batch, input.reason))
    return getBatch(work, projectId, id);
  if (!WITHDRAWABLE.has(batch.status)) throw changed(batch);
  await sql`update we.payroll_batch set status = 'withdrawn', withdrawn_on = ${day}, withdrawn_why = ${input.reason}
    where project_id = ${projectId} and id = ${id}`;
  await sql`update we.payroll_line set withdrawn_on = ${day}, state = case state when 'claimed' then 'withdrawn' else state end
    where project_id = ${projectId} and wage_month = ${inMonth(sql, batch.wage_month)} and batch_id = ${id}`;
  if (batch.kind === 'correction') {
    await sql`update we.payroll_line l set replaced_on = 'infinity'
      from we.payroll_line c
      join we.payroll_line r on r.project_id = ${projectId} and r.wage_month = ${inMonth(sql, batch.wage_month)} and r.batch_id = c.replaces_batch_id and r.line_no = c.replaces_line_no
      where c.project_id = ${projectId} and c.wage_month = ${inMonth(sql, batch.wage_month)} and c.batch_id = ${id}
        and l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, batch.wage_month)} and l.batch_id = r.root_batch_id and l.line_no = r.root_line_no`;
  }
  await refreshWages(work, projectId, batch.employer_id, [batch.month]);
  doubtRates(work, projectId, batch.employer_id, batch.month);
  await record(work, projectId, 'payroll-batch.withdrawn', id, {
    reason: input.reason,
    before: { status: batch.status },
    after: { status: 'withdrawn' },
  });
  return getBatch(work, projectId, id);
}

const WITHDRAWABLE = new Set(['claimed', 'approved']);

/** The batch keeps when and why it was withdrawn; the trail knows by whom. */
async function withdrewBefore(
  { sql, actor }: Work,
  projectId: number,
  { id, status }: BatchRow,
  reason: string,
): Promise<boolean> {
  if (status !== 'withdrawn') return false;
  const [event] = await sql<{ body: string }[]>`select body from we.event
    where project_id = ${projectId} and name = 'payroll-batch.withdrawn' and subject = ${id}`;
  if (!event) return false;
  const { holder, body } = JSON.parse(event.body);
  return holder === actor.holder && body.reason === reason;
}
