import { spawn } from 'node:child_process';
import { requestsASecond } from '../load.ts';
import { alternate, median } from '../rounds.ts';
import type { Measured, Row } from '../row.ts';
import { addressOf, cpuMs, withServer } from '../server.ts';
import { makeCallers, makeSite } from '../site.ts';

const ROUNDS = 7;
const LOAD = { connections: 16, ms: 2_000 };
const SITE = 'SITE-3';
const PATH = `/api/v1/projects/${SITE}`;
const WARM = 2;

/** The process of one side, and its address. */
async function sideOf(which: 'ours' | 'free' | 'bare' | 'least', dataDir: string, key: string) {
  const args = ['--import', 'tsx', 'bench/overhead-app.ts', which, dataDir, PATH, key];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await addressOf(child);
  const pid = child.pid as number;
  const load = async (): Promise<{ rate: number; cpuUs: number | null }> => {
    const before = cpuMs(pid);
    const rate = await requestsASecond(url, PATH, { authorization: `Bearer ${key}` }, LOAD);
    const after = cpuMs(pid);
    const spent = before === null || after === null ? null : after - before;
    return { rate, cpuUs: spent && (spent * 1_000_000) / (rate * LOAD.ms) };
  };
  return { load, stop: () => child.kill('SIGTERM') };
}

async function run(): Promise<Measured> {
  return withServer(async (server, house) => {
    const callers = await makeCallers(house);
    await makeSite(server, callers, SITE, 10);
    const ours = await sideOf('ours', server.dataDir, callers.authority);
    const free = await sideOf('free', server.dataDir, callers.authority);
    const bare = await sideOf('bare', server.dataDir, callers.authority);
    const least = await sideOf('least', server.dataDir, callers.authority);
    const sides = { ours, free, floor: bare };
    const cpu: Record<keyof typeof sides, number[]> = { ours: [], free: [], floor: [] };
    const side = async (who: keyof typeof sides) => {
      const { rate, cpuUs } = await sides[who].load();
      if (cpuUs !== null) cpu[who].push(cpuUs);
      return rate;
    };
    const all = Object.keys(sides) as (keyof typeof sides)[];
    for (let i = 0; i < WARM; i++) await Promise.all([...all.map(side), least.load()]);
    for (const who of all) cpu[who] = [];
    const rates = await alternate(ROUNDS, { ours: () => side('ours'), floor: () => side('floor') });
    const [oursUs, floorUs] = [median(cpu.ours), median(cpu.floor)];
    cpu.ours = [];
    // What the limit of callers costs: the same application with it and without.
    await alternate(ROUNDS, { ours: () => side('ours'), floor: () => side('free') });
    const between: number[] = [];
    for (let i = 0; i < ROUNDS; i++) between.push((await least.load()).rate);
    ours.stop();
    free.stop();
    least.stop();
    bare.stop();
    const ratio = median(rates.ours) / median(rates.floor);
    return {
      ours: `${Math.round(median(rates.ours))}/s`,
      floor: `${Math.round(median(rates.floor))}/s`,
      ratio,
      memoryMb: null,
      met: ratio >= 0.7,
      more: {
        oursUs,
        floorUs,
        limitedUs: median(cpu.ours),
        unlimitedUs: median(cpu.free),
        least: median(between),
        ...rates,
      },
    };
  });
}

/** 请求开销: a read of one row through all that a request passes, the database answering at once. */
export const overhead: Row = {
  name: 'overhead',
  what: '读一行的请求，数据库时间除外；底线为裸 Hono 给出同样的应答',
  aim: '≥ 0.7 × its requests a second',
  run,
};
