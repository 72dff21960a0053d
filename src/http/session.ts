import type { Context, MiddlewareHandler } from 'hono';
import { actorOf, findKey, type KeyRow, noteUse, prefixOf } from '../domain/people/keys.ts';
import { recordRefusal } from '../domain/refusals.ts';
import { Problem } from '../lib/problem.ts';
import { sha256 } from '../lib/vault.ts';
import { enterByCookie, hasCookie } from './cookies.ts';
import type { Edge } from './edge.ts';
import { addressOf, counted, proving, refuseSpent } from './rates.ts';

/**
 * Finds the caller behind `Authorization: Bearer <API key>`, or else behind a session's cookie, anew for every request.
 * A key that is refused leaves an event.
 *
 * @throws Problem too-many `rate-limited`, unauthenticated `key-missing`, `key-misplaced`, and those of `actorOf` and
 * `enterByCookie`
 */
export const session: MiddlewareHandler<Edge> = async (c, next) => {
  const { db, clock } = c.var.deps;
  const key = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (key === undefined && hasCookie(c)) {
    await enterByCookie(c);
    return next();
  }
  if (key === undefined) {
    await counted(c, 'anonymous');
    const absent = keyAbsent(c);
    // Whoever shows a key in the wrong place has one.
    if (absent.code === 'key-misplaced')
      await recordRefusal(db, clock.now(), 'key.refused', 'unknown', { code: absent.code });
    throw absent;
  }
  // By the whole key: whoever knows a prefix alone must not use up its holder's permits.
  const caller = { by: sha256(key), subject: `key:${prefixOf(key)}` };
  await refuseSpent(c, 'key', caller);
  const row = await proving(c, () => prove(c, key));
  await counted(c, 'key', caller);
  await noteUse(db, row, clock.now());
  await next();
};

/** The key's row; the actor is set. */
async function prove(c: Context<Edge>, key: string): Promise<KeyRow> {
  const { db, clock } = c.var.deps;
  const now = clock.now();
  const prefix = prefixOf(key);
  const row = prefix === null ? null : await findKey(db, prefix);
  try {
    c.set('actor', actorOf(row, key, now, addressOf(c)));
    return row as KeyRow;
  } catch (error) {
    const code = error instanceof Problem ? error.code : 'unknown';
    await recordRefusal(db, now, 'key.refused', row ? `key:${row.prefix}` : 'unknown', { code });
    throw error;
  }
}

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
  const detail = '请先登录，或在 Authorization 头中出示密钥：Bearer wk_…。';
  return new Problem('unauthenticated', 'key-missing', detail);
}
