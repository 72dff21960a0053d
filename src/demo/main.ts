import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../commands/owner.ts';
import { addDays, type Day, dayOf, daysBetween, isDay } from '../lib/day.ts';
import { accountLines, nameOf } from './accounts.ts';
import { makeCity } from './city.ts';
import { authorityOf, type Drive, drive } from './drive.ts';
import { BASE, UnexpectedAnswer } from './http.ts';
import { spendMorning } from './morning.ts';
import { makeMeter } from './progress.ts';
import { compare, printReport, readAlert } from './report.ts';
import { type Stage, setStage } from './stage.ts';
import type { City } from './story.ts';

const NOT_DRAWN = 404;
const CREDENTIALS_SHOWN = 8;

const USAGE = `用法：npm run demo -- [--no-serve] [--port 端口] [--out 文书存放处] [--to 最后一日]
  [--projects 项目数] [--workers 工人数] [--months 月数] [--seed 整数]`;

/** Days up to which a city's planted faults were counted and found; the year's holidays are published. */
const [FIRST_TO, LAST_TO, OTHERWISE] = ['2026-07-02', '2026-12-31', '2026-10-31'];

/** Last night, so that the pages are of today. */
function lastNight(): Day {
  const day = addDays(dayOf(new Date()), -1);
  return day < FIRST_TO || day > LAST_TO ? OTHERWISE : day;
}

const options = {
  projects: { type: 'string', default: '40' },
  workers: { type: 'string', default: '2000' },
  months: { type: 'string', default: '6' },
  to: { type: 'string', default: lastNight() },
  seed: { type: 'string', default: '1' },
  port: { type: 'string', default: '3000' },
  out: { type: 'string', default: 'demo-out' },
  'no-serve': { type: 'boolean', default: false },
} as const;
let flags: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

await runCommand(USAGE, async () => {
  flags = parseArgs({ options }).values;
  await main();
});

async function main(): Promise<void> {
  const begun = performance.now();
  const city = makeCity({
    seed: wholeFlag('seed', 0),
    projects: wholeFlag('projects', 1),
    workers: wholeFlag('workers', 1),
    months: wholeFlag('months', 1),
    to: dayFlag(),
  });
  const nights = daysBetween(city.fromDay, city.toDay) + 1;
  console.log(
    `演示城市：${city.projects.length} 个项目，${flags.workers} 名工人，${city.fromDay} 至 ${city.toDay}，${city.steps.length} 次报送，${nights} 个夜间任务`,
  );
  const stage = await setStage(city, wholeFlag('port', 0));
  try {
    const { driven, good } = await play(city, stage, nights, begun);
    if (!good) process.exitCode = 1;
    if (flags['no-serve']) await stage.stop();
    else await staysUp(city, stage, driven);
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

async function play(city: City, stage: Stage, nights: number, begun: number) {
  const started = performance.now();
  const meter = makeMeter(city.steps.length, nights);
  const driven = await drive(city, stage.client, { onProgress: meter.show }).finally(meter.stop);
  const played = performance.now();
  const alerts = await driven.caller.fetchAll(authorityOf(city), '/alerts');
  const papers = await saveNotices(city, driven);
  const report = compare(
    city,
    alerts.map((alert) => readAlert(alert, (id) => driven.refs.refOf(id))),
  );
  console.log(`\n${printReport(report)}\n`);
  const planted = report.rows.length - report.unplanned;
  console.log(`预设 ${planted} 项，漏报 ${report.missed} 项，多报 ${report.unplanned} 项`);
  console.log(
    `文书 ${papers.saved} 份，存入 ${flags.out}${papers.notDrawn > 0 ? `；未生成 ${papers.notDrawn} 份` : ''}`,
  );
  console.log(
    `请求 ${driven.caller.requests} 次；启动 ${seconds(begun, started)} 秒，报送和夜间任务 ${seconds(started, played)} 秒，共 ${seconds(begun, performance.now())} 秒`,
  );
  return { driven, good: report.missed === 0 && report.unplanned === 0 };
}

/** Every draft's paper, through the API. */
async function saveNotices(city: City, { caller }: Drive) {
  const authority = authorityOf(city);
  const drafts = await caller.fetchAll(authority, '/notices?status=draft');
  await rm(flags.out, { recursive: true, force: true });
  await mkdir(flags.out, { recursive: true });
  let saved = 0;
  let notDrawn = 0;
  for (const draft of drafts) {
    const { noticeId, projectCode, instrument, level } = draft as Record<string, string>;
    try {
      const bytes = await caller.fetchBytes(authority, `/notices/${noticeId}.pdf`);
      const fileName = `${projectCode}-${instrument}-${level}-${noticeId?.slice(-6)}.pdf`;
      await writeFile(join(flags.out, fileName), bytes);
      saved += 1;
    } catch (error) {
      if (!(error instanceof UnexpectedAnswer) || error.status !== NOT_DRAWN) throw error;
      notDrawn += 1;
    }
  }
  return { saved, notDrawn };
}

async function staysUp(city: City, stage: Stage, { caller }: Drive): Promise<void> {
  stage.freeClock();
  const { accounts, worker } = await stage.makeAccounts();
  const today = dayOf(new Date());
  if (today > city.toDay)
    await spendMorning(city, caller, { today, colleague: nameOf(accounts, 'inspector') });
  console.log(
    `\n服务继续运行，请打开 ${stage.url} 用下列账户登录；接口说明 ${stage.url}${BASE}/docs，按 Ctrl+C 停止`,
  );
  console.log('可用的密钥（仅供演示）：');
  const shown = [...stage.credentials].slice(0, CREDENTIALS_SHOWN);
  for (const [name, credential] of shown) console.log(`  ${name}  ${credential}`);
  console.log('可用的账户（仅供演示）：用户名、姓名、单位、密码');
  for (const line of accountLines(accounts)) console.log(line);
  console.log(
    `工人查工资（不用账户）：${stage.url}/my-wages  工地码 ${worker.site}  姓名 ${worker.name}  身份证号后六位 ${worker.lastSix}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stage.stop().then(() => process.exit(0)));
  }
}

function wholeFlag(
  name: 'projects' | 'workers' | 'months' | 'seed' | 'port',
  least: number,
): number {
  const value = Number(flags[name]);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`--${name} 应为不小于 ${least} 的整数`);
}

function dayFlag(): string {
  if (!isDay(flags.to)) throw new RangeError('--to 应为日期，如 2026-10-31');
  return flags.to;
}

function seconds(from: number, to: number): string {
  return String(Math.round((to - from) / 100) / 10);
}
