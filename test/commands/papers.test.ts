import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleNotices } from '../../reports/samples.ts';
import { drawOverThreads } from '../../src/commands/drawing.ts';
import type { Drawn } from '../../src/commands/papers-thread.ts';
import { draftPapers } from '../../src/domain/notices/draft-papers.ts';
import { listTasks } from '../../src/domain/tasks.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import { stageDb } from '../domain/stage.ts';
import { readInfo, readSheets } from '../helpers/pdf.ts';
import { TEST_SECRET } from '../helpers/secret.ts';
import { until } from '../journeys/child.ts';

const run = promisify(execFile);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'papers-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('draws each sample without a database, and all notices into one file with an outline', async () => {
  const args = [
    '--import',
    'tsx',
    'src/commands/papers.ts',
    '--samples',
    folder,
    '--merged',
    'all.pdf',
    '--threads',
    '2',
  ];
  const { stdout } = await run(process.execPath, args, {
    env: {
      ...process.env,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      WAGE_SECRET: 'x'.repeat(32),
    },
  });
  const names = sampleNotices().map(({ name }) => `${name}.pdf`);
  const others = ['monthly', 'book', 'wage-statement', 'workers'].flatMap((kind) =>
    ['short', 'long', 'extreme'].map((size) => `${kind}-${size}.pdf`),
  );
  const all = [...names, ...others, 'monthly-public.pdf'];
  expect(readdirSync(folder).sort()).toEqual([...all, 'all.pdf'].sort());
  expect(stdout).toContain(`绘出 ${all.length} 件`);
  const sheets = async (name: string) => readSheets(readFileSync(join(folder, name)));
  const textOf = async (name: string) =>
    (await sheets(name)).flatMap(({ texts }) => texts.map(({ text }) => text)).join('');
  // What nothing is known of, and what is as long as can be.
  expect(await textOf('book-short.pdf')).toContain('尚无到期的工资');
  expect(await textOf('monthly-short.pdf')).toContain('没有签发文书');
  expect(await textOf('monthly-public.pdf')).toContain('（公开版）');
  expect(await textOf('wage-statement-extreme.pdf')).toContain('𬱖䶮㛃');
  expect((await sheets('workers-extreme.pdf')).length).toBeGreaterThan(20);
  const merged = readFileSync(join(folder, 'all.pdf'));
  const { outline } = await readInfo(merged);
  expect(outline).toHaveLength(names.length);
  expect(outline[1]?.title).toBe(
    '虚建提示〔2026〕15号 虚构建工集团有限公司 关于虚构安置房二期（一标段）工程农民工工资支付问题的提示函',
  );
  // Each begins on a sheet of its own: on an odd page, its numbers from 1.
  const printed = await readSheets(merged);
  const heads = printed.flatMap((sheet, index) =>
    sheet.texts.some(({ colour }) => colour === '#d7000f') ? [index + 1] : [],
  );
  expect(heads).toHaveLength(names.length);
  for (const page of heads) expect(page % 2).toBe(1);
  const alone = await readSheets(readFileSync(join(folder, 'warning-short.pdf')));
  const at = (heads[3] as number) - 1;
  expect(printed.slice(at, at + alone.length).map(({ texts }) => texts)).toEqual(
    alone.map(({ texts }) => texts),
  );
}, 120_000);

test('what cannot be drawn is told with why, and the others are drawn', async () => {
  const [first, second] = sampleNotices();
  const bad = { ...first?.facts, addressee: { name: '𠮷林建工' } };
  const old = { ...first?.facts, template: 'notice-0' };
  const tasks = [bad, old, second?.facts].map((facts, n) => ({
    path: join(folder, `t${n}.pdf`),
    kind: 'notice' as const,
    factsText: JSON.stringify(facts),
  }));
  const drawn: Drawn[] = [];
  await drawOverThreads(tasks, { threads: 3, fontDir: '' }, (one) => drawn.push(one));
  const refusalOf = (n: number) => drawn.find(({ path }) => path === tasks[n]?.path)?.refusal;
  expect(refusalOf(0)).toBe('字体中没有“𠮷”（U+20BB7），见 /addressee/name');
  expect(refusalOf(1)).toBe('文书的版式“notice-0”已不存在，不能重新绘制。');
  expect(refusalOf(2)).toBeNull();
  expect(readdirSync(folder).filter((name) => /^t\d/.test(name))).toEqual(['t2.pdf']);
}, 60_000);

test('a thread that dies is an error, not a wait', async () => {
  const tasks = [{ path: join(folder, 'x.pdf'), kind: 'notice' as const, factsText: '{' }];
  await expect(drawOverThreads(tasks, { threads: 1, fontDir: '' }, () => {})).rejects.toThrow(
    /JSON/,
  );
}, 60_000);

const db = stageDb();

test('the drafts of the nights asked for, first and last included, and no approved ones', async () => {
  const site = await db.site();
  const made = async (level: number, refreshedOn: string, status = 'draft') => {
    const id = await aNotice(db.at(), site, { level, status });
    await db.sql()`update we.notice set refreshed_on = ${refreshedOn} where id = ${id}`;
    return id;
  };
  await made(1, '2026-06-13');
  const [first, last] = [await made(2, '2026-06-14'), await made(3, '2026-06-16')];
  await made(1, '2026-06-15', 'approved');
  await db.sql()`update we.notice set addressee_id = 'another' where level = 1`;
  await made(1, '2026-06-17');
  const papers = await db.byNight('2026-06-20', (work) =>
    draftPapers(work, '2026-06-14', '2026-06-16'),
  );
  expect(papers.map(({ name }) => name)).toEqual([
    `${site.code}-supervision-2026-06-16-${last.slice(0, 8)}`,
    `${site.code}-warning-2026-06-14-${first.slice(0, 8)}`,
  ]);
  expect(JSON.parse(papers[0]?.factsText as string)).toMatchObject({ instrument: 'supervision' });
});

const PAPERS = 60;

test('an administrator can follow the command to its end', async () => {
  const { ownerUrl, appUrl, nightUrl } = db.at();
  await db.sql()`delete from we.notice`;
  const site = await db.site();
  // Enough of them that it takes more than a moment.
  for (let n = 0; n < PAPERS; n += 1) {
    const id = await aNotice(db.at(), site, { level: 1 });
    await db.sql()`update we.notice set refreshed_on = '2026-06-14', addressee_id = ${String(n)} where id = ${id}`;
  }
  const args = ['src/commands/papers.ts', '--from', '2026-06-14', '--out', folder];
  const child = spawn(process.execPath, ['--import', 'tsx', ...args, '--threads', '1'], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: ownerUrl,
      DATABASE_URL_APP: appUrl,
      DATABASE_URL_NIGHT: nightUrl,
      WAGE_SECRET: TEST_SECRET,
    },
  });
  const ended = once(child, 'exit');
  const task = async () => {
    const [found] = await db.byNight('2026-06-20', (work) => listTasks(work, ['papers'], true));
    return found;
  };
  await until(async () => (await task()) !== undefined);
  expect(await task()).toMatchObject({ about: '2026-06-14', status: 'running', total: PAPERS });
  await ended;
  expect(await task()).toMatchObject({ status: 'done', done: PAPERS, total: PAPERS });
}, 60_000);
