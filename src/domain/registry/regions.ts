import type { Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { record } from '../events.ts';

/** A district, or a development zone that keeps a code of its own. */
export interface Region {
  code: string;
  name: string;
  /** Projects registered there. */
  projects: number;
}

/** The regions within the caller's own, by code; those of projects that nobody has named have their code for a name. */
export async function listRegions({ sql, actor }: Work): Promise<Region[]> {
  const { lo, hi } = actor.region ?? { lo: 1, hi: 0 };
  const rows = await sql<Region[]>`
    with lit as (
      select region_code as code, count(*)::int as projects from we.project_directory
      where region_code between ${lo} and ${hi} group by 1
    )
    select code::text, coalesce(r.name, code::text) as name, coalesce(l.projects, 0) as projects
    from we.region r full join lit l using (code)
    where code between ${lo} and ${hi} order by code`;
  return [...rows];
}

/** The names given to regions within the caller's own, by code. */
export async function regionNames({ sql, actor }: Work): Promise<[code: string, name: string][]> {
  const { lo, hi } = actor.region ?? { lo: 1, hi: 0 };
  const rows = await sql<{ code: string; name: string }[]>`
    select code::text, name from we.region where code between ${lo} and ${hi} order by code`;
  return rows.map(({ code, name }) => [code, name]);
}

/**
 * Names a region within the caller's own, or names it anew. The same again changes nothing.
 * @throws Problem `region-not-yours`
 */
export async function putRegion(work: Work, code: string, name: string): Promise<void> {
  const { sql, actor } = work;
  const n = Number(code);
  if (!actor.region || n < actor.region.lo || n > actor.region.hi)
    throw new Problem('forbidden', 'region-not-yours', '只能登记本辖区的区划。');
  const [before] = await sql<{ name: string }[]>`select name from we.region where code = ${n}`;
  if (before?.name === name) return;
  await sql`
    insert into we.region (code, name) values (${n}, ${name}) on conflict (code) do update set name = excluded.name`;
  await record(work, 0, 'region.written', code, { before: before ?? null, after: { name } });
}
