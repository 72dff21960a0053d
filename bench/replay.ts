import type { Db } from '../db/client.ts';

type Rows = readonly unknown[];
type Template = (strings: TemplateStringsArray, ...values: unknown[]) => object;

/** Rows that were answered, by the place in the program that asked. */
type Heard = Map<TemplateStringsArray, Rows>;

/**
 * A database that notes the answers of a real one and later gives them again at once, so that what is
 * left of a request is the program's own time. Only for statements whose answer does not depend on what came before.
 */
export function noting(db: Db): { db: Db; still: () => void } {
  const heard: Heard = new Map();
  let replaying = false;
  const tag =
    (real: Template): Template =>
    (strings, ...values) => {
      if (replaying) return new Answered(heard.get(strings) ?? []);
      const query = real(strings, ...values);
      return Array.isArray(strings) && 'raw' in strings ? listened(query, strings, heard) : query;
    };
  const own = tag(db as unknown as Template);
  const begin = (mode: string, run: (sql: object) => unknown) => {
    if (replaying) return Promise.resolve(run(tag(() => ({}))));
    return db.begin(mode, (sql) => run(tag(sql as unknown as Template)) as Promise<unknown>);
  };
  return {
    db: Object.assign(own, { begin, vault: db.vault, turns: db.turns }) as unknown as Db,
    still: () => {
      replaying = true;
    },
  };
}

type Then = (done?: (rows: Rows) => unknown, failed?: (error: unknown) => unknown) => unknown;

/** The query, which notes its rows when it is awaited; a fragment never is. */
function listened(query: object, strings: TemplateStringsArray, heard: Heard): object {
  const then = (query as { then: Then }).then;
  return Object.assign(query, {
    // biome-ignore lint/suspicious/noThenProperty: the driver's queries are thenables, and so is this one
    then: (done?: (rows: Rows) => unknown, failed?: (error: unknown) => unknown) =>
      then.call(
        query,
        (rows: Rows) => {
          heard.set(strings, rows);
          return done ? done(rows) : rows;
        },
        failed,
      ),
  });
}

/** Stands where a query of the driver would, and is answered already. */
class Answered {
  readonly rows: Rows;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  // biome-ignore lint/suspicious/noThenProperty: the driver's queries are thenables, and so is this one
  then(done?: (rows: Rows) => unknown) {
    return Promise.resolve(this.rows).then(done);
  }

  execute() {
    return this;
  }
}
