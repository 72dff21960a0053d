import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { read } from '../../db/work.ts';
import type { AnyPaper } from '../../reports/any-paper.ts';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawPrintRun } from '../../reports/notice.ts';
import type { NoticeFacts } from '../../reports/notice-facts.ts';
import { sampleReports } from '../../reports/sample-reports.ts';
import { sampleNotices } from '../../reports/samples.ts';
import { readConfig } from '../config.ts';
import { draftPapers } from '../domain/notices/draft-papers.ts';
import { type Tell, undertake } from '../domain/tasks.ts';
import { dayOf, isDay } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';
import { makeBar } from './bar.ts';
import { drawOverThreads } from './drawing.ts';
import { actor, runCommand, withHouse } from './owner.ts';
import type { Task } from './papers-thread.ts';

const USAGE = `用法：
  npm run papers -- --samples 目录
      不用数据库，以虚构的短、长、极端数据绘出每一种文书、月报、项目档案、对账单和人员名单，供查看版式
  npm run papers -- --from 2026-11-01 --to 2026-11-20 --out 目录
      绘出这些夜晚起草、尚未签发的全部文书，每件一个文件；--to 不写时同 --from
  --merged 文件名       另外把文书合并为一个文件，带书签，每件从新的一张纸起，供双面打印
  --threads 4           绘制的线程数，默认为处理器数
  --data-dir .data/demo 自带数据库在别处时指明
字体目录由环境变量 FONT_DIR 指定。`;

const PLAIN_EVERY = 100;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      samples: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      out: { type: 'string' },
      merged: { type: 'string' },
      threads: { type: 'string', default: String(availableParallelism()) },
      'data-dir': { type: 'string' },
    },
  });
  const threads = Number(values.threads);
  if (!Number.isInteger(threads) || threads < 1 || threads > 64)
    throw new Problem('invalid', 'invalid-input', '--threads 应为 1 至 64 的整数。');
  const { samples, from, to = from, out, merged } = values;
  if (samples !== undefined) return drawAll(samplePapers(), samples, threads, merged);
  if (out === undefined || !isDay(from) || !isDay(to))
    throw new Problem('invalid', 'day-invalid', '请给出 --out 和起止日期（YYYY-MM-DD）。');
  await withHouse(async ({ nightDb: db }, now) => {
    const place = { db, actor, now, day: dayOf(now) };
    const about = from === to ? from : `${from} — ${to}`;
    await undertake(place, { kind: 'papers', about }, async (tell) => {
      const papers = await read(db, actor, now, place.day, (work) => draftPapers(work, from, to));
      const waiting = papers.map((paper) => ({ ...paper, kind: 'notice' as const }));
      await drawAll(waiting, out, threads, merged, tell);
      return null;
    });
  }, values['data-dir']);
});

/** A paper to draw, its facts as JSON. */
type Waiting = Pick<AnyPaper, 'name' | 'kind'> & { factsText: string };

function samplePapers(): Waiting[] {
  const notices = sampleNotices().map((sample) => ({ ...sample, kind: 'notice' as const }));
  return [...notices, ...sampleReports()].map(({ name, kind, facts }) => ({
    ...{ name, kind },
    factsText: JSON.stringify(facts),
  }));
}

/** Each into a file of its name, and all notices that could be drawn into one; what could not is told, and the exit code is 1. */
async function drawAll(
  papers: readonly Waiting[],
  folder: string,
  threads: number,
  merged: string | undefined,
  tell: Tell = () => {},
): Promise<void> {
  const { fontDir } = readConfig([]);
  mkdirSync(folder, { recursive: true });
  const tasks: Task[] = papers.map(({ name, kind, factsText }) => ({
    path: join(folder, `${name}.pdf`),
    ...{ kind, factsText },
  }));
  const begun = performance.now();
  const bar = makeBar('绘制', tasks.length, PLAIN_EVERY);
  tell(0, tasks.length);
  const refusals = new Map<string, string>();
  let drawn = 0;
  await drawOverThreads(tasks, { threads, fontDir }, ({ path, refusal }) => {
    if (refusal !== null) refusals.set(path, refusal);
    bar.step();
    drawn += 1;
    tell(drawn, tasks.length);
  }).finally(bar.stop);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  for (const [path, refusal] of refusals) process.stderr.write(`${path} 没有绘出：${refusal}\n`);
  if (refusals.size > 0) process.exitCode = 1;
  console.log(`绘出 ${tasks.length - refusals.size} 件，${seconds} 秒，在 ${folder}`);
  if (merged === undefined) return;
  const done = tasks.filter(({ path, kind }) => kind === 'notice' && !refusals.has(path));
  const notices = done.map(({ factsText }) => JSON.parse(factsText) as NoticeFacts);
  const path = join(folder, merged);
  const meta = { title: '文书合并打印', author: '农民工工资专户监测预警系统', at: newest(notices) };
  writeFileSync(path, drawPrintRun({ ...meta, notices }, nodeFonts(fontDir)));
  console.log(`合并为 ${path}`);
}

/** The newest data time: the file says nothing younger. */
function newest(notices: readonly NoticeFacts[]): Date {
  return new Date(Math.max(0, ...notices.map(({ dataTime }) => Date.parse(dataTime))));
}
