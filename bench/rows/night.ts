import type { Db } from '../../db/client.ts';
import { addDays, type Day, dayOf } from '../../src/lib/day.ts';
import { median, timed } from '../rounds.ts';
import { type Measured, type Row, seconds } from '../row.ts';
import { forgetPeak, peakMb, type ServerProcess, withServer } from '../server.ts';
import { ask, type Callers, makeCallers } from '../site.ts';
import { ONE_MILLION, TEN_MILLION, type Volume } from '../volume/city.ts';
import { fillVolume } from '../volume/fill.ts';

const NIGHTS = 5;
const MOST_MS = 5_000;
const MOST_GROWTH = 1.3;

interface Nights {
  /** The first night of all: every alert opens, every notice is drawn. */
  firstMs: number;
  /** The nights after it. */
  ms: number[];
  floorMs: number[];
  /** Milliseconds of each step of the last night. */
  steps: Record<string, number>;
  counts: Record<string, number>;
  peakMb: number | null;
}

type Counts = Record<string, { ms?: number }>;

const runNight = async (server: ServerProcess, callers: Callers, day: Day): Promise<Counts> =>
  (await ask(server, callers.authority, 'POST', '/job-runs', { job: 'night', day }))
    .counts as Counts;

/** `SELECT count(*)` over what is unmet, with the joins that a night cannot do without. */
const floorOf = (owner: Db, day: Day) => owner`
  select count(*), sum(l.net_fen), sum(e.amount_fen)
  from we.obligation o
  join we.project p on p.id = o.project_id
  left join we.payroll_line l on o.kind = 'wage' and l.project_id = o.project_id and l.wage_month = (o.period || '-01')::date
    and l.employer_id = o.subject and l.wage_month between ${addDays(day, -400)}::date and ${day}::date
  left join we.payout_event e on e.project_id = l.project_id and e.wage_month = l.wage_month and e.root_batch_id = l.root_batch_id
    and e.root_line_no = l.root_line_no
  where o.kind in ('wage', 'transfer', 'payroll-sheet', 'resend') and o.ended_at = 'infinity' and o.met_on > ${day}::date and o.due_day < ${day}::date`;

/** Nights of a city in a server of its own, each beside the floor. */
async function nightsOf(
  volume: Omit<Volume, 'today'>,
  say: (line: string) => void,
): Promise<Nights> {
  return withServer(async (server, house) => {
    const callers = await makeCallers(house);
    const owner = house.ownerDb(2);
    const today = dayOf(new Date());
    say(`生成数据：${volume.sites + volume.olderYears * volume.olderSites} 个项目`);
    say(
      `用时 ${seconds(await timed(() => fillVolume(owner, { ...volume, today }, (step) => say(`  ${step}`))))}`,
    );
    const firstDay = addDays(today, -NIGHTS - 1);
    const firstMs = await timed(() => runNight(server, callers, firstDay));
    say(`首夜 ${seconds(firstMs)}`);
    forgetPeak(server.pid);
    const nights: Nights = { firstMs, ms: [], floorMs: [], steps: {}, counts: {}, peakMb: null };
    let last: Counts = {};
    for (let i = 1; i <= NIGHTS; i++) {
      const day = addDays(firstDay, i);
      nights.floorMs.push(await timed(() => floorOf(owner, day)));
      nights.ms.push(
        await timed(async () => {
          last = await runNight(server, callers, day);
        }),
      );
      say(
        `第 ${i + 1} 夜 ${seconds(nights.ms.at(-1) as number)}，底线 ${seconds(nights.floorMs.at(-1) as number)}`,
      );
    }
    nights.steps = Object.fromEntries(Object.entries(last).map(([step, { ms = 0 }]) => [step, ms]));
    const [counts] = await owner<Record<string, number>[]>`
      select (select count(*) from we.payroll_line)::int as lines, (select count(*) from we.obligation)::int as duties,
        (select count(*) from we.obligation where ended_at = 'infinity' and met_on > ${today} and due_day < ${today})::int as unmet,
        (select count(*) from we.alert where status = 'open')::int as alerts, (select count(*) from we.notice)::int as notices`;
    nights.counts = { ...counts };
    nights.peakMb = peakMb(server.pid);
    await owner.end();
    return nights;
  });
}

async function run(say: (line: string) => void): Promise<Measured> {
  const one = await nightsOf(ONE_MILLION, say);
  const ten = await nightsOf(TEN_MILLION, say);
  const growth = median(ten.ms) / median(one.ms);
  return {
    ours: `${seconds(median(one.ms))}; 10 M: ${seconds(median(ten.ms))} (× ${growth.toFixed(2)})`,
    floor: seconds(median(one.floorMs)),
    ratio: median(one.ms) / median(one.floorMs),
    memoryMb: one.peakMb,
    met: median(one.ms) <= MOST_MS && growth <= MOST_GROWTH,
    more: { growth, one, ten },
  };
}

/** 夜间任务: an ordinary night of a city, and the same city with ten times the history. */
export const night: Row = {
  name: 'night',
  what: '一夜：100 万行工资、10 万项义务、约 5 千项未履行；底线为对未履行义务的同样连接计数',
  aim: '≤ 5 s; ≤ 1.3 × with 10 × the history',
  run,
};
