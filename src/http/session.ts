import type { MiddlewareHandler } from 'hono';
import { actorOf, findKey, prefixOf } from '../domain/people/keys.ts';
import { Problem } from '../lib/problem.ts';
import type { Edge } from './edge.ts';

/**
 * Finds the caller behind `Authorization: Bearer <API key>`, anew for every request.
 * @throws Problem unauthenticated `key-missing`, and those of `actorOf`
 */
export const session: MiddlewareHandler<Edge> = async (c, next) => {
  const { db, clock } = c.var.deps;
  const key = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (key === undefined) {
    const detail = '请在 Authorization 头中出示密钥：Bearer wk_…。';
    throw new Problem('unauthenticated', 'key-missing', detail);
  }
  const prefix = prefixOf(key);
  const row = prefix === null ? null : await findKey(db, prefix);
  c.set('actor', actorOf(row, key, clock.now()));
  await next();
};
