import type { Db } from '../../../db/client.ts';
import type { Actor, Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { record } from '../events.ts';
import { recordRefusal } from '../refusals.ts';
import { type Role, roleOf } from './roles.ts';

/** A session ends this long after it began, whatever happens (NIST SP 800-63B, AAL2). */
export const ABSOLUTE_HOURS = 12;
/** And after so long without a request. */
export const IDLE_MINUTES = 30;

const MINUTE = 60_000;

/** A person as signing in sees them. */
export interface Person {
  id: string;
  username: string;
  name: string;
  companyId: string;
  role: string;
  regionLo: number | null;
  regionHi: number | null;
  disabledAt: Date | null;
  failures: number;
  lockedUntil: Date | null;
  twoFactorEnabled: boolean;
  /** The bank that their organisation is. */
  bank: string | null;
}

/** A session with whose it is. */
export interface Session {
  id: string;
  token: string;
  beganAt: Date;
  seenAt: Date;
  secondAt: Date | null;
  person: Person;
}

/** Somebody who is not known yet, at the door. */
export const stranger: Actor = {
  id: 'stranger',
  holder: 'stranger',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/** Whom a person speaks for: the same kind of caller as an API key, with the grants of their role. */
export function actorOfPerson(person: Person): Actor {
  const { id, name, companyId, regionLo, regionHi, bank } = person;
  const role: Role = roleOf(person.role);
  return {
    id: `person:${id}`,
    holder: `${companyId}:${name}`,
    org: companyId,
    bank: role.kind === 'bank' ? bank : null,
    region: regionLo === null || regionHi === null ? null : { lo: regionLo, hi: regionHi },
    grants: role.grants,
    projects: [],
  };
}

/** The session of a token, or null. Never cached: who is disabled stops at once. */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const [row] = await db.turns.take(
    () => db<SessionRow[]>`
    select s.id as "sessionId", s.token, s.began_at as "beganAt", s.seen_at as "seenAt", s.second_at as "secondAt", ${personColumns(db)}
    from we.session s join we.person p on p.id = s.user_id where s.token = ${token}`,
  );
  if (!row) return null;
  const { sessionId, beganAt, seenAt, secondAt, ...person } = row;
  return {
    id: sessionId,
    token,
    beganAt: new Date(beganAt),
    seenAt: new Date(seenAt),
    secondAt: instant(secondAt),
    person: toPerson(person),
  };
}

/** The columns of `we.person p`, in a person's names. */
export const personColumns = (sql: Db | Work['sql']) => (sql as Db)`
  p.id, p.username, p.name, p.company_id as "companyId", p.role, p.region_lo as "regionLo", p.region_hi as "regionHi",
  p.disabled_at as "disabledAt", p.failures, p.locked_until as "lockedUntil", p.two_factor_enabled as "twoFactorEnabled",
  (select b.code from we.bank b where b.company_id = p.company_id) as bank`;

export type PersonRow = Omit<Person, 'disabledAt' | 'lockedUntil'> &
  Record<'disabledAt' | 'lockedUntil', string | null>;

type SessionRow = PersonRow & {
  sessionId: string;
  token: string;
  beganAt: string;
  seenAt: string;
  secondAt: string | null;
};

/** A person from their row. */
export const toPerson = (row: PersonRow): Person => ({
  ...row,
  disabledAt: instant(row.disabledAt),
  lockedUntil: instant(row.lockedUntil),
});

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** When a session ends by itself, if no request comes before. */
export const endOf = ({ beganAt, seenAt }: Pick<Session, 'beganAt' | 'seenAt'>): Date =>
  new Date(
    Math.min(
      beganAt.getTime() + ABSOLUTE_HOURS * 60 * MINUTE,
      seenAt.getTime() + IDLE_MINUTES * MINUTE,
    ),
  );

/**
 * Whether a session holds at an instant.
 * @throws Problem unauthenticated `session-invalid`, `session-expired`, `account-disabled`
 */
export function checkSession(found: Session | null, now: Date): Session {
  if (found === null) throw noSession();
  if (found.person.disabledAt !== null) throw disabled();
  if (now >= endOf(found)) {
    throw new Problem('unauthenticated', 'session-expired', '登录已过期，请重新登录。');
  }
  return found;
}

export const noSession = () =>
  new Problem('unauthenticated', 'session-invalid', '登录已失效，请重新登录。');

export const disabled = () =>
  new Problem('unauthenticated', 'account-disabled', '账户已停用，请联系管理员。');

/** Whether a session still has to show a second factor: the role asks for one, or the person has one. */
export const lacksSecondFactor = ({
  secondAt,
  person,
}: Pick<Session, 'secondAt' | 'person'>): boolean =>
  secondAt === null && (roleOf(person.role).secondFactor || person.twoFactorEnabled);

/** @throws Problem forbidden `second-factor-required` */
export function checkSecondFactor(session: Session): void {
  if (!lacksSecondFactor(session)) return;
  const { person } = session;
  const how = person.twoFactorEnabled
    ? '请先提交动态验证码（PUT /session/second-factor）。'
    : '该角色须使用动态验证码：请先绑定（POST /session/second-factor/enrolment）。';
  throw new Problem('forbidden', 'second-factor-required', how);
}

/** Notes that a session is used, once a minute at most: more would be a write for each request. */
export async function touchSession(db: Db, { id, seenAt }: Session, now: Date): Promise<void> {
  if (now.getTime() - seenAt.getTime() < MINUTE) return;
  await db.turns.take(
    () => db`update we.session set seen_at = greatest(seen_at, ${now}) where id = ${id}`,
  );
}

/**
 * Whether a session holds, as `checkSession`; one that does not leaves an event, one a minute and person.
 * @throws Problem those of `checkSession`
 */
export async function admitSession(db: Db, found: Session | null, now: Date): Promise<Session> {
  try {
    return checkSession(found, now);
  } catch (error) {
    const reason = error instanceof Problem ? error.code : 'unknown';
    const subject = found ? `person:${found.person.id}` : 'session';
    await recordRefusal(db, now, 'session.refused', subject, { reason });
    throw error;
  }
}

/** Leaves an event of a cookie that was not signed here, one a minute, and refuses it. @throws Problem `session-invalid` */
export async function refuseCookie(db: Db, now: Date): Promise<never> {
  await recordRefusal(db, now, 'session.refused', 'session', { reason: 'cookie-tampered' });
  throw noSession();
}

/** Ends a session: its cookie is worth nothing from now on. */
export async function endSession(work: Work, { id, person }: Session): Promise<void> {
  await work.sql`delete from we.session where id = ${id}`;
  await record(work, 0, 'session.ended', `person:${person.id}`);
}
