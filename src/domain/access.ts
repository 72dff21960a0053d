import { include, type Work } from '../../db/work.ts';
import { Problem } from '../lib/problem.ts';

export type Target = { projectCode: string } | { projectId: number } | null;

export const hidden = () => new Problem('not-found', 'not-found', '没有这条记录，或您无权查看。');

/**
 * Finds the project a request is about and puts it into the actor's scope, if the actor has to do with it:
 * an authority by region, a company as a party, a bank by an account it keeps. A subcontractor gets no
 * project in scope: the policies show it its own batches and the rows of its own people only.
 *
 * @returns the project's id; 0 for no target
 * @throws Problem `not-found`, the same for what does not exist and what is not the caller's
 */
export async function enter(work: Work, target: Target): Promise<number> {
  if (target === null) return 0;
  const { sql, actor } = work;
  const [found] = await sql<
    { project_id: number; region_code: number; roles: string[] | null; kept: boolean }[]
  >`
    select d.project_id, d.region_code,
      (select array_agg(p.role) from we.project_party p where p.project_id = d.project_id and p.company_id = ${actor.org}) as roles,
      exists (select from we.account_directory a where a.project_id = d.project_id and a.bank_code = ${actor.bank}) as kept
    from we.project_directory d
    where ${'projectCode' in target ? sql`d.code = ${target.projectCode}` : sql`d.project_id = ${target.projectId}`}`;
  if (!found) throw hidden();
  const inRegion =
    actor.region !== null &&
    found.region_code >= actor.region.lo &&
    found.region_code <= actor.region.hi;
  const roles = found.roles ?? [];
  const whole = inRegion || found.kept || roles.includes('owner') || roles.includes('contractor');
  if (!whole && roles.length === 0) throw hidden();
  if (whole) await include(work, found.project_id);
  return found.project_id;
}
