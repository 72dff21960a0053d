import { include, includeAll, type Work } from '../../db/work.ts';
import { Problem } from '../lib/problem.ts';

export type Target = { projectCode: string } | { projectId: number } | null;

/** Nothing is added to a project after its erasure (src/domain/keeping/). */
export const erasedProject = () =>
  new Problem(
    'conflict',
    'project-erased',
    '该项目的资料已按保存期限删除，只能查看，不能再登记或更改。',
  );

export const hidden = () => new Problem('not-found', 'not-found', '没有这条记录，或您无权查看。');

/**
 * Finds the project a request is about and puts it into the actor's scope, if the actor has to do with it:
 * an authority by region, a company as a party, a bank by an account it keeps. A subcontractor gets no
 * project in scope: the policies show it its own batches and the rows of its own people only.
 *
 * @returns the project's id; 0 for no target
 * @throws Problem `not-found`, the same for what does not exist and what is not the caller's
 */
export const enter = async (work: Work, target: Target): Promise<number> =>
  (await found(work, target)).projectId;

/** The same for what writes. @throws Problem `project-erased` besides */
export async function enterToWrite(work: Work, target: Target): Promise<number> {
  const { projectId, erased } = await found(work, target);
  if (erased) throw erasedProject();
  return projectId;
}

async function found(work: Work, target: Target): Promise<{ projectId: number; erased: boolean }> {
  if (target === null) return { projectId: 0, erased: false };
  const { sql, actor } = work;
  const [row] = await sql<
    {
      project_id: number;
      region_code: number;
      erased: boolean;
      roles: string[] | null;
      kept: boolean;
    }[]
  >`
    select d.project_id, d.region_code, d.erased_on is not null as erased,
      (select array_agg(p.role) from we.project_party p where p.project_id = d.project_id and p.company_id = ${actor.org}) as roles,
      exists (select from we.account_directory a where a.project_id = d.project_id and a.bank_code = ${actor.bank}) as kept
    from we.project_directory d
    where ${'projectCode' in target ? sql`d.code = ${target.projectCode}` : sql`d.project_id = ${target.projectId}`}`;
  if (!row) throw hidden();
  const inRegion =
    actor.region !== null &&
    row.region_code >= actor.region.lo &&
    row.region_code <= actor.region.hi;
  const roles = row.roles ?? [];
  const whole = inRegion || row.kept || roles.includes('owner') || roles.includes('contractor');
  if (!whole && roles.length === 0) throw hidden();
  if (whole) include(work, row.project_id);
  return { projectId: row.project_id, erased: row.erased };
}

/**
 * Puts the projects whose accounts a bank keeps into the caller's scope: all of them into the bank's own, those of the
 * region into an authority's.
 *
 * @returns their ids
 */
export async function enterKept(work: Work, bankCode: string): Promise<number[]> {
  const { sql, actor } = work;
  const own = actor.bank === bankCode;
  const { lo, hi } = actor.region ?? { lo: 1, hi: 0 };
  const rows = await sql<{ id: number }[]>`
    select distinct a.project_id as id from we.account_directory a
    join we.project_directory d on d.project_id = a.project_id
    where a.bank_code = ${bankCode} and (${own}::boolean or d.region_code between ${lo} and ${hi})`;
  const ids = rows.map(({ id }) => id);
  includeAll(work, ids);
  return ids;
}
