import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discardEmbedded } from '../db/embedded/server.ts';
import { type Actor, type Work, write } from '../db/work.ts';
import { type House, openHouse } from '../src/house.ts';
import { dayOf } from '../src/lib/day.ts';

/** The program in a process of its own, on a folder of its own. */
export interface ServerProcess {
  url: string;
  pid: number;
  dataDir: string;
  stop(): Promise<void>;
}

/** A new folder that the database's system user can reach. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wage-escrow-bench-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Removes a folder and what its server left running. */
export const removeFolder = (folder: string) => discardEmbedded(folder);

const STARTED = /(http:\/\/[\d.]+:\d+)/;

/**
 * Starts `src/node.ts` as an operator does, durable, and waits until it says its address. `flags` go to Node
 * (`--cpu-prof`). Its log lines go nowhere; what it tells the operator is shown when it does not start.
 */
export async function startServerProcess(
  dataDir: string,
  flags: readonly string[] = [],
): Promise<ServerProcess> {
  const args = [...flags, '--import', 'tsx', 'src/node.ts', '--port', '0', '--data-dir', dataDir];
  const env = { ...process.env, RATE_KEY: '0', RATE_BANK: '0', RATE_ANONYMOUS: '0' };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  const url = await addressOf(child);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url,
    pid: child.pid as number,
    dataDir,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** The address that a server process says on its standard error. */
export function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = STARTED.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the server ended (${code}): ${said}`)));
  });
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

/** The database of a running server, as the program's own commands open it. */
export const joinHouse = (dataDir: string): Promise<House> =>
  openHouse(
    {
      databaseUrl: null,
      databaseUrlApp: null,
      databaseUrlNight: null,
      wageSecret: null,
      sealKey: null,
      dataDir,
      join: true,
    },
    () => undefined,
    new Date(),
  );

/** One transaction of the operator, as the schema's owner. */
export function asOperator<T>(house: House, fn: (work: Work) => Promise<T>): Promise<T> {
  const now = new Date();
  return write(house.ownerDb(), operator, now, dayOf(now), fn);
}

/** Runs on a server of its own, which is gone afterwards. */
export async function withServer<T>(
  run: (server: ServerProcess, house: House) => Promise<T>,
  flags: readonly string[] = [],
): Promise<T> {
  const folder = freshFolder();
  try {
    const server = await startServerProcess(folder, flags);
    const house = await joinHouse(folder);
    try {
      return await run(server, house);
    } finally {
      await house.close();
      await server.stop();
    }
  } finally {
    await removeFolder(folder);
  }
}

const KB_A_MB = 1024;
const statusOf = (pid: number, name: string): number | null => {
  try {
    const line = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    );
    return line ? Number(line[1]) / KB_A_MB : null;
  } catch {
    return null;
  }
};

/** Resident memory of a process in MB; null where the system does not tell (only Linux does). */
export const memoryMb = (pid: number): number | null => statusOf(pid, 'VmRSS');

/** The most that it was since `forgetPeak`. */
export const peakMb = (pid: number): number | null => statusOf(pid, 'VmHWM');

/** Lets the peak begin anew. */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Not Linux: there is no peak either.
  }
}

const TICKS_A_SECOND = 100;

/** Processor time of a process so far, in milliseconds; null where the system does not tell. */
export function cpuMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}
