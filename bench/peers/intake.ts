import type { Db } from '../../db/client.ts';
import {
  type Batch,
  bareConfirm,
  confirm,
  messageOf,
  orderedBatch,
  storedBatch,
} from '../confirm.ts';
import { median, timed } from '../rounds.ts';
import type { ServerProcess } from '../server.ts';
import { type Callers, makeSite, monthAfter } from '../site.ts';
import { openBoss, openGraphile } from './packages.ts';

export interface At {
  server: ServerProcess;
  callers: Callers;
  owner: Db;
  ownerUrl: string;
}

const LINES = 12_000;
const ROUNDS = 10;
const SITE = 'SITE-9';
const MONTH = '2021-01';
const QUEUE = 'confirmations';

/**
 * Confirmations in: a message of a thousand goes in and all of it is durable. Ours is the whole intake (signature,
 * raw message kept, events, chains, duties, trail); the queues take the message as a job and their handler does only the
 * two statements of the floor.
 */
export async function intake({ server, callers, owner, ownerUrl }: At) {
  await makeSite(server, callers, SITE, LINES);
  const months = [0, 1, 2, 3].map((i) => monthAfter(MONTH, i));
  const batches: Batch[] = [];
  for (const month of months) batches.push(await orderedBatch(server, callers, SITE, month, LINES));
  const [own, floored, bossed, graphiled] = await Promise.all(
    months.map((month) => storedBatch(owner, month)),
  );
  if (!own || !floored || !bossed || !graphiled) throw new Error('no batches');
  await owner`vacuum (analyze) we.payroll_line`;
  const message = (n: number, i: number) => messageOf(batches[n] as Batch, own.fens, i);

  const boss = await openBoss(ownerUrl);
  await boss.createQueue(QUEUE);
  let turn = 0;
  const graphile = await openGraphile(ownerUrl, QUEUE, () => bareConfirm(owner, graphiled, turn));

  const acts: Record<string, (i: number) => Promise<unknown>> = {
    floor: (i) => bareConfirm(owner, floored, i),
    ours: (i) => confirm(server, callers.bankSecret, message(0, i)),
    'pg-boss': async (i) => {
      await boss.send(QUEUE, { raw: message(2, i) });
      const [job] = await boss.fetch(QUEUE);
      if (!job) throw new Error('pg-boss gave no job');
      await bareConfirm(owner, bossed, i);
      await boss.complete(QUEUE, job.id);
    },
    'graphile-worker': (i) => {
      turn = i;
      return graphile.work({ raw: message(3, i) });
    },
  };
  const took = Object.fromEntries(Object.keys(acts).map((who) => [who, [] as number[]]));
  for (let i = 0; i <= ROUNDS; i++) {
    for (const [who, act] of Object.entries(acts)) {
      const one = await timed(() => act(i));
      if (i > 0) took[who]?.push(one);
    }
  }
  await boss.stop({ graceful: false });
  await graphile.stop();
  const floorMs = median(took.floor as number[]);
  return Object.entries(took).map(([who, each]) => ({
    'confirmations in, 1,000 a message': who,
    'median ms': Math.round(median(each) * 10) / 10,
    'by floor': Math.round((median(each) / floorMs) * 100) / 100,
    'does beside the two statements':
      who === 'ours'
        ? 'signature, raw message, chains, duties, trail'
        : who === 'floor'
          ? ''
          : 'job kept and done',
  }));
}
