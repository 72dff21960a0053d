import { readFileSync } from 'node:fs';
import { type Actor, type Work, write } from '../db/work.ts';
import { ruleOf } from '../jobs/rulebook.ts';
import { runJob } from '../jobs/run.ts';
import type { JobName } from '../jobs/schedule.ts';
import { startScheduler } from '../jobs/scheduler.ts';
import { nodeFonts } from '../reports/node-fonts.ts';
import { drawNotice } from '../reports/notice.ts';
import type { NoticeFacts } from '../reports/notice-facts.ts';
import { createApp } from './app.ts';
import { putCalendarYear } from './domain/calendar-years.ts';
import { addBankSecret, foundAuthority } from './domain/people/founding.ts';
import { makeKey } from './domain/people/keys.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';
import { dayOf } from './lib/day.ts';
import { type Log, makeLog } from './lib/log.ts';
import { listen } from './listen.ts';

export interface ServeOptions extends Partial<HouseOptions> {
  port: number;
  host?: string;
  /** Business time; leases and rate limits are on the database's clock. */
  clock: { now(): Date };
  log: (line: string) => void;
  logger?: Log;
  /** Balancers before the program that append to X-Forwarded-For. */
  trustProxy?: number;
  /** Fire the schedule from this process. */
  scheduled?: boolean;
}

/**
 * The words of an alert, from the rule that found it. A rule's texts that a paper may not quote are shown
 * with their mark.
 */
export function describe({ rule, facts }: { rule: string; facts: unknown }) {
  const found = ruleOf(rule);
  if (!found) throw new Error(`no rule ${rule}`);
  return {
    title: found.title,
    sentence: found.sentence(facts),
    basis: found.basis.map((l) => ({
      title: l.title,
      article: l.article,
      text: l.text,
      verified: l.mark !== 'R',
    })),
    clearsWhen: found.clearsWhen,
    addressees: [found.main, ...found.copies],
  };
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
const version = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  }
).version;

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
      newerSecrets: options.newerSecrets ?? [],
      dataDir: options.dataDir ?? '.data',
      durable: options.durable ?? true,
      ...(options.onDatabaseExit ? { onDatabaseExit: options.onDatabaseExit } : {}),
    },
    options.log,
    clock.now(),
  );
  const run = (job: string, day: string) =>
    runJob(
      { db: house.nightDb, clock, draw: (facts) => drawNotice(facts, nodeFonts()) },
      job as JobName,
      day,
    );
  const app = createApp({
    db: house.db,
    clock,
    log: logger,
    version,
    trustedHops: options.trustProxy ?? 0,
    describe,
    draw: (facts) => drawNotice(facts as NoticeFacts, nodeFonts()),
    runJob: async (job, day) => ({ ...(await run(job, day)) }),
    confirmYear: (actor, now, year, input) =>
      write(house.nightDb, actor, now, dayOf(now), (work) => putCalendarYear(work, year, input)),
  });
  const server = await listen({
    fetch: app.fetch,
    host: options.host ?? '127.0.0.1',
    port: options.port,
  });
  const stopSchedule = options.scheduled
    ? startScheduler(clock.now, run, (job, error) => logger.error({ job, err: error }, 'job'))
    : () => {};
  return {
    url: server.url,
    house,
    admin: adminOf(house, clock),
    async stop() {
      stopSchedule();
      await server.stop();
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
