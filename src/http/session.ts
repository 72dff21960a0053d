import type { MiddlewareHandler } from 'hono';
import { actorOf, findKey, prefixOf } from '../domain/people/keys.ts';
import { Problem } from '../lib/problem.ts';
import { sha256 } from '../lib/vault.ts';
import type { Edge } from './edge.ts';
import { counted, proving, refuseSpent } from './rates.ts';

/**
 * Finds the caller behind `Authorization: Bearer <API key>`, anew for every request.
 * @throws Problem too-many `rate-limited`, unauthenticated `key-missing`, and those of `actorOf`
 */
export const session: MiddlewareHandler<Edge> = async (c, next) => {
  const { db, clock } = c.var.deps;
  const key = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (key === undefined) {
    await counted(c, 'anonymous');
    const detail = '请在 Authorization 头中出示密钥：Bearer wk_…。';
    throw new Problem('unauthenticated', 'key-missing', detail);
  }
  // By the whole key: whoever knows a prefix alone must not use up its holder's permits.
  const caller = sha256(key);
  refuseSpent(c, 'key', caller);
  const prefix = prefixOf(key);
  const actor = await proving(c, async () =>
    actorOf(prefix === null ? null : await findKey(db, prefix), key, clock.now()),
  );
  await counted(c, 'key', caller);
  c.set('actor', actor);
  await next();
};
