import type { Context, MiddlewareHandler } from 'hono';
import type { Actor, read, Work } from '../../db/work.ts';
import type { ReportFigures } from '../../reports/compose.ts';
import type { Plot, Plotted } from '../../reports/plot.ts';
import type { WorkerList } from '../domain/notices/workers.ts';
import type { SignInMeans } from '../domain/people/auth.ts';
import type { Grant } from '../domain/people/grants.ts';
import type { Session } from '../domain/people/sessions.ts';
import type { Certificate } from '../domain/registry/certificates.ts';
import type { Tell } from '../domain/tasks.ts';
import type { Proofs } from '../domain/trail/proofs.ts';
import type { Day, Month } from '../lib/day.ts';
import type { Log } from '../lib/log.ts';
import type { Permits, Policy } from '../lib/permits.ts';
import { Problem } from '../lib/problem.ts';

/** The pool of the application's role. */
export type Db = Parameters<typeof read>[0];

/** A job's run, as the runner tells it. */
export interface JobRunView {
  job: string;
  day: Day;
  status: string;
}

export const jobNames = ['night', 'partitions'] as const;
export type JobName = (typeof jobNames)[number];

/** What a rule says of an alert; the rulebook is not the edge's to import. */
export interface AlertWords {
  title: string;
  sentence: string;
  basis: unknown;
  clearsWhen: string;
  addressees: readonly string[];
}

export interface AlertFacts {
  rule: string;
  facts: unknown;
}

/** What an open wage month needs and what is there for it; jobs/facts/runway-view.ts says what each figure is. */
export interface RunwayView {
  day: Day;
  balanceFen: number;
  frozenFen: number;
  months: {
    period: Month;
    dueDay: Day;
    workingDaysLeft: number;
    workers: number;
    needFen: number;
    forecastFen: number;
    unknownEmployers: number;
    earlierFen: number;
    certainFen: number;
    shortFen: number;
  }[];
  accuracy: { missPerMille: number | null; months: object[] };
}

/** A rule as it was built. */
export interface RuleAbout {
  id: string;
  title: string;
  basis: unknown;
  audience: 'parties' | 'authority';
  addressees: readonly string[];
  clearsWhen: string;
  params: Readonly<Record<string, unknown>>;
}

export interface RehearsalInput {
  rule: string;
  set: Readonly<Record<string, unknown>>;
  from: Day;
  to: Day;
}

/** What came of one; the cases are the edge's to cut short. */
export interface RehearsalView {
  cases: readonly object[];
}

/** A due day that a year's list moves. */
export interface DutyMove {
  projectCode: string;
  kind: string;
  subject: string;
  period: string;
  was: Day;
  is: Day;
}

export interface YearInput {
  days: { date: Day; name: string; isOffDay: boolean }[];
  source: string;
}

/** Largest bodies in bytes. */
export interface Sizes {
  json: number;
  bulk: number;
  sheet: number;
  bank: number;
  /** What somebody without a key may upload. */
  paper: number;
}

/** What one request may ask of this runtime. */
export interface Limits extends Sizes {
  /** Rows of one body, beside the contract's own limits. */
  rows: number;
  /** What to do with a larger one, in Chinese. */
  cure: string;
}

const MB = 1024 * 1024;
export const LIMITS: Limits = {
  json: MB,
  bulk: 24 * MB,
  sheet: 30 * MB,
  bank: 24 * MB,
  paper: 5 * MB,
  rows: Number.POSITIVE_INFINITY,
  cure: '请分几次提交',
};

/** All that the edges are given; nothing else is reached for. */
export interface Deps {
  db: Db;
  clock: { now(): Date };
  log: Log;
  /** What people sign in with. */
  signIn: SignInMeans;
  runJob: (job: JobName, day: Day) => Promise<JobRunView>;
  describe: (alert: AlertFacts) => AlertWords;
  /** Every rule. */
  rules: readonly RuleAbout[];
  /** Draws a notice from its frozen facts. @throws Problem `missing-glyph` */
  draw: (facts: unknown) => Uint8Array | Promise<Uint8Array>;
  /** The notice's pages as SVG elements. @throws Problem `missing-glyph` */
  sketch: (facts: unknown) => Promise<string[]>;
  /** Lays out a plot for a page. */
  plot: (plot: Plot) => Promise<Plotted[]>;
  /** Signs a drawn notice (`Press`). */
  sign: (pdf: Uint8Array, certificate: Certificate, at: Date) => Promise<Uint8Array>;
  /** Draws a report from its figures, as PDF or as a workbook. @throws Problem `missing-glyph` */
  drawReport: (report: ReportFigures, as: 'pdf' | 'xlsx') => Promise<Uint8Array>;
  /** Draws a list of workers; with a password only who knows it can open the file. @throws Problem `missing-glyph` */
  drawWorkers: (list: WorkerList, password?: string) => Uint8Array | Promise<Uint8Array>;
  /** The digest by which a notice's facts are known. */
  digest: (facts: unknown) => string;
  /** The texts of law that a paper quotes and on that day may not. */
  unquotable: (facts: unknown, day: Day) => string[];
  /**
   * Tries a rule's parameters on past days, of the caller's region: the night's role does it, for some rules look at an
   * employer's debts everywhere. Without `tell` within two seconds, with the days done by then.
   */
  rehearse: (by: Actor, now: Date, input: RehearsalInput, tell?: Tell) => Promise<RehearsalView>;
  /**
   * Loads a year's holidays and reckons all open duties again: the night's role does it, for the
   * application's sees no project but the one it entered.
   */
  confirmYear: (by: Actor, now: Date, year: number, input: YearInput) => Promise<object>;
  /** What `confirmYear` would answer; nothing is kept. */
  previewYear: (
    by: Actor,
    now: Date,
    year: number,
    input: YearInput,
  ) => Promise<{ moves: DutyMove[] }>;
  /**
   * What shows that events of a project are in the trail: the night's role looks for it, for blocks hold events of all
   * projects, of which only hashes come back.
   */
  prove: (
    by: Actor,
    now: Date,
    projectId: number,
    wanted: { eventIds: readonly number[]; also: readonly number[] },
  ) => Promise<Proofs>;
  /** Public keys of the trail's seals; none where another process seals. */
  sealKeys: readonly { pem: string }[];
  /** The open wage months of a project, as the rules reckon them. */
  runway: (work: Work, projectId: number, aheadDays: number) => Promise<RunwayView>;
  version: string;
  /** Where the public reaches the service, without a slash at its end; null: not told. */
  publicUrl: string | null;
  limits: Limits;
  /** Absent where nothing is kept between requests. */
  meter?: Meter;
  /** Absent where callers are limited before they come here. */
  limiter?: Limiter;
  /** The address behind a request, from what the runtime hands over with it and `X-Forwarded-For`. */
  addressOf?: (env: unknown, forwarded: string | undefined) => string;
  /** Takes over work that goes on after its request was answered. Absent where none may: it is waited for. */
  outlast?: (work: Promise<unknown>) => void;
  /** Whether this process is about to end: it finishes what it was given and asks for no more. */
  ending?: () => 'no' | 'soon' | 'now';
}

/** What a process keeps count of, for those who watch it. */
export interface Meter {
  answered(request: { method: string; route: string; status: number; seconds: number }): void;
  signatureRefused(bank: string, reason: 'clock' | 'signature' | 'bank-unknown'): void;
  /** All metrics of the program, as Prometheus text. */
  text(): Promise<string>;
}

/** Whose requests are counted: an address without a key, an address whose proofs fail, a key, a bank, a name at a site's page that fails. */
export type RateName = 'anonymous' | 'failed' | 'key' | 'bank' | 'wages';

/** Callers' permits, and how many each kind has; a kind that is absent is not limited. */
export interface Limiter {
  permits: Permits;
  policies: Partial<Record<RateName, Policy>>;
}

export interface Edge {
  Variables: {
    deps: Deps;
    requestId: string;
    /** The route's pattern: a concrete path may hold what a log must not. */
    route: string;
    /** Absent on routes that take neither key nor cookie. */
    actor?: Actor;
    /** Whose cookie it was. */
    session?: Session;
    /** The bank and the message that a signature proved. */
    signed?: { bank: string; message: string };
  };
}

/**
 * On every answer. Nothing here is a page that loads or runs anything: the one page has its own policy. Browsers of
 * other sites get no answer to read, for there is no Access-Control header.
 */
const safeHeaders = [
  [
    'Content-Security-Policy',
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ],
  ['X-Content-Type-Options', 'nosniff'],
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Strict-Transport-Security', 'max-age=31536000'],
] as const;

/** Gives every request its id and its one log line, and every answer its safe headers. */
export function entry(depsOf: (env: unknown) => Deps): MiddlewareHandler<Edge> {
  return async (c, next) => {
    const deps = depsOf(c.env);
    const requestId = crypto.randomUUID();
    const begun = performance.now();
    c.set('deps', deps);
    c.set('requestId', requestId);
    c.set('route', '-');
    // Before next: a header set on a finished answer costs its body a copy.
    c.header('X-Request-Id', requestId);
    for (const [name, value] of safeHeaders) c.header(name, value);
    if (deps.ending && deps.ending() !== 'no') c.header('Connection', 'close');
    await next();
    const { status } = c.res;
    const ms = Math.round(performance.now() - begun);
    const { route, actor, signed } = c.var;
    const { method } = c.req;
    deps.meter?.answered({ method, route, status, seconds: ms / 1000 });
    deps.log.info({ requestId, method, route, status, ms, actor: actor?.id, ...signed }, 'request');
  };
}

/** Lets a caller with any of these grants pass. @throws Problem forbidden `grant-missing` */
export function may(...grants: readonly Grant[]): MiddlewareHandler<Edge> {
  return async (c, next) => {
    const held = actorOf(c).grants;
    if (!grants.some((grant) => held.includes(grant))) {
      const detail = '没有这项权限：请向管理员申请，或换用有权限的密钥、账户。';
      throw new Problem('forbidden', 'grant-missing', detail, { grants });
    }
    await next();
  };
}

/** The caller that the session found. */
export function actorOf(c: Context<Edge>): Actor {
  const { actor } = c.var;
  if (actor === undefined) throw new Error('this route has no session');
  return actor;
}
