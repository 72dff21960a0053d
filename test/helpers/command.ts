import { spawnSync } from 'node:child_process';
import type { TestDb } from './db.ts';
import { TEST_SECRET } from './secret.ts';

/** Runs one of the operator's commands on a test's database, to its end. */
export function runCommandOn(db: TestDb, command: string, args: readonly string[]) {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: db.ownerUrl,
    DATABASE_URL_APP: db.appUrl,
    DATABASE_URL_NIGHT: db.nightUrl,
    WAGE_SECRET: TEST_SECRET,
    DATA_DIR: '.data/never',
  };
  const all = ['--import', 'tsx', `src/commands/${command}.ts`, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { env, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}
