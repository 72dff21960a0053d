import { setTimeout as sleep } from 'node:timers/promises';
import { makeTask, type TaskKind, type Tell } from '../../domain/tasks.ts';
import { actorOf } from '../../http/edge.ts';
import { problemOf } from '../../http/problem.ts';
import { paths } from './paths.ts';
import type { Visit } from './visit.ts';

const PATIENCE_MS = 1_500;

/** Whether something takes longer than somebody waits for a page; what it refuses, it refuses at once. */
export async function isSlow(work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const slow = sleep(PATIENCE_MS, true, { signal: over.signal }).catch(() => false);
  const ended = work.then(
    () => false,
    () => false,
  );
  return Promise.race([slow, ended]).finally(() => over.abort());
}

/** Whether work may go on after its request was answered. */
export const mayOutlast = ({ deps }: Pick<Visit, 'deps'>): boolean => deps.outlast !== undefined;

/**
 * Does what may take long: either it has ended, or it goes on as a task of whoever asked, at an address that shows how far it
 * is and then what came of it. Where nothing may go on after its answer it is waited for.
 */
export async function longWork<T>(
  { c, deps, now, day }: Visit,
  of: { kind: TaskKind; about: string },
  run: (tell: Tell) => Promise<T>,
): Promise<{ ended: T } | { at: string }> {
  const task = makeTask({ db: deps.db, actor: actorOf(c), now, day }, of);
  const running = run(task.tell);
  if (!deps.outlast || !(await isSlow(running))) return { ended: await running };
  await task.begin();
  task.watch();
  deps.outlast(
    running.then(task.done, async (error) => {
      const problem = problemOf(error);
      await task.fail(problem);
      if (problem === null || problem.kind === 'unavailable') throw error;
    }),
  );
  return { at: paths.task(task.id) };
}
