import type { Context, MiddlewareHandler } from 'hono';
import { callerOf } from '../lib/address.ts';
import type { Policy, Standing } from '../lib/permits.ts';
import { Problem } from '../lib/problem.ts';
import type { Edge, RateName } from './edge.ts';

/** Where a request comes from; empty: not known. */
export const addressOf = (c: Context<Edge>): string =>
  c.var.deps.addressOf?.(c.env, c.req.header('x-forwarded-for')) ?? '';

/** What failed proofs and requests without a key are counted by. */
const placeOf = (c: Context<Edge>): string => callerOf(addressOf(c));

/**
 * Counts a request and tells the caller where it stands (draft-ietf-httpapi-ratelimit-headers-10).
 * @throws Problem too-many `rate-limited`
 */
export async function counted(
  c: Context<Edge>,
  name: RateName,
  caller = placeOf(c),
): Promise<void> {
  const { limiter } = c.var.deps;
  const policy = limiter?.policies[name];
  if (!limiter || !policy) return;
  tell(c, policy, await limiter.permits.take(policy, caller));
}

/** Refuses, without a question to the database, whose permits are known to be used up. @throws as `counted` */
export function refuseSpent(c: Context<Edge>, name: RateName, caller = placeOf(c)): void {
  const { limiter } = c.var.deps;
  const policy = limiter?.policies[name];
  const standing = limiter && policy ? limiter.permits.spent(policy, caller) : null;
  if (policy && standing) tell(c, policy, standing);
}

/** Runs a proof of who calls; failures of one address are counted, and too many end the trying. */
export async function proving<T>(c: Context<Edge>, prove: () => Promise<T>): Promise<T> {
  refuseSpent(c, 'failed');
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

function tell(c: Context<Edge>, { name, quota, seconds }: Policy, standing: Standing): void {
  const { ok, remaining, resetSeconds } = standing;
  c.header('RateLimit-Policy', `"${name}";q=${quota};w=${seconds}`);
  c.header('RateLimit', `"${name}";r=${ok ? remaining : 0};t=${resetSeconds}`);
  if (ok) return;
  const what = name === 'failed' ? '未通过验证的请求' : '请求';
  const detail = `${what}过多：每 ${seconds} 秒最多 ${quota} 次，请在 ${resetSeconds} 秒后再试。`;
  throw new Problem('too-many', 'rate-limited', detail, {
    policy: name,
    retryAfterSeconds: resetSeconds,
  });
}
