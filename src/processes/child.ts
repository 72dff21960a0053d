import type { Log } from '../lib/log.ts';
import { type ServeOptions, startServer } from '../serve.ts';
import { answer, ask } from './talk.ts';

/** One of several processes: serves on the port that the primary holds, in the database that the primary opened. */
export async function runChild(
  config: Omit<ServeOptions, 'log'>,
  logger: Log,
  say: (line: string) => void,
) {
  const server = await startServer({
    ...config,
    join: true,
    migrate: false,
    log: say,
    logger,
    scheduled: true,
    metricsText: () => ask<string>(process, 'metrics of all'),
  });
  answer(process, { 'metrics of one': server.told });
  return {
    async stop(graceSeconds: number, patient?: boolean) {
      await server.stop(graceSeconds, patient);
      // A connection may be on its way here. What the primary says comes in order: after its answer there is none.
      await ask(process, 'who is still to come').catch(() => {});
    },
  };
}
