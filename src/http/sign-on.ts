import { z } from '@hono/zod-openapi';
import { beginSignOn, finishSignOn } from '../domain/people/sign-on.ts';
import { setSessionCookie } from './cookies.ts';
import { operation } from './operation.ts';
import { settled } from './sign-in.ts';

const tag = '登录';
const word = z.string().max(4096).optional();

/** 统一登录 (OpenID Connect): off until it is configured. */
export const signingOn = [
  operation({
    method: 'get',
    path: '/session/sign-on',
    tag,
    summary: '转到统一登录',
    grants: 'open',
    status: 302,
    answer: 'text/plain',
    run: async ({ c, deps, now }) => {
      const { url, cookies } = await beginSignOn(deps.db, deps.signIn, now);
      for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
      return c.redirect(url);
    },
  }),
  operation({
    method: 'get',
    path: '/session/sign-on/callback',
    tag,
    summary: '从统一登录返回，得到 Cookie',
    grants: 'open',
    query: z.looseObject({ code: word, state: word, error: word, iss: word }),
    status: 302,
    answer: 'text/plain',
    run: async ({ c, deps, now }) => {
      const back = { query: c.req.query(), cookie: c.req.header('cookie') ?? '' };
      const { token } = settled(await finishSignOn(deps.db, deps.signIn, now, back));
      setSessionCookie(c, token);
      return c.redirect('/');
    },
  }),
];
