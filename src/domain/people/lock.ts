import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { record } from '../events.ts';
import { type Person, type PersonRow, personColumns, type Session, toPerson } from './sessions.ts';

/** So many wrong passwords or codes in a row lock an account. */
export const MOST_FAILURES = 5;
export const LOCK_MINUTES = 15;

/** What an attempt comes to. A refusal is an answer, not an exception: what it leaves behind must be committed. */
export type Outcome<T> = { done: T } | { refused: Problem };

/** A person, held until the end of the transaction: attempts at one account come one after the other. */
export async function holdPerson(
  { sql }: Work,
  by: { username: string } | { id: string },
): Promise<Person | null> {
  const [row] = await sql<PersonRow[]>`
    select ${personColumns(sql)} from we.person p
    where ${'id' in by ? sql`p.id = ${by.id}` : sql`p.username = ${by.username}`} for update`;
  return row ? toPerson(row) : null;
}

/** The refusal of a locked account, which leaves an event; null when it is open. */
export async function refuseLocked(work: Work, person: Person): Promise<Problem | null> {
  const { lockedUntil } = person;
  if (lockedUntil === null || lockedUntil <= work.now) return null;
  await refusal(work, person, 'locked');
  const minutes = Math.ceil((lockedUntil.getTime() - work.now.getTime()) / 60_000);
  const detail = `连续多次验证失败，账户已锁定，请${minutes}分钟后再试，或请管理员重新邀请。`;
  return new Problem('unauthenticated', 'account-locked', detail);
}

/** The person of a session, held as above. Refusal: `account-locked`. */
export async function holdOpen(work: Work, { person: { id } }: Session): Promise<Outcome<Person>> {
  const person = (await holdPerson(work, { id })) as Person;
  const refused = await refuseLocked(work, person);
  return refused ? { refused } : { done: person };
}

/** Counts a wrong password or code and locks the account when there were too many. */
export async function countFailure(work: Work, person: Person, reason: string): Promise<void> {
  const failures = person.failures + 1;
  const locks = failures >= MOST_FAILURES;
  const until = new Date(work.now.getTime() + LOCK_MINUTES * 60_000);
  await work.sql`update we.person set failures = ${locks ? 0 : failures}, locked_until = ${locks ? until : null} where id = ${person.id}`;
  await refusal(work, person, reason);
  if (locks) await record(work, 0, 'person.locked', `person:${person.id}`, { until });
}

/** Forgets the failures before a success. */
export async function forgetFailures(work: Work, person: Person): Promise<void> {
  if (person.failures === 0 && person.lockedUntil === null) return;
  await work.sql`update we.person set failures = 0, locked_until = null where id = ${person.id}`;
}

/** The event of a refused attempt; null: of somebody unknown, whose typed name may be a password. */
export const refusal = (work: Work, person: Person | null, reason: string): Promise<void> =>
  record(work, 0, 'session.refused', person ? `person:${person.id}` : 'person:unknown', { reason });
