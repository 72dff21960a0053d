import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, type Work, write } from '../db/work.ts';
import { startScheduler } from '../jobs/scheduler.ts';
import { anchorFolder, keepAnchor } from './anchors.ts';
import { type CallerOptions, watchCallers } from './callers.ts';
import { bindBank } from './domain/banks/banks.ts';
import { addBankSecret, foundAuthority } from './domain/people/founding.ts';
import { invitePerson, type PersonInput } from './domain/people/invitations.ts';
import { makeKey } from './domain/people/keys.ts';
import { keepBegun, LONGEST_MS } from './drain.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';
import { dayOf } from './lib/day.ts';
import { type Log, makeLog } from './lib/log.ts';
import { Problem } from './lib/problem.ts';
import { listen } from './listen.ts';
import { countProcess } from './metrics/process.ts';
import { watchState } from './metrics/state.ts';
import { textOf } from './metrics/text.ts';

export interface ServeOptions extends Partial<HouseOptions>, CallerOptions {
  port: number;
  host?: string;
  /** Business time; leases and rate limits are on the database's clock. */
  clock: { now(): Date };
  log: (line: string) => void;
  logger?: Log;
  /** Fire the schedule from this process. */
  scheduled?: boolean;
  /** All metrics of the program, where it is more than this process. */
  metricsText?: () => Promise<string>;
  /** null or absent: `anchors` in `dataDir`. */
  anchorDir?: string | null;
  /** Where the public reaches the service; papers say so. */
  publicUrl?: string | null;
  /** The city's own fonts; absent or '': none. */
  fontDir?: string;
}

const HEAD_START_MS = 200;

const operator: Actor = {
  id: 'operator',
  holder: 'operator',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

const houseOf = (options: ServeOptions, dataDir: string): HouseOptions => ({
  databaseUrl: options.databaseUrl ?? null,
  databaseUrlApp: options.databaseUrlApp ?? null,
  databaseUrlNight: options.databaseUrlNight ?? null,
  wageSecret: options.wageSecret ?? null,
  newerSecrets: options.newerSecrets ?? [],
  sealKey: options.sealKey ?? null,
  signOn: options.signOn,
  dataDir,
  durable: options.durable ?? true,
  join: options.join ?? false,
  migrate: options.migrate ?? true,
  ...(options.onDatabaseExit ? { onDatabaseExit: options.onDatabaseExit } : {}),
});

/**
 * Opens the database and serves the application on a port (0: any free one).
 *
 * @returns its address, what an operator may do beside the API, and how to stop it
 */
export async function startServer(options: ServeOptions) {
  const { clock } = options;
  const logger = options.logger ?? makeLog('silent');
  const dataDir = options.dataDir ?? '.data';
  const opening = openHouse(houseOf(options, dataDir), options.log, clock.now());
  // The program is read while the database starts; modules that the database waits for must not queue behind it.
  await Promise.race([opening, sleep(HEAD_START_MS)]);
  const [house, { createApp }, { makeDeps }, { nodeFonts }] = await Promise.all([
    opening,
    import('./app.ts'),
    import('./deps.ts'),
    import('../reports/node-fonts.ts'),
  ]);
  // A folder that is none, or a font that is none, is told at the start and not with the first paper.
  if (options.fontDir) nodeFonts(options.fontDir);
  const folder = anchorFolder({ anchorDir: options.anchorDir ?? null, dataDir });
  const counts = countProcess({ app: house.db.turns, night: house.nightDb.turns });
  const state = watchState(house.nightDb, clock);
  const metricsText =
    options.metricsText ??
    (async () => textOf([{ told: await counts.told() }, { told: await state.told() }]));
  let ending: 'no' | 'soon' | 'now' = 'no';
  const { fire, ...deps } = makeDeps({
    db: house.db,
    nightDb: house.nightDb,
    clock,
    log: logger,
    signIn: house.signIn,
    fonts: () => nodeFonts(options.fontDir),
    publicUrl: options.publicUrl ?? null,
    trail: { signer: house.signer(), keep: (anchor) => keepAnchor(folder, anchor) },
  });
  const begun = keepBegun(logger);
  const app = createApp({
    ...deps,
    meter: { ...counts, text: metricsText },
    ending: () => ending,
    outlast: begun.add,
    ...watchCallers(house.db, options),
  });
  const server = await listen({
    fetch: app.fetch,
    host: options.host ?? '127.0.0.1',
    port: options.port,
  });
  const stopSchedule = options.scheduled
    ? startScheduler(clock.now, fire, (job, error) => {
        const busy = error instanceof Problem && error.code === 'run-busy';
        logger[busy ? 'info' : 'error']({ job, err: error }, busy ? 'job runs elsewhere' : 'job');
      })
    : async () => {};
  return {
    url: server.url,
    house,
    admin: adminOf(house, clock),
    /** What this process alone counts. */
    told: counts.told,
    metricsText,
    /**
     * Ends when what runs is finished. `graceSeconds`: for so long it says that it is not ready and still takes
     * requests, so that a balancer learns of it; 0 where nobody has to be told. `patient`: others serve on.
     */
    async stop(graceSeconds = 0, patient = graceSeconds > 0) {
      ending = graceSeconds > 0 ? 'soon' : 'now';
      const jobs = Promise.race([
        Promise.all([stopSchedule(), begun.ended()]),
        sleep(LONGEST_MS, null, { ref: false }),
      ]);
      await sleep(graceSeconds * 1000);
      await Promise.all([server.stop(patient), jobs]);
      await house.close();
    },
  };
}

type MadeBank = { bankCode: string; name: string; companyId?: string | undefined };

/** What `npm run key`, `npm run bank` and `npm run admin` do, for a program that holds the server in its hands. */
function adminOf(house: House, clock: { now(): Date }) {
  const owner = house.ownerDb();
  const act = <T>(fn: (work: Work) => Promise<T>) =>
    write(owner, operator, clock.now(), dayOf(clock.now()), fn);
  return {
    makeAuthority: (input: { uscc: string; name: string; regionPrefix: string; phone?: string }) =>
      act((work) => foundAuthority(work, input)),
    makeKey: (input: { companyId: string; holder: string }) => act((work) => makeKey(work, input)),
    invite: (input: PersonInput) => act((work) => invitePerson(work, 'all', input)),
    makeBank: ({ bankCode: code, ...bank }: MadeBank) =>
      act(async (work) => {
        const secret = await addBankSecret(work, { code, name: bank.name });
        if (bank.companyId) await bindBank(work, { code, name: bank.name }, bank.companyId);
        return { secret };
      }),
  };
}
