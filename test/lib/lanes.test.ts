import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inLanes } from '../../src/lib/lanes.ts';

test('does every item once, never more at a time than told', async () => {
  const done: number[] = [];
  let busy = 0;
  let most = 0;
  await inLanes([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    busy += 1;
    most = Math.max(most, busy);
    await sleep(item % 2);
    busy -= 1;
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('with nothing to do it ends', async () => {
  await inLanes([], 2, () => Promise.reject(new Error('called')));
});

test('after a failure nothing new begins, and what is under way is waited for', async () => {
  const ended: string[] = [];
  const all = inLanes(['a', 'b', 'c', 'd'], 2, async (item) => {
    if (item === 'a') throw new Error('a failed');
    await sleep(5);
    ended.push(item);
  });
  await expect(all).rejects.toThrow('a failed');
  expect(ended).toEqual(['b']);
});
