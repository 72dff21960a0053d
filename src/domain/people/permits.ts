import type { Db } from '../../../db/client.ts';
import type { Work } from '../../../db/work.ts';
import type { Lease, Policy } from '../../lib/permits.ts';

/**
 * Takes permits out of a caller's window, or opens its next one, by one statement on the database's clock. The count
 * goes on above the quota: what was granted follows from where it stood. Who called is kept as a keyed hash.
 */
export async function leasePermits(
  db: Db,
  { name, quota, seconds }: Policy,
  caller: string,
  wanted: number,
): Promise<Lease> {
  const [row] = await db.turns.take(
    () => db<{ taken: number; ms: number }[]>`
    insert into we.permit as p (policy, caller, taken, ends_at)
    values (${name}, ${db.vault.blind('id', `caller:${caller}`)}, ${wanted}, now() + make_interval(secs => ${seconds}))
    on conflict on constraint permit_pk do update set
      taken = case when p.ends_at <= now() then excluded.taken else p.taken + excluded.taken end,
      ends_at = case when p.ends_at <= now() then excluded.ends_at else p.ends_at end
    returning taken, ceil(extract(epoch from ends_at - now()) * 1000)::int as ms`,
  );
  const { taken, ms } = row as { taken: number; ms: number };
  const before = quota - (taken - wanted);
  return {
    granted: Math.max(0, Math.min(wanted, before)),
    left: Math.max(0, quota - taken),
    endsInMs: ms,
  };
}

/** Drops the windows that ended a day ago or earlier; the daily job does. */
export async function dropPermits({ sql }: Work): Promise<{ dropped: number }> {
  const gone = await sql`delete from we.permit where ends_at < now() - interval '1 day'`;
  return { dropped: gone.count };
}
