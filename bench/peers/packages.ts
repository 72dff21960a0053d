import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What is used of pg-boss; it is installed in this folder only, so its own types are not at hand. */
export interface Boss {
  start(): Promise<unknown>;
  stop(options?: { graceful?: boolean }): Promise<void>;
  createQueue(name: string): Promise<void>;
  send(name: string, data: object): Promise<string | null>;
  fetch(name: string): Promise<{ id: string; data: unknown }[]>;
  complete(name: string, id: string): Promise<unknown>;
  schedule(name: string, cron: string): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): void;
}

/** The same of graphile-worker. */
export interface Graphile {
  run(options: object): Promise<{ stop(): Promise<void> }>;
  makeWorkerUtils(options: object): Promise<{
    addJob(name: string, payload: object): Promise<unknown>;
    migrate(): Promise<void>;
    release(): Promise<void>;
  }>;
  Logger: new (make: () => () => void) => object;
  parseCrontab(text: string): unknown[];
}

/** A queue of graphile-worker whose runner is up: `work` puts a job in and is done when its handler is. */
export interface GraphileQueue {
  work(payload: object): Promise<void>;
  stop(): Promise<void>;
}

const load = async <T>(name: string): Promise<T> => {
  const require = createRequire(new URL('./package.json', import.meta.url));
  return (await import(pathToFileURL(require.resolve(name)).href)) as T;
};

/** pg-boss on a database. */
export async function openBoss(connectionString: string): Promise<Boss> {
  const { PgBoss } = await load<{ PgBoss: new (options: object) => Boss }>('pg-boss');
  const boss = new PgBoss({ connectionString, max: 4 });
  boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`));
  await boss.start();
  return boss;
}

export const loadGraphile = () => load<Graphile>('graphile-worker');

/** graphile-worker on a database, with one task. */
export async function openGraphile(
  connectionString: string,
  name: string,
  handle: (payload: { i: number }) => Promise<unknown>,
): Promise<GraphileQueue> {
  const graphile = await loadGraphile();
  const logger = new graphile.Logger(() => () => undefined);
  const utils = await graphile.makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  const waiting = new Map<number, (error?: unknown) => void>();
  const task = (payload: { i: number }) =>
    handle(payload).then(
      () => waiting.get(payload.i)?.(),
      (error) => waiting.get(payload.i)?.(error),
    );
  const taskList = { [name]: task };
  const runner = await graphile.run({ connectionString, taskList, logger, noHandleSignals: true });
  let last = 0;
  return {
    work: (payload) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, (error) => (error === undefined ? resolve() : reject(error)));
        utils.addJob(name, { ...payload, i: last }).catch(reject);
      }),
    async stop() {
      await runner.stop();
      await utils.release();
    },
  };
}
