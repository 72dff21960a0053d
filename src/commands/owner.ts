import { type Actor, type Work, write } from '../../db/work.ts';
import { readConfig } from '../config.ts';
import { type House, openHouse } from '../house.ts';
import { dayOf } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';

/** Whoever runs a command. */
export const actor: Actor = {
  id: 'command',
  holder: 'command',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/** Opens the database as the program's own commands do: beside a running server or alone. */
export async function withHouse<T>(
  fn: (house: House, now: Date) => Promise<T>,
  dataDir?: string,
): Promise<T> {
  const now = new Date();
  const config = readConfig(dataDir ? ['--data-dir', dataDir] : []);
  const house = await openHouse(
    { ...config, join: true },
    (line) => process.stderr.write(`${line}\n`),
    now,
  );
  try {
    return await fn(house, now);
  } finally {
    await house.close();
  }
}

/** One transaction as the schema's owner, for the acts that only an operator may do. */
export const asOwner = <T>(house: House, now: Date, fn: (work: Work) => Promise<T>): Promise<T> =>
  write(house.ownerDb(), actor, now, dayOf(now), fn);

/** Runs a command; a refusal is one sentence and exit code 1, with the usage below it. */
export async function runCommand(usage: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const sentence =
      error instanceof Problem
        ? error.detail
        : error instanceof Error
          ? error.message
          : String(error);
    process.stderr.write(`${sentence}\n\n${usage}\n`);
    process.exitCode = 1;
  }
}
