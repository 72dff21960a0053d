import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MS = 15_000;
const child = new URL('isolate-child.ts', import.meta.url).pathname;
const written = (how: string) =>
  spawnSync(process.execPath, ['--import', 'tsx', child, how], { timeout: MS, encoding: 'utf8' });

test('in an isolate workbooks are written and read though every timer is lost', {
  timeout: 3 * MS,
}, () => {
  expect(written('held').stdout).toBe('500');
});

test('exceljs as it comes waits for a timer for good', {
  timeout: 3 * MS,
}, () => {
  expect(written('as it is').stdout).toBe('');
});
