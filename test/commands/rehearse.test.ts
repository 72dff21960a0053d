import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { runCommandOn } from '../helpers/command.ts';
import { freshDb } from '../helpers/db.ts';
import { projectOf } from '../helpers/site.ts';

const db = freshDb();
let app: TestApp;
let callers: Callers;

beforeAll(async () => {
  app = await makeApp(db(), { now: '2026-02-21T09:00:00+08:00' });
  callers = await app.callers();
  const { key } = callers.authority;
  const contract = { signedOn: '2026-01-02', totalFen: 1_00, contractorSize: 'medium' };
  await app.call('PUT', '/projects/P-1', { key, body: projectOf(callers) });
  const { status } = await app.call('PUT', '/projects/P-1/contract', { key, body: contract });
  expect(status).toBeLessThan(300);
});
afterAll(() => app.end());

const run = (...args: string[]) => runCommandOn(db(), 'rehearse', args);
const period = ['--from', '2026-02-01', '--to', '2026-02-20'];

test('prints levels, ends and where the two differ; how far it is goes to stderr', {
  timeout: 60_000,
}, () => {
  const { status, out, err } = run('--rule', 'A01', '--set', 'orangeDays=3', ...period);
  expect(status, err).toBe(0);
  expect(err).toContain('2026-02-15  15/20');
  expect(err).toContain('2026-02-20  20/20');
  expect(out).toContain('A01 专户未按期开立，2026-02-01 至 2026-02-20');
  expect(out).toContain('现行：2026-02-01 起第 1 版，orangeDays=10 redDays=30');
  expect(out).toContain('1 例，平均 7 天');
  expect(out).toContain('黄 2026-02-03 橙 2026-02-06');
  expect(out).toContain('黄 2026-02-03 橙 2026-02-13');
});

test('as JSON it is the whole result, and stdout has nothing else', { timeout: 60_000 }, () => {
  const { out } = run('--rule', 'A01', '--set', 'orangeDays=3', ...period, '--json');
  const result = JSON.parse(out);
  expect(result).toMatchObject({ complete: true, through: '2026-02-20' });
  expect(result.cases).toHaveLength(1);
});

test('a refusal is a sentence with every bad place and the usage', { timeout: 60_000 }, () => {
  const { status, out, err } = run('--rule', 'A01', '--set', 'orangeDays=x', ...period);
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain('试算的规则参数或期间有误。\n  set/orangeDays：应为 0 至 366 之间的整数。');
  expect(err).toContain('用法：');
  expect(run('--rule', 'A01', '--set', 'orangeDays=3').err).toContain('YYYY-MM-DD');
});
