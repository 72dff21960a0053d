import type { Db } from '../db/client.ts';
import type { ServerProcess } from './server.ts';
import { ask, type Callers, payrollText, tell } from './site.ts';

/** Confirmations of a message. */
export const A_MESSAGE = 1000;

export interface Batch {
  batchId: string;
  batchNo: string;
  totalNetFen: number;
}

/** A batch of the month, approved and ordered. */
export async function orderedBatch(
  server: ServerProcess,
  callers: Callers,
  site: string,
  month: string,
  lines: number,
): Promise<Batch> {
  const path = `/projects/${site}/payroll-batches`;
  const text = payrollText(month, lines);
  const batch = (await ask(server, callers.contractor, 'POST', path, text)) as unknown as Batch;
  const own = `/payroll-batches/${batch.batchId}`;
  const { totalNetFen } = batch;
  await ask(server, callers.approver, 'PUT', `${own}/approval`, { totalNetFen });
  await ask(server, callers.contractor, 'PUT', `${own}/order`);
  return batch;
}

/** The i-th message of a batch: a thousand lines paid. */
export function messageOf({ batchNo }: Batch, fens: readonly number[], i: number): string {
  const at = new Date(Date.now() - 60_000).toISOString();
  const data = Array.from({ length: A_MESSAGE }, (_, k) => ({
    endToEndId: `${batchNo}-${i * A_MESSAGE + k + 1}`,
    outcome: 'paid',
    amountFen: fens[i * A_MESSAGE + k],
    at,
  }));
  return JSON.stringify({ type: 'payout.result', timestamp: at, data });
}

/** The lines of a month's batch, as the floor and a bank's message name them. */
export async function storedBatch(owner: Db, month: string) {
  const [batch] = await owner<{ project_id: number; id: string }[]>`
    select project_id, id from we.payroll_batch where wage_month = ${`${month}-01`}`;
  if (!batch) throw new Error('no batch');
  const lines = await owner<{ pay_fen: number }[]>`
    select pay_fen from we.payroll_line where wage_month = ${`${month}-01`} and batch_id = ${batch.id} order by line_no`;
  return {
    projectId: batch.project_id,
    id: batch.id,
    month: `${month}-01`,
    fens: lines.map((l) => l.pay_fen),
  };
}

/** The least that could be done: store the events, and mark the lines, in one transaction. */
export async function bareConfirm(
  owner: Db,
  batch: Awaited<ReturnType<typeof storedBatch>>,
  i: number,
) {
  const at = new Date(Date.now() - 60_000);
  const nos = Array.from({ length: A_MESSAGE }, (_, k) => i * A_MESSAGE + k + 1);
  const fens = nos.map((no) => batch.fens[no - 1] as number);
  await owner.begin((sql) => [
    sql`insert into we.payout_event (project_id, wage_month, batch_id, line_no, outcome, at, on_day, root_batch_id, root_line_no,
        amount_fen, message_id, known_at)
      select ${batch.projectId}, ${batch.month}::date, ${batch.id}::uuid, u.line_no, 'paid', ${at}, ${at}::date, ${batch.id}::uuid, u.line_no,
        u.fen, ${`floor/${i}`}, ${at}
      from unnest(${nos}::int[], ${fens}::bigint[]) as u(line_no, fen)`,
    sql`update we.payroll_line l set state = 'paid', paid_fen = u.fen, final_on = ${at}::date
      from unnest(${nos}::int[], ${fens}::bigint[]) as u(line_no, fen)
      where l.project_id = ${batch.projectId} and l.wage_month = ${batch.month}::date and l.batch_id = ${batch.id} and l.line_no = u.line_no`,
  ]);
}

/** Sends the i-th message of a batch; all of it must be taken. */
export async function confirm(
  server: ServerProcess,
  bankSecret: string,
  raw: string,
): Promise<void> {
  const tally = await tell(server, bankSecret, raw);
  if (tally.accepted !== A_MESSAGE) {
    throw new Error(`the message was not taken: ${JSON.stringify(tally).slice(0, 500)}`);
  }
}
