import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, openDb } from '../../db/client.ts';
import { type Actor, type Work, write } from '../../db/work.ts';
import { claimRun, finishRun, renewRun } from '../../src/domain/runs.ts';
import { addDays, type Day, dayOf } from '../../src/lib/day.ts';
import { median, timed } from '../rounds.ts';
import { ask } from '../site.ts';
import type { At } from './intake.ts';
import { loadGraphile, openBoss, openGraphile } from './packages.ts';

const ROUNDS = 30;
const MISSED = 3;
const QUEUE = 'night';

const night: Actor = {
  id: 'job:night',
  holder: 'job:night',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

/** Claims a run and finishes it, as a night does round its steps. */
async function emptyRun(db: Db, day: Day): Promise<void> {
  const act = <T>(fn: (work: Work) => Promise<T>) => write(db, night, new Date(), day, fn);
  const token = await act((work) => claimRun(work, 'bench', day, 1));
  if (token === null) throw new Error('not claimed');
  await act((work) => renewRun(work, 'bench', day, token));
  await act((work) => finishRun(work, 'bench', day, token, {}));
}

/** A job that does nothing, from asking for it to its end. */
async function claims({ owner, ownerUrl }: At) {
  const db = openDb(ownerUrl, owner.vault, 2);
  const boss = await openBoss(ownerUrl);
  await boss.createQueue(QUEUE);
  const graphile = await openGraphile(ownerUrl, QUEUE, async () => undefined);
  const acts: Record<string, (i: number) => Promise<unknown>> = {
    ours: (i) => emptyRun(db, addDays('2020-01-01', i)),
    'pg-boss': async () => {
      await boss.send(QUEUE, {});
      const [job] = await boss.fetch(QUEUE);
      if (!job) throw new Error('pg-boss gave no job');
      await boss.complete(QUEUE, job.id);
    },
    'graphile-worker': () => graphile.work({}),
  };
  const took = Object.fromEntries(Object.keys(acts).map((who) => [who, [] as number[]]));
  for (let i = 0; i < ROUNDS; i++) {
    for (const [who, act] of Object.entries(acts)) took[who]?.push(await timed(() => act(i)));
  }
  await graphile.stop();
  await boss.stop({ graceful: false });
  await db.end();
  return took as Record<string, number[]>;
}

/** Our server was away for some nights: what runs when the next one is asked for. */
async function oursAfterOutage({ server, callers, owner }: At): Promise<string> {
  const today = dayOf(new Date());
  const run = (day: Day) =>
    ask(server, callers.authority, 'POST', '/job-runs', { job: 'night', day });
  await run(addDays(today, -MISSED - 2));
  await run(addDays(today, -1));
  const rows = await owner<{ day: Day }[]>`
    select day from we.job_run where job = 'night' and status = 'done' order by finished_at`;
  const days = rows.map((row) => row.day).slice(1);
  return `${days.length} nights: ${days.join(' ')}`;
}

/** graphile-worker with its backfill; the outage is made by setting its last execution back. */
async function graphileAfterOutage({ owner, ownerUrl }: At): Promise<string> {
  const graphile = await loadGraphile();
  const logger = new graphile.Logger(() => () => undefined);
  const ran: string[] = [];
  const taskList = {
    [QUEUE]: async (payload: { _cron?: { ts: string } }) => {
      if (payload._cron) ran.push(payload._cron.ts.slice(0, 10));
    },
  };
  const parsedCronItems = graphile.parseCrontab(`0 0 * * * ${QUEUE} ?fill=${MISSED + 1}d`);
  const start = () =>
    graphile.run({
      connectionString: ownerUrl,
      taskList,
      parsedCronItems,
      logger,
      noHandleSignals: true,
    });
  await (await start()).stop();
  await owner`update graphile_worker._private_known_crontabs
    set known_since = now() - interval '30 days', last_execution = date_trunc('day', now()) - ${MISSED} * interval '1 day'`;
  const runner = await start();
  for (let i = 0; i < 50 && ran.length < MISSED; i++) await sleep(100);
  await runner.stop();
  return `${ran.length} nights: ${ran.join(' ')}`;
}

/** A night's claim, and the nights that were missed. */
export async function nights(at: At) {
  const took = await claims(at);
  const outage: Record<string, string> = {
    ours: await oursAfterOutage(at),
    'pg-boss': 'its option `missed` knows skip and once: at most one (not run)',
    'graphile-worker': await graphileAfterOutage(at),
  };
  return Object.entries(took).map(([who, each]) => ({
    'a night': who,
    'claim to end, median ms': Math.round(median(each) * 10) / 10,
    [`after ${MISSED} missed nights and tonight's`]: outage[who],
  }));
}
