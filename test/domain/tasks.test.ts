import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Db, openDb } from '../../db/client.ts';
import { type Actor, read, type Work, write } from '../../db/work.ts';
import {
  dropTasks,
  findTask,
  listTasks,
  makeTask,
  outcomeOf,
  undertake,
} from '../../src/domain/tasks.ts';
import { Problem } from '../../src/lib/problem.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
const now = new Date('2026-06-15T09:00:00+08:00');
const day = '2026-06-15';
let db: Db;
let owner: Db;

beforeAll(() => {
  db = openDb(at().appUrl, testVault, 2);
  owner = openDb(at().ownerUrl, testVault, 1);
});
afterAll(() => Promise.all([db, owner].map((pool) => pool.end({ timeout: 1 }))));
beforeEach(() => owner`truncate we.task`);

const as = (holder: string): Actor => ({
  ...{ id: holder, holder, org: null, bank: null, region: null, grants: [], projects: [] },
});
const me = as('x:王');
const place = { actor: me, now, day };
const of = { kind: 'rehearsal', about: 'W01 一周' } as const;
const seen = <T>(actor: Actor, fn: (work: Work) => Promise<T>) => read(db, actor, now, day, fn);
const rows = () => owner`select status, stage, done, total, outcome_cipher as cipher from we.task`;

describe('a task', () => {
  test('tells once a second how far it is, whatever becomes of the work, and keeps what came of it sealed', async () => {
    let tell = (_done: number) => {};
    let end = () => {};
    const running = undertake({ ...place, db }, of, async (given) => {
      tell = (done) => given(done, 10, 'check');
      tell(3);
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      return { found: '张三' };
    });
    expect(await rows()).toEqual([]);
    await sleep(1_300);
    expect(await rows()).toMatchObject([{ status: 'running', stage: 'check', done: 3, total: 10 }]);
    tell(7);
    await sleep(1_100);
    expect(await rows()).toMatchObject([{ done: 7 }]);
    const [task] = await seen(me, (work) => listTasks(work, ['rehearsal'], false));
    expect(task).toMatchObject({ ...of, status: 'running', done: 7, total: 10 });
    tell(10);
    end();
    expect(await running).toEqual({ found: '张三' });
    const [row] = await rows();
    expect(row).toMatchObject({ status: 'done', done: 10 });
    expect(row?.cipher).not.toContain('张三');
    expect(await seen(me, (work) => outcomeOf(work, task?.id as string, false))).toEqual({
      found: '张三',
    });
  });

  test('that was over within a second left no row, done or refused', async () => {
    await undertake({ ...place, db }, of, async () => 1);
    const refusal = undertake({ ...place, db }, of, async () => {
      throw new Problem('conflict', 'batch-exists', '已有。');
    });
    await expect(refusal).rejects.toMatchObject({ code: 'batch-exists' });
    expect(await rows()).toEqual([]);
  });

  test('that was refused keeps why; a bug keeps nothing', async () => {
    for (const [error, kept] of [
      [new Problem('conflict', 'batch-exists', '已有。', { batchNo: 'B1' }), '已有。'],
      [new Error('密 secret'), null],
    ] as const) {
      await owner`truncate we.task`;
      const failing = undertake({ ...place, db }, of, async () => {
        await sleep(1_200);
        throw error;
      });
      await expect(failing).rejects.toBe(error);
      const [task] = await seen(me, (work) => listTasks(work, ['rehearsal'], false));
      expect(task?.status).toBe('failed');
      const outcome = await seen(me, (work) => outcomeOf(work, task?.id as string, false));
      expect((outcome as { detail: string } | null)?.detail ?? null).toBe(kept);
    }
  });

  test('goes on where a beat cannot be told, and tells the next', async () => {
    const gone = openDb(at().appUrl, testVault, 1);
    const task = makeTask({ ...place, db: gone }, of);
    await task.begin();
    task.watch();
    const lock = await owner.reserve();
    await lock`begin`;
    await lock`lock table we.task in access exclusive mode`;
    task.tell(1, 2);
    await sleep(1_200);
    task.tell(2, 2);
    await lock`rollback`;
    lock.release();
    await sleep(1_500);
    expect(await rows()).toMatchObject([{ done: 2, total: 2, status: 'running' }]);
    await task.done(null);
    await gone.end();
    expect(await rows()).toMatchObject([{ status: 'done' }]);
  });

  test('of which nothing was heard for a minute is lost; of which nothing for a day is dropped', async () => {
    const task = makeTask({ ...place, db }, of);
    await task.begin();
    const status = async () => (await seen(me, (work) => findTask(work, task.id, false)))?.status;
    const quiet = (time: string) =>
      owner`update we.task set told_at = clock_timestamp() - ${time}::interval`;
    const drop = () => write(db, me, now, day, dropTasks);
    await quiet('55 seconds');
    expect(await status()).toBe('running');
    await quiet('61 seconds');
    expect(await status()).toBe('lost');
    await quiet('23 hours 59 minutes');
    expect(await drop()).toEqual({ dropped: 0 });
    await quiet('24 hours 1 minute');
    expect(await drop()).toEqual({ dropped: 1 });
    expect(await status()).toBeUndefined();
  });
});

test('is its holder’s alone; those of the house are seen by who may, one’s own as well', async () => {
  const ids = await Promise.all(
    [me, as('command'), as('job:night'), as('x:李')].map(async (actor) => {
      const task = makeTask({ db, actor, now, day }, of);
      await task.begin();
      await task.done({ of: actor.holder });
      return task.id;
    }),
  );
  const open = async (house: boolean) => {
    const found = ids.map((id) =>
      seen(me, async (work) => [
        (await findTask(work, id, house)) !== null,
        (await outcomeOf(work, id, house)) !== null,
      ]),
    );
    return (await Promise.all(found)).map(([task, outcome]) => `${task} ${outcome}`);
  };
  const [yes, no] = ['true true', 'false false'];
  expect(await open(false)).toEqual([yes, no, no, no]);
  expect(await open(true)).toEqual([yes, yes, yes, no]);
  const listed = (house: boolean) => seen(me, (work) => listTasks(work, ['rehearsal'], house));
  expect([(await listed(false)).length, (await listed(true)).length]).toEqual([1, 3]);
  expect(await seen(me, (work) => listTasks(work, ['rotation'], true))).toEqual([]);
});
