import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, openDb } from '../../db/client.ts';
import { discardEmbedded, findEmbedded } from '../../db/embedded/server.ts';
import { keyFromSecret, makeVault } from '../../src/lib/vault.ts';
import { killed } from './embedded.ts';

/** The program as an operator starts it, with an embedded database of its own. */
export interface Program {
  child: ChildProcess;
  url: string;
  /** Where Prometheus reads. */
  metricsUrl: string;
  dataDir: string;
  /** All that it said and logged so far. */
  said: () => string;
  /** The database as the superuser sees it. */
  ownerDb: Db;
  end(): Promise<void>;
}

const SECRET = 'a secret of the tests, long enough';
/** What every process of the program is given. */
export const programEnv = {
  PATH: process.env.PATH,
  WAGE_SECRET: SECRET,
  STOP_GRACE: '0',
  // These stories ask as fast as they can.
  RATE_KEY: '0',
  RATE_BANK: '0',
};
export const programVault = makeVault([keyFromSecret(SECRET)]);

/** A folder for a program, which PostgreSQL's user may pass through. */
export function programFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wage-escrow-program-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Starts `src/node.ts` and waits until it serves. @throws Error with what it said when it ends instead */
export async function startProgram(
  args: string[],
  env: Record<string, string> = {},
  folder = programFolder(),
): Promise<Program> {
  const dataDir = join(folder, 'data');
  const all = ['--port', '0', '--metrics-port', '0', '--data-dir', dataDir, ...args];
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/node.ts', ...all], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...programEnv, HOME: folder, ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += String(chunk);
    });
  }
  const said = () => text;
  await heard(child, said, '服务已启动', 90_000);
  const find = (form: RegExp) => form.exec(text)?.[1] as string;
  const ownerDb = openDb(findEmbedded(dataDir)?.ownerUrl as string, programVault, 2);
  return {
    child,
    url: find(/服务已启动：(http:\/\/[\d.:]+)/),
    metricsUrl: find(/指标：(\S+)/),
    dataDir,
    said,
    ownerDb,
    async end() {
      await ownerDb.end({ timeout: 1 });
      await killed(child);
      await discardEmbedded(dataDir);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until a program says something. */
export async function heard(
  child: ChildProcess,
  said: () => string,
  what: string,
  ms = 60_000,
): Promise<void> {
  for (let waited = 0; waited < ms; waited += 50) {
    if (said().includes(what)) return;
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  throw new Error(`it did not say ${what} but: ${said()}`);
}

/** Processes of a process, without PostgreSQL and helpers. */
export function serversOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return children
    .filter(Boolean)
    .map(Number)
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('src/node.ts'));
}
