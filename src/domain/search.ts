import { include, type Work } from '../../db/work.ts';
import type { Day } from '../lib/day.ts';
import { publicId } from '../lib/id.ts';
import { Problem } from '../lib/problem.ts';
import { record } from './events.ts';
import { keepDisclosure, SEARCH } from './registry/disclosures.ts';

export interface FoundCompany {
  uscc: string;
  name: string;
}

/**
 * Companies by a whole code or a part of the name, in the order of their names: all of them for an authority, for a firm those
 * on its own projects and itself.
 */
export async function findCompanies(
  { sql, actor }: Work,
  q: string,
  limit: number,
): Promise<FoundCompany[]> {
  const literal = q.replaceAll(/[\\%_]/g, '\\$&');
  const rows = await sql<FoundCompany[]>`
    select c.uscc, c.name from we.company c
    where (c.uscc = ${q} or c.name ilike ${`%${literal}%`})
      ${
        actor.region === null
          ? sql`and (c.uscc = ${actor.org} or c.uscc in (
              select other.company_id from we.project_party own join we.project_party other on other.project_id = own.project_id
              where own.company_id = ${actor.org} and own.role in ('owner', 'contractor')))`
          : sql``
      }
    order by c.name, c.uscc limit ${limit}`;
  return [...rows];
}

/** A worker's engagement on a project. */
export interface FoundEngagement {
  engagementId: string;
  name: string;
  idLast4: string;
  projectCode: string;
  projectName: string | null;
  employerName: string | null;
  enteredOn: Day;
  exitedOn: Day | null;
}

/**
 * Where the worker of an identity number is or was engaged, the latest first, within the caller's region; the authority's alone. Who
 * looked for whom and why is kept with the disclosures, one a person and project; of a number that nobody has, that there was a search.
 *
 * @throws Problem `authority-only`
 */
export async function findWorker(
  work: Work,
  idNumber: string,
  reason: string,
): Promise<FoundEngagement[]> {
  const { sql, vault, actor } = work;
  if (actor.region === null)
    throw new Problem('forbidden', 'authority-only', '只有主管部门可以按身份证号查找。');
  const rows = await sql<(FoundEngagement & { id: string; projectId: number; last: boolean })[]>`
    select e.id, e.project_id as "projectId", e.name, e.id_last4 as "idLast4", d.code as "projectCode", p.name as "projectName",
      c.name as "employerName", e.entered_on as "enteredOn", e.exited_on as "exitedOn",
      row_number() over (partition by e.project_id order by e.entered_on desc, e.id) = 1 as last
    from we.worker_index w
    join we.engagement e on e.worker_id = w.worker_id
    join we.project_directory d on d.project_id = e.project_id and d.erased_on is null
    left join we.project p on p.id = e.project_id
    left join we.company c on c.uscc = e.employer_id
    where w.bidx = any(${vault.blinds('id', idNumber)}::text[])
    order by e.entered_on desc, e.project_id, e.id`;
  if (rows.length === 0) await record(work, 0, 'person.sought', '-');
  for (const { projectId, id } of rows.filter(({ last }) => last)) {
    include(work, projectId);
    const disclosureId = await keepDisclosure(work, projectId, id, [SEARCH], reason);
    await record(work, projectId, 'person.sought', id, { disclosureId });
  }
  return rows.map(({ id, projectId, last: _, ...row }) => ({
    ...row,
    engagementId: publicId(projectId, id),
  }));
}
