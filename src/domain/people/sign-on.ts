import type { Db } from '../../../db/client.ts';
import { looseBuilder, write } from '../../../db/work.ts';
import { dayOf } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { authOn, SIGN_ON, type SignInMeans } from './auth.ts';
import { tokenIn } from './library.ts';
import { holdPerson, type Outcome, refusal } from './lock.ts';
import { findSession, stranger } from './sessions.ts';
import { type Begun, begin } from './sign-in.ts';

/** The library's parts of a sign-on hold no transaction: a provider that does not answer must not hold our connections. */
const authFor = (db: Db, means: SignInMeans, now: Date) => {
  if (means.signOn === null) {
    const detail = '本系统没有启用统一登录，请用用户名和密码登录。';
    throw new Problem('not-found', 'sign-on-absent', detail);
  }
  return authOn({ tx: looseBuilder(db), now }, means.secrets, means.signOn);
};

const failed = (detail: string) => new Problem('unauthenticated', 'sign-on-failed', detail);

/**
 * Where to send a browser that wants to sign on, and the cookies by which it is known again.
 * @throws Problem `sign-on-absent`, `sign-on-failed` when the provider does not answer
 */
export async function beginSignOn(
  db: Db,
  means: SignInMeans,
  now: Date,
): Promise<{ url: string; cookies: string[] }> {
  const { api } = await authFor(db, means, now);
  const body = { provider: SIGN_ON, callbackURL: '/', disableRedirect: true };
  const answer = await api
    .signInSocial({ body, headers: new Headers(), returnHeaders: true })
    .catch(providerAway);
  const { url } = answer.response;
  if (url === undefined) throw providerAway(null);
  return { url, cookies: answer.headers.getSetCookie() };
}

function providerAway(error: unknown): never {
  if (error === null || (error instanceof Error && error.name === 'APIError')) {
    throw failed('统一登录暂时无法使用，请稍后重试，或用用户名和密码登录。');
  }
  throw error;
}

/**
 * Takes a browser that the provider sent back. Only who an administrator bound to the provider's subject gets a session;
 * where the role needs a second factor, it is still to be shown here.
 * Refusals, each with an event: `sign-on-unknown`, `sign-on-failed`, `account-disabled`.
 */
export async function finishSignOn(
  db: Db,
  means: SignInMeans,
  now: Date,
  back: { query: Record<string, string>; cookie: string },
): Promise<Outcome<Begun>> {
  const { api } = await authFor(db, means, now);
  const answer = await api.callbackOAuth({
    method: 'GET',
    params: { id: SIGN_ON },
    query: back.query,
    headers: new Headers({ cookie: back.cookie }),
    asResponse: true,
  });
  const token = tokenIn(answer.headers, means.secrets);
  const session = token === null ? null : await findSession(db, token);
  return write(db, stranger, now, dayOf(now), async (work) => {
    const person = session && (await holdPerson(work, { id: session.person.id }));
    if (session && person) return begin(work, person, session.token, 'sign-on');
    const unknown = /error=signup_disabled/.test(answer.headers.get('location') ?? '');
    await refusal(work, null, unknown ? 'sign-on-unknown' : 'sign-on-failed');
    if (!unknown) return { refused: failed('统一登录没有完成，请重新登录。') };
    const detail = '您的统一登录账号尚未绑定本系统人员，请管理员登记其标识。';
    return { refused: new Problem('unauthenticated', 'sign-on-unknown', detail) };
  });
}
