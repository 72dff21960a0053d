import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { birthOf, signal } from '../../db/embedded/process.ts';
import { discardEmbedded, type EmbeddedServer, startEmbedded } from '../../db/embedded/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's URL of the run's cluster. */
    clusterUrl: string;
    /** Every database of the run is named `{runName}_…`; `{runName}_template` is migrated. */
    runName: string;
  }
}

/** The day the template is migrated on; its partitions reach two years further. */
export const TEMPLATE_DAY = '2026-06-15';
/** Passwords of the login roles: fixed, so that two runs on one given server agree. */
export const ROLE_PASSWORDS = { app: 'app-of-the-tests', night: 'night-of-the-tests' };

const FOLDER = 'wage-escrow-test-';
const MEMORY = '/dev/shm';
const ROOM_BYTES = 4 * 2 ** 30;
const MIGRATE = new URL('../../db/migrate.ts', import.meta.url);
const quiet = { max: 1, onnotice: () => undefined };

/** vitest's global setup: one cluster a run, the given TEST_DATABASE_URL or an embedded one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const cluster = given ? { url: given, end: async () => undefined } : await throwAwayCluster();
  const runName = `we_${randomBytes(5).toString('hex')}`;
  const end = async () => {
    if (given) await dropDatabases(given, runName);
    await cluster.end();
  };
  try {
    await makeTemplate(cluster.url, `${runName}_template`);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('clusterUrl', cluster.url);
  project.provide('runName', runName);
  return end;
}

/** The same server, another database. */
export function urlOf(clusterUrl: string, database: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * In memory where the system has a folder there with room enough: a database is 1,400 files, and making them on a disk is
 * most of what a file of tests waits for. Each database is dropped after its file, so that few are there at a time.
 */
function placeOfCluster(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir();
}

async function throwAwayCluster(): Promise<{ url: string; end: () => Promise<void> }> {
  await sweepDeadRuns();
  const folder = mkdtempSync(join(placeOfCluster(), `${FOLDER}${process.pid}-`));
  chmodSync(folder, 0o711);
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  let server: EmbeddedServer;
  try {
    server = await startEmbedded({ dataDir: folder, log, durable: false });
  } catch (error) {
    remove(folder);
    throw new Error(`the test cluster did not start: ${lines.join('; ')}`, { cause: error });
  }
  const home = dirname(server.dataFolder);
  // the run was ended without its teardown: nothing may stay
  const lastChance = () => {
    signal(server.postgresPid, 'SIGQUIT');
    remove(folder, home);
  };
  process.once('exit', lastChance);
  const end = async () => {
    await server.stop();
    process.off('exit', lastChance);
    remove(folder, home);
  };
  return { url: server.ownerUrl, end };
}

/** Removes what runs that were killed outright left behind: their processes and folders. */
async function sweepDeadRuns(): Promise<void> {
  for (const place of [tmpdir(), MEMORY].filter(existsSync)) {
    for (const name of readdirSync(place)) {
      if (!name.startsWith(FOLDER)) continue;
      const pid = Number(name.slice(FOLDER.length).split('-')[0]);
      if (birthOf(pid) !== null) continue;
      await discardEmbedded(join(place, name)).catch(() => undefined);
    }
  }
}

async function makeTemplate(clusterUrl: string, name: string): Promise<void> {
  const sql = postgres(clusterUrl, quiet);
  try {
    await sql.unsafe(`create database ${name} template template0 encoding 'UTF8'`);
    if (existsSync(MIGRATE)) {
      const { migrateDatabase } = await import(MIGRATE.href);
      const options = { today: TEMPLATE_DAY, passwords: ROLE_PASSWORDS };
      await migrateDatabase(urlOf(clusterUrl, name), options);
    }
    await sql.unsafe(`alter database ${name} with is_template true allow_connections false`);
  } finally {
    await sql.end();
  }
}

async function dropDatabases(clusterUrl: string, runName: string): Promise<void> {
  const sql = postgres(clusterUrl, quiet);
  try {
    const names = await sql<{ datname: string }[]>`
      select datname from pg_database where starts_with(datname, ${`${runName}_`})`;
    for (const { datname } of names) {
      await sql.unsafe(`alter database ${datname} with is_template false`);
      await sql.unsafe(`drop database ${datname} with (force)`);
    }
  } finally {
    await sql.end();
  }
}

function remove(...folders: string[]): void {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
