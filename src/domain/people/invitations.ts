import type { Actor, Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { record } from '../events.ts';
import { SIGN_ON, type SignInMeans } from './auth.ts';
import { holdPerson, type Outcome, refusal } from './lock.ts';
import { checkPassword, setPassword } from './passwords.ts';
import { placeOf, reachPerson } from './reach.ts';
import type { RoleName } from './roles.ts';
import { actorOfPerson, disabled, type Person } from './sessions.ts';
import { newToken } from './tokens.ts';

export const INVITATION_DAYS = 3;

export interface Invited {
  username: string;
  /** Shown once, stored hashed. */
  token: string;
  expiresAt: Date;
}

export interface PersonInput {
  username: string;
  name: string;
  companyId: string;
  role: RoleName;
  /** Prefix of region codes, narrower than the authority's own. */
  region?: string | undefined;
  /** What the sign-on provider calls them (`sub`), where one is used. */
  subject?: string | undefined;
}

/**
 * Enters a person and gives a one-time invitation to set a password. Whoever invites never learns it.
 * @throws Problem those of `placeOf`; `username-taken`, `holder-taken`, `subject-taken`
 */
export async function invitePerson(
  work: Work,
  reach: Actor['region'] | 'all',
  input: PersonInput,
): Promise<Invited> {
  const { sql, now } = work;
  const region = await placeOf(work, reach, input);
  const id = crypto.randomUUID();
  const { username, name, companyId, role } = input;
  const [made] = await sql`
    insert into we.person (id, username, name, company_id, role, region_lo, region_hi, two_factor_enabled, failures, created_at, updated_at)
    values (${id}, ${username}, ${name}, ${companyId}, ${role}, ${region?.lo ?? null}, ${region?.hi ?? null}, false, 0, ${now}, ${now})
    on conflict do nothing returning id`;
  if (!made) throw await taken(work, username);
  if (input.subject !== undefined) await bindSubject(work, id, input.subject);
  await record(work, 0, 'person.invited', `person:${id}`, { companyId, role, region });
  return giveInvitation(work, { id, username });
}

async function taken({ sql }: Work, username: string): Promise<Problem> {
  const [row] = await sql`select from we.person where username = ${username}`;
  return row
    ? new Problem('conflict', 'username-taken', '用户名已被使用，请换一个；对已有人员请重新邀请。')
    : new Problem(
        'conflict',
        'holder-taken',
        '该单位已有同名人员：请在姓名后加以区分，如“王芳（二）”。',
      );
}

async function bindSubject({ sql, now }: Work, personId: string, subject: string): Promise<void> {
  const [made] = await sql`
    insert into we.person_account (id, user_id, provider_id, account_id, created_at, updated_at)
    values (${crypto.randomUUID()}, ${personId}, ${SIGN_ON}, ${subject}, ${now}, ${now})
    on conflict do nothing returning id`;
  if (!made) throw new Problem('conflict', 'subject-taken', '统一登录标识已绑定另一人，请核对。');
}

/** A new invitation; those before it are void. */
async function giveInvitation(
  { sql, now }: Work,
  { id, username }: Pick<Person, 'id' | 'username'>,
): Promise<Invited> {
  const token = newToken();
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
  await sql`update we.invitation set expires_at = ${now} where person_id = ${id} and used_at is null and expires_at > ${now}`;
  await sql`insert into we.invitation (hash, person_id, created_at, expires_at) values (${sha256(token)}, ${id}, ${now}, ${expiresAt})`;
  return { username, token, expiresAt };
}

/**
 * Invites somebody again who lost the password or was disabled: until they set a new one nobody signs in, and sessions
 * end. The second factor stays. @throws Problem those of `reachPerson`
 */
export async function inviteAgain(
  work: Work,
  reach: Actor['region'] | 'all',
  username: string,
): Promise<Invited> {
  const person = await reachPerson(work, reach, username);
  const { id } = person;
  await work.sql`delete from we.session where user_id = ${id}`;
  await work.sql`update we.person_account set password = null where user_id = ${id} and provider_id = 'credential'`;
  await work.sql`update we.person set disabled_at = null, failures = 0, locked_until = null, updated_at = ${work.now} where id = ${id}`;
  await record(work, 0, 'person.invited-again', `person:${id}`, {
    before: { disabledAt: person.disabledAt },
    after: { disabledAt: null },
  });
  return giveInvitation(work, person);
}

/**
 * Takes an invitation: sets the password it is for, once.
 * Refusals: `invitation-invalid`, `invitation-used`, `invitation-expired`, `account-disabled`; each but the first
 * leaves an event at the person.
 * @throws Problem those of `checkPassword`, which leave the invitation as it is
 */
export async function acceptInvitation(
  work: Work,
  means: SignInMeans,
  input: { token: string; password: string },
): Promise<Outcome<{ username: string }>> {
  const { sql, now } = work;
  const hash = sha256(input.token);
  const [row] = await sql<{ person_id: string; expires_at: string; used_at: string | null }[]>`
    select person_id, expires_at, used_at from we.invitation where hash = ${hash} for update`;
  const person = row ? await holdPerson(work, { id: row.person_id }) : null;
  if (!row || !person) {
    await refusal(work, null, 'invitation-invalid');
    const detail = '邀请码不正确，请核对是否完整复制。';
    return { refused: new Problem('unauthenticated', 'invitation-invalid', detail) };
  }
  const problem = whyNot(row, person, now);
  if (problem) {
    await refusal(work, person, problem.code);
    return { refused: problem };
  }
  checkPassword(input.password, person);
  await setPassword(work, means, person.id, input.password);
  await sql`update we.invitation set used_at = ${now} where hash = ${hash}`;
  work.actor = actorOfPerson(person);
  await record(work, 0, 'person.joined', `person:${person.id}`);
  return { done: { username: person.username } };
}

function whyNot(
  { used_at, expires_at }: { used_at: string | null; expires_at: string },
  person: Person,
  now: Date,
): Problem | null {
  if (person.disabledAt !== null) return disabled();
  if (used_at !== null) {
    const detail = '邀请码已经用过：请直接登录，忘记密码请管理员重新邀请。';
    return new Problem('unauthenticated', 'invitation-used', detail);
  }
  if (new Date(expires_at) <= now) {
    const detail = '邀请码已过期或已被新的邀请代替，请管理员重新邀请。';
    return new Problem('unauthenticated', 'invitation-expired', detail);
  }
  return null;
}
