import type { Context, MiddlewareHandler } from 'hono';
import { recordRefusal } from '../domain/refusals.ts';
import { callerOf } from '../lib/address.ts';
import type { Policy, Standing } from '../lib/permits.ts';
import { Problem } from '../lib/problem.ts';
import type { Edge, RateName } from './edge.ts';

/** Where a request comes from; empty: not known. */
export const addressOf = (c: Context<Edge>): string =>
  c.var.deps.addressOf?.(c.env, c.req.header('x-forwarded-for')) ?? '';

/** What failed proofs and requests without a key are counted by. */
const placeOf = (c: Context<Edge>): string => callerOf(addressOf(c));

/** Who is counted: what tells one from another, and what an event may call him. */
export interface Caller {
  by: string;
  subject: string;
}

/** Whoever comes from where this request comes from; the event names no address. */
const whoIsThere = (c: Context<Edge>): Caller => ({ by: placeOf(c), subject: 'address' });

/**
 * Counts a request and tells the caller where it stands (draft-ietf-httpapi-ratelimit-headers-10).
 * @throws Problem too-many `rate-limited`
 */
export async function counted(
  c: Context<Edge>,
  name: RateName,
  caller = whoIsThere(c),
): Promise<void> {
  const { limiter } = c.var.deps;
  const policy = limiter?.policies[name];
  if (!limiter || !policy) return;
  await tell(c, policy, await limiter.permits.take(policy, caller.by), caller);
}

/** Refuses, without a question to the database, whose permits are known to be used up. @throws as `counted` */
export async function refuseSpent(
  c: Context<Edge>,
  name: RateName,
  caller = whoIsThere(c),
): Promise<void> {
  const { limiter } = c.var.deps;
  const policy = limiter?.policies[name];
  const standing = limiter && policy ? limiter.permits.spent(policy, caller.by) : null;
  if (policy && standing) await tell(c, policy, standing, caller);
}

/** Runs a proof of who calls; failures of one address are counted, and too many end the trying. */
export async function proving<T>(c: Context<Edge>, prove: () => Promise<T>): Promise<T> {
  await refuseSpent(c, 'failed');
  try {
    return await prove();
  } catch (error) {
    if (error instanceof Problem && error.kind === 'unauthenticated') await counted(c, 'failed');
    throw error;
  }
}

/** Counts who shows no key. */
export const anonymous: MiddlewareHandler<Edge> = async (c, next) => {
  await counted(c, 'anonymous');
  await next();
};

async function tell(
  c: Context<Edge>,
  { name, quota, seconds }: Policy,
  standing: Standing,
  { subject }: Caller,
): Promise<void> {
  const { ok, first, remaining, resetSeconds } = standing;
  c.header('RateLimit-Policy', `"${name}";q=${quota};w=${seconds}`);
  c.header('RateLimit', `"${name}";r=${ok ? remaining : 0};t=${resetSeconds}`);
  if (ok) return;
  // One statement a window of a process: a flood costs the database no more.
  if (first) await keepInTrail(c, subject, name);
  const what = name === 'failed' ? '未通过验证的请求' : '请求';
  const detail = `${what}过多：每 ${seconds} 秒最多 ${quota} 次，请在 ${resetSeconds} 秒后再试。`;
  throw new Problem('too-many', 'rate-limited', detail, {
    policy: name,
    retryAfterSeconds: resetSeconds,
  });
}

/** A database that is away must not turn a refusal into a fault. */
async function keepInTrail(c: Context<Edge>, subject: string, policy: string): Promise<void> {
  const { db, clock, log } = c.var.deps;
  await recordRefusal(db, clock.now(), 'caller.limited', subject, { policy }).catch((error) =>
    log.warn({ requestId: c.var.requestId, err: error }, 'refusal not kept'),
  );
}
