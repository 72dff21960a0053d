import { openDb } from '../../db/client.ts';
import { runJob } from '../../jobs/run.ts';
import { testVault } from '../helpers/app.ts';

/** Draws nothing, always the same. */
export const draw = () => Buffer.from('%PDF-');

// A process that runs a night and can be killed: its arguments are the night role's URL, the day and the instant.
if (process.argv[1] === import.meta.filename) {
  const [url = '', day = '', now = ''] = process.argv.slice(2);
  const db = openDb(url, testVault, 4);
  const onStep = (_: string, step: string) => process.stdout.write(`${step}\n`);
  await runJob(
    { db, clock: { now: () => new Date(now) }, draw, onStep, trail: null },
    'night',
    day,
  );
  process.stdout.write('done\n');
  await db.end();
}
