import type { Db } from '../db/client.ts';
import { write } from '../db/work.ts';
import { ruleOf } from '../jobs/rulebook.ts';
import { runJob } from '../jobs/run.ts';
import type { JobName } from '../jobs/schedule.ts';
import manifest from '../package.json' with { type: 'json' };
import type { Fonts } from '../reports/fonts.ts';
import { drawNotice } from '../reports/notice.ts';
import type { NoticeFacts } from '../reports/notice-facts.ts';
import type { AppDeps } from './app.ts';
import { putCalendarYear } from './domain/calendar-years.ts';
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
  fonts: () => Fonts | Promise<Fonts>;
}

/** The application's dependencies, from what the runtime has. */
export function makeDeps({ db, nightDb, clock, log, fonts }: Means) {
  const draw = async (facts: unknown) => drawNotice(facts as NoticeFacts, await fonts());
  const onStep = (day: Day, step: string, ms: number) => log.debug({ day, step, ms }, 'job step');
  const run = async (job: JobName, day: Day) => {
    const begun = performance.now();
    const done = await runJob({ db: nightDb, clock, draw, onStep }, job, day);
    const ms = Math.round(performance.now() - begun);
    log.info({ job, day, status: done.status, ms }, 'job run');
    return done;
  };
  return {
    db,
    clock,
    log,
    version: manifest.version,
    describe,
    draw,
    runJob: async (job, day) => ({ ...(await run(job, day)) }),
    confirmYear: (actor, now, year, input) =>
      write(nightDb, actor, now, dayOf(now), (work) => putCalendarYear(work, year, input)),
  } satisfies AppDeps;
}

/**
 * The words of an alert, from the rule that found it. A rule's texts that a paper may not quote are shown
 * with their mark.
 */
export function describe({ rule, facts }: { rule: string; facts: unknown }) {
  const found = ruleOf(rule);
  if (!found) throw new Error(`no rule ${rule}`);
  return {
    title: found.title,
    sentence: found.sentence(facts),
    basis: found.basis.map((l) => ({
      title: l.title,
      article: l.article,
      text: l.text,
      verified: l.mark !== 'R',
    })),
    clearsWhen: found.clearsWhen,
    addressees: [found.main, ...found.copies],
  };
}
