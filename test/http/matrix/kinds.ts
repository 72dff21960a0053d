import type { RoleName } from '../../../src/domain/people/roles.ts';

export interface Site {
  code: string;
  id: number;
  region: number;
  owner: string;
  contractor: string;
  /** Two employers beside the contractor. */
  employers: [string, string];
  bank: string;
  accountNo: string;
  rows: Record<string, Row[]>;
}

/** Who asks: with a key of an organisation of these kinds, as a bank by signature, or as a person by a session's cookie. */
export interface Caller {
  name: string;
  kinds: string[];
  org: string;
  region: [number, number] | null;
  bank: string | null;
  person?: Person;
}

export interface Person {
  username: string;
  role: RoleName;
  /** Whether the session saw a second factor. */
  proved: boolean;
}

/** A row that requests name, with the columns that say whose it is. */
export interface Row {
  id: string;
  site: Site;
  employer?: string;
  audience?: 'parties' | 'authority';
  addressee?: string;
  status?: string;
  /** Of a person: the role, and an authority's people's region. */
  role?: RoleName;
  region?: [number, number];
}
