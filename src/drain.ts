import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './lib/log.ts';

/** A client may hold an idle connection five seconds (Node's keep-alive): later, nobody will send on it. */
const IDLE_MS = 6_000;
/** No request takes longer, a night excepted: its lease passes on. */
export const LONGEST_MS = 30_000;

/** Work that goes on after its request was answered: it is logged where it fails, and waited for at the end. */
export function keepBegun(log: Log) {
  let begun: Promise<unknown>[] = [];
  return {
    add(work: Promise<unknown>): void {
      const watched: Promise<unknown> = work
        .catch((err) => log.error({ err }, 'begun by a request'))
        .finally(() => {
          begun = begun.filter((other) => other !== watched);
        });
      begun.push(watched);
    },
    ended: () => Promise.all(begun),
  };
}

/**
 * Stops an HTTP server: no new connections, what runs is finished. `patient`, where others serve on and no request may
 * be lost: a connection ends with its next answer (`Connection: close`, see `entry`) or when it has been idle, for a
 * request may be on its way on it. What still hangs after `longestMs` is cut: a closed
 * server watches no time limits any more.
 */
export async function drain(
  server: Server,
  patient: boolean,
  longestMs = LONGEST_MS,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  // http's own close() cuts idle connections at once.
  if (patient) NetServer.prototype.close.call(server);
  else server.close();
  const over = new AbortController();
  const later = async (ms: number, act: () => void) => {
    await sleep(ms, null, { signal: over.signal }).then(act, () => {});
  };
  later(IDLE_MS, () => server.closeIdleConnections());
  later(longestMs, () => server.closeAllConnections());
  await closed;
  over.abort();
}
