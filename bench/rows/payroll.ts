import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Db } from '../../db/client.ts';
import { alternate, median } from '../rounds.ts';
import { type Measured, type Row, seconds } from '../row.ts';
import { forgetPeak, memoryMb, peakMb, type ServerProcess, withServer } from '../server.ts';
import { ask, type Callers, makeCallers, makeSite, monthAfter, payrollText } from '../site.ts';

const LINES = 50_000;
const ROUNDS = 5;
const SITE = 'SITE-1';
const OURS_FROM = '2021-01';
const FLOOR_FROM = '2023-01';

/** The stored lines of a batch in COPY's text, as they would be in another month and batch. */
async function copyTexts(owner: Db, months: readonly string[]): Promise<Buffer[]> {
  const texts: Buffer[] = [];
  for (const month of months) {
    const batch = randomUUID();
    const columns = await owner<{ name: string }[]>`
      select attname as name from pg_attribute where attrelid = 'we.payroll_line'::regclass and attnum > 0 order by attnum`;
    const changed: Record<string, string> = {
      wage_month: `'${month}-01'::date`,
      batch_id: `'${batch}'::uuid`,
      root_batch_id: `'${batch}'::uuid`,
    };
    const list = columns.map(({ name }) => changed[name] ?? name).join(', ');
    const stream = await owner
      .unsafe(
        `copy (select ${list} from we.payroll_line where wage_month = '${OURS_FROM}-01') to stdout`,
      )
      .readable();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    texts.push(Buffer.concat(chunks));
  }
  return texts;
}

async function bareCopy(owner: Db, text: Buffer): Promise<void> {
  const stream = await owner`copy we.payroll_line from stdin`.writable();
  const done = once(stream, 'finish');
  stream.end(text);
  await done;
}

const post = (server: ServerProcess, callers: Callers, text: string) =>
  ask(server, callers.contractor, 'POST', `/projects/${SITE}/payroll-batches`, text);

async function run(say: (line: string) => void): Promise<Measured> {
  return withServer(async (server, house) => {
    const callers = await makeCallers(house);
    const owner = house.ownerDb();
    say(`用工登记 ${LINES} 人`);
    await makeSite(server, callers, SITE, LINES);
    const months = Array.from({ length: ROUNDS + 1 }, (_, i) => i);
    const bodies = months.map((i) => payrollText(monthAfter(OURS_FROM, i), LINES));
    await post(server, callers, bodies[0] as string);
    const idle = memoryMb(server.pid);
    const texts = await copyTexts(
      owner,
      months.map((i) => monthAfter(FLOOR_FROM, i)),
    );
    await bareCopy(owner, texts[0] as Buffer);
    forgetPeak(server.pid);
    const { ours, floor } = await alternate(ROUNDS, {
      before: () => owner`checkpoint`,
      ours: (round) => post(server, callers, bodies[round + 1] as string),
      floor: (round) => bareCopy(owner, texts[round + 1] as Buffer),
    });
    const peak = peakMb(server.pid);
    const memory = peak === null || idle === null ? null : peak - idle;
    const ratio = median(ours) / median(floor);
    return {
      ours: seconds(median(ours)),
      floor: seconds(median(floor)),
      ratio,
      memoryMb: memory,
      met: ratio <= 4 && (memory ?? 0) <= 300,
      more: {
        ours,
        floor,
        idleMb: idle,
        peakMb: peak,
        bodyMb: Buffer.byteLength(bodies[0] as string) / 1e6,
      },
    };
  });
}

/** 工资支付表: one batch of 50,000 lines over HTTP, beside a bare COPY of the rows it leaves. */
export const payroll: Row = {
  name: 'payroll',
  what: `一批 ${LINES} 行工资表经 HTTP 报送；底线为同样的行直接 COPY 入同一张表`,
  aim: '≤ 4 ×, ≤ 300 MB above idle',
  run,
};
