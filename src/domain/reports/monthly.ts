import type { Work } from '../../../db/work.ts';
import type { Day, Month } from '../../lib/day.ts';
import { arrearsFigures, settlementFigures, type TopParty, topParties } from './alerts.ts';
import { addedUp, type Crosstab, totalOf, withoutSmall } from './crosstab.ts';
import { noticeFigures } from './notices.ts';
import { payFigures } from './pay.ts';
import { spanOf } from './span.ts';

export const editions = ['internal', 'public'] as const;

export interface MonthlyAsk {
  month: Month;
  /** The first 2, 4 or 6 digits of the regions' codes; the authority's own region unless told otherwise. */
  region?: string | undefined;
  edition: (typeof editions)[number];
}

/** The figures of a region's month; null is what the public edition keeps back. */
export interface MonthlyReport extends Omit<MonthlyAsk, 'region'> {
  region: string;
  /** The authority that asked. */
  authority: string;
  /** The last day that counts. */
  day: Day;
  /** Projects on the register; of these with wages due, with some of them paid, with all, with all by their day. */
  summary: Record<'registered' | 'due' | 'paying' | 'paidInFull' | 'onTime', number | null> & {
    dueFen: number | null;
    paidFen: number | null;
    workers: number | null;
  };
  projects: Crosstab;
  wageArrears: Crosstab;
  transferArrears: Crosstab;
  settlements: Crosstab;
  notices: Crosstab;
  /** null: the public edition names nobody. */
  topParties: { contractors: TopParty[]; owners: TopParty[] } | null;
}

/** What concerns fewer is not published: a parameter of the office, no text of law. */
export const LEAST_PUBLISHED = 3;

/**
 * 统计月报: what the register, the duties, the alerts and the papers of a region say of a month, as known now. The public edition names no firm
 * and keeps small cells back (`withoutSmall`).
 *
 * @throws Problem as `spanOf`
 */
export async function monthlyReport(work: Work, ask: MonthlyAsk): Promise<MonthlyReport> {
  const span = spanOf(work, ask.month, ask.region);
  const isPublic = ask.edition === 'public';
  const shown = (table: Crosstab) => (isPublic ? withoutSmall(table, LEAST_PUBLISHED) : table);
  const [authority] = await work.sql<{ name: string }[]>`
    select name from we.company where uscc = ${work.actor.org}`;
  const pay = await payFigures(work, span);
  const arrears = await arrearsFigures(work, span);
  const settlements = await settlementFigures(work, span);
  const notices = await noticeFigures(work, span);
  return {
    month: ask.month,
    edition: ask.edition,
    region: span.region,
    authority: authority?.name ?? '',
    day: span.day,
    summary: summaryOf(shown(pay.projects), pay.paidFen),
    projects: shown(pay.projects),
    wageArrears: shown(arrears.wages),
    transferArrears: shown(arrears.transfers),
    settlements: shown(settlements),
    notices: shown(notices),
    topParties: isPublic ? null : await topParties(work, span),
  };
}

/** Sums of what is shown alone: what was kept back does not follow from them. */
function summaryOf(projects: Crosstab, paidFen: number): MonthlyReport['summary'] {
  const { count, fen, workers } = totalOf(projects);
  const whole = projects.cells.at(-1)?.every((cell) => cell.count !== null);
  return {
    registered: count,
    due: addedUp(projects, ['on-time', 'late', 'part', 'none', 'unclaimed']),
    paying: addedUp(projects, ['on-time', 'late', 'part']),
    paidInFull: addedUp(projects, ['on-time', 'late']),
    onTime: addedUp(projects, ['on-time']),
    dueFen: fen,
    paidFen: whole ? paidFen : null,
    workers,
  };
}
