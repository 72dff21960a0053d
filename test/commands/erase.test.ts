import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { newSealKey } from '../../src/lib/signer.ts';
import { finish, settled } from '../domain/keeping/settled.ts';
import { type Stage, stageDb } from '../domain/stage.ts';
import { TEST_SECRET } from '../helpers/secret.ts';

// What an operator is told; what an erasure does is told in test/domain/keeping.

const db = stageDb();
let over: Stage;

beforeAll(async () => {
  over = await settled(db, 'of-over');
  await finish(db, over);
  const open = await settled(db, 'of-open');
  await finish(db, open);
  await db.sql()`update we.wage_account set closed_on = null where project_id = ${open.id}`;
  await db.stage({ workers: 0 });
});

function erase(...args: string[]) {
  const { ownerUrl, appUrl, nightUrl } = db.at();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/commands/erase.ts', ...args],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: ownerUrl,
        DATABASE_URL_APP: appUrl,
        DATABASE_URL_NIGHT: nightUrl,
        WAGE_SECRET: TEST_SECRET,
        WAGE_SEAL_KEY: newSealKey(),
      },
    },
  );
  return { status, said: stdout + stderr };
}

test('without a project it lists those that are finished: until when, or what is open', {
  timeout: 60_000,
}, () => {
  const { status, said } = erase();
  expect(status).toBe(0);
  const lines = said.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines).toContainEqual(
    `${over.code}  须保存至 2029-09-30：用工管理台账（《保障农民工工资支付条例》第二十八条）`,
  );
  expect(lines).toContainEqual(expect.stringContaining('不能删除：1 个工资专户尚未销户'));
});

test('before the day it refuses with the reason, the day and the usage', {
  timeout: 60_000,
}, async () => {
  const { status, said } = erase('--project', over.code);
  expect(status).toBe(1);
  expect(said).toContain('须保存至 2029-09-30，次日起方可删除。');
  expect(said).toContain('npm run erase -- --project');
  expect(erase('--project', 'NONE-1').said).toContain('没有这条记录');
  const events = await db.sql()`select from we.event where name = 'project.erased'`;
  expect(events).toHaveLength(0);
});
