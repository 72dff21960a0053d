import type { MiddlewareHandler } from 'hono';
import { actorOf, findKey, prefixOf } from '../domain/people/keys.ts';
import { Problem } from '../lib/problem.ts';
import { enterByCookie, hasCookie } from './cookies.ts';
import type { Edge } from './edge.ts';

/**
 * Finds the caller behind `Authorization: Bearer <API key>`, or else behind a session's cookie, anew for every request.
 * @throws Problem unauthenticated `key-missing`, and those of `actorOf` and `enterByCookie`
 */
export const session: MiddlewareHandler<Edge> = async (c, next) => {
  const { db, clock } = c.var.deps;
  const key = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (key === undefined && hasCookie(c)) {
    await enterByCookie(c);
    return next();
  }
  if (key === undefined) {
    const detail = '请先登录，或在 Authorization 头中出示密钥：Bearer wk_…。';
    throw new Problem('unauthenticated', 'key-missing', detail);
  }
  const prefix = prefixOf(key);
  const row = prefix === null ? null : await findKey(db, prefix);
  c.set('actor', actorOf(row, key, clock.now()));
  await next();
};
