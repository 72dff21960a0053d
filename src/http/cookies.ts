import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import {
  ABSOLUTE_HOURS,
  actorOfPerson,
  admitSession,
  checkSecondFactor,
  findSession,
  refuseCookie,
  type Session,
  touchSession,
} from '../domain/people/sessions.ts';
import { opened, signed } from '../domain/people/tokens.ts';
import { Problem } from '../lib/problem.ts';
import type { Edge } from './edge.ts';
import { proving } from './rates.ts';

const hostOf = (c: Context<Edge>) => new URL(c.req.url);
const isLocal = (c: Context<Edge>) =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostOf(c).hostname);

/** Outside this machine the cookie travels encrypted only, and no other host can set it (`__Host-`). */
const nameOf = (c: Context<Edge>) => (isLocal(c) ? 'wage_session' : '__Host-wage_session');
const attributesOf = (c: Context<Edge>) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: !isLocal(c) }) as const;

/** Whether a request brings a session's cookie. */
export const hasCookie = (c: Context<Edge>): boolean => getCookie(c, nameOf(c)) !== undefined;

/** Gives the browser a session's token, signed. */
export function setSessionCookie(c: Context<Edge>, token: string): void {
  const value = signed(token, c.var.deps.signIn.secrets);
  setCookie(c, nameOf(c), value, { ...attributesOf(c), maxAge: ABSOLUTE_HOURS * 3600 });
}

/** Takes the cookie back. */
export const dropSessionCookie = (c: Context<Edge>) =>
  void deleteCookie(c, nameOf(c), attributesOf(c));

/**
 * Lets what changes something pass only from a page of this service: a browser says where a request comes from, and sends
 * cookies with those of strangers too.
 * @throws Problem forbidden `cross-site`
 */
export function ownPageOnly(c: Context<Edge>): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return;
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const own =
    site === undefined
      ? origin !== undefined && URL.canParse(origin) && new URL(origin).host === hostOf(c).host
      : site === 'same-origin';
  if (own) return;
  const detail = '凭登录办理的请求须来自本系统的页面；程序请带上 Origin 头，或改用密钥。';
  throw new Problem('forbidden', 'cross-site', detail);
}

/**
 * The session behind a request's cookie, looked up anew each time.
 * @throws Problem `session-missing`, `cross-site`, and those of `admitSession`
 */
export async function sessionOf(c: Context<Edge>): Promise<Session> {
  const { db, clock, signIn } = c.var.deps;
  const value = getCookie(c, nameOf(c));
  if (value === undefined) {
    throw new Problem(
      'unauthenticated',
      'session-missing',
      '尚未登录，请先登录（POST /session）。',
    );
  }
  ownPageOnly(c);
  const now = clock.now();
  const token = await proving(
    c,
    async () => opened(value, signIn.secrets) ?? (await refuseCookie(db, now)),
  );
  const session = await admitSession(db, await findSession(db, token), now);
  await touchSession(db, session, now);
  c.set('session', session);
  c.set('actor', actorOfPerson(session.person));
  return session;
}

/** For routes about one's own session, with or without a second factor. No key opens them. */
export const ownSession: MiddlewareHandler<Edge> = async (c, next) => {
  await sessionOf(c);
  await next();
};

/** For all other routes. @throws Problem `second-factor-required` besides those of `sessionOf` */
export async function enterByCookie(c: Context<Edge>): Promise<void> {
  checkSecondFactor(await sessionOf(c));
}
