import { include, type Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { erasedProject, hidden } from '../access.ts';
import { allocate } from '../accounts/allocation.ts';
import { wholeSpan } from '../duties/shape.ts';
import { reshape, unfold } from '../duties/unfold.ts';
import { canonical, record } from '../events.ts';
import { refreshSettlements } from '../settlement/refresh.ts';
import { unknownCompanies } from './companies.ts';

export interface ProjectInput {
  name: string;
  regionCode: string;
  ownerUscc: string;
  contractorUscc: string;
  fundSource: string;
  status: string;
  startsOn?: Day | undefined;
  endsOn?: Day | undefined;
  permitOn?: Day | undefined;
}

export interface ProjectView extends ProjectInput {
  projectCode: string;
  confirmed: boolean;
  /** What a party proposed and the authority has not confirmed yet. */
  proposal: ProjectInput | null;
}

interface Row {
  id: number;
  code: string;
  view: ProjectInput;
  proposal: ProjectInput | null;
  confirmed: boolean;
}

const columns = (sql: Work['sql']) => sql`
  id, code, proposal, confirmed_at is not null as confirmed, jsonb_strip_nulls(jsonb_build_object(
    'name', name, 'regionCode', region_code::text, 'ownerUscc', owner_id, 'contractorUscc', contractor_id,
    'fundSource', fund_source, 'status', status, 'startsOn', starts_on, 'endsOn', ends_on, 'permitOn', permit_on)) as view`;

const toView = (row: Row): ProjectView => ({
  projectCode: row.code,
  ...row.view,
  confirmed: row.confirmed && row.proposal === null,
  proposal: row.proposal,
});

/**
 * Registers a project or changes it as a whole. The first registration holds at once; what a party
 * changes later is a proposal until the authority confirms it. The authority's word holds at once.
 *
 * @throws Problem `invalid-input` (unknown companies, dates), `project-not-yours`, `project-taken`
 */
export async function putProject(
  work: Work,
  code: string,
  input: ProjectInput,
): Promise<ProjectView> {
  await checkParties(work, input);
  const [known] = await work.sql<{ project_id: number; region_code: number; erased: boolean }[]>`
    select project_id, region_code, erased_on is not null as erased from we.project_directory where code = ${code}`;
  if (!known) return register(work, code, input);

  const { actor, sql } = work;
  const inRegion =
    actor.region !== null &&
    known.region_code >= actor.region.lo &&
    known.region_code <= actor.region.hi;
  const [party] = await sql`select from we.project_party where project_id = ${known.project_id}
    and company_id = ${actor.org} and role in ('owner', 'contractor')`;
  if (!inRegion && !party)
    throw new Problem('conflict', 'project-taken', '该项目编码已被其他项目使用。');
  if (known.erased) throw erasedProject();
  include(work, known.project_id);
  return inRegion ? apply(work, known.project_id, input) : propose(work, known.project_id, input);
}

async function checkParties(work: Work, input: ProjectInput) {
  const { actor } = work;
  const unknown = await unknownCompanies(work, [input.ownerUscc, input.contractorUscc]);
  const faults = (['ownerUscc', 'contractorUscc'] as const)
    .filter((field) => unknown.has(input[field]))
    .map((field) => ({
      pointer: `/${field}`,
      code: 'company-unknown',
      message: '该单位尚未登记，请先 PUT /companies/{uscc} 登记。',
    }));
  if (input.startsOn && input.endsOn && input.endsOn < input.startsOn) {
    faults.push({
      pointer: '/endsOn',
      code: 'dates-disordered',
      message: '竣工日期早于开工日期，请核对。',
    });
  }
  if (faults.length > 0) throw refused('invalid-input', '项目信息有误。', faults);
  const region = Number(input.regionCode);
  const mine =
    actor.region === null
      ? actor.org === input.contractorUscc || actor.org === input.ownerUscc
      : region >= actor.region.lo && region <= actor.region.hi;
  if (!mine)
    throw new Problem(
      'forbidden',
      'project-not-yours',
      '只能登记本单位承建或建设、或本辖区内的项目。',
    );
}

async function register(work: Work, code: string, input: ProjectInput): Promise<ProjectView> {
  const { sql, now, day, actor } = work;
  const [next] = await sql<{ id: number }[]>`select nextval('we.project_id')::bigint as id`;
  const id = (next as { id: number }).id;
  include(work, id);
  const confirmed = actor.region !== null;
  const [claimed] = await sql`insert into we.project_directory (code, project_id, region_code)
    values (${code}, ${id}, ${Number(input.regionCode)}) on conflict do nothing returning code`;
  if (!claimed) throw new Problem('conflict', 'project-taken', '该项目编码已被其他项目使用。');
  await sql`insert into we.project_party (company_id, project_id, role, known_at)
    values (${input.ownerUscc}, ${id}, 'owner', ${now}), (${input.contractorUscc}, ${id}, 'contractor', ${now}) on conflict do nothing`;
  await sql`insert into we.project (id, code, name, region_code, owner_id, contractor_id, fund_source, status, starts_on,
      ends_on, permit_on, confirmed_at, confirmed_by, index_version, known_at)
    values (${id}, ${code}, ${input.name}, ${Number(input.regionCode)}, ${input.ownerUscc}, ${input.contractorUscc},
      ${input.fundSource}, ${input.status}, ${input.startsOn ?? null}, ${input.endsOn ?? null}, ${input.permitOn ?? null},
      ${confirmed ? now : null}, ${confirmed ? actor.holder : null}, ${work.vault.version}, ${now})`;
  await sql`insert into we.project_status (project_id, seq, status, on_day, known_at, stated_by)
    values (${id}, 1, ${input.status}, ${day}, ${now}, ${actor.holder})`;
  await unfold(work, wholeSpan(id, day));
  await record(work, id, 'project.registered', code, { ...input, confirmed });
  return getProject(work, id);
}

async function propose(work: Work, id: number, input: ProjectInput): Promise<ProjectView> {
  const { sql } = work;
  const before = await getProject(work, id);
  const { projectCode: _, confirmed: __, proposal: ___, ...view } = before;
  const same = canonical(view) === canonical(input);
  await sql`update we.project set proposal = ${same ? null : JSON.stringify(input)}::jsonb where id = ${id}`;
  if (!same) await record(work, id, 'project.proposed', before.projectCode, { ...input });
  return getProject(work, id);
}

async function apply(work: Work, id: number, input: ProjectInput): Promise<ProjectView> {
  const { sql, now, day, actor } = work;
  const before = await getProject(work, id);
  await sql`update we.project set name = ${input.name}, fund_source = ${input.fundSource}, status = ${input.status},
      starts_on = ${input.startsOn ?? null}, ends_on = ${input.endsOn ?? null}, permit_on = ${input.permitOn ?? null},
      confirmed_at = ${now}, confirmed_by = ${actor.holder}, proposal = null
    where id = ${id}`;
  if (
    input.ownerUscc !== before.ownerUscc ||
    input.contractorUscc !== before.contractorUscc ||
    input.regionCode !== before.regionCode
  ) {
    throw new Problem(
      'conflict',
      'project-parties-fixed',
      '项目的建设单位、总承包单位和区划登记后不能更改；请以新编码登记。',
    );
  }
  if (input.status !== before.status) {
    await sql`insert into we.project_status (project_id, seq, status, on_day, known_at, stated_by)
      select ${id}, coalesce(max(seq), 0) + 1, ${input.status}, ${day}, ${now}, ${actor.holder}
      from we.project_status where project_id = ${id} on conflict do nothing`;
  }
  await unfold(work, wholeSpan(id, day));
  const { projectCode, proposal: _, ...stood } = before;
  await record(work, id, 'project.confirmed', projectCode, { before: stood, after: { ...input } });
  return getProject(work, id);
}

/**
 * The authority confirms what parties proposed: the project's entry and the contract terms that wait.
 * Where nothing waits, only the duties are unfolded up to today.
 *
 * @throws Problem `not-found`
 */
export async function confirmProject(work: Work, projectId: number): Promise<ProjectView> {
  const { sql, now } = work;
  const current = await getProject(work, projectId);
  const { projectCode: _, confirmed, proposal, ...view } = current;
  const [waiting] = await sql`select from we.contract_terms
    where project_id = ${projectId} and confirmed_at is null limit 1`;
  const settled = confirmed && proposal === null && !waiting;
  const result = settled ? current : await apply(work, projectId, proposal ?? view);
  await sql`update we.contract_terms set confirmed_at = ${now}, effective_at = coalesce(effective_at, ${now})
    where project_id = ${projectId} and confirmed_at is null`;
  await unfold(work, wholeSpan(projectId, work.day));
  await reshape(work, wholeSpan(projectId, work.day), work.day);
  await refreshSettlements(work, projectId);
  await allocate(work, projectId);
  return result;
}

/** One project. @throws Problem `not-found` */
export async function getProject({ sql }: Work, projectId: number): Promise<ProjectView> {
  const [row] = await sql<Row[]>`select ${columns(sql)} from we.project where id = ${projectId}`;
  if (!row) throw hidden();
  return toView(row);
}

/** The caller's projects by id; `after` is the last code's id of the page before. */
export async function listProjects(
  { sql }: Work,
  page: { after?: string | undefined; limit: number },
) {
  const rows = await sql<Row[]>`select ${columns(sql)} from we.project
    where id > ${Number(page.after ?? 0)} order by id limit ${page.limit + 1}`;
  const items = rows.slice(0, page.limit);
  return {
    items: items.map(toView),
    next: rows.length > page.limit ? String(items.at(-1)?.id) : null,
  };
}
