import {
  A_MESSAGE,
  bareConfirm,
  confirm,
  messageOf,
  orderedBatch,
  storedBatch,
} from '../confirm.ts';
import { alternate, median, timed } from '../rounds.ts';
import { type Measured, ms, type Row } from '../row.ts';
import { withServer } from '../server.ts';
import { BANK, makeCallers, makeSite, monthAfter, tell } from '../site.ts';

const LINES = 50_000;
const ROUNDS = 30;
const SITE = 'SITE-2';
const MONTH = '2021-01';

async function run(say: (line: string) => void): Promise<Measured> {
  return withServer(async (server, house) => {
    const callers = await makeCallers(house);
    const owner = house.ownerDb();
    say(`用工登记 ${LINES} 人，两个月的工资表`);
    await makeSite(server, callers, SITE, LINES);
    const batch = await orderedBatch(server, callers, SITE, MONTH, LINES);
    const other = monthAfter(MONTH, 1);
    await orderedBatch(server, callers, SITE, other, LINES);
    const stored = await storedBatch(owner, MONTH);
    const floored = await storedBatch(owner, other);
    const raws = Array.from({ length: ROUNDS + 1 }, (_, i) => messageOf(batch, stored.fens, i));
    const send = (i: number) => confirm(server, callers.bankSecret, raws[i] as string);
    // The floor at its best: without statistics of the fresh month it would read all of it for each message.
    await owner`vacuum (analyze) we.payroll_line`;
    await send(0);
    await bareConfirm(owner, floored, 0);
    const { ours, floor } = await alternate(ROUNDS, {
      ours: (round) => send(round + 1),
      floor: (round) => bareConfirm(owner, floored, round + 1),
    });
    // All but the floor's work: what was told before, under a new message's id, is kept, checked, matched and found known.
    const again: number[] = [];
    for (const raw of raws) again.push(await timed(() => tell(server, callers.bankSecret, raw)));
    const ratio = median(ours) / median(floor);
    const aSecond = Math.round((A_MESSAGE * 1000) / median(ours));
    return {
      ours: ms(median(ours)),
      floor: ms(median(floor)),
      ratio,
      memoryMb: null,
      met: ratio <= 3,
      more: {
        bank: BANK,
        batchLines: LINES,
        confirmationsASecond: aSecond,
        againMs: median(again),
        ours,
        floor,
      },
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
