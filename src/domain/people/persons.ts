import type { PendingQuery, Row } from 'postgres';
import { z } from 'zod';
import type { Actor, Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import type { SignInMeans } from './auth.ts';
import { countFailure, holdOpen, type Outcome } from './lock.ts';
import { checkPassword, hasPassword, setPassword } from './passwords.ts';
import { isReached, placeOf, reachPerson } from './reach.ts';
import type { RoleName } from './roles.ts';
import { dropSecondFactor } from './second-factor.ts';
import { endOf, type PersonRow, personColumns, type Session, toPerson } from './sessions.ts';

export interface PersonView {
  username: string;
  name: string;
  companyId: string;
  company: string;
  role: string;
  region: Actor['region'];
  status: 'invited' | 'active' | 'locked' | 'disabled';
  secondFactor: boolean;
}

/** The people whom an administrator reaches, by username. */
export async function listPeople(
  work: Work,
  reach: Actor['region'] | 'all',
  page: Page,
): Promise<{ items: PersonView[]; next: string | null }> {
  const { sql, now } = work;
  const after = readCursor(page.after, z.tuple([z.string()]))?.[0] ?? '';
  const rows = await peopleRows(
    work,
    reach,
    sql`p.username > ${after} order by p.username limit ${page.limit + 1}`,
  );
  return pageOf(
    rows,
    page.limit,
    (row) => viewOf(row, now),
    (row) => [row.username],
  );
}

/** One of them. @throws Problem `not-found`, the same for who is out of reach */
export async function getPerson(
  work: Work,
  reach: Actor['region'] | 'all',
  username: string,
): Promise<PersonView> {
  const [row] = await peopleRows(work, reach, work.sql`p.username = ${username}`);
  if (!row) throw hidden();
  return viewOf(row, work.now);
}

type ListedRow = PersonRow & { company: string; joined: boolean };

const peopleRows = (work: Work, reach: Actor['region'] | 'all', which: PendingQuery<Row[]>) =>
  work.sql<ListedRow[]>`
    select ${personColumns(work.sql)}, c.name as company, exists (select from we.person_account a where a.user_id = p.id
      and (a.password is not null or a.provider_id <> 'credential')) as joined
    from we.person p join we.company c on c.uscc = p.company_id
    where ${isReached(work, reach, 'p')} and ${which}`;

function viewOf({ joined, company, ...row }: ListedRow, now: Date): PersonView {
  const person = toPerson(row);
  const { username, name, companyId, role, regionLo: lo, regionHi: hi, lockedUntil } = person;
  const open = joined ? 'active' : 'invited';
  const closed = person.disabledAt !== null ? 'disabled' : null;
  return {
    username,
    name,
    companyId,
    company,
    role,
    region: lo === null || hi === null ? null : { lo, hi },
    status: closed ?? (lockedUntil !== null && lockedUntil > now ? 'locked' : open),
    secondFactor: person.twoFactorEnabled,
  };
}

/**
 * Gives a person another role within their organisation; sessions end. The same again changes nothing.
 * @throws Problem those of `reachPerson` and `placeOf`
 */
export async function changeRole(
  work: Work,
  reach: Actor['region'] | 'all',
  username: string,
  to: { role: RoleName; region?: string | undefined },
): Promise<{ username: string; role: string }> {
  const person = await reachPerson(work, reach, username);
  const { id, companyId, role, regionLo, regionHi } = person;
  const region = await placeOf(work, reach, { companyId, ...to });
  const [lo, hi] = [region?.lo ?? null, region?.hi ?? null];
  if (role === to.role && regionLo === lo && regionHi === hi) return { username, role };
  await work.sql`update we.person set role = ${to.role}, region_lo = ${lo}, region_hi = ${hi}, updated_at = ${work.now} where id = ${id}`;
  await work.sql`delete from we.session where user_id = ${id}`;
  await record(work, 0, 'person.role-changed', `person:${id}`, {
    before: { role, regionLo, regionHi },
    after: { role: to.role, regionLo: lo, regionHi: hi },
  });
  return { username, role: to.role };
}

/** Disables a person at once; again changes nothing. @throws Problem those of `reachPerson` */
export async function disablePerson(
  work: Work,
  reach: Actor['region'] | 'all',
  username: string,
  reason: string,
): Promise<{ username: string; status: 'disabled' }> {
  const { id, disabledAt } = await reachPerson(work, reach, username);
  if (disabledAt === null) {
    await work.sql`update we.person set disabled_at = ${work.now}, updated_at = ${work.now} where id = ${id}`;
    const [before, after] = [{ disabledAt }, { disabledAt: work.now }];
    await record(work, 0, 'person.disabled', `person:${id}`, { reason, before, after });
  }
  return { username, status: 'disabled' };
}

/** Takes a person's second factor away after they lost it; sessions end. @throws Problem those of `reachPerson` */
export async function resetSecondFactor(
  work: Work,
  reach: Actor['region'] | 'all',
  username: string,
  reason: string,
): Promise<{ username: string; secondFactor: false }> {
  const { id, twoFactorEnabled } = await reachPerson(work, reach, username);
  await dropSecondFactor(work, id);
  await record(work, 0, 'person.second-factor-reset', `person:${id}`, {
    reason,
    before: { secondFactor: twoFactorEnabled },
    after: { secondFactor: false },
  });
  return { username, secondFactor: false };
}

/**
 * Changes one's own password; all other sessions end. Refusals: `password-wrong`, `account-locked`.
 * @throws Problem those of `checkPassword`
 */
export async function changePassword(
  work: Work,
  means: SignInMeans,
  session: Session,
  input: { password: string; newPassword: string },
): Promise<Outcome<{ endsAt: Date }>> {
  const held = await holdOpen(work, session);
  if ('refused' in held) return held;
  const person = held.done;
  checkPassword(input.newPassword, person);
  if (!(await hasPassword(work, means, person.id, input.password))) {
    await countFailure(work, person, 'password-wrong');
    const detail = '原密码不正确，请重新输入。';
    return { refused: new Problem('unauthenticated', 'password-wrong', detail) };
  }
  await setPassword(work, means, person.id, input.newPassword);
  await work.sql`delete from we.session where user_id = ${person.id} and id <> ${session.id}`;
  await record(work, 0, 'person.password-changed', `person:${person.id}`);
  return { done: { endsAt: endOf(session) } };
}
