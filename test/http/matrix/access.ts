import { operations } from '../../../src/app.ts';
import { grantsFor } from '../../../src/domain/people/grants.ts';
import { type Role, roles } from '../../../src/domain/people/roles.ts';
import type { Caller, Row, Site } from './kinds.ts';

// What an answer must be, derived: from the grants of the caller's kind, from those that the route names, and from whose the
// row is. No answer is written down anywhere.

export type Expected =
  /** No key, no session and no signature that holds, or a wrong proof in the body: 401. */
  | 'unknown'
  /** 403 `second-factor-required`. */
  | 'unproved'
  /** 403 `grant-missing`. */
  | 'no-grant'
  /** 404, the same as for what does not exist. */
  | 'hidden'
  /** Refused, aloud or not: the name is taken, or the whole is not his who has a part: 403, 404, 409 or 422. */
  | 'refused'
  /** It is the caller's business: anything but the others, and no fault. */
  | 'taken';

const inRegion = ({ region }: Caller, site: Site) =>
  region !== null && site.region >= region[0] && site.region <= region[1];
const isParty = ({ org }: Caller, site: Site) => org === site.owner || org === site.contractor;
const isWhole = (caller: Caller, { site }: Row) => inRegion(caller, site) || isParty(caller, site);
const isEmployer = ({ org }: Caller, { employer }: Row) => org === employer;
const takesPart = ({ org }: Caller, { site }: Row) => site.employers.includes(org);

/** Papers that went out; a draft is the authority's alone. */
const isServed = ({ status }: Row) => !['draft', 'approved', 'lapsed'].includes(status ?? '');

/** Whose each kind of row is: who may come as far as it. */
export const concerns: Record<string, (caller: Caller, row: Row) => boolean> = {
  project: isWhole,
  'wage-account': isWhole,
  settlement: isWhole,
  delay: isWhole,
  'site-record': isWhole,
  /** What people complained of. */
  complaint: (caller, row) => inRegion(caller, row.site),
  inspection: isWhole,
  /** Of duties everybody on the site sees his own. */
  duties: (caller, row) => isWhole(caller, row) || takesPart(caller, row),
  engagement: (caller, row) => isWhole(caller, row) || isEmployer(caller, row),
  batch: (caller, row) => isWhole(caller, row) || isEmployer(caller, row),
  alert: (caller, row) =>
    inRegion(caller, row.site) ||
    (row.audience === 'parties' && (isParty(caller, row.site) || isEmployer(caller, row))),
  notice: (caller, row) =>
    inRegion(caller, row.site) || (isServed(row) && row.addressee === caller.org),
  /** What was sent with a reply: its sender's and the authority's. */
  file: (caller, row) => inRegion(caller, row.site) || row.addressee === caller.org,
  /** Who looked at whose numbers. */
  disclosure: (caller, row) => inRegion(caller, row.site),
  /** An authority's people by their region, a firm's by where its projects lie: here on one site. */
  person: ({ region, ...caller }, row) =>
    row.region === undefined
      ? inRegion({ ...caller, region }, row.site)
      : region !== null && row.region[0] >= region[0] && row.region[1] <= region[1],
};

export interface Ask {
  noun: string | null;
  row: Row | null;
  writes: boolean;
  /** That the row is there is told to anybody: a code that others have taken cannot be kept secret. */
  known?: boolean;
}

/** A route as the application and its document describe it. */
export interface Route {
  name: string;
  grants: (typeof operations)[number]['about']['grants'];
  /** Whether its document knows a caller who is not: what an open route asks for then is a proof. */
  asksProof: boolean;
}

type Paths = Record<string, Record<string, { responses: Record<string, unknown> }>>;

/** All routes, by the document that the application gives out. */
export const routesOf = (paths: Paths): Route[] =>
  operations.map(({ about: { method, path, grants } }) => ({
    name: nameOf({ method, path }),
    grants,
    asksProof: '401' in (paths[path]?.[method]?.responses ?? {}),
  }));

export const nameOf = ({ method, path }: { method: string; path: string }) =>
  `${method.toUpperCase()} ${path}`;

/** The answer of a route to a caller who holds all that its kind may have, or all but what the route names. */
export function expected(
  { grants, asksProof }: Pick<Route, 'grants' | 'asksProof'>,
  caller: Caller | null,
  held: readonly string[],
  { noun, row, known, writes }: Ask,
): Expected {
  if (grants === 'open') return asksProof ? 'unknown' : 'taken';
  if (grants === 'signed')
    return caller?.bank && caller.bank === row?.site.bank ? 'taken' : 'unknown';
  if (caller === null || caller.bank !== null) return 'unknown';
  if (grants === 'session') return caller.person ? 'taken' : 'unknown';
  if (lacksSecond(caller)) return 'unproved';
  if (!grants.some((grant) => held.includes(grant))) return 'no-grant';
  if (noun === null || row === null) return 'taken';
  const concerned = concerns[noun];
  if (!concerned) throw new Error(`whose is a ${noun}?`);
  const sees = concerned(caller, row);
  if (sees && (isWhole(caller, row) || !writes)) return 'taken';
  return sees || known || takesPart(caller, row) ? 'refused' : 'hidden';
}

const roleOf = ({ person }: Caller): Role | undefined => person && roles[person.role];

const lacksSecond = (caller: Caller): boolean =>
  roleOf(caller)?.secondFactor === true && !caller.person?.proved;

export const grantsOf = (caller: Caller): readonly string[] =>
  roleOf(caller)?.grants ?? grantsFor(caller.kinds);
