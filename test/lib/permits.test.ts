import { expect, test } from 'vitest';
import { batchOf, type Lease, Permits, type Policy } from '../../src/lib/permits.ts';

const policy: Policy = { name: 'key', quota: 100, seconds: 60 };
const BATCH = 5;

/** One count for all processes, as the database keeps it, and a clock that is set by hand. */
function bureau({ quota, seconds }: Policy = policy) {
  const counts = new Map<string, { taken: number; endsAt: number }>();
  let now = 0;
  let asked = 0;
  let away = false;
  const ask = async (_: Policy, caller: string, wanted: number): Promise<Lease> => {
    asked += 1;
    if (away) throw new Error('away');
    let count = counts.get(caller);
    if (!count || count.endsAt <= now) {
      count = { taken: 0, endsAt: now + seconds * 1000 };
      counts.set(caller, count);
    }
    const before = quota - count.taken;
    count.taken += wanted;
    return {
      granted: Math.max(0, Math.min(wanted, before)),
      left: Math.max(0, quota - count.taken),
      endsInMs: count.endsAt - now,
    };
  };
  return {
    process: () => new Permits(ask, () => now),
    pass: (ms: number) => {
      now += ms;
    },
    asked: () => asked,
    isAway: (yes: boolean) => {
      away = yes;
    },
  };
}

/** Asks `times` times and tells how many were admitted. */
async function ask(permits: Permits, times: number, caller = 'a', given = policy) {
  let admitted = 0;
  for (let n = 0; n < times; n += 1) admitted += (await permits.take(given, caller)).ok ? 1 : 0;
  return admitted;
}

test('a process admits the quota and not one more, with a question for each batch', async () => {
  const bank = bureau();
  const permits = bank.process();
  expect(batchOf(policy)).toBe(BATCH);
  expect(await ask(permits, 100)).toBe(100);
  expect(await ask(permits, 1)).toBe(0);
  expect(bank.asked()).toBe(100 / BATCH);
});

test('once it knows, ten thousand more cost no question', async () => {
  const bank = bureau();
  const permits = bank.process();
  await ask(permits, 101);
  const before = bank.asked();
  expect(await ask(permits, 10_000)).toBe(0);
  expect(bank.asked()).toBe(before);
  expect(permits.spent(policy, 'a')).toMatchObject({ ok: false, remaining: 0, resetSeconds: 60 });
  expect(permits.spent(policy, 'b')).toBeNull();
});

test('several processes admit the quota together, and at most a batch each above it', async () => {
  const bank = bureau();
  const processes = [bank.process(), bank.process(), bank.process(), bank.process()];
  let admitted = 0;
  for (let n = 0; n < 100; n += 1)
    for (const permits of processes) admitted += await ask(permits, 1);
  expect(admitted).toBe(100);
  expect(await ask(bank.process(), 50)).toBeLessThanOrEqual(BATCH);
});

test('the window ends for all of them at its time, not a millisecond before', async () => {
  const bank = bureau();
  const first = bank.process();
  await ask(first, 101);
  bank.pass(30_000);
  const second = bank.process();
  await ask(second, BATCH + 1);
  expect(second.spent(policy, 'a')?.resetSeconds).toBe(30);
  bank.pass(29_999);
  expect([await ask(first, 1), await ask(second, 1)]).toEqual([0, 0]);
  bank.pass(1);
  expect(first.spent(policy, 'a')).toBeNull();
  expect(await ask(first, 60)).toBe(60);
  // A batch lies with the first, unused.
  expect(await ask(second, 60)).toBe(40 - BATCH);
});

test('the first request waits for nobody', async () => {
  let answer = (_: Lease) => {};
  const permits = new Permits(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    () => 0,
  );
  for (let n = 0; n < BATCH; n += 1) expect((await permits.take(policy, 'a')).ok).toBe(true);
  const next = permits.take(policy, 'a');
  const before = await Promise.race([next, Promise.resolve('waits')]);
  expect(before).toBe('waits');
  answer({ granted: BATCH + 1, left: 0, endsInMs: 1000 });
  expect((await next).ok).toBe(true);
  expect((await permits.take(policy, 'a')).ok).toBe(false);
});

test('what is told remains goes down by one with each request, to nothing', async () => {
  const permits = bureau().process();
  const told = [];
  for (let n = 0; n < 101; n += 1) told.push((await permits.take(policy, 'a')).remaining);
  expect(told).toEqual([...Array.from({ length: 100 }, (_, n) => 99 - n), 0]);
});

test('callers and policies are counted apart', async () => {
  const permits = bureau().process();
  await ask(permits, 101, 'a');
  expect(await ask(permits, 10, 'b')).toBe(10);
  expect(await ask(permits, 3, 'a', { ...policy, name: 'failed' })).toBeLessThanOrEqual(3);
  expect(permits.spent({ ...policy, name: 'bank' }, 'a')).toBeNull();
});

test('while the count cannot be reached callers pass, and are counted again a second later', async () => {
  const bank = bureau();
  const permits = bank.process();
  await ask(permits, 50);
  bank.isAway(true);
  expect(await ask(permits, 500)).toBe(500);
  bank.isAway(false);
  bank.pass(1000);
  expect(await ask(permits, 200)).toBeLessThanOrEqual(100);
});

test('a small quota has batches of one', async () => {
  const small = { name: 'failed', quota: 3, seconds: 60 };
  const permits = bureau(small).process();
  expect(batchOf(small)).toBe(1);
  expect(await ask(permits, 10, 'a', small)).toBe(3);
});

test('a flood of callers forgets the oldest, who is then asked for anew', async () => {
  const bank = bureau();
  const permits = bank.process();
  await ask(permits, 101, 'old');
  for (let n = 0; n < 20_000; n += 1) await permits.take(policy, `c${n}`);
  expect(permits.spent(policy, 'old')).toBeNull();
  expect(await ask(permits, 20, 'old')).toBeLessThanOrEqual(BATCH);
});
