import { type Db, openDb } from '../../db/client.ts';
import type { Day, Month } from '../../src/lib/day.ts';
import type { Vault } from '../../src/lib/vault.ts';

/** A test file's database, as `freshDb()()` gives it. */
export interface At {
  readonly ownerUrl: string;
}

// The makers write no ciphers, so nothing is ever sealed.
const noVault = {} as Vault;

const pools = new Map<string, Db>();

/** The superuser's pool on a test database; one a URL, ended with the process. */
export function ownerOf({ ownerUrl }: At): Db {
  const pool = pools.get(ownerUrl) ?? openDb(ownerUrl, noVault, 2);
  pools.set(ownerUrl, pool);
  return pool;
}

type Value = string | number | boolean | null | string[];

/** Inserts one row into a table of schema `we`. */
export async function insert(at: At, table: string, row: Record<string, Value>): Promise<void> {
  const sql = ownerOf(at);
  await sql`insert into we.${sql(table)} ${sql(row)}`;
}

/** Noon in Shanghai of a day, as the driver takes instants. */
export const noon = (day: Day) => `${day}T12:00:00+08:00`;

/** The first day of a month, which the tables keep months as. */
export const first = (month: Month): Day => `${month}-01`;

let last = 0;

/** The next whole number, never given before in this process. */
export function next(): number {
  last += 1;
  return last;
}
