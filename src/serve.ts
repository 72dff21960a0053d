import { serve } from '@hono/node-server';
import { type Actor, type Work, write } from '../db/work.ts';
import { startScheduler } from '../jobs/scheduler.ts';
import { nodeFonts } from '../reports/node-fonts.ts';
import { createApp } from './app.ts';
import { makeDeps } from './deps.ts';
import { addBankSecret, foundAuthority } from './domain/people/founding.ts';
import { makeKey } from './domain/people/keys.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';
import { dayOf } from './lib/day.ts';
import { type Log, makeLog } from './lib/log.ts';

export interface ServeOptions extends Partial<HouseOptions> {
  port: number;
  host?: string;
  /** Business time; leases and rate limits are on the database's clock. */
  clock: { now(): Date };
  log: (line: string) => void;
  logger?: Log;
  /** Fire the schedule from this process. */
  scheduled?: boolean;
}

const operator: Actor = {
  id: 'operator',
  holder: 'operator',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};
/**
 * Opens the database and serves the application on a port (0: any free one).
 *
 * @returns its address, what an operator may do beside the API, and how to stop it
 */
export async function startServer(options: ServeOptions) {
  const { clock } = options;
  const logger = options.logger ?? makeLog('silent');
  const house = await openHouse(
    {
      databaseUrl: options.databaseUrl ?? null,
      databaseUrlApp: options.databaseUrlApp ?? null,
      databaseUrlNight: options.databaseUrlNight ?? null,
      wageSecret: options.wageSecret ?? null,
      dataDir: options.dataDir ?? '.data',
      durable: options.durable ?? true,
      ...(options.onDatabaseExit ? { onDatabaseExit: options.onDatabaseExit } : {}),
    },
    options.log,
    clock.now(),
  );
  const deps = makeDeps({
    db: house.db,
    nightDb: house.nightDb,
    clock,
    log: logger,
    fonts: () => nodeFonts(),
  });
  const app = createApp(deps);
  const server = serve({
    fetch: app.fetch,
    port: options.port,
    hostname: options.host ?? '127.0.0.1',
  });
  await new Promise<void>((resolve, reject) =>
    server.once('listening', resolve).once('error', reject),
  );
  const address = server.address() as { port: number };
  const stopSchedule = options.scheduled
    ? startScheduler(clock.now, deps.runJob, (job, error) =>
        logger.error({ job, err: error }, 'job'),
      )
    : () => {};
  return {
    url: `http://${options.host ?? '127.0.0.1'}:${address.port}`,
    house,
    admin: adminOf(house, clock),
    async stop() {
      stopSchedule();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await house.close();
    },
  };
}

/** What `npm run key` and `npm run bank` do, for a program that holds the server in its hands. */
function adminOf(house: House, clock: { now(): Date }) {
  const owner = house.ownerDb();
  const act = <T>(fn: (work: Work) => Promise<T>) =>
    write(owner, operator, clock.now(), dayOf(clock.now()), fn);
  return {
    makeAuthority: (input: { uscc: string; name: string; regionPrefix: string; phone?: string }) =>
      act((work) => foundAuthority(work, input)),
    makeKey: (input: { companyId: string; holder: string }) => act((work) => makeKey(work, input)),
    makeBank: (input: { bankCode: string; name: string }) =>
      act(async (work) => ({
        secret: await addBankSecret(work, { code: input.bankCode, name: input.name }),
      })),
  };
}
