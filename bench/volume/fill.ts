import { once } from 'node:events';
import type { Db } from '../../db/client.ts';
import { type Actor, type Work, write } from '../../db/work.ts';
import { unfold } from '../../src/domain/duties/unfold.ts';
import { type Day, firstOf } from '../../src/lib/day.ts';
import { stableId } from '../../src/lib/id.ts';
import { inLanes } from '../../src/lib/lanes.ts';
import { batchesOf, monthsOf, type Site, sitesOf, type Volume } from './city.ts';
import { dateBatches, fillEntries, fillMeetings, fillResends, meetDuties } from './duties.ts';
import { fillBatches, fillMonth, fillToday } from './payroll.ts';
import { fillPeople, fillRegistry } from './registry.ts';

const night: Actor = {
  id: 'bench',
  holder: 'bench',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/** Only the sites, with their registry and no people: for what reads no payroll. */
export async function fillSites(owner: Db, volume: Volume): Promise<void> {
  await makeLists(owner, volume, sitesOf(volume));
  await fillRegistry(owner, volume.workers);
  await owner`analyze`;
}

/**
 * Fills an empty, migrated database with a city of the given volume, as its owner. The duties are unfolded by the
 * program's own statement; everything else is set-based, from a list of sites and payrolls that comes by COPY.
 * What the nights read holds together as if the program had written it (`npm run rebuild -- --check`).
 */
export async function fillVolume(
  owner: Db,
  volume: Volume,
  say: (line: string) => void,
): Promise<void> {
  const sites = sitesOf(volume);
  await hurry(owner, true);
  await makeLists(owner, volume, sites);
  say(`${sites.length} 个项目：登记`);
  await withoutIndexes(owner, ['engagement', 'engagement_card'], async () => {
    await fillRegistry(owner, volume.workers);
    await fillPeople(owner, volume.workers);
  });
  await owner`analyze`;
  await withoutIndexes(owner, GREAT, () => fillFacts(owner, volume, monthsOf(sites), say));
  await owner`update we.project set status = 'finished' where ends_on is not null`;
  await owner`vacuum (analyze)`;
  await hurry(owner, false);
}

const GREAT = [
  'payroll_line',
  'payout_event',
  'attendance_month',
  'obligation',
  'meeting',
  'account_entry',
  'payroll_batch',
];

async function fillFacts(
  owner: Db,
  volume: Volume,
  months: readonly Day[],
  say: (line: string) => void,
): Promise<void> {
  say('义务展开');
  await write(
    owner,
    night,
    new Date(),
    volume.today,
    (work: Work) =>
      unfold(work, { projectId: null, from: months[0] as string, to: months.at(-1) as string }),
    LONGEST_UNFOLD_MS,
  );
  await dateBatches(owner);
  await owner`analyze`;
  say(`${months.length} 个月的工资、代发结果和考勤`);
  await inLanes(months, LANES, (month) => fillMonth(owner, month));
  await fillToday(owner, volume.today);
  await owner`analyze`;
  say('批次、流水、义务');
  await fillBatches(owner);
  await fillEntries(owner);
  await fillMeetings(owner);
  await meetDuties(owner);
  await fillResends(owner);
}

/**
 * While it loads, the server need not be careful: what is lost is made again, and references hold by construction
 * (`replica` leaves foreign keys unchecked). Afterwards it is durable and careful as ever.
 */
async function hurry(owner: Db, on: boolean): Promise<void> {
  const settings = {
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    session_replication_role: 'replica',
    autovacuum: 'off',
    max_wal_size: '16GB',
    maintenance_work_mem: '512MB',
    work_mem: '256MB',
  };
  for (const [name, value] of Object.entries(settings)) {
    await owner.unsafe(on ? `alter system set ${name} = '${value}'` : `alter system reset ${name}`);
  }
  await owner`select pg_reload_conf()`;
  if (!on) await owner`checkpoint`;
}

/**
 * Loads tables with their keys alone; the other indexes are built once all rows are there. Attendance goes without its key too:
 * its months come one after the other, so that each would touch the whole of it.
 */
async function withoutIndexes(
  owner: Db,
  tables: readonly string[],
  load: () => Promise<void>,
): Promise<void> {
  const named = tables.map((table) => `we.${table}`);
  const keys = await owner<{ name: string; definition: string }[]>`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'we.attendance_month'::regclass and contype = 'p' and 'we.attendance_month' = any(${named}::text[])`;
  for (const { name } of keys) {
    await owner.unsafe(`alter table we.attendance_month drop constraint ${name}`);
  }
  const indexes = await owner<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i where i.indrelid = any(${named}::text[]::regclass[]) and not i.indisprimary`;
  for (const { name } of indexes) await owner.unsafe(`drop index ${name}`);
  await load();
  for (const { name, definition } of keys) {
    await owner.unsafe(`alter table we.attendance_month add constraint ${name} ${definition}`);
  }
  // An index of the parent is made with those of its partitions: ONLY would leave it without them.
  await inLanes(indexes, LANES, async ({ definition }) => {
    await owner.unsafe(definition.replace(' ON ONLY ', ' ON '));
  });
}

const LANES = 2;
const LONGEST_UNFOLD_MS = 3_600_000;

const REGIONS = [320703, 320706, 320707, 320722, 320723, 320724];
const SITES_OF_AN_OWNER = 4;
const SITES_OF_A_CONTRACTOR = 7;
/** Form of a code of the unified social credit system, of no registered region. */
const code = (letter: string, n: number) => `91320799${letter}${String(n).padStart(9, '0')}`;

async function makeLists(owner: Db, volume: Volume, sites: readonly Site[]): Promise<void> {
  await owner`create schema bench`;
  await owner`create unlogged table bench.site (id bigint primary key, region_code int, owner_id text, contractor_id text, account_id uuid,
    first_month date, last_month date, live boolean, fed_through date)`;
  await owner`create unlogged table bench.batch (site_id bigint, month date, id uuid, no text, wage text, transfer text, sheet boolean,
    paid_on date, claimed_on date, count int, fen bigint, open int, last_on date, primary key (site_id, month))`;
  await owner`create unlogged table bench.paid (site_id bigint, month date, on_day date, fen bigint, returned_fen bigint)`;
  await owner`create unlogged table bench.person (site_id bigint, no int, id uuid, card_bidx text, primary key (site_id, no))`;
  await copyInto(owner, 'bench.site', siteRows(sites, volume));
  await copyInto(
    owner,
    'bench.batch (site_id, month, id, no, wage, transfer, sheet)',
    batchRows(sites, volume),
  );
}

function* siteRows(sites: readonly Site[], { today }: Volume) {
  for (const { id, first, last, live } of sites) {
    yield [
      id,
      REGIONS[id % REGIONS.length],
      code('A', Math.floor(id / SITES_OF_AN_OWNER)),
      code('B', Math.floor(id / SITES_OF_A_CONTRACTOR)),
      stableId('account', id),
      firstOf(first),
      firstOf(last),
      live,
      today,
    ];
  }
}

function* batchRows(sites: readonly Site[], { unmet }: Volume) {
  for (const site of sites) {
    for (const b of batchesOf(site, unmet)) {
      yield [b.siteId, firstOf(b.month), b.id, b.no, b.wage, b.transfer, b.sheet];
    }
  }
}

const CHUNK = 2_000;

async function copyInto(owner: Db, target: string, rows: Iterable<unknown[]>): Promise<void> {
  const stream = await owner.unsafe(`copy ${target} from stdin`).writable();
  const done = once(stream, 'finish');
  let lines: string[] = [];
  const flush = async () => {
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
    lines = [];
  };
  for (const row of rows) {
    lines.push(`${row.map((value) => value ?? '\\N').join('\t')}\n`);
    if (lines.length === CHUNK) await flush();
  }
  await flush();
  stream.end();
  await done;
}
