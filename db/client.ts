import postgres from 'postgres';
import { parse as parseArray } from 'postgres-array';
import type { Vault } from '../src/lib/vault.ts';
import { Turns } from './turns.ts';

/** One pool of connections, logged in as one role, with the vault that seals what it stores. */
export type Db = postgres.Sql<{ bigint: number }> & { vault: Vault; turns: Turns };
export type Tx = postgres.TransactionSql<{ bigint: number }>;

const whole = (text: string): number => {
  const n = Number(text);
  if (!Number.isSafeInteger(n)) throw new RangeError(`${text} does not fit a whole number of fen`);
  return n;
};

/** Every array type that a statement names, with its elements' form. */
const ARRAYS = {
  boolArray: { oid: 1000, read: (text: string) => text === 't' },
  intArray: { oid: 1007, read: Number },
  textArray: { oid: 1009, read: String },
  bigintArray: { oid: 1016, read: whole },
  dateArray: { oid: 1182, read: String },
  instantArray: { oid: 1185, read: String },
  uuidArray: { oid: 2951, read: String },
};

const quoted = (value: unknown) =>
  `"${(value instanceof Date ? value.toISOString() : String(value)).replace(/["\\]/g, '\\$&')}"`;

const literal = (values: readonly unknown[]): string =>
  `{${values.map((v) => (v === null || v === undefined ? 'null' : quoted(v))).join(',')}}`;

/**
 * Told here, they need not be asked of the server by each new connection: that costs every first statement a
 * round trip, and a server that ends the connection meanwhile would end the process (an unhandled rejection).
 */
const arrayTypes = Object.fromEntries(
  Object.entries(ARRAYS).map(([name, { oid, read }]) => [
    name,
    {
      to: oid,
      from: [oid],
      serialize: literal,
      parse: (text: string) => parseArray<unknown>(text, read),
    },
  ]),
);

/**
 * Opens a pool. Days and instants come back as text, `bigint` as a number (RangeError above 2^53 − 1).
 * Statements are prepared once a connection; `?prepare=false` in the URL turns that off for a pooler in
 * transaction mode that cannot keep them (PgBouncer before 1.21). `socketFolder`: where the Unix socket of the URL's port lies.
 */
export function openDb(url: string, vault: Vault, max = 8, socketFolder: string | null = null): Db {
  const db = postgres(url, {
    ...(socketFolder && { path: `${socketFolder}/.s.PGSQL.${new URL(url).port}` }),
    max,
    idle_timeout: 30,
    connect_timeout: 10,
    // Seconds between attempts: a server that is back is found within a second.
    backoff: (attempt: number) => Math.min(2 ** attempt / 20, 1),
    onnotice: () => {},
    fetch_types: false,
    types: {
      ...arrayTypes,
      bigint: { to: 20, from: [20], serialize: String, parse: whole },
      date: { to: 1082, from: [1082], serialize: String, parse: String },
      instant: {
        to: 1184,
        from: [1184],
        serialize: (v: Date | string) => (v instanceof Date ? v.toISOString() : v),
        parse: String,
      },
      // A jsonb parameter may be a value or its JSON text: Drizzle gives text.
      json: {
        to: 114,
        from: [114, 3802],
        serialize: (v: unknown) => (typeof v === 'string' ? v : JSON.stringify(v)),
        parse: JSON.parse,
      },
    },
  }) as unknown as postgres.Sql<{ bigint: number }>;
  return Object.assign(db, { vault, turns: new Turns(max) });
}
