import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { keepBegun } from '../src/drain.ts';
import { makeLog } from '../src/lib/log.ts';

test('what a request began is waited for at the end; where it fails it is logged, and the end comes all the same', async () => {
  const lines: string[] = [];
  const begun = keepBegun(makeLog('info', { write: (line: string) => lines.push(line) }));
  let done = false;
  begun.add(sleep(50).then(() => (done = true)));
  begun.add(Promise.reject(new Error('磁盘满')));
  await begun.ended();
  expect(done).toBe(true);
  expect(lines.join()).toContain('磁盘满');
  await begun.ended();
});
