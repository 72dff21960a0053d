import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, afterEach, expect } from 'vitest';
import {
  discardEmbedded,
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from '../../db/embedded/server.ts';

/** What the first line of an owner in a process of its own says. */
export type Said = Partial<EmbeddedServer> & { refused?: string };

/** Folders, servers and owner processes of one test file; all are gone after it. */
export interface Bench {
  readonly base: string;
  /** The folder that most tests share, one after the other. */
  readonly folder: string;
  /** All log lines of `start`. */
  readonly said: string[];
  start(options?: Partial<EmbeddedOptions>): Promise<EmbeddedServer>;
  owner(dataDir: string, uid?: number): { child: ChildProcess; said: Promise<Said> };
  /** Has a process killed after the test. */
  mind<T extends ChildProcess>(child: T): T;
}

/** Called at the top of a test file. */
export function embeddedBench(): Bench {
  const base = mkdtempSync(join(tmpdir(), 'wage-escrow-embedded-'));
  chmodSync(base, 0o711);
  const folder = join(base, 'main');
  const running: EmbeddedServer[] = [];
  const children: ChildProcess[] = [];
  const said: string[] = [];

  afterEach(async () => {
    for (const child of children.splice(0)) await killed(child);
    for (const server of running.splice(0)) await server.stop();
  });
  afterAll(async () => {
    for (const name of readdirSync(base)) await discardEmbedded(join(base, name));
    rmSync(base, { recursive: true, force: true });
  });

  const mind = <T extends ChildProcess>(child: T): T => {
    children.push(child);
    return child;
  };
  const start = async (options: Partial<EmbeddedOptions> = {}) => {
    const log = (line: string) => void said.push(line);
    const server = await startEmbedded({ dataDir: folder, log, ...options });
    running.push(server);
    return server;
  };
  const owner = (dataDir: string, uid?: number) => {
    const child = mind(spawnOwner(dataDir, base, uid));
    const line = new Promise<Said>((resolve, reject) => {
      child.stdout?.once('data', (chunk) => resolve(JSON.parse(String(chunk))));
      child.once('exit', (code, name) => reject(new Error(`the owner ended: ${name ?? code}`)));
    });
    line.catch(() => undefined);
    return { child, said: line };
  };
  return { base, folder, said, start, owner, mind };
}

function spawnOwner(dataDir: string, home: string, uid?: number): ChildProcess {
  const script = new URL('embedded-child.ts', import.meta.url).pathname;
  return spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, HOME: home },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

/** One statement or more on a connection of their own. */
export async function query<T>(url: string, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}

/** Commits a word. */
export const insert = (url: string, word: string) =>
  query(url, async (sql) => {
    await sql`create table if not exists kept (word text)`;
    await sql`insert into kept values (${word})`;
  });

/** The words committed so far. */
export const words = (url: string) =>
  query(url, async (sql) => (await sql`select word from kept`).map((row) => String(row.word)));

/** kill -9, and the process is gone. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await over;
}

/** Waits for a fact and fails when it does not come. */
export async function until(fact: () => boolean, ms = 5_000): Promise<void> {
  for (let waited = 0; waited < ms && !fact(); waited += 10) await sleep(10);
  expect(fact()).toBe(true);
}

/** Names in a folder; none when it is absent. */
export function names(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
