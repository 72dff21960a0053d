import type { Db } from '../db/client.ts';
import { read, rehearsed, write } from '../db/work.ts';
import { viewRunway } from '../jobs/facts/runway-view.ts';
import { unquotable } from '../jobs/law.ts';
import { rehearse } from '../jobs/rehearse.ts';
import type { Rule } from '../jobs/rule.ts';
import { rulebook, ruleOf } from '../jobs/rulebook.ts';
import { fire, type JobDeps, runJob } from '../jobs/run.ts';
import type { JobName, RunName } from '../jobs/schedule.ts';
import type { Trail } from '../jobs/seal.ts';
import manifest from '../package.json' with { type: 'json' };
import type { Fonts } from '../reports/fonts.ts';
import { drawNotice, sketchNotice } from '../reports/notice.ts';
import { citedIn, factsDigest, type NoticeFacts } from '../reports/notice-facts.ts';
import { drawWorkerList } from '../reports/worker-list.ts';
import { writeReport } from './adapters/excel/report-book.ts';
import type { AppDeps } from './app.ts';
import { putCalendarYear } from './domain/calendar-years.ts';
import type { SignInMeans } from './domain/people/auth.ts';
import type { Params } from './domain/rules/params.ts';
import { proveEvents } from './domain/trail/proofs.ts';
import { type Day, dayOf } from './lib/day.ts';
import type { Log } from './lib/log.ts';

/** What an entry brings: all else is the same on Node and in an isolate. */
export interface Means {
  /** The application's role, under row policies. */
  db: Db;
  /** The night's role. */
  nightDb: Db;
  clock: { now(): Date };
  log: Log;
  signIn: SignInMeans;
  fonts: () => Fonts | Promise<Fonts>;
  /** Where the public reaches the service; null: not told. */
  publicUrl: string | null;
  /** null: nothing is sealed here, another process does. */
  trail: Trail | null;
}

/** An answer comes within two seconds, with the days done by then. */
const PATIENCE_MS = 1_500;

/** The application's dependencies, from what the runtime has. */
export function makeDeps(means: Means) {
  const { db, nightDb, clock, log, signIn, fonts, publicUrl, trail } = means;
  const draw = async (facts: unknown) => drawNotice(facts as NoticeFacts, await fonts());
  const onStep = (day: Day, step: string, ms: number) => log.debug({ day, step, ms }, 'job step');
  const jobs: JobDeps = { db: nightDb, clock, draw, trail, onStep };
  const run = async (job: RunName, day: Day) => {
    const begun = performance.now();
    const done = await runJob(jobs, job, day);
    const ms = Math.round(performance.now() - begun);
    log.info({ job, day, status: done.status, ms }, 'job run');
    return done;
  };
  return {
    db,
    clock,
    log,
    signIn,
    version: manifest.version,
    publicUrl,
    describe,
    rules: rulebook.map(about),
    draw,
    plot: async (plot) => (await import('../reports/plot.ts')).layPlot(plot),
    sketch: async (facts) => sketchNotice(facts as NoticeFacts, await fonts()),
    sign: async (pdf, certificate, at) =>
      (await import('../reports/signature.ts')).signPdf(pdf, certificate, at),
    drawWorkers: async (list, password) => drawWorkerList(list, await fonts(), password),
    runway: viewRunway,
    drawReport: async (report, as) => {
      const { composeReport } = await import('../reports/compose.ts');
      const { drawReport } = await import('../reports/report.ts');
      const composed = composeReport(report);
      return as === 'pdf' ? drawReport(composed, await fonts()) : writeReport(composed);
    },
    digest: (facts) => factsDigest(facts as NoticeFacts),
    unquotable: (facts, day) => unquotable(citedIn(facts as NoticeFacts), day),
    runJob: async (job: RunName, day: Day) => ({ ...(await run(job, day)) }),
    /** What the schedule calls. */
    fire: (job: JobName, day: Day) => (job === 'seal' ? fire(jobs, job, day) : run(job, day)),
    rehearse: (by, now, input, tell) =>
      rehearse(
        {
          db: nightDb,
          now,
          today: dayOf(now),
          by,
          ...(tell ? { tell } : { patienceMs: PATIENCE_MS }),
        },
        input,
      ),
    prove: (actor, now, projectId, wanted) =>
      read(nightDb, actor, now, dayOf(now), (work) => proveEvents(work, projectId, wanted)),
    sealKeys: trail ? [trail.signer] : [],
    confirmYear: (actor, now, year, input) =>
      write(nightDb, actor, now, dayOf(now), (work) => putCalendarYear(work, year, input)),
    previewYear: (actor, now, year, input) =>
      rehearsed(nightDb, actor, now, dayOf(now), (work) => putCalendarYear(work, year, input)),
  } satisfies AppDeps & { fire: unknown };
}

/**
 * The words of an alert, from the rule that found it. A rule's texts that a paper may not quote are shown
 * with their mark.
 */
export function describe({ rule, facts }: { rule: string; facts: unknown }) {
  const found = ruleOf(rule);
  if (!found) throw new Error(`no rule ${rule}`);
  const basis = found.basisOf?.(facts);
  return { ...wordsOf(basis ? { ...found, basis } : found), sentence: found.sentence(facts) };
}

const wordsOf = ({ title, basis, clearsWhen, main, copies }: Rule) => ({
  title,
  basis: basis.map((l) => ({
    title: l.title,
    article: l.article,
    text: l.text,
    verified: l.mark !== 'R',
  })),
  clearsWhen,
  addressees: [main, ...copies],
});

const about = (rule: Rule) => ({
  ...wordsOf(rule),
  id: rule.id,
  audience: rule.audience,
  params: rule.params as Params,
});
