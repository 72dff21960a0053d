import type { Server } from 'node:http';
import { finished } from 'node:stream';
import { type HttpBindings, serve } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { drain, LONGEST_MS } from './drain.ts';

/** How long a caller may take, in milliseconds. */
export interface Patience {
  /** From the first byte of a request to its last; then 408. */
  requestMs: number;
  /** For sending what nobody reads any more, after the answer; and for a pause meanwhile. */
  lateMs: number;
  lateQuietMs: number;
  /** For requests still under way when the server stops. */
  stopMs: number;
}

/**
 * The largest body, 30 MB, takes 16.4 minutes at 256 kbit/s (Node's own five would cut it off); a byte a second
 * ends there as well. Headers keep Node's one minute. The two for late bytes are nginx's lingering_time and
 * lingering_timeout.
 */
export const PATIENCE: Patience = {
  requestMs: 20 * 60_000,
  lateMs: 30_000,
  lateQuietMs: 5_000,
  stopMs: LONGEST_MS,
};

export interface ListenOptions {
  /** `env` holds the socket behind the request. */
  fetch: (request: Request, env: object) => Response | Promise<Response>;
  host: string;
  /** 0: any free one. */
  port: number;
  patience?: Partial<Patience>;
}

/**
 * Node's HTTP server round an application.
 *
 * @returns its address, and how to stop it once what is under way has been answered
 * @throws Error of `listen`, such as EADDRINUSE
 */
export async function listen({ fetch, host, port, patience }: ListenOptions) {
  const patient = { ...PATIENCE, ...patience };
  const server = serve({
    fetch: async (request, env) => {
      const bindings = env as HttpBindings;
      const response = await fetch(request, bindings);
      return bindings.incoming.complete ? response : answerEarly(response, bindings, patient);
    },
    port,
    hostname: host,
    serverOptions: {
      requestTimeout: patient.requestMs,
      connectionsCheckingInterval: Math.min(30_000, patient.requestMs / 4),
    },
  }) as Server;
  await new Promise<void>((resolve, reject) =>
    server.once('listening', resolve).once('error', reject),
  );
  return {
    url: `http://${host}:${(server.address() as { port: number }).port}`,
    /** `others`: they serve on, and no request may be lost on its way (see `drain`). */
    stop: (others = false) => drain(server, others, patient.stopMs),
  };
}

/**
 * Answers a request whose body has not all come (a 413, a 401) and reads on, throwing away, until the client is
 * done: closing on bytes that nobody read resets the connection, and many clients then lose the answer.
 */
async function answerEarly(
  response: Response,
  { incoming, outgoing }: HttpBindings,
  { lateMs, lateQuietMs }: Patience,
): Promise<Response> {
  const body = new Uint8Array(await response.arrayBuffer());
  outgoing.setHeaders(response.headers);
  outgoing.setHeader('Content-Length', body.length);
  outgoing.setHeader('Connection', 'close');
  outgoing.writeHead(response.status);
  // Whole for the client, but not ended: Node closes after the end.
  outgoing.flushHeaders();
  if (body.length > 0) outgoing.write(body);
  // Who read the body so far would pause it again, and keep what comes.
  incoming.removeAllListeners('data').resume();
  await new Promise<void>((resolve) => {
    const late = setTimeout(resolve, lateMs);
    incoming.setTimeout(lateQuietMs, resolve);
    finished(incoming, () => {
      clearTimeout(late);
      resolve();
    });
  });
  outgoing.end();
  return RESPONSE_ALREADY_SENT;
}
