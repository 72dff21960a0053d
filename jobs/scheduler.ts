import cron from 'node-cron';
import { addDays, dayOf } from '../src/lib/day.ts';
import { type JobName, schedule } from './schedule.ts';

/**
 * Fires the schedule on Node, in every process; Workers have cron triggers. A job's day is the one that has just
 * ended in Shanghai. Overlap and double firing are settled by the claim, not here.
 *
 * @returns a function that stops it and waits for the job that runs
 */
export function startScheduler(
  now: () => Date,
  run: (job: JobName, day: string) => Promise<unknown>,
  onError: (job: string, error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown>[] = [];
  const fire = (job: JobName) => {
    const turn: Promise<unknown> = run(job, addDays(dayOf(now()), -1))
      .catch((error) => onError(job, error))
      .finally(() => {
        running = running.filter((other) => other !== turn);
      });
    running.push(turn);
    return turn;
  };
  const tasks = schedule.map(({ job, cron: when }) =>
    cron.schedule(when, () => fire(job), { timezone: 'UTC', noOverlap: true, name: job }),
  );
  return async () => {
    for (const task of tasks) task.stop();
    await Promise.all(running);
  };
}
