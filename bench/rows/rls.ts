import type { Db } from '../../db/client.ts';
import { type Actor, read, write } from '../../db/work.ts';
import { enter } from '../../src/domain/access.ts';
import { listLines } from '../../src/domain/payroll/batch-view.ts';
import { claimBatch } from '../../src/domain/payroll/batches.ts';
import type { BatchInput } from '../../src/domain/payroll/checks.ts';
import { dayOf } from '../../src/lib/day.ts';
import { parseId } from '../../src/lib/id.ts';
import { alternate, median, timed } from '../rounds.ts';
import { type Measured, ms, type Row, seconds } from '../row.ts';
import { withServer } from '../server.ts';
import { CONTRACTOR, makeCallers, makeSite, monthAfter, payrollText } from '../site.ts';

const SITE = 'SITE-5';
const LINES = 10_000;
const READS = 200;
const ROUNDS = 7;
const FIRST = '2021-01';
const PAGE = { limit: 50 };

const clerk: Actor = {
  id: 'key:bench',
  holder: 'bench',
  org: CONTRACTOR,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/** Milliseconds of one page of lines, found and read as a request does. */
async function readMs(db: Db, batch: string): Promise<number> {
  const { projectId, id } = parseId(batch);
  const now = new Date();
  const day = dayOf(now);
  const all = await timed(async () => {
    for (let i = 0; i < READS; i += 1) {
      await read(db, clerk, now, day, async (work) => {
        await enter(work, { projectId });
        return listLines(work, projectId, id, PAGE);
      });
    }
  });
  return all / READS;
}

/** Stores a batch of a month of its own. */
async function claim(db: Db, month: number): Promise<string> {
  const now = new Date();
  const day = dayOf(now);
  const input = JSON.parse(payrollText(monthAfter(FIRST, month), LINES)) as BatchInput;
  const made = await write(db, clerk, now, day, async (work) =>
    claimBatch(work, await enter(work, { projectCode: SITE }), input),
  );
  return made.batchId;
}

async function run(say: (line: string) => void): Promise<Measured> {
  return withServer(async (server, house) => {
    say(`用工登记 ${LINES} 人`);
    await makeSite(server, await makeCallers(house), SITE, LINES);
    const { db: under, nightDb: past } = house;
    const first = await claim(under, 0);
    await claim(past, 1);
    await house.ownerDb()`analyze`;
    await Promise.all([readMs(under, first), readMs(past, first)]);
    const page = await alternate(ROUNDS, {
      ours: () => readMs(under, first),
      floor: () => readMs(past, first),
    });
    const batch = await alternate(ROUNDS, {
      before: () => house.ownerDb()`checkpoint`,
      ours: (round) => claim(under, 2 + 2 * round),
      floor: (round) => claim(past, 3 + 2 * round),
    });
    const [reading, storing] = [page, batch].map(({ ours, floor }) => median(ours) / median(floor));
    const ratio = Math.max(reading as number, storing as number);
    return {
      ours: `${ms(median(page.ours))}, ${seconds(median(batch.ours))}`,
      floor: `${ms(median(page.floor))}, ${seconds(median(batch.floor))}`,
      ratio,
      memoryMb: null,
      met: ratio <= 1.2,
      more: { reading, storing, page, batch },
    };
  });
}

/** 行级权限: the same statements under the policies, and by a role that they do not bind. */
export const rls: Row = {
  name: 'rls',
  what: `读一页 ${PAGE.limit} 行工资明细，报送一批 ${LINES} 行；底线为不受行级权限约束的角色做同样的事`,
  aim: '≤ 1.2 ×',
  run,
};
