import type { Context } from 'hono';
import type { Edge } from './edge.ts';

/** What the Node adapter gives beside a request. */
interface NodeEnv {
  incoming?: { socket?: { remoteAddress?: string } };
}

/**
 * The address a request comes from: the socket's, or behind `hops` balancers of ours the one that the outermost of
 * them saw and appended to X-Forwarded-For. What a client wrote there itself lies further left and is not read. Null
 * where it is not known.
 */
export function addressOf(c: Context<Edge>, hops: number): string | null {
  if (hops === 0) return (c.env as NodeEnv | undefined)?.incoming?.socket?.remoteAddress ?? null;
  const seen = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  return seen.at(-hops) || null;
}
