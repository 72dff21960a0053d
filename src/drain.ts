import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A client may hold an idle connection five seconds (Node's keep-alive): later, nobody will send on it. */
const IDLE_MS = 6_000;
/** No request takes longer, a night excepted: its lease passes on. */
export const LONGEST_MS = 30_000;

/**
 * Stops an HTTP server without losing a request: no new connections, what runs is finished, and a connection ends with
 * its next answer (`Connection: close`, see `entry`) or when it has been idle. What still hangs after 30 seconds is cut.
 */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  // Not http's own close(): that cuts idle connections at once, where a request may be on its way.
  NetServer.prototype.close.call(server);
  const over = new AbortController();
  const later = async (ms: number, act: () => void) => {
    await sleep(ms, null, { signal: over.signal }).then(act, () => {});
  };
  later(IDLE_MS, () => server.closeIdleConnections());
  later(LONGEST_MS, () => server.closeAllConnections());
  await closed;
  over.abort();
}
