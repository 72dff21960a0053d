import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/client.ts';
import { type Actor, type Work, write } from '../../db/work.ts';
import type { Day } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';

/** What may take long and is watched meanwhile. */
export type TaskKind =
  | 'rehearsal'
  | 'sheet-check'
  | 'sheet-filing'
  | 'drafts'
  | 'papers'
  | 'rotation';

/** How far something has come: `done` of `total` of its stage; null: not known. */
export interface Told {
  stage: string | null;
  done: number;
  total: number | null;
}

/** Takes how far something has come; costs nothing, and may be called for each row. */
export type Tell = (done: number, total: number | null, stage?: string) => void;

interface About {
  kind: TaskKind;
  /** What of, without a person or a number of one. */
  about: string;
}

/** A task as those see it who may. */
export interface TaskView extends About, Told {
  id: string;
  /** `lost`: whoever was at it has said nothing for a minute. */
  status: 'running' | 'done' | 'failed' | 'lost';
  begunAt: string;
}

/** Who does it, and where it is told: in transactions of its own, for those of the work show nothing before their end. */
export interface TaskPlace {
  db: Db;
  actor: Actor;
  now: Date;
  day: Day;
}

const SILENCE = '1 minute';
const KEPT = '1 day';
/** Who works for the house and not for a person: commands and the night. */
const HOUSE = ['command', 'job:night'];

const BEAT_MS = 1_000;
const MOST_SILENT_BEATS = 10;

type Ended = { status: 'done' | 'failed'; outcome: unknown };

function putTask(
  { sql, vault, actor, now }: Work,
  { id, kind, about, stage, done, total }: About & Told & { id: string },
  { status, outcome }: Ended | { status: 'running'; outcome: null },
) {
  const cipher = outcome === null ? null : vault.seal(JSON.stringify(outcome));
  return sql`
    insert into we.task (id, kind, holder, about, status, stage, done, total, begun_at, told_at, outcome_cipher)
    values (${id}, ${kind}, ${actor.holder}, ${about}, ${status}, ${stage}, ${done}, ${total}, ${now}, clock_timestamp(), ${cipher})
    on conflict on constraint task_pk do update set status = excluded.status, stage = excluded.stage, done = excluded.done,
      total = excluded.total, told_at = excluded.told_at, outcome_cipher = excluded.outcome_cipher`;
}

/**
 * A task that tells how far it is once a second, in a row that outlives a reload and its process. No beat is waited for, and
 * a beat that is lost is made up by the next.
 */
export function makeTask({ db, actor, now, day }: TaskPlace, of: About) {
  const id = randomUUID();
  let told: Told = { stage: null, done: 0, total: null };
  let kept: Told | null = null;
  let silent = 0;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const put = async (status: Ended | { status: 'running'; outcome: null }) => {
    kept = told;
    silent = 0;
    await write(db, actor, now, day, (work) => putTask(work, { id, ...of, ...told }, status));
  };
  const running = { status: 'running', outcome: null } as const;
  const beat = () => {
    silent += 1;
    if (writing !== null || (told === kept && silent < MOST_SILENT_BEATS)) return;
    writing = put(running)
      .catch(() => {
        kept = null;
      })
      .finally(() => {
        writing = null;
      });
  };
  const end = async (ended: Ended) => {
    clearInterval(timer);
    await writing;
    // What was over before its first beat was not long, and nobody looks for it.
    if (kept !== null) await put(ended);
  };
  return {
    id,
    tell: ((done, total, stage) => {
      told = { stage: stage ?? null, done, total };
    }) satisfies Tell as Tell,
    watch() {
      timer = setInterval(beat, BEAT_MS);
    },
    /** Its row is there when this has ended. */
    begin: () => put(running),
    done: (outcome: unknown) => end({ status: 'done', outcome }),
    /** null: for no reason that anybody is told. */
    fail: (problem: Problem | null) =>
      end({ status: 'failed', outcome: problem && packed(problem) }),
  };
}

const packed = ({ kind, code, detail, extra }: Problem) => ({ kind, code, detail, extra });

/** Does something that may be a task: it becomes one that can be watched where it takes longer than a second. */
export async function undertake<T>(
  place: TaskPlace,
  of: About,
  run: (tell: Tell) => Promise<T>,
): Promise<T> {
  const task = makeTask(place, of);
  task.watch();
  try {
    const outcome = await run(task.tell);
    await task.done(outcome);
    return outcome;
  } catch (error) {
    await task.fail(error instanceof Problem ? error : null).catch(() => {});
    throw error;
  }
}

const columns = ({ sql }: Work) => sql`id, kind, about, stage, done, total, begun_at as "begunAt",
  case when status = 'running' and told_at < clock_timestamp() - ${SILENCE}::interval then 'lost' else status end as status`;

/** One's own; with `house` those of commands and of the night too. */
const whose = ({ sql, actor }: Work, house: boolean) =>
  house ? sql`holder = any(${[...HOUSE, actor.holder]}::text[])` : sql`holder = ${actor.holder}`;

/** A task; null where there is none, or somebody else's. */
export async function findTask(work: Work, id: string, house: boolean): Promise<TaskView | null> {
  const [row] = await work.sql<TaskView[]>`
    select ${columns(work)} from we.task where id = ${id} and ${whose(work, house)}`;
  return row ?? null;
}

/** What came of one's task: what it ended with, or as `failed` the problem; null where it came to nothing. */
export async function outcomeOf(work: Work, id: string, house: boolean): Promise<unknown> {
  const [row] = await work.sql<{ cipher: string | null }[]>`
    select outcome_cipher as cipher from we.task where id = ${id} and ${whose(work, house)}`;
  return row?.cipher ? JSON.parse(work.vault.open(row.cipher)) : null;
}

const MOST_LISTED = 10;

/** The last tasks of these kinds, the newest first. */
export const listTasks = (work: Work, kinds: readonly TaskKind[], house: boolean) =>
  work.sql<TaskView[]>`
    select ${columns(work)} from we.task where kind = any(${kinds as TaskKind[]}::text[]) and ${whose(work, house)}
    order by told_at desc, id limit ${MOST_LISTED}`;

/** Drops tasks of which nothing was told for a day; the daily job does. */
export async function dropTasks({ sql }: Work): Promise<{ dropped: number }> {
  const gone = await sql`delete from we.task where told_at < clock_timestamp() - ${KEPT}::interval`;
  return { dropped: gone.count };
}
