import type { Context, MiddlewareHandler } from 'hono';
import { actorOf, findKey, noteUse, prefixOf } from '../domain/people/keys.ts';
import { recordRefusal } from '../domain/refusals.ts';
import { Problem } from '../lib/problem.ts';
import { addressOf } from './address.ts';
import type { Edge } from './edge.ts';

/**
 * Finds the caller behind `Authorization: Bearer <API key>`, anew for every request. A key that is refused leaves
 * an event.
 *
 * @throws Problem unauthenticated `key-missing`, `key-misplaced`, and those of `actorOf`
 */
export const session: MiddlewareHandler<Edge> = async (c, next) => {
  const { db, clock, trustedHops } = c.var.deps;
  const key = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (key === undefined) throw keyAbsent(c);
  const now = clock.now();
  const prefix = prefixOf(key);
  const row = prefix === null ? null : await findKey(db, prefix);
  try {
    c.set('actor', actorOf(row, key, now, addressOf(c, trustedHops)));
  } catch (error) {
    const code = error instanceof Problem ? error.code : 'unknown';
    await recordRefusal(db, now, 'key.refused', row ? `key:${row.prefix}` : 'unknown', { code });
    throw error;
  }
  if (row) await noteUse(db, row, now);
  await next();
};

const ELSEWHERE = ['x-api-key', 'api-key', 'x-auth-token', 'x-access-token', 'token', 'cookie'];

function keyAbsent(c: Context<Edge>): Problem {
  const where = ELSEWHERE.find((name) => /\bwk_[0-9a-f]{8}_/.test(c.req.header(name) ?? ''));
  if (where !== undefined) {
    const detail = `密钥放在了 ${where} 头中；请改放 Authorization 头：Bearer wk_…。`;
    return new Problem('unauthenticated', 'key-misplaced', detail);
  }
  if (c.req.header('webhook-signature') !== undefined) {
    const detail =
      '银行签名只用于 /banks/ 下的接口；这一接口请在 Authorization 头中出示密钥：Bearer wk_…。';
    return new Problem('unauthenticated', 'key-missing', detail);
  }
  const detail = '请在 Authorization 头中出示密钥：Bearer wk_…。';
  return new Problem('unauthenticated', 'key-missing', detail);
}
