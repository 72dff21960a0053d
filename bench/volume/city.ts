import { createHash } from 'node:crypto';
import { addMonths, type Day, firstOf, type Month, monthOf } from '../../src/lib/day.ts';
import { batchNo, stableId } from '../../src/lib/id.ts';

/** How much of a city. Every live site has a payroll a month; older sites are finished and all paid. */
export interface Volume {
  today: Day;
  sites: number;
  /** People of a site: the lines of each of its payrolls. */
  workers: number;
  months: number;
  /** Years of history before the live sites, and the sites of each. */
  olderYears: number;
  olderSites: number;
  /** The share of the live duties that were not met. */
  unmet: number;
}

/** About 1 M lines, 100 k duties and 5 k of them unmet. */
export const ONE_MILLION = {
  sites: 2_800,
  workers: 30,
  months: 12,
  olderYears: 0,
  olderSites: 0,
  unmet: 0.05,
} as const satisfies Omit<Volume, 'today'>;

/** The same live city behind nine million lines of six more years. */
export const TEN_MILLION = { ...ONE_MILLION, olderYears: 6, olderSites: 4_200 } as const;

export interface Site {
  id: number;
  first: Month;
  last: Month;
  live: boolean;
}

/** What went wrong with a month's wages: nothing paid, three left out, two half paid, one returned, five days late. */
export type WageFault = 'none' | 'three' | 'half' | 'returned' | 'late';
export type TransferFault = 'none' | 'half';

export interface Batch {
  siteId: number;
  month: Month;
  id: string;
  no: string;
  wage: WageFault | null;
  transfer: TransferFault | null;
  /** Two who attended are on no sheet. */
  sheet: boolean;
}

const FIRST_SITE = 1_000;

/** The sites, live ones first; the last wage month is the one before today's. */
export function sitesOf(volume: Volume): Site[] {
  const last = addMonths(monthOf(volume.today), -1);
  const sites: Site[] = [];
  const add = (count: number, of: Omit<Site, 'id'>) => {
    for (let i = 0; i < count; i++) sites.push({ id: FIRST_SITE + sites.length, ...of });
  };
  add(volume.sites, { first: addMonths(last, 1 - volume.months), last, live: true });
  for (let year = 1; year <= volume.olderYears; year++) {
    const end = addMonths(last, -12 * year);
    add(volume.olderSites, { first: addMonths(end, -11), last: end, live: false });
  }
  return sites;
}

/** A number from 0 to 1 that follows from the words alone. */
function dice(...words: (string | number)[]): number {
  return createHash('md5').update(words.join(':')).digest().readUInt32BE() / 2 ** 32;
}

const WAGE_FAULTS: [WageFault, number][] = [
  ['none', 0.4],
  ['three', 0.2],
  ['half', 0.15],
  ['returned', 0.15],
  ['late', 0.1],
];

/** One payroll a site and month. */
export function* batchesOf(site: Site, unmet: number): Generator<Batch> {
  for (let month = site.first; month <= site.last; month = addMonths(month, 1)) {
    const id = stableId('batch', site.id, month);
    const faulty = (kind: string, share: number) => site.live && dice(kind, site.id, month) < share;
    const wage = faulty('wage', unmet * 1.5) ? pick(dice('which', site.id, month)) : null;
    const half = dice('part', site.id, month) < 1 / 3;
    yield {
      siteId: site.id,
      month,
      id,
      no: batchNo(site.id, month, 1),
      wage,
      transfer: faulty('transfer', unmet) ? (half ? 'half' : 'none') : null,
      sheet: faulty('sheet', unmet / 2.5),
    };
  }
}

function pick(at: number): WageFault {
  let sum = 0;
  for (const [fault, share] of WAGE_FAULTS) {
    sum += share;
    if (at < sum) return fault;
  }
  return 'none';
}

/** The months in which anybody works, the oldest first. */
export function monthsOf(sites: readonly Site[]): Day[] {
  const [oldest] = sites.map((site) => site.first).sort();
  const [newest] = sites
    .map((site) => site.last)
    .sort()
    .reverse();
  const months: Day[] = [];
  for (let m = oldest as Month; m <= (newest as Month); m = addMonths(m, 1))
    months.push(firstOf(m));
  return months;
}
