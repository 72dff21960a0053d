import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { record } from '../events.ts';
import { type Params, paramFaults } from './params.ts';

export type VersionStatus = 'proposed' | 'released' | 'withdrawn';

export interface VersionView {
  version: number;
  status: VersionStatus;
  params: Params;
  validFrom: Day;
  /** Names are told to authorities only. */
  proposedBy: string | null;
  proposedAt: string;
  releasedBy: string | null;
  releasedAt: string | null;
  withdrawnBy: string | null;
  withdrawnAt: string | null;
}

/** The parameters that count on a day, by rule; a rule that is not in it goes by those in the code, version 1. */
export type InForce = Readonly<Record<string, { version: number; params: Params }>>;

/** A rule as its versions are judged by: its code, and the parameters in the code. */
export interface BuiltRule {
  id: string;
  params: Params;
}

/**
 * The versions in force on the unit's day: of each rule the released one with the latest first day on or before it;
 * of those with one first day the highest number.
 */
export async function versionsInForce({ sql, day }: Work): Promise<InForce> {
  const rows = await sql<{ rule: string; version: number; params: Params }[]>`
    select distinct on (rule_id) rule_id as rule, number as version, params from we.rule_version
    where released_at is not null and valid_from <= ${day}
    order by rule_id, valid_from desc, number desc`;
  return Object.fromEntries(rows.map(({ rule, ...version }) => [rule, version]));
}

interface Row extends Omit<VersionView, 'status'> {
  rule: string;
}

const columns = (sql: Work['sql']) => sql`
  rule_id as rule, number as version, params, valid_from as "validFrom", proposed_by as "proposedBy",
  proposed_at as "proposedAt", released_by as "releasedBy", released_at as "releasedAt", withdrawn_by as "withdrawnBy",
  withdrawn_at as "withdrawnAt"`;

const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());

function toView({ rule: _, ...row }: Row): VersionView {
  const { releasedAt, withdrawnAt } = row;
  return {
    ...row,
    status: releasedAt !== null ? 'released' : withdrawnAt !== null ? 'withdrawn' : 'proposed',
    proposedAt: iso(row.proposedAt) as string,
    releasedAt: iso(releasedAt),
    withdrawnAt: iso(withdrawnAt),
  };
}

const noNames = { proposedBy: null, releasedBy: null, withdrawnBy: null };

/** All versions by rule, the oldest first. Firms are shown what was released, and nobody's name. */
export async function listVersions({ sql, actor }: Work): Promise<Map<string, VersionView[]>> {
  const rows = await sql<Row[]>`select ${columns(sql)} from we.rule_version
    where ${actor.region !== null}::boolean or released_at is not null order by rule_id, number`;
  const shown = actor.region === null ? rows.map((row) => ({ ...row, ...noNames })) : [...rows];
  return new Map(
    [...Map.groupBy(shown, ({ rule }) => rule)].map(([rule, own]) => [rule, own.map(toView)]),
  );
}

/**
 * Proposes parameters for a rule from a day on, today at the earliest: what a night has found stands.
 *
 * @throws Problem `rule-not-yours`, `invalid-input`
 */
export async function proposeVersion(
  work: Work,
  rule: BuiltRule,
  input: { params: Params; validFrom: Day },
): Promise<VersionView> {
  const { sql, actor, now, day } = work;
  await checkWhole(work);
  const { params, validFrom } = input;
  const faults = paramFaults(rule.params, params);
  if (validFrom < day)
    faults.push({ pointer: '/validFrom', code: 'day-past', message: '生效日期早于今天，请核对。' });
  if (faults.length > 0) throw refused('invalid-input', '规则参数有误，未存入。', faults);
  // One number after the other; whoever proposes at the same time waits.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rule_version ${rule.id}`}, 0))`;
  const [row] = await sql<Row[]>`
    insert into we.rule_version (rule_id, number, params, valid_from, proposed_by, proposed_at)
    select ${rule.id}, coalesce(max(number), 1) + 1, ${JSON.stringify(params)}::jsonb, ${validFrom}, ${actor.holder}, ${now}
    from we.rule_version where rule_id = ${rule.id}
    returning ${columns(sql)}`;
  const version = toView(row as Row);
  await tell(work, rule.id, 'proposed', version);
  return version;
}

/**
 * Releases a proposed version; another person than the one who proposed it. The same person's release again
 * changes nothing.
 *
 * @throws Problem `not-found`, `rule-not-yours`, `two-persons`, `version-state`, `version-late` (its first day is over)
 */
export async function releaseVersion(
  work: Work,
  ruleId: string,
  number: number,
): Promise<VersionView> {
  const { sql, actor, now, day } = work;
  await checkWhole(work);
  const standing = await findVersion(work, ruleId, number);
  if (standing.releasedBy === actor.holder) return standing;
  if (standing.status !== 'proposed') throw inState(standing);
  if (standing.proposedBy === actor.holder)
    throw new Problem(
      'forbidden',
      'two-persons',
      '提出人不能发布自己提出的规则版本，请由另一人发布。',
    );
  if (standing.validFrom < day)
    throw new Problem(
      'conflict',
      'version-late',
      `该版本的生效日期 ${standing.validFrom} 已过，请撤回后重新提出。`,
    );
  const [row] = await sql<Row[]>`
    update we.rule_version set released_by = ${actor.holder}, released_at = ${now}
    where rule_id = ${ruleId} and number = ${number} and released_at is null and withdrawn_at is null
    returning ${columns(sql)}`;
  return ended(work, ruleId, row, number);
}

/**
 * Withdraws a proposed version. What was released is replaced by a later version, never withdrawn. The same
 * person's withdrawal again changes nothing.
 *
 * @throws Problem `not-found`, `rule-not-yours`, `version-state`
 */
export async function withdrawVersion(
  work: Work,
  ruleId: string,
  number: number,
): Promise<VersionView> {
  const { sql, actor, now } = work;
  await checkWhole(work);
  const standing = await findVersion(work, ruleId, number);
  if (standing.withdrawnBy === actor.holder) return standing;
  const [row] = await sql<Row[]>`
    update we.rule_version set withdrawn_by = ${actor.holder}, withdrawn_at = ${now}
    where rule_id = ${ruleId} and number = ${number} and released_at is null and withdrawn_at is null
    returning ${columns(sql)}`;
  return ended(work, ruleId, row, number);
}

async function ended(work: Work, ruleId: string, row: Row | undefined, number: number) {
  if (!row) throw inState(await findVersion(work, ruleId, number));
  const version = toView(row);
  await tell(work, ruleId, version.status, version);
  return version;
}

const statusNames: Record<VersionStatus, string> = {
  proposed: '待发布',
  released: '已发布',
  withdrawn: '已撤回',
};

const inState = ({ status }: VersionView) =>
  new Problem(
    'conflict',
    'version-state',
    `该规则版本现在的状态是「${statusNames[status]}」，不能这样操作。`,
    { status },
  );

async function findVersion({ sql }: Work, ruleId: string, number: number): Promise<VersionView> {
  const [row] = await sql<Row[]>`select ${columns(sql)} from we.rule_version
    where rule_id = ${ruleId} and number = ${number}`;
  if (!row) throw hidden();
  return toView(row);
}

/** A version counts for every project: only who is responsible for all of them has a say. */
async function checkWhole({ sql, actor }: Work): Promise<void> {
  const [row] = await sql<{ outside: boolean }[]>`
    select exists (select from we.project_directory
      where region_code < ${actor.region?.lo ?? 0} or region_code > ${actor.region?.hi ?? 0}) as outside`;
  if (actor.region === null || row?.outside)
    throw new Problem(
      'forbidden',
      'rule-not-yours',
      '规则对全部项目生效，只有辖区包括全部项目的主管部门可以变更。',
    );
}

const tell = (
  work: Work,
  ruleId: string,
  what: VersionStatus,
  { version, params, validFrom }: VersionView,
) => record(work, 0, `rule-version.${what}`, `${ruleId}:${version}`, { params, validFrom });
