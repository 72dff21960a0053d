import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { record } from '../events.ts';
import { authOn, type SignInMeans } from './auth.ts';
import { refused401, tokenIn } from './library.ts';
import {
  countFailure,
  forgetFailures,
  holdPerson,
  type Outcome,
  refusal,
  refuseLocked,
} from './lock.ts';
import { actorOfPerson, disabled, lacksSecondFactor, type Person } from './sessions.ts';

/** A session that just began: the token for its cookie, and whose it is. */
export interface Begun {
  token: string;
  person: Person;
}

const wrong = () =>
  new Problem('unauthenticated', 'password-wrong', '用户名或密码不正确，请核对后重试。');

/**
 * Signs a person in with their password. The session may do nothing yet where the role needs a second factor.
 * Refusals: `password-wrong`, the same for a name that does not exist; `account-locked`; `account-disabled`, which
 * only the right password tells. Each leaves an event.
 */
export async function signIn(
  work: Work,
  means: SignInMeans,
  input: { username: string; password: string },
): Promise<Outcome<Begun>> {
  const person = await holdPerson(work, { username: input.username.trim().toLowerCase() });
  const locked = person && (await refuseLocked(work, person));
  if (locked) return { refused: locked };
  const token = await tokenFor(work, means, person, input.password);
  if (token === null || person === null) {
    if (person) await countFailure(work, person, 'password-wrong');
    else await refusal(work, null, 'password-wrong');
    return { refused: wrong() };
  }
  return begin(work, person, token, 'password');
}

/** The token of the library's new session, or null. An unknown name takes it as long as a wrong password. */
async function tokenFor(work: Work, means: SignInMeans, person: Person | null, password: string) {
  const body = { username: person?.username ?? 'nobody.at.all', password };
  const { api } = await authOn(work, means.secrets);
  const answer = await refused401(api.signInUsername({ body, returnHeaders: true }));
  return answer && tokenIn(answer.headers, means.secrets);
}

/** What every way of signing in ends with. Old sessions that ended by themselves are cleared away. */
export async function begin(
  work: Work,
  person: Person,
  token: string,
  way: 'password' | 'sign-on',
): Promise<Outcome<Begun>> {
  if (person.disabledAt !== null) {
    await work.sql`delete from we.session where token = ${token}`;
    await refusal(work, person, 'disabled');
    return { refused: disabled() };
  }
  // Else the right password would buy any number of codes.
  if (!lacksSecondFactor({ secondAt: null, person })) await forgetFailures(work, person);
  await work.sql`delete from we.session where user_id = ${person.id} and began_at < ${work.now}::timestamptz - interval '1 day'`;
  work.actor = actorOfPerson(person);
  await record(work, 0, 'session.begun', `person:${person.id}`, { way });
  return { done: { token, person } };
}
