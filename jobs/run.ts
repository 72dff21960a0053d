import type { Db } from '../db/client.ts';
import { type Actor, sendAhead, type Work, write } from '../db/work.ts';
import { syncAlerts } from '../src/domain/alerts/sync.ts';
import { layOutChains } from '../src/domain/duties/lay-out.ts';
import { nightSpan } from '../src/domain/duties/shape.ts';
import { endNothingOwed, oldestOpenMonth, unfold } from '../src/domain/duties/unfold.ts';
import { dropAnswers } from '../src/domain/idempotency.ts';
import { dropPermits } from '../src/domain/people/permits.ts';
import { findTwoSites } from '../src/domain/registry/two-sites.ts';
import { type InForce, versionsInForce } from '../src/domain/rules/versions.ts';
import {
  claimRun,
  daysToRun,
  failRun,
  findRun,
  finishRun,
  holdRun,
  type JobRun,
  keepStep,
  renewRun,
} from '../src/domain/runs.ts';
import { dropTasks, type Tell, undertake } from '../src/domain/tasks.ts';
import type { Day } from '../src/lib/day.ts';
import { addMonths, dayOf, firstOf, monthOf } from '../src/lib/day.ts';
import { inLanes } from '../src/lib/lanes.ts';
import { Problem } from '../src/lib/problem.ts';
import { dueChains, type Since } from './facts/wages.ts';
import { embed, type Rule } from './rule.ts';
import { rulebook } from './rulebook.ts';
import type { JobName, RunName } from './schedule.ts';
import { anchorDay, sealTrail, type Trail } from './seal.ts';
import { type Draw, sweepDrafts } from './sweeps/drafts.ts';
import { sweepFloors } from './sweeps/floors.ts';
import { sweepTexts } from './sweeps/texts.ts';

export interface JobDeps {
  /** The pool of the night role. */
  db: Db;
  clock: { now(): Date };
  draw: Draw;
  /** null: nothing is sealed here, another process does. */
  trail: Trail | null;
  /** Told of each step as it ends, for a progress bar or a log line. */
  onStep?: (day: Day, step: string, ms: number) => void;
}

const actor: Actor = {
  id: 'job:night',
  holder: 'job:night',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

interface Step {
  name: string;
  /** Its own progress, of a step that may take long. */
  task?: 'drafts';
  run(work: Work, tell: Tell): Promise<unknown>;
}

type Prepared = Since & { inForce: InForce };

/** What the rules of `work.day` need not find out one by one. */
export async function prepareRules(work: Work): Promise<Prepared & { chains: number }> {
  const [month, inForce] = await Promise.all([oldestOpenMonth(work), versionsInForce(work)]);
  const chains = dueChains(work.day, { month, laidOut: false });
  return { month, laidOut: true, inForce, ...(await layOutChains(work, chains)) };
}

/** Brings one rule's alerts into line for `work.day`. */
export const runRule = (work: Work, rule: Rule, { inForce, ...since }: Prepared) =>
  syncAlerts(work, {
    ruleId: rule.id,
    version: inForce[rule.id]?.version,
    needsBank: rule.needs.includes('bank'),
    audience: rule.audience,
    main:
      rule.main === 'owner' || rule.main === 'contractor' || rule.main === 'employer'
        ? rule.main
        : null,
    employerIsSubject: rule.id.startsWith('W') || rule.main === 'employer',
    find: embed(rule, { day: work.day, since, inForce }),
  });

/** The rules as a night runs them: those of a turn side by side, who follows others after them. */
export const rulesInTurn = (): Rule[][] => [
  rulebook.filter((rule) => !rule.follows),
  rulebook.filter((rule) => rule.follows),
];

/**
 * The night in its order: duties and what goes over projects, what many rules read, rules, floors, drafts. Each step is a transaction and may be done twice.
 */
function night(deps: JobDeps): Step[][] {
  let known: Prepared;
  return [
    [
      {
        name: 'unfold',
        run: async (work) => ({
          made: await unfold(work, nightSpan(work.day)),
          ended: await endNothingOwed(work),
        }),
      },
      { name: 'texts', run: async ({ day }) => sweepTexts(day) },
      { name: 'two-sites', run: findTwoSites },
    ],
    [
      {
        name: 'chains',
        run: async (work) => {
          const { chains, ...rest } = await prepareRules(work);
          known = rest;
          return { chains };
        },
      },
    ],
    ...rulesInTurn().map((turn) =>
      turn.map((rule) => ({ name: rule.id, run: (work: Work) => runRule(work, rule, known) })),
    ),
    [{ name: 'floors', run: sweepFloors }],
    [
      {
        name: 'drafts',
        task: 'drafts',
        run: (work, tell) => sweepDrafts(work, deps.draw, tell),
      },
    ],
  ];
}

const partitions = (): Step[][] => [
  [
    {
      name: 'partitions',
      run: async ({ sql, day }) => {
        const from = firstOf(monthOf(day));
        const to = firstOf(addMonths(monthOf(day), 24));
        const [row] = await sql`select we.make_partitions(${from}::date, ${to}::date) as made`;
        return row;
      },
    },
    { name: 'permits', run: dropPermits },
    { name: 'answers', run: dropAnswers },
    { name: 'tasks', run: dropTasks },
  ],
];

const stepsOf = (deps: JobDeps, job: RunName): Step[][] =>
  job === 'night' ? night(deps) : partitions();

const SIDE_BY_SIDE = 3;
/** The first night of a city draws all its papers in one step: on a busy machine more than a request may take. */
const LONGEST_STEP_MS = 7_200_000;

/** What the schedule fires. */
export const fire = async (deps: JobDeps, job: JobName, day: Day): Promise<unknown> => {
  if (job !== 'seal') return runJob(deps, job, day);
  return deps.trail && sealTrail({ ...deps, trail: deps.trail });
};

/**
 * Runs a job up to a day: missed days first, in order, each once. The same day again changes nothing. After a night the
 * trail is sealed and its anchor kept.
 *
 * @throws Problem `run-day-future`, `run-day-earlier`, `run-busy` when another process holds the day
 */
export async function runJob(deps: JobDeps, job: RunName, day: Day): Promise<JobRun> {
  const today = dayOf(deps.clock.now());
  const days = await write(deps.db, actor, deps.clock.now(), today, (work) =>
    daysToRun(work, job, day),
  );
  for (const d of days) await runDay(deps, job, d);
  if (job === 'night' && deps.trail && days.length > 0)
    await anchorDay({ ...deps, trail: deps.trail }, day);
  const run = await write(deps.db, actor, deps.clock.now(), today, (work) =>
    findRun(work, job, day),
  );
  return run as JobRun;
}

/** Drizzle's own message is the whole statement; what the database said is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function runDay(deps: JobDeps, job: RunName, day: Day): Promise<void> {
  const { db, clock } = deps;
  const act = <T>(fn: (work: Work) => Promise<T>) =>
    write(db, actor, clock.now(), day, fn, LONGEST_STEP_MS);
  const groups = stepsOf(deps, job);
  const token = await act((work) => claimRun(work, job, day, groups.flat().length));
  if (token === null) {
    throw new Problem('conflict', 'run-busy', `${day} 的任务正由另一进程运行，请稍后查看。`);
  }
  const counts: Record<string, unknown> = {};
  const runStep = async (step: Step) => {
    const begun = performance.now();
    const run = (tell: Tell) =>
      act(async (work) => {
        // A statement of the night is planned once for all days, not each night anew.
        sendAhead(work, work.sql`set local plan_cache_mode = force_generic_plan`);
        // Sent ahead of the step: where the run is not held, what the step did ends with the transaction.
        const held = holdRun(work, job, day, token);
        held.catch(() => {});
        const done = await step.run(work, tell);
        keepStep(work, job, day, step.name);
        await held;
        return done;
      });
    const place = { db, actor, now: clock.now(), day };
    const outcome = await (step.task
      ? undertake(place, { kind: step.task, about: day }, run)
      : run(() => {}));
    const ms = Math.round(performance.now() - begun);
    counts[step.name] = { ...(outcome as object), ms };
    deps.onStep?.(day, step.name, ms);
  };
  try {
    for (const group of groups) {
      await act((work) => renewRun(work, job, day, token));
      await inLanes(group, SIDE_BY_SIDE, runStep);
    }
    await act((work) => finishRun(work, job, day, token, counts));
  } catch (error) {
    const failure = reasonOf(error);
    await act((work) => failRun(work, job, day, token, failure)).catch(() => {});
    throw error;
  }
}
