import { openDb } from '../db/client.ts';
import { schedule } from '../jobs/schedule.ts';
import { FONT_FILES, type Fonts, openFonts } from '../reports/fonts.ts';
import { type AppDeps, createApp } from './app.ts';
import { publicUrlOf, signOnOf } from './config.ts';
import { makeDeps } from './deps.ts';
import { addDays, dayOf } from './lib/day.ts';
import { makeLog } from './lib/log.ts';
import { sessionSecrets } from './lib/session-secret.ts';
import { keyFromSecret, makeVault } from './lib/vault.ts';
import { readSecrets } from './secrets.ts';

/** What `wrangler.toml` binds. */
export interface Bindings {
  /** To PostgreSQL as `we_app`. */
  DATABASE_APP: { connectionString: string };
  /** To PostgreSQL as `we_night`. */
  DATABASE_NIGHT: { connectionString: string };
  /** The fonts' files. */
  ASSETS: { fetch(url: string): Promise<Response> };
  /** Version 1 of the secret; newer ones as on Node, `WAGE_SECRET_2`, ... Absent once nothing needs it. */
  WAGE_SECRET?: string;
  /** Where the public reaches the service: papers name it, a sign-on needs it. */
  PUBLIC_URL?: string;
  /** All three or none, with PUBLIC_URL: docs/workers.md. */
  SIGN_ON_ISSUER?: string;
  SIGN_ON_CLIENT_ID?: string;
  SIGN_ON_CLIENT_SECRET?: string;
}

/** The part of a runtime's execution context that is used. */
export interface Lifetime {
  waitUntil(work: Promise<unknown>): void;
}

export interface IsolateOptions {
  clock: { now(): Date };
  /** Takes a log line. */
  write: (line: string) => void;
  /** Goes before what is made of the bindings. */
  instead?: Partial<AppDeps>;
}

const MB = 1024 * 1024;

/** An isolate has 128 MB for all that it does at once: larger batches belong to the Node entry. */
const LIMITS: NonNullable<AppDeps['limits']> = {
  bulk: 4 * MB,
  sheet: 2 * MB,
  bank: MB,
  paper: 2 * MB,
  rows: 5_000,
  cure: '更大的请报送到以 Node 运行的入口，那里一次可收 50,000 行',
};

/** The platform's edge appends the address that it saw to X-Forwarded-For. */
const addressOf = (_env: unknown, forwarded = '') => forwarded.split(',').at(-1)?.trim() ?? '';

/** A request may hold six connections that wait. */
const APP_CONNECTIONS = 2;
const NIGHT_CONNECTIONS = 4;

/**
 * The application in an isolate of Cloudflare Workers: what `startServer` is on Node. Sockets belong to the
 * request that opened them, so each request and each cron event opens its own and closes them at its end.
 */
export function makeIsolate({ clock, write, instead = {} }: IsolateOptions) {
  const log = makeLog('info', { write });
  const app = createApp((env) => env as AppDeps);

  const open = (env: Bindings) => {
    const secrets = secretsOf(env);
    const vault = makeVault(secrets.map(([version, secret]) => keyFromSecret(secret, version)));
    const signIn = {
      secrets: sessionSecrets(secrets.map(([version, secret]) => ({ version, secret }))),
      signOn: signOnOf((name) => env[name] ?? ''),
    };
    const db = openDb(env.DATABASE_APP.connectionString, vault, APP_CONNECTIONS);
    const nightDb = openDb(env.DATABASE_NIGHT.connectionString, vault, NIGHT_CONNECTIONS);
    const fonts = () => fontsFrom(env.ASSETS);
    const publicUrl = publicUrlOf(env.PUBLIC_URL ?? '');
    const deps = makeDeps({ db, nightDb, clock, log, signIn, fonts, publicUrl, trail: null });
    const close = () => Promise.all([db, nightDb].map((pool) => pool.end({ timeout: 5 })));
    return { deps: { ...deps, limits: LIMITS, addressOf, ...instead }, close };
  };

  return {
    async fetch(request: Request, env: Bindings, lifetime: Lifetime): Promise<Response> {
      const { deps, close } = open(env);
      try {
        return await app.fetch(request, deps, lifetime as never);
      } finally {
        lifetime.waitUntil(close());
      }
    },
    /** The day is the one that had ended when the event was due, however late it comes. */
    async scheduled(event: { cron: string; scheduledTime: number }, env: Bindings): Promise<void> {
      const { deps, close } = open(env);
      const day = addDays(dayOf(new Date(event.scheduledTime)), -1);
      try {
        for (const { job } of schedule.filter(({ cron }) => cron === event.cron)) {
          await deps.fire(job, day);
        }
      } catch (error) {
        log.error({ cron: event.cron, err: error }, 'job');
        throw error;
      } finally {
        await close();
      }
    },
  };
}

/** All secrets with their versions. */
function secretsOf(env: Bindings): [number, string][] {
  const texts = Object.entries(env).filter(([, value]) => typeof value === 'string');
  const wrong: string[] = [];
  const secrets = readSecrets(Object.fromEntries(texts), [], wrong);
  if (secrets.size === 0) wrong.push('必须设置 WAGE_SECRET');
  if (wrong.length === 0) return [...secrets];
  throw new Error(`配置有误：${wrong.join('；')}。用 wrangler secret put WAGE_SECRET 设置`);
}

let fonts: Fonts | undefined;
const files = new Map<string, Uint8Array>();

/**
 * The fonts, fetched and parsed once an isolate: bytes and tables, nothing that belongs to a request. No
 * promise is kept either: a request that ends early would leave others waiting for it.
 */
async function fontsFrom(assets: Bindings['ASSETS']): Promise<Fonts> {
  for (const name of Object.values(FONT_FILES)) {
    if (files.has(name)) continue;
    const answer = await assets.fetch(`https://assets.local/${name}`);
    if (!answer.ok) throw new Error(`font ${name}: ${answer.status}`);
    files.set(name, new Uint8Array(await answer.arrayBuffer()));
  }
  fonts ??= openFonts((name) => files.get(name) as Uint8Array);
  return fonts;
}
