import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { killed } from '../helpers/embedded.ts';
import { ownerOf } from '../helpers/insert.ts';

/** Starts a script of this folder as a process of its own; it does not outlive the test. */
export function start(script: string, args: string[]): { child: ChildProcess; said: () => string } {
  const path = new URL(script, import.meta.url).pathname;
  let text = '';
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  child.stdout?.on('data', (chunk) => {
    text += String(chunk);
  });
  onTestFinished(() => killed(child));
  return { child, said: () => text };
}

/** Waits until a fact of the database holds. */
export async function until(fact: () => Promise<boolean>, ms = 60_000): Promise<void> {
  for (let waited = 0; waited < ms; waited += 50) {
    if (await fact()) return;
    await sleep(50);
  }
  throw new Error('it did not come about');
}

/** Holds up whoever writes what `statement` locks, until the function returned is called. */
export async function holdUp(ownerUrl: string, statement: string): Promise<() => Promise<void>> {
  const sql = await ownerOf({ ownerUrl }).reserve();
  await sql.unsafe('begin');
  await sql.unsafe(statement);
  return async () => {
    await sql.unsafe('rollback');
    sql.release();
  };
}

/** How many backends of a role wait for a lock, are in a statement or a transaction, or are there at all. */
export async function backends(ownerUrl: string, role: string) {
  const [row] = await ownerOf({ ownerUrl })<{ waiting: number; busy: number; alive: number }[]>`
    select count(*) filter (where wait_event_type = 'Lock')::int as waiting,
      count(*) filter (where state <> 'idle')::int as busy, count(*)::int as alive
    from pg_stat_activity where usename = ${role} and datname = current_database()`;
  return row as { waiting: number; busy: number; alive: number };
}
