import type { PendingQuery, Row } from 'postgres';
import type { Actor, Work } from '../../../db/work.ts';
import { Problem } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { holdPerson } from './lock.ts';
import { type Role, type RoleName, roles } from './roles.ts';
import type { Person } from './sessions.ts';

export type Region = { lo: number; hi: number };

/** Six-digit codes that begin so: `3207` is 320700 to 320799. */
export const regionOf = (prefix: string): Region => ({
  lo: Number(prefix.padEnd(6, '0')),
  hi: Number(prefix.padEnd(6, '9')),
});

const within = (inner: Region, outer: Region) => inner.lo >= outer.lo && inner.hi <= outer.hi;

interface Company {
  kinds: string[];
  lo: number | null;
  hi: number | null;
  elsewhere: boolean;
}

/**
 * The region of somebody who is to have a role at a company; null for a firm's people. An administrator reaches the
 * authorities of their region and the firms none of whose projects lies outside it; the operator's command (`reach` null)
 * reaches everybody.
 *
 * @throws Problem `company-unknown`, `role-not-for-company`, `role-is-machine`, `region-outside`
 */
export async function placeOf(
  work: Work,
  reach: Actor['region'] | 'all',
  { companyId, role, region }: { companyId: string; role: RoleName; region?: string | undefined },
): Promise<Region | null> {
  const company = await companyOf(work, reach, companyId);
  const { kind, machine, title }: Role = roles[role];
  if (machine) {
    throw new Problem('invalid', 'role-is-machine', `${title}用签名报送，不能登录，无须邀请。`);
  }
  if (!company) throw unknown();
  if (!company.kinds.includes(kind)) {
    const detail = `${title}只能是${KINDS[kind]}的人员，请核对单位和角色。`;
    throw new Problem('invalid', 'role-not-for-company', detail);
  }
  if (kind !== 'authority') return firmPlace(company, reach, region);
  const own = { lo: company.lo ?? 0, hi: company.hi ?? 0 };
  const wanted = region === undefined ? own : regionOf(region);
  if (!within(wanted, own) || (reach !== 'all' && !(reach && within(wanted, reach)))) {
    throw outside('辖区须在单位和您自己的辖区之内。');
  }
  return wanted;
}

const KINDS: Readonly<Record<Role['kind'], string>> = {
  authority: '主管部门',
  contractor: '施工单位',
  owner: '建设单位',
  bank: '银行',
};

const unknown = () => new Problem('invalid', 'company-unknown', '该单位尚未登记，请先登记单位。');

const outside = (detail: string) => new Problem('invalid', 'region-outside', detail);

function firmPlace(company: Company, reach: Actor['region'] | 'all', region: string | undefined) {
  if (region !== undefined) throw outside('只有主管部门的人员有辖区，辖区请留空。');
  if (reach !== 'all' && company.elsewhere) {
    throw outside('该单位在您的辖区之外也有项目，请由上级管理员办理。');
  }
  return null;
}

/** What an administrator reaches, as numbers; nothing lies within that of who reaches nobody. */
export const boundsOf = (reach: Actor['region'] | 'all'): Region =>
  reach === 'all' ? { lo: 0, hi: 999_999 } : (reach ?? { lo: 1, hi: 0 });

/** Whether a company is a party of a project beyond some bounds, or as a bank keeps an account of one. */
const isElsewhere = (
  sql: Work['sql'],
  { lo, hi }: Region,
  company: PendingQuery<Row[]>,
) => sql`exists (
  select from we.project_directory d where d.region_code not between ${lo} and ${hi} and d.project_id in (
    select y.project_id from we.project_party y where y.company_id = ${company}
    union all
    select a.project_id from we.bank b join we.account_directory a on a.bank_code = b.code where b.company_id = ${company}))`;

/**
 * Whether an administrator reaches a person or a key: by its region, or else by where its company's projects lie.
 * @param alias what the row is called in the statement
 */
export function isReached({ sql }: Work, reach: Actor['region'] | 'all', alias: 'p' | 'k') {
  const { lo, hi } = boundsOf(reach);
  const row = sql(alias);
  return sql`case when ${row}.region_lo is not null then ${row}.region_lo >= ${lo} and ${row}.region_hi <= ${hi}
    else not ${isElsewhere(sql, boundsOf(reach), sql`${row}.company_id`)} end`;
}

/**
 * The kinds and the region of a company that an administrator reaches.
 * @throws Problem `company-unknown`, `region-outside`
 */
export async function reachCompany(
  work: Work,
  reach: Actor['region'] | 'all',
  companyId: string,
): Promise<{ kinds: string[]; region: Region | null }> {
  const company = await companyOf(work, reach, companyId);
  if (!company) throw unknown();
  const { kinds, lo, hi } = company;
  if (!kinds.includes('authority')) return { kinds, region: firmPlace(company, reach, undefined) };
  const region = lo === null || hi === null ? null : { lo, hi };
  if (reach !== 'all' && !(region && within(region, boundsOf(reach))))
    throw outside('该单位的辖区超出您的辖区，请由上级管理员办理。');
  return { kinds, region };
}

async function companyOf({ sql }: Work, reach: Actor['region'] | 'all', companyId: string) {
  const [company] = await sql<Company[]>`
    select kinds, region_lo as lo, region_hi as hi,
      ${isElsewhere(sql, boundsOf(reach), sql`c.uscc`)} as elsewhere
    from we.company c where uscc = ${companyId}`;
  return company;
}

/**
 * The person that an administrator acts on, held until the end of the transaction.
 * @throws Problem `not-found` for who does not exist or is out of reach, `own-account`
 */
export async function reachPerson(
  work: Work,
  reach: Actor['region'] | 'all',
  username: string,
): Promise<Person> {
  const person = await holdPerson(work, { username });
  if (person === null) throw hidden();
  if (work.actor.id === `person:${person.id}`) {
    throw new Problem('conflict', 'own-account', '不能对自己的账户这样做，请由另一名管理员办理。');
  }
  if (reach !== 'all' && !(await reaches(work, reach, person))) throw hidden();
  return person;
}

async function reaches(work: Work, reach: Actor['region'], person: Person): Promise<boolean> {
  if (reach === null) return false;
  const { regionLo: lo, regionHi: hi } = person;
  if (lo !== null && hi !== null) return within({ lo, hi }, reach);
  return (await companyOf(work, reach, person.companyId))?.elsewhere === false;
}
