import { addDays, dayOf } from '../../src/lib/day.ts';
import { median, percentile } from '../rounds.ts';
import { type Measured, ms, type Row } from '../row.ts';
import { withServer } from '../server.ts';
import { makeCallers, signIn } from '../site.ts';
import { fillAlerts } from '../volume/alerts.ts';
import { ONE_MILLION } from '../volume/city.ts';
import { fillSites } from '../volume/fill.ts';

const ROUNDS = 40;
const WARM = 5;
const P = 0.95;
const AIM_MS = 200;
const AIM_BYTES = 100_000;

const pages = [
  '/',
  '/alerts?status=open',
  '/alerts?status=open&level=red&rule=F01',
  '/alerts?status=open&cases=true',
  '/overview',
];
const FLOOR = '/api/v1/alerts?status=open&limit=50';

interface Got {
  /** From the request to the head of the answer. */
  firstMs: number;
  bytes: number;
}

async function get(url: string, cookie: string): Promise<Got> {
  const begun = performance.now();
  const answer = await fetch(url, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
  const firstMs = performance.now() - begun;
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`);
  return { firstMs, bytes: (await answer.arrayBuffer()).byteLength };
}

async function run(say: (line: string) => void): Promise<Measured> {
  return withServer(async (server, house) => {
    await makeCallers(house);
    const owner = house.ownerDb();
    const today = dayOf(new Date());
    await fillSites(owner, { ...ONE_MILLION, today });
    await fillAlerts(owner, today);
    await owner`
      insert into we.job_run (job, day, status, claimed_by, lease_until, started_at, as_of)
      values ('night', ${addDays(today, -1)}, 'done', gen_random_uuid(), now(), now(), now())`;
    await owner.end();
    const cookie = await signIn(server, house);
    const got = new Map<string, Got[]>([...pages, FLOOR].map((path) => [path, []]));
    for (let round = 0; round < WARM + ROUNDS; round++)
      for (const [path, all] of got) {
        const one = await get(`${server.url}${path}`, cookie);
        if (round >= WARM) all.push(one);
      }
    const told = [...got].map(([path, all]) => ({
      path,
      median: median(all.map(({ firstMs }) => firstMs)),
      p95: percentile(
        all.map(({ firstMs }) => firstMs),
        P,
      ),
      kB: (all[0]?.bytes ?? 0) / 1000,
    }));
    for (const { path, ...one } of told)
      say(`${path}: ${ms(one.median)}, p95 ${ms(one.p95)}, ${one.kB.toFixed(1)} kB`);
    const floor = told.at(-1) as (typeof told)[number];
    const slowest = told.slice(0, -1).reduce((a, b) => (a.median > b.median ? a : b));
    const heaviest = Math.max(...told.slice(0, -1).map(({ kB }) => kB));
    return {
      ours: `${slowest.path} ${ms(slowest.median)}, p95 ${ms(slowest.p95)}; ≤ ${heaviest.toFixed(0)} kB`,
      floor: `${ms(floor.median)}, p95 ${ms(floor.p95)}`,
      ratio: slowest.median / floor.median,
      memoryMb: null,
      met: slowest.median <= AIM_MS && heaviest * 1000 <= AIM_BYTES,
      more: { pages: told },
    };
  });
}

/** 网页: today, alerts and overview before a hundred thousand open alerts, as an inspector's browser asks for them. */
export const webPages: Row = {
  name: 'pages',
  what: '10 万条未消除预警时的网页：今日、预警（筛选、按案）、态势，到首字节的时间和页面大小；底线为接口的预警列表',
  aim: '≤ 200 ms, ≤ 100 kB',
  run,
};
