import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { PendingQuery, Row } from 'postgres';
import type { Day } from '../src/lib/day.ts';
import { Problem } from '../src/lib/problem.ts';
import type { Vault } from '../src/lib/vault.ts';
import type { Db, Tx } from './client.ts';

/** Who acts, and what the row policies let them see. `projects` were resolved by the server. */
export interface Actor {
  /** `key:prefix`, `bank:102`, `job:night`. */
  id: string;
  /** The named person behind it: two-person rules compare holders. */
  holder: string;
  org: string | null;
  bank: string | null;
  region: { lo: number; hi: number } | null;
  grants: readonly string[];
  projects: readonly number[];
}

/** One unit of work: one transaction, one actor, one instant, one business day. */
export interface Work {
  /** Drizzle's builder on the transaction's connection. */
  tx: PostgresJsDatabase;
  /** postgres.js templates on the same connection. */
  sql: Tx;
  vault: Vault;
  actor: Actor;
  now: Date;
  day: Day;
  /** Statements that were sent and not waited for. */
  sent: PromiseLike<unknown>[];
}

/**
 * Sends a statement and goes on: a connection answers in order, so what follows sees what it did, and the unit of work ends
 * well only if it did. For statements whose answer nobody reads.
 */
export function sendAhead(work: Pick<Work, 'sent'>, statement: PendingQuery<Row[]>): void {
  work.sent.push(statement.execute());
}

const setScope = (sql: Tx, actor: Actor) =>
  sql`select we.set_scope(${actor.id}, ${actor.region?.lo ?? null}::int, ${actor.region?.hi ?? null}::int,
    ${actor.org}::text, ${actor.bank}::text, ${actor.projects as number[]}::bigint[])`;

const LONGEST_MS = 300_000;

/**
 * A backend that dies at the wrong moment can leave the driver without an answer for ever: the caller gets
 * one all the same.
 */
async function answered<T>(work: Promise<T>, longestMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(noAnswer()), longestMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const noAnswer = () =>
  new Problem('unavailable', 'database-unavailable', '数据库没有应答，请稍后原样重试。');

/** Drizzle on a transaction's connection. It replaces the parsers of the options it is given: it gets a pair of its own. */
const builderOn = (sql: Tx): PostgresJsDatabase =>
  drizzle(Object.assign(sql, { options: { parsers: {}, serializers: {} } }) as unknown as Db, {
    casing: 'snake_case',
  });

/**
 * Drizzle on the pool itself, each statement for itself: for what would hold a transaction open while a stranger's server
 * answers.
 */
export const looseBuilder = (db: Db): PostgresJsDatabase =>
  drizzle({ unsafe: db.unsafe, options: { parsers: {}, serializers: {} } } as unknown as Db, {
    casing: 'snake_case',
  });

const dialect = new PgDialect({ casing: 'snake_case' });

/**
 * Runs a statement built with Drizzle's `sql`, prepared once a connection as those of the driver's templates are: for long
 * statements that come again and again. Drizzle has each parsed and planned anew.
 */
export function prepared<T>({ sql }: Work, statement: SQL): Promise<T[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  return sql.unsafe(text, params as never[], { prepare: true }) as unknown as Promise<T[]>;
}

const begin = <T>(
  db: Db,
  mode: string,
  actor: Actor,
  now: Date,
  day: Day,
  fn: (work: Work) => Promise<T>,
  longestMs = LONGEST_MS,
): Promise<T> =>
  db.turns.take(() => answered(transaction(db, mode, actor, now, day, fn), longestMs));

async function transaction<T>(
  db: Db,
  mode: string,
  actor: Actor,
  now: Date,
  day: Day,
  fn: (work: Work) => Promise<T>,
): Promise<T> {
  const sent: Work['sent'] = [];
  const result = await db.begin(mode, (sql) => {
    let tx: PostgresJsDatabase | undefined;
    const work: Work = {
      // Made when it is asked for: it costs more than most statements.
      get tx() {
        tx ??= builderOn(sql as unknown as Tx);
        return tx;
      },
      sql: sql as unknown as Tx,
      vault: db.vault,
      actor,
      now,
      day,
      sent,
    };
    sendAhead(work, setScope(work.sql, actor));
    return fn(work);
  });
  // Not before the commit, which follows them at once: where one of them failed, it was a rollback.
  await Promise.all(sent);
  return result as T;
}

/**
 * Runs `fn` in one writing transaction under the actor's scope. Nothing else opens one.
 * @throws Problem `database-unavailable` when it does not end within `longestMs` (five minutes unless told otherwise)
 */
export const write = <T>(
  db: Db,
  actor: Actor,
  now: Date,
  day: Day,
  fn: (work: Work) => Promise<T>,
  longestMs?: number,
) => begin(db, 'read write', actor, now, day, fn, longestMs);

/**
 * Adds a project to the scope of a running transaction: one that was just registered, or that the
 * caller was just found to be concerned with.
 */
export const include = (work: Work, projectId: number): void => includeAll(work, [projectId]);

/** The same for several projects. */
export function includeAll(work: Work, projectIds: readonly number[]): void {
  const known = new Set(work.actor.projects);
  const fresh = projectIds.filter((id) => !known.has(id));
  if (fresh.length === 0) return;
  work.actor = { ...work.actor, projects: [...known, ...fresh] };
  sendAhead(work, setScope(work.sql, work.actor));
}

/** The same, read only: a GET cannot write. */
export const read = <T>(
  db: Db,
  actor: Actor,
  now: Date,
  day: Day,
  fn: (work: Work) => Promise<T>,
) => begin(db, 'read only', actor, now, day, fn);

/** Read only, and every statement sees the moment of the first. */
export const snapshot = <T>(
  db: Db,
  actor: Actor,
  now: Date,
  day: Day,
  fn: (work: Work) => Promise<T>,
) => begin(db, 'isolation level repeatable read read only', actor, now, day, fn);

/** What came of a unit of work that is taken back. */
class TakenBack<T> extends Error {
  readonly outcome: T;
  constructor(outcome: T) {
    super('taken back');
    this.outcome = outcome;
  }
}

/** Runs `fn` as `write` does, tells what came of it, and takes all of it back: for a preview of a write. */
export async function rehearsed<T>(
  db: Db,
  actor: Actor,
  now: Date,
  day: Day,
  fn: (work: Work) => Promise<T>,
): Promise<T> {
  try {
    return await write(db, actor, now, day, async (work) => {
      const outcome = await fn(work);
      await Promise.all(work.sent);
      throw new TakenBack(outcome);
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.outcome as T;
    throw error;
  }
}
