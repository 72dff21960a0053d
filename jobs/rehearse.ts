import type { Db } from '../db/client.ts';
import { type Actor, read, snapshot, type Work } from '../db/work.ts';
import { hidden } from '../src/domain/access.ts';
import { type AlertLevel, levelWords } from '../src/domain/alerts/filter.ts';
import { oldestOpenMonth } from '../src/domain/duties/unfold.ts';
import { canonical } from '../src/domain/events.ts';
import {
  falseEndings,
  foundBy,
  type Pair,
  type Pairs,
  type Tally,
  tallyOf,
  tell,
} from '../src/domain/rules/course.ts';
import { type Ended, endingsOf, findOnly } from '../src/domain/rules/endings.ts';
import { type Params, paramFaults } from '../src/domain/rules/params.ts';
import { versionsInForce } from '../src/domain/rules/versions.ts';
import { alertSubject } from '../src/domain/subjects.ts';
import type { Tell } from '../src/domain/tasks.ts';
import { type Day, daysBetween, daysOf } from '../src/lib/day.ts';
import { publicId } from '../src/lib/id.ts';
import { type Fault, refused } from '../src/lib/problem.ts';
import { paramsOf, type Rule } from './rule.ts';
import { ruleOf } from './rulebook.ts';

export interface RehearsalInput {
  rule: string;
  /** What is tried; all else as in force on each day. */
  set: Params;
  from: Day;
  to: Day;
}

export interface RehearsalDeps {
  /** The pool of the night role. */
  db: Db;
  now: Date;
  /** The day that is not over yet. */
  today: Day;
  /** Whose region is looked at; without one, every project. */
  by: Actor;
  /** After so long no further day is begun; never, unless told. */
  patienceMs?: number;
  /** Told of each day as it ends. */
  tell?: Tell;
}

/** A case as one of the two found it, or both. */
export type RehearsedCase = Omit<Pair, 'projectId'> &
  Ended & {
    foundBy: ReturnType<typeof foundBy>;
    /** By how many days what is tried reached each level earlier; below 0 later, null where one never did. */
    daysEarlier: Record<AlertLevel, number | null>;
  };

export interface LevelCounts {
  /** Cases that came as far as this level. */
  tried: number;
  inForce: number;
  earlier: { cases: number; days: number };
  later: { cases: number; days: number };
}

export interface Rehearsal {
  rule: string;
  title: string;
  from: Day;
  /** The last day done; earlier than asked when patience ran out. */
  through: Day;
  complete: boolean;
  set: Params;
  /** The versions in force, each with the first of these days on which it was. */
  inForce: { version: number; params: Params; from: Day }[];
  counts: Tally;
  falseAlarms: { tried: number; inForce: number };
  levels: Record<AlertLevel, LevelCounts>;
  /** Where the two differ first, then the gravest, then the first found. */
  cases: RehearsedCase[];
}

const MOST_DAYS = 366;

/**
 * What a rule would have found on the nights of past days with other parameters, beside what it finds with those in
 * force. Looking back is as true: all that is known now of a day counts on it. Nothing is written. Costs one SELECT a
 * day for each of the two.
 *
 * @throws Problem `not-found` (no such rule), `invalid-input`
 */
export async function rehearse(deps: RehearsalDeps, input: RehearsalInput): Promise<Rehearsal> {
  const { db, now, by, today, patienceMs = Number.POSITIVE_INFINITY, tell: heard } = deps;
  const begun = performance.now();
  const rule = ruleOf(input.rule);
  if (!rule) throw hidden();
  const inForce = await read(db, by, now, today, (work) => versionsInForce(work));
  check(input, { ...(paramsOf(rule, inForce) as Params), ...input.set }, rule, today);
  const found: Pairs = new Map();
  const versions: Rehearsal['inForce'] = [];
  let through = input.from;
  for (const day of daysOf(input.from, input.to)) {
    if (day > input.from && performance.now() - begun > patienceMs) break;
    const version = await snapshot(db, by, now, day, (work) =>
      oneDay(work, rule, input.set, found),
    );
    if (versions.at(-1)?.version !== version.version) versions.push({ ...version, from: day });
    through = day;
    heard?.(daysBetween(input.from, day) + 1, daysBetween(input.from, input.to) + 1);
  }
  const pairs = [...found.values()];
  const ended = await read(db, by, now, today, (work) =>
    endingsOf(work, { id: rule.id, duty: rule.duty ?? null }, pairs, through),
  );
  const cases = pairs.map((pair, n) => caseOf(rule.id, pair, ended[n] as Ended));
  const isFalse = (found: RehearsedCase) => falseEndings.includes(found.ended);
  return {
    ...{ rule: rule.id, title: rule.title, from: input.from, through },
    complete: through === input.to,
    ...{ set: input.set, inForce: versions, counts: tallyOf(cases) },
    falseAlarms: {
      tried: cases.filter((found) => found.tried !== null && isFalse(found)).length,
      inForce: cases.filter((found) => found.inForce !== null && isFalse(found)).length,
    },
    levels: levelsOf(cases),
    cases: cases.sort(byWeight),
  };
}

/** One day of both, and the version in force on it. */
async function oneDay(work: Work, rule: Rule, set: Params, pairs: Pairs) {
  const { day } = work;
  const inForce = await versionsInForce(work);
  // What a night laid out is of its day only.
  const since = { month: await oldestOpenMonth(work), laidOut: false };
  const standing = paramsOf(rule, inForce) as Params;
  const tried = { ...standing, ...set };
  const find = (params: Params) => findOnly(work, rule.find({ day, since, inForce, params }));
  const found = await find(standing);
  tell(pairs, 'inForce', day, found);
  tell(pairs, 'tried', day, canonical(tried) === canonical(standing) ? found : await find(tried));
  return { version: inForce[rule.id]?.version ?? 1, params: standing };
}

function check({ from, to, set }: RehearsalInput, params: Params, rule: Rule, today: Day): void {
  const faults: Fault[] = paramFaults(rule.params as Params, params, '/set');
  const fault = (name: string, code: string, message: string) =>
    faults.push({ pointer: `/${name}`, code, message });
  if (Object.keys(set).length === 0) fault('set', 'param-missing', '请写明要试的参数。');
  if (from > to) fault('to', 'days-disordered', '结束日期早于开始日期。');
  if (to >= today) fault('to', 'day-future', '只能试算已经过去的日子。');
  if (daysBetween(from, to) >= MOST_DAYS)
    fault('from', 'days-too-many', `一次至多试算 ${MOST_DAYS} 天。`);
  if (faults.length > 0) throw refused('invalid-input', '试算的规则参数或期间有误。', faults);
}

function caseOf(ruleId: string, { projectId, ...pair }: Pair, ended: Ended): RehearsedCase {
  const { tried, inForce, subject } = pair;
  const earlier = (level: AlertLevel) => {
    const [mine, standing] = [tried?.reached[level], inForce?.reached[level]];
    return mine && standing ? daysBetween(mine, standing) : null;
  };
  return {
    ...pair,
    ...ended,
    alertId: ended.alertId && publicId(projectId, ended.alertId),
    subject: alertSubject(projectId, ruleId, subject),
    foundBy: foundBy({ projectId, ...pair }),
    daysEarlier: { yellow: earlier('yellow'), orange: earlier('orange'), red: earlier('red') },
  };
}

function levelsOf(cases: readonly RehearsedCase[]): Rehearsal['levels'] {
  const countsOf = (level: AlertLevel): LevelCounts => {
    const days = cases.flatMap((found) => found.daysEarlier[level] ?? []);
    const sum = (some: number[]) => ({
      cases: some.length,
      days: some.reduce((all, each) => all + Math.abs(each), 0),
    });
    return {
      tried: cases.filter((found) => found.tried?.reached[level]).length,
      inForce: cases.filter((found) => found.inForce?.reached[level]).length,
      earlier: sum(days.filter((each) => each > 0)),
      later: sum(days.filter((each) => each < 0)),
    };
  };
  return { yellow: countsOf('yellow'), orange: countsOf('orange'), red: countsOf('red') };
}

/** Whether the two found it alike, level by level and day by day. */
export const isAlike = ({ tried, inForce }: Pick<RehearsedCase, 'tried' | 'inForce'>): boolean =>
  canonical(tried?.reached ?? null) === canonical(inForce?.reached ?? null);

const byWeight = (a: RehearsedCase, b: RehearsedCase): number =>
  Number(isAlike(a)) - Number(isAlike(b)) ||
  highest(b) - highest(a) ||
  firstOf(a).localeCompare(firstOf(b)) ||
  [a.projectCode, a.subject, a.period]
    .join()
    .localeCompare([b.projectCode, b.subject, b.period].join());

const highest = ({ tried, inForce }: RehearsedCase): number =>
  Math.max(...[tried, inForce].map((course) => (course ? levelWords.indexOf(course.level) : -1)));

const firstOf = ({ tried, inForce }: RehearsedCase): Day => (tried ?? inForce)?.firstDay as Day;
