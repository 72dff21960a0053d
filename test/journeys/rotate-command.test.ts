import { spawn, spawnSync } from 'node:child_process';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { findTask, listTasks } from '../../src/domain/tasks.ts';
import { stageDb } from '../domain/stage.ts';
import { killed } from '../helpers/embedded.ts';
import { TEST_SECRET } from '../helpers/secret.ts';
import { holdUp, until } from './child.ts';

// What an operator who changes keys is told, by the command itself.

const db = stageDb();
const both = { WAGE_SECRET: TEST_SECRET, WAGE_SECRET_2: 'the second secret, long enough for it' };
const newest = { WAGE_SECRET_2: both.WAGE_SECRET_2 };

type Task = { id: string; done: number; total: number | null };

beforeAll(async () => {
  await db.claim(await db.stage({ workers: 2 }));
});

const commandOf = (args: string[]) => ['--import', 'tsx', 'src/commands/rotate.ts', ...args];

function envOf(secrets: Record<string, string>, roles = true) {
  const { ownerUrl, appUrl, nightUrl } = db.at();
  return {
    PATH: process.env.PATH,
    DATABASE_URL: ownerUrl,
    ...(roles ? { DATABASE_URL_APP: appUrl, DATABASE_URL_NIGHT: nightUrl } : {}),
    ...secrets,
  };
}

function rotate(secrets: Record<string, string>, args: string[] = [], roles = true) {
  const env = envOf(secrets, roles);
  const { status, stdout, stderr } = spawnSync(process.execPath, commandOf(args), {
    ...{ encoding: 'utf8', env },
  });
  return { status, said: stdout + stderr };
}

test('before the servers know the new secret it changes nothing and says what to do first', () => {
  const { status, said } = rotate(both, [], false);
  expect(status).toBe(1);
  expect(said).toContain('未作任何改动。请先以同样的密钥重启全部服务进程');
  // The passwords of the roles are as they were: the servers still get in.
  expect(rotate({ WAGE_SECRET: TEST_SECRET }, ['--check']).said).toContain('版本 1（最新）');
});

test('while it runs an administrator can follow it; killed, it is said to have stopped, and may be run again', {
  timeout: 60_000,
}, async () => {
  const tasks = (fn: Parameters<typeof db.byNight<object | null>>[1]) =>
    db.byNight('2026-07-02', fn);
  const list = () => tasks((work) => listTasks(work, ['rotation'], true)) as Promise<Task[]>;
  const letGo = await holdUp(db.at().ownerUrl, 'lock table we.payroll_line in exclusive mode');
  const child = spawn(process.execPath, commandOf([]), { env: envOf(both), stdio: 'ignore' });
  onTestFinished(() => killed(child));
  await until(async () => ((await list())[0]?.done ?? 0) > 0);
  const [task] = await list();
  // The people of the site are under the new key already; what lies in the payroll waits.
  expect(task).toMatchObject({ about: '2', status: 'running' });
  expect(task?.done).toBeLessThan(task?.total as number);
  await killed(child);
  await letGo();
  await db.sql()`update we.task set told_at = told_at - interval '1 minute'`;
  expect(await tasks((work) => findTask(work, task?.id as string, true))).toMatchObject({
    ...{ status: 'lost', done: task?.done },
  });
  expect(rotate(both, ['--check']).said).toContain('版本 1：仍在使用');
});

test('it tells which key is in use, exchanges it, and then that the old one may go', {
  timeout: 60_000,
}, () => {
  const before = rotate(both, ['--check']);
  expect(before.status).toBe(0);
  expect(before.said).toMatch(/版本 1：仍在使用，不能移除（.*payroll_line 2/);
  const done = rotate(both);
  expect(done.status).toBe(0);
  expect(done.said).toMatch(/重新加密 \d+ 行，涉及 1 个项目；0 人的动态验证码。/);
  expect(done.said).toContain('版本 1：已无数据使用，可以移除这一密钥');
  expect(rotate(both).said).toContain('重新加密 0 行');
  expect(rotate(newest, ['--check']).said).toMatch(/^版本 2（最新）：.*engagement 2/m);
});

test('without a key that is in use it names the version, and nothing is half done', () => {
  const third = { WAGE_SECRET_3: 'the third secret, long enough for it all' };
  const { status, said } = rotate(third);
  expect(status).toBe(1);
  expect(said).toMatch(/版本 2 的密钥.*未作任何改动。请补上 WAGE_SECRET_2/);
  expect(rotate(newest, ['--check']).said).not.toContain('版本 3');
});
