import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../lib/log.ts';
import type { Told } from '../metrics/process.ts';
import { type Part, textOf } from '../metrics/text.ts';
import { answer, ask } from './talk.ts';

/** Longer than a process takes to finish what it was given: see drain.ts. */
const END_MS = 45_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A process that lived so long was well: its next death counts as the first. */
const WELL_MS = 60_000;

/** A place for one process; its number is the process's label in the metrics. */
interface Slot {
  no: number;
  process: Worker;
  begun: number;
  deaths: number;
}

export interface PrimaryOptions {
  processes: number;
  logger: Log;
  /** What is told once for all processes. */
  state: { told(): Promise<Told> };
}

/**
 * Starts the processes that serve and minds them: one that dies is started again, later each time; `restart` replaces
 * one after the other, and `stop` ends all.
 *
 * @throws Error when a process ends before it serves
 */
export async function startProcesses({ processes, logger, state }: PrimaryOptions) {
  let ending = false;
  let restarting: Promise<void> | null = null;
  const slots: Slot[] = [];

  // One that does not answer is left out.
  const told = async (): Promise<Part[]> => {
    const all = slots.map(async ({ no, process }) => ({
      process: String(no),
      told: await ask<Told>(process, 'metrics of one'),
    }));
    const answers = await Promise.allSettled(all);
    return answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  };
  const metricsText = async () => textOf([...(await told()), { told: await state.told() }]);
  const begin = (): Worker => {
    const process = cluster.fork();
    answer(process, { 'metrics of all': metricsText, 'who is still to come': async () => null });
    return process;
  };
  const mind = (slot: Slot) => {
    const { process } = slot;
    process.once('exit', async (code, signal) => {
      if (ending || slot.process !== process) return;
      slot.deaths = performance.now() - slot.begun > WELL_MS ? 1 : slot.deaths + 1;
      const wait = Math.min(2 ** (slot.deaths - 1) * 500, LONGEST_BACKOFF_MS);
      logger.error({ process: slot.no, code, signal, againInMs: wait }, 'process died');
      await sleep(wait, null, { ref: false });
      if (!ending && slot.process === process) put(slot, begin());
    });
  };
  const put = (slot: Slot, process: Worker) => {
    Object.assign(slot, { process, begun: performance.now() });
    mind(slot);
  };

  const first = Array.from({ length: processes }, (_, i) => {
    const slot: Slot = { no: i + 1, process: begin(), begun: performance.now(), deaths: 0 };
    slots.push(slot);
    return slot;
  });
  const addresses = await Promise.all(first.map((slot) => serving(slot.process)));
  for (const slot of first) mind(slot);

  const replaceAll = async () => {
    for (const slot of slots) {
      const old = slot.process;
      const fresh = begin();
      await serving(fresh);
      put(slot, fresh);
      old.send({ ask: 'finish', id: 0 });
      await ended(old);
      logger.info({ process: slot.no, pid: fresh.process.pid }, 'process replaced');
    }
  };

  return {
    port: addresses[0]?.port ?? 0,
    metricsText,
    /** Replaces one process after the other: the new one serves before the old one finishes. */
    restart(): Promise<void> {
      restarting ??= replaceAll()
        .catch((error) => logger.error({ err: error }, 'restart broken off'))
        .finally(() => {
          restarting = null;
        });
      return restarting;
    },
    /** Has every process finish what it was given, within `graceMs` and the time of a request. */
    async stop(graceMs: number): Promise<void> {
      ending = true;
      const all = Object.values(cluster.workers ?? {}).flatMap((process) => process ?? []);
      for (const process of all) process.process.kill('SIGTERM');
      await Promise.all(all.map((process) => ended(process, graceMs)));
    },
  };
}

/** Waits until a process takes connections. @throws Error when it ends before */
async function serving(process: Worker): Promise<{ port: number }> {
  const over = new AbortController();
  const { signal } = over;
  const died = once(process, 'exit', { signal }).then(() => {
    throw new Error('服务进程未能启动，原因见上。');
  });
  const [address] = await Promise.race([once(process, 'listening', { signal }), died]).finally(() =>
    over.abort(),
  );
  return address;
}

/** Waits until a process is gone; one that hangs is killed. */
async function ended(process: Worker, moreMs = 0): Promise<void> {
  if (process.isDead()) return;
  const over = new AbortController();
  sleep(END_MS + moreMs, null, { signal: over.signal }).then(
    () => process.process.kill('SIGKILL'),
    () => {},
  );
  await once(process, 'exit');
  over.abort();
}
