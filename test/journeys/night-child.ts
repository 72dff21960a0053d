import { openDb } from '../../db/client.ts';
import { runJob } from '../../jobs/run.ts';
import { testVault } from '../helpers/app.ts';
import { countStatements } from './statements.ts';

/** Draws nothing, always the same. */
export const draw = () => Buffer.from('%PDF-');

// A process that runs a night: its arguments are the night role's URL, the day and the instant; then a step after which
// it falls asleep until SIGCONT, or the number of the statement before which it dies. It says its steps, how it ended,
// and how many statements it sent.
if (process.argv[1] === import.meta.filename) {
  const [url = '', day = '', now = '', special = ''] = process.argv.slice(2);
  const sent = countStatements(Number(special) || Number.POSITIVE_INFINITY);
  const db = openDb(url, testVault, 4);
  const say = (line: string | number) => process.stdout.write(`${line}\n`);
  const onStep = (_: string, step: string) => {
    say(step);
    if (step === special) process.kill(process.pid, 'SIGSTOP');
  };
  await runJob(
    { db, clock: { now: () => new Date(now) }, draw, onStep, trail: null },
    'night',
    day,
  ).then(
    () => say('done'),
    (error) => say(`ended by ${error.code}`),
  );
  say(sent());
  await db.end({ timeout: 1 });
}
