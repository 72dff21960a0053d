import type { Day } from '../../lib/day.ts';
import { type AlertLevel, levelWords } from '../alerts/filter.ts';

/** What a rule found on a day, of one key. */
export interface Found {
  projectId: number;
  subject: string;
  period: string;
  /** 1 yellow to 3 red. */
  level: number;
  amountFen: number;
}

/** What became of a key over the days of a rehearsal. */
export interface Course {
  firstDay: Day;
  lastDay: Day;
  /** The highest. */
  level: AlertLevel;
  /** The first day at this level or above; null: it never came so far. */
  reached: Record<AlertLevel, Day | null>;
  /** The largest. */
  amountFen: number;
}

/** A key with its course by the parameters tried and by those in force. */
export interface Pair {
  projectId: number;
  subject: string;
  period: string;
  tried: Course | null;
  inForce: Course | null;
}

/** How a case is found: by which of the two. */
export type FoundBy = 'both' | 'only-tried' | 'only-in-force';

/** Cases by key. */
export type Pairs = Map<string, Pair>;

/** Notes what was found on a day by the parameters tried or by those in force. Days are told in their order. */
export function tell(
  pairs: Pairs,
  by: 'tried' | 'inForce',
  day: Day,
  rows: readonly Found[],
): void {
  for (const { projectId, subject, period, level, amountFen } of rows) {
    const key = JSON.stringify([projectId, subject, period]);
    const pair = pairs.get(key) ?? { projectId, subject, period, tried: null, inForce: null };
    pair[by] = further(pair[by], day, level, amountFen);
    pairs.set(key, pair);
  }
}

function further(course: Course | null, day: Day, level: number, amountFen: number): Course {
  const reached = course?.reached ?? { yellow: null, orange: null, red: null };
  const upTo = (n: number) => reached[levelWords[n] as AlertLevel] ?? (level > n ? day : null);
  const now = { yellow: upTo(0), orange: upTo(1), red: upTo(2) };
  return {
    firstDay: course?.firstDay ?? day,
    lastDay: day,
    level: levelWords.findLast((word) => now[word] !== null) as AlertLevel,
    reached: now,
    amountFen: Math.max(course?.amountFen ?? 0, amountFen),
  };
}

export const foundBy = ({ tried, inForce }: Pair): FoundBy =>
  tried === null ? 'only-in-force' : inForce === null ? 'only-tried' : 'both';

/**
 * How a case ended, as far as is known now:
 * - `open`: still found on the last day, or its alert is not closed;
 * - `met`: found no more, and something of the duty was fulfilled after it was first found;
 * - `corrected`: found no more though nothing was fulfilled: the facts were put right or taken back;
 * - `cleared`: found no more; the rule names no duty by which to tell why;
 * - `dismissed`, `accepted`: a person closed the alert, as unfounded, or for force majeure.
 */
export const endings = ['open', 'met', 'corrected', 'cleared', 'dismissed', 'accepted'] as const;
export type Ending = (typeof endings)[number];

/** Ends by which a finding turned out to be none. */
export const falseEndings: readonly Ending[] = ['corrected', 'dismissed'];

/** How many cases there are of each way of being found, by how they ended. */
export type Tally = Record<FoundBy, Partial<Record<Ending, number>>>;

/** Counts cases by who finds them and how they ended. */
export function tallyOf(cases: readonly { foundBy: FoundBy; ended: Ending }[]): Tally {
  const tally: Tally = { both: {}, 'only-tried': {}, 'only-in-force': {} };
  for (const { foundBy: by, ended } of cases) tally[by][ended] = (tally[by][ended] ?? 0) + 1;
  return tally;
}
