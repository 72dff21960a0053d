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

/**
 * Opens the database as the program's own commands do: beside a running server or alone.
 *
 * @param migrates false: a database of one's own is left as it is, the roles' passwords included
 * @throws Problem `secret-differs` where the server was started with another secret
 */
export async function withHouse<T>(
  fn: (house: House, now: Date) => Promise<T>,
  dataDir?: string,
  migrates = true,
): Promise<T> {
  const now = new Date();
  const config = readConfig(dataDir ? ['--data-dir', dataDir] : []);
  const house = await openHouse(
    { ...config, join: true, migrate: migrates || config.databaseUrl === null },
    (line) => process.stderr.write(`${line}\n`),
    now,
  );
  try {
    await checkSecret(house);
    return await fn(house, now);
  } finally {
    await house.close();
  }
}

const WRONG_PASSWORD = '28P01';

/** The roles' passwords follow from the newest secret: what is sealed with one that the server lacks, it cannot open. */
async function checkSecret({ nightDb }: House): Promise<void> {
  await nightDb`select 1`.catch((error) => {
    if (error.code !== WRONG_PASSWORD) throw error;
    const detail =
      '服务进程用的不是同一组 WAGE_SECRET，未作任何改动。请先以同样的密钥重启全部服务进程（新库先运行 npm run migrate），再重试。';
    throw new Problem('conflict', 'secret-differs', detail);
  });
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
