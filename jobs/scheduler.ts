import cron from 'node-cron';
import { addDays, dayOf } from '../src/lib/day.ts';
import { type JobName, schedule } from './schedule.ts';

/**
 * Fires the schedule on Node; Workers have cron triggers. A job's day is the one that has just ended in
 * Shanghai. Overlap and double firing are settled by the claim, not here.
 *
 * @returns a function that stops it
 */
export function startScheduler(
  now: () => Date,
  run: (job: JobName, day: string) => Promise<unknown>,
  onError: (job: string, error: unknown) => void,
): () => void {
  const tasks = schedule.map(({ job, cron: when }) =>
    cron.schedule(
      when,
      () => {
        run(job, addDays(dayOf(now()), -1)).catch((error) => onError(job, error));
      },
      { timezone: 'UTC', noOverlap: true, name: job },
    ),
  );
  return () => {
    for (const task of tasks) task.stop();
  };
}
