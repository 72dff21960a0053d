import type { Db } from '../../db/client.ts';
import { alternate, median } from '../rounds.ts';
import { type Measured, ms, type Row } from '../row.ts';
import { type ServerProcess, withServer } from '../server.ts';
import {
  ask,
  BANK,
  type Callers,
  makeCallers,
  makeSite,
  monthAfter,
  payrollText,
  tell,
} from '../site.ts';

const LINES = 50_000;
const A_MESSAGE = 1000;
const ROUNDS = 30;
const SITE = 'SITE-2';
const MONTH = '2021-01';

interface Batch {
  batchId: string;
  batchNo: string;
  totalNetFen: number;
}

/** A batch of the month, approved and ordered. */
async function orderedBatch(
  server: ServerProcess,
  callers: Callers,
  month: string,
): Promise<Batch> {
  const path = `/projects/${SITE}/payroll-batches`;
  const text = payrollText(month, LINES);
  const batch = (await ask(server, callers.contractor, 'POST', path, text)) as unknown as Batch;
  const own = `/payroll-batches/${batch.batchId}`;
  const { totalNetFen } = batch;
  await ask(server, callers.approver, 'PUT', `${own}/approval`, { totalNetFen });
  await ask(server, callers.contractor, 'PUT', `${own}/order`);
  return batch;
}

/** The i-th message of a batch: a thousand lines paid. */
function messageOf({ batchNo }: Batch, i: number): string {
  const at = new Date(Date.now() - 60_000).toISOString();
  const data = Array.from({ length: A_MESSAGE }, (_, k) => ({
    endToEndId: `${batchNo}-${i * A_MESSAGE + k + 1}`,
    outcome: 'paid',
    at,
  }));
  return JSON.stringify({ type: 'payout.result', timestamp: at, data });
}

/** What the floor needs of a batch of its own, with the same lines. */
async function floorBatch(owner: Db, month: string) {
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
async function bareConfirm(owner: Db, batch: Awaited<ReturnType<typeof floorBatch>>, i: number) {
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

async function run(say: (line: string) => void): Promise<Measured> {
  return withServer(async (server, house) => {
    const callers = await makeCallers(house);
    const owner = house.ownerDb();
    say(`用工登记 ${LINES} 人，两个月的工资表`);
    await makeSite(server, callers, SITE, LINES);
    const batch = await orderedBatch(server, callers, MONTH);
    const other = monthAfter(MONTH, 1);
    await orderedBatch(server, callers, other);
    const floored = await floorBatch(owner, other);
    const send = async (i: number, raw = messageOf(batch, i)) => {
      const tally = await tell(server, callers.bankSecret, raw);
      if (tally.accepted !== A_MESSAGE) throw new Error(`taken: ${JSON.stringify(tally)}`);
    };
    await send(0);
    await bareConfirm(owner, floored, 0);
    const { ours, floor } = await alternate(ROUNDS, {
      ours: (round) => send(round + 1),
      floor: (round) => bareConfirm(owner, floored, round + 1),
    });
    const ratio = median(ours) / median(floor);
    const aSecond = Math.round((A_MESSAGE * 1000) / median(ours));
    return {
      ours: ms(median(ours)),
      floor: ms(median(floor)),
      ratio,
      memoryMb: null,
      met: ratio <= 3,
      more: { bank: BANK, batchLines: LINES, confirmationsASecond: aSecond, ours, floor },
    };
  });
}

/** 代发结果: what a bank says of a thousand lines, beside the two statements that it cannot do without. */
export const confirmations: Row = {
  name: 'confirmations',
  what: `银行回执每报文 ${A_MESSAGE} 条（签名、落盘），批次 ${LINES} 行；底线为写入代发事件加一条 UPDATE … FROM unnest`,
  aim: '≤ 3 ×',
  run,
};
