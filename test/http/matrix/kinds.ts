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

export interface Caller {
  name: string;
  kinds: string[];
  org: string;
  region: [number, number] | null;
  bank: string | null;
}

/** A row that requests name, with the columns that say whose it is. */
export interface Row {
  id: string;
  site: Site;
  employer?: string;
  audience?: 'parties' | 'authority';
  addressee?: string;
  status?: string;
}
