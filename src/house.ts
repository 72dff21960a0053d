import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Db, openDb } from '../db/client.ts';
import { findEmbedded, startEmbedded } from '../db/embedded/server.ts';
import { migrateDatabase } from '../db/migrate.ts';
import type { SignInMeans, SignOnOptions } from './domain/people/auth.ts';
import { dayOf } from './lib/day.ts';
import { sessionSecrets } from './lib/session-secret.ts';
import { newSealKey, readSealKey, type Signer } from './lib/signer.ts';
import { keyFromSecret, makeVault } from './lib/vault.ts';

export interface HouseOptions {
  /** null: the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | null;
  databaseUrlApp: string | null;
  databaseUrlNight: string | null;
  wageSecret: string | null;
  /** Private key of the trail's seals; null: one in `dataDir`, made when first needed. */
  sealKey: string | null;
  /** Versions after the first; the newest seals, all of them open. */
  newerSecrets?: readonly { version: number; secret: string }[];
  /** A provider's sign-on; absent: none. */
  signOn?: SignOnOptions | null | undefined;
  dataDir: string;
  /** Connect to the embedded server that another process of ours runs, when there is one. */
  join?: boolean;
  /** false: another process of ours has brought the database to this version. */
  migrate?: boolean;
  /** How many processes will open the database, this one and those it starts; default 1. */
  processes?: number;
  onDatabaseExit?: () => void;
  /** false: the embedded server does not wait for the disk; for data that can be made again. */
  durable?: boolean;
}

/** The database with its pools: the application's role under row policies, the night's, and the owner's URL. */
export interface House {
  ownerUrl: string;
  db: Db;
  nightDb: Db;
  /** A pool of the owner's; `max` connections, one by default. */
  ownerDb(max?: number): Db;
  /** What seals the trail. @throws Error in Chinese for a key that is none */
  signer(): Signer;
  /** What people sign in with. */
  signIn: SignInMeans;
  close(): Promise<void>;
}

/**
 * Opens the database (starting the embedded one where no URL is given), brings it to this version and opens
 * the pools. `now` decides only up to which month partitions are made.
 */
export async function openHouse(
  options: HouseOptions,
  log: (line: string) => void,
  now: Date,
): Promise<House> {
  const secrets = secretsOf(options);
  const vault = makeVault(secrets.map((s) => keyFromSecret(s.secret, s.version)));
  const secret = secrets.reduce((a, b) => (b.version > a.version ? b : a)).secret;
  const standing =
    options.databaseUrl === null && options.join ? findEmbedded(options.dataDir) : null;
  const server =
    options.databaseUrl === null && standing === null ? await startOwn(options, log) : null;
  const own = standing ?? server;
  const ownerUrl = options.databaseUrl ?? (own?.ownerUrl as string);
  const passwords = { app: rolePassword(secret, 'app'), night: rolePassword(secret, 'night') };
  const ownRoles = options.databaseUrlApp === null || options.databaseUrlNight === null;
  if (standing === null && options.migrate !== false) {
    await migrateDatabase(ownerUrl, { today: dayOf(now), ...(ownRoles ? { passwords } : {}) });
  }
  const pools: Db[] = [];
  const open = (url: string, max: number, socketFolder = own?.socketFolder ?? null) => {
    const db = openDb(url, vault, max, socketFolder);
    pools.push(db);
    return db;
  };
  // A URL that was given may lead elsewhere than to our own server's socket.
  const openAs = (role: string, password: string, given: string | null, max: number) =>
    given === null ? open(asRole(ownerUrl, role, password), max) : open(given, max, null);
  return {
    ownerUrl,
    db: openAs('we_app', passwords.app, options.databaseUrlApp, POOLS.app),
    nightDb: openAs('we_night', passwords.night, options.databaseUrlNight, POOLS.night),
    ownerDb: (max = POOLS.owner) => open(ownerUrl, max),
    signIn: { secrets: sessionSecrets(secrets), signOn: options.signOn ?? null },
    signer: () => readSealKey(options.sealKey ?? localSealKey(options.dataDir)),
    async close() {
      await Promise.all(pools.map((p) => p.end({ timeout: 5 })));
      await server?.stop();
    },
  };
}

const POOLS = { app: 8, night: 4, owner: 1 };
const A_PROCESS = POOLS.app + POOLS.night + POOLS.owner;
/** For our commands and whoever looks on; a restart has one process more than usual. */
const BESIDE = 34;

function startOwn(options: HouseOptions, log: (line: string) => void) {
  // A process whose primary has just died must not take the folder: the next start owns it.
  if (options.migrate === false) throw new Error('主进程的数据库已不在，本进程不能代替它启动。');
  return startEmbedded({
    dataDir: options.dataDir,
    log,
    durable: options.durable ?? true,
    maxConnections: BESIDE + A_PROCESS * ((options.processes ?? 1) + 1),
    ...(options.onDatabaseExit ? { onExit: options.onDatabaseExit } : {}),
  });
}

/** The two login roles' passwords follow from the secret, so that every process of ours knows them. */
const rolePassword = (secret: string, role: string) =>
  createHmac('sha256', secret).update(`wage-escrow:role:${role}`).digest('base64url');

function asRole(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

/** All versions; the first is made where none at all was given. */
function secretsOf({ wageSecret, newerSecrets = [], dataDir }: HouseOptions) {
  const first = wageSecret ?? localSecret(dataDir, newerSecrets.length === 0);
  return first === null ? newerSecrets : [{ version: 1, secret: first }, ...newerSecrets];
}

/** The secret of an installation that was given none. */
function localSecret(dataDir: string, make: boolean): string | null {
  if (!make && !existsSync(join(dataDir, 'secret'))) return null;
  return madeOnce(dataDir, 'secret', () => `${randomBytes(32).toString('base64url')}\n`).trim();
}

const localSealKey = (dataDir: string) => madeOnce(dataDir, 'seal-key.pem', newSealKey);

/** A file of the data folder that is made once, readable by its owner only. */
function madeOnce(dataDir: string, name: string, make: () => string): string {
  const path = join(dataDir, name);
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    // Processes that start together each make one: the first that is linked, whole, is everybody's.
    const own = `${path}.${process.pid}`;
    writeFileSync(own, make(), { mode: 0o600 });
    try {
      linkSync(own, path);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    } finally {
      rmSync(own);
    }
  }
  return readFileSync(path, 'utf8');
}
