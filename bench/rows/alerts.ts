import type { Db } from '../../db/client.ts';
import { dayOf } from '../../src/lib/day.ts';
import { median, percentile, timed } from '../rounds.ts';
import { type Measured, ms, type Row } from '../row.ts';
import { type ServerProcess, withServer } from '../server.ts';
import { ask, type Callers, makeCallers } from '../site.ts';
import { fillAlerts } from '../volume/alerts.ts';
import { ONE_MILLION } from '../volume/city.ts';
import { fillSites } from '../volume/fill.ts';

const PAGES = 25;
const LIMIT = 50;
const WARM = 2;
const P = 0.95;

/** A list that is asked for: the query, and the condition it stands for. */
interface Filter {
  query: string;
  where: string;
}

const FIRST_SITE = 'BENCH-1000';

const filters: readonly Filter[] = [
  { query: 'status=open', where: 'true' },
  { query: 'status=open&level=red', where: 'a.level = 3' },
  { query: 'status=open&rule=F01', where: "a.rule_id = 'F01'" },
  { query: 'status=open&regionCode=320706', where: 'a.region_code = 320706' },
  { query: 'status=open&regionCode=3207', where: 'a.region_code between 320700 and 320799' },
  { query: `status=open&projectCode=${FIRST_SITE}`, where: 'a.project_id = 1000' },
  {
    query: 'status=open&openedFrom=2026-06-01&openedTo=2026-06-30',
    where: "a.opened_on between '2026-06-01' and '2026-06-30'",
  },
  {
    query: 'status=open&q=BENCH-12',
    where:
      "a.project_id in (select project_id from we.project_directory where code like 'BENCH-12%')",
  },
  {
    query: `status=open&q=${encodeURIComponent('工程1999')}`,
    where: "a.project_id in (select id from we.project where name ilike '%工程1999%')",
  },
  {
    query: 'status=open&q=91320799A000000300',
    where: "'91320799A000000300' in (a.owner_id, a.contractor_id, a.employer_id)",
  },
  { query: 'status=cleared', where: 'true' },
  { query: 'level=orange&rule=W05', where: "a.level = 2 and a.rule_id = 'W05'" },
];

const statusOf = ({ query }: Filter) => new URLSearchParams(query).get('status');

/** One page by the bare statement, as the owner, whom no policy concerns. */
function barePage(owner: Db, filter: Filter, offsetKey: Key | null) {
  const status = statusOf(filter);
  const only = status === null ? '' : `a.status = '${status}' and`;
  const after =
    offsetKey === null
      ? ''
      : `and (a.level < ${offsetKey.level} or a.level = ${offsetKey.level} and (a.due_day, a.id) > ('${offsetKey.due}'::date, '${offsetKey.id}'::uuid))`;
  return owner.unsafe(
    `select a.*, d.code, p.name from we.alert a join we.project_directory d on d.project_id = a.project_id join we.project p on p.id = a.project_id
     where ${only} ${filter.where} ${after} order by a.level desc nulls last, a.due_day, a.id limit ${LIMIT + 1}`,
  );
}

interface Key {
  level: number;
  due: string;
  id: string;
}

interface Walk {
  ours: number[];
  floor: number[];
  rows: number;
}

const LEVELS = ['yellow', 'orange', 'red'];

/** The key of the last row of a page, for the bare statement. */
function keyOf(items: Record<string, unknown>[]): Key {
  const last = items.at(-1) as Record<string, unknown>;
  const hex = String(last.alertId).split('-')[1] as string;
  return { level: LEVELS.indexOf(String(last.level)) + 1, due: String(last.dueDay), id: hex };
}

/** Turns the pages of a list, each beside the bare statement of the same page. */
async function walk(
  server: ServerProcess,
  callers: Callers,
  owner: Db,
  filter: Filter,
): Promise<Walk> {
  const walked: Walk = { ours: [], floor: [], rows: 0 };
  let next: string | null = null;
  let key: Key | null = null;
  for (let page = 0; page < PAGES; page++) {
    const path: string = `/alerts?${filter.query}&limit=${LIMIT}${next === null ? '' : `&after=${next}`}`;
    let answer: Record<string, unknown> = {};
    let bare: readonly unknown[] = [];
    const took = await timed(async () => {
      answer = await ask(server, callers.authority, 'GET', path);
    });
    const floor = await timed(async () => {
      bare = await barePage(owner, filter, key);
    });
    const items = answer.items as Record<string, unknown>[];
    if (Math.min(bare.length, LIMIT) !== items.length) {
      throw new Error(`${path}: ${items.length} rows, the bare statement has ${bare.length}`);
    }
    if (page >= WARM || next === null) {
      walked.ours.push(took);
      walked.floor.push(floor);
    }
    walked.rows += items.length;
    next = answer.next as string | null;
    if (next === null || items.length === 0) break;
    key = keyOf(items);
  }
  return walked;
}

async function run(say: (line: string) => void): Promise<Measured> {
  return withServer(async (server, house) => {
    const callers = await makeCallers(house);
    const owner = house.ownerDb();
    const today = dayOf(new Date());
    await fillSites(owner, { ...ONE_MILLION, today });
    await fillAlerts(owner, today);
    const [count] = await owner<
      { n: number }[]
    >`select count(*)::int as n from we.alert where status = 'open'`;
    say(`${count?.n} 条未消除的预警`);
    for (const filter of filters) await walk(server, callers, owner, filter);
    const lists: Record<string, unknown>[] = [];
    const all: Walk = { ours: [], floor: [], rows: 0 };
    for (const filter of filters) {
      const walked = await walk(server, callers, owner, filter);
      all.ours.push(...walked.ours);
      all.floor.push(...walked.floor);
      lists.push({
        query: filter.query,
        p95: percentile(walked.ours, P),
        sqlP95: percentile(walked.floor, P),
        median: median(walked.ours),
        sqlMedian: median(walked.floor),
        rows: walked.rows,
      });
    }
    await owner.end();
    const p95 = percentile(all.ours, P);
    const ratio = median(all.ours) / median(all.floor);
    return {
      ours: `p95 ${ms(p95)}, median ${ms(median(all.ours))}`,
      floor: `p95 ${ms(percentile(all.floor, P))}, median ${ms(median(all.floor))}`,
      ratio,
      memoryMb: null,
      met: p95 <= 10 && ratio <= 3,
      more: { open: count?.n, lists },
    };
  });
}

/** 预警列表: every filter, page after page, among a hundred thousand open alerts. */
export const alerts: Row = {
  name: 'alerts',
  what: '10 万条未消除预警的列表：各种筛选、逐页；底线为直接执行同样的 SQL',
  aim: 'p95 ≤ 10 ms, ≤ 3 × the SQL',
  run,
};
