import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Db, openDb } from '../db/client.ts';
import { findEmbedded, startEmbedded } from '../db/embedded/server.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { dayOf } from './lib/day.ts';
import { keyFromSecret, makeVault } from './lib/vault.ts';

export interface HouseOptions {
  /** null: the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | null;
  databaseUrlApp: string | null;
  databaseUrlNight: string | null;
  wageSecret: string | null;
  /** Versions after the first; the newest seals, all of them open. */
  newerSecrets?: readonly { version: number; secret: string }[];
  dataDir: string;
  /** Connect to the embedded server that another process of ours runs, when there is one. */
  join?: boolean;
  onDatabaseExit?: () => void;
  /** false: the embedded server does not wait for the disk; for data that can be made again. */
  durable?: boolean;
}

/** The database with its pools: the application's role under row policies, the night's, and the owner's URL. */
export interface House {
  ownerUrl: string;
  db: Db;
  nightDb: Db;
  ownerDb(): Db;
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
    options.databaseUrl === null && standing === null
      ? await startEmbedded({
          dataDir: options.dataDir,
          log,
          durable: options.durable ?? true,
          ...(options.onDatabaseExit ? { onExit: options.onDatabaseExit } : {}),
        })
      : null;
  const ownerUrl = options.databaseUrl ?? standing?.ownerUrl ?? (server?.ownerUrl as string);
  const passwords = { app: rolePassword(secret, 'app'), night: rolePassword(secret, 'night') };
  const ownRoles = options.databaseUrlApp === null || options.databaseUrlNight === null;
  if (standing === null) {
    await migrateDatabase(ownerUrl, { today: dayOf(now), ...(ownRoles ? { passwords } : {}) });
  }
  const pools: Db[] = [];
  const open = (url: string, max: number) => {
    const db = openDb(url, vault, max);
    pools.push(db);
    return db;
  };
  return {
    ownerUrl,
    db: open(options.databaseUrlApp ?? asRole(ownerUrl, 'we_app', passwords.app), 8),
    nightDb: open(options.databaseUrlNight ?? asRole(ownerUrl, 'we_night', passwords.night), 4),
    ownerDb: () => open(ownerUrl, 1),
    async close() {
      await Promise.all(pools.map((p) => p.end({ timeout: 5 })));
      await server?.stop();
    },
  };
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

/** The secret of an installation that was given none: made once, readable by its owner only. */
function localSecret(dataDir: string, make: boolean): string | null {
  const path = join(dataDir, 'secret');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    if (!make) return null;
    mkdirSync(dataDir, { recursive: true });
    const secret = randomBytes(32).toString('base64url');
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  }
}
