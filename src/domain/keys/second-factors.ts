import type { Db } from '../../../db/client.ts';
import { type Actor, type Work, write } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import type { SessionSecrets } from '../../lib/session-secret.ts';
import { record } from '../events.ts';
import { sealedAgain } from '../people/auth.ts';
import { holdPerson } from '../people/lock.ts';
import type { Need } from './needed.ts';

export interface FactorRotation {
  /** The application's role: the night's sees nothing of people. */
  db: Db;
  actor: Actor;
  now: Date;
  day: Day;
  secrets: SessionSecrets;
}

/**
 * Seals every second factor (TOTP secret and recovery codes) with the newest secret, a person a transaction, in which who
 * proves himself waits. Again, or after it was ended in its middle, it does what is left.
 *
 * @returns how many persons' were sealed again
 * @throws Error of the library where one was sealed with a secret that was not given
 */
export async function rotateSecondFactors(rotation: FactorRotation): Promise<number> {
  const { db, actor, now, day, secrets } = rotation;
  const inWork = <T>(fn: (work: Work) => Promise<T>) => write(db, actor, now, day, fn);
  const people = await inWork(
    ({ sql }) => sql<{ id: string }[]>`
      select user_id as id from we.two_factor where not (secret like ${`${markOf(secrets)}%`} and backup_codes like ${`${markOf(secrets)}%`})
      order by user_id`,
  );
  for (const { id } of people) await inWork((work) => reseal(work, id, secrets));
  if (people.length > 0) {
    const version = String(secrets[0].version);
    await inWork((work) =>
      record(work, 0, 'second-factors.resealed', version, { people: people.length }),
    );
  }
  return people.length;
}

/** How what is sealed with the newest secret begins. */
const markOf = (secrets: SessionSecrets) => `$ba$${secrets[0].version}$`;

async function reseal(work: Work, personId: string, secrets: SessionSecrets): Promise<void> {
  const { sql } = work;
  await holdPerson(work, { id: personId });
  const [row] = await sql<{ secret: string; codes: string }[]>`
    select secret, backup_codes as codes from we.two_factor where user_id = ${personId}`;
  if (!row) return;
  const [secret, codes] = await Promise.all(
    [row.secret, row.codes].map((text) => sealedAgain(text, secrets)),
  );
  await sql`update we.two_factor set secret = ${secret as string}, backup_codes = ${codes as string} where user_id = ${personId}`;
}

/** Which versions second factors still need; those from before versions were written need the first. */
export async function factorKeysNeeded({ sql }: Work): Promise<Need[]> {
  return sql<Need[]>`
    select coalesce(nullif(split_part(s.text, '$', 3), '')::int, 1) as version, 'two_factor' as table, count(*)::int as rows
    from we.two_factor t cross join lateral (values (t.secret), (t.backup_codes)) as s(text) group by 1 order by 1`;
}
