import { expect, test } from 'vitest';
import { stageDb } from '../domain/stage.ts';
import { start } from '../journeys/child.ts';
import { AFTER, copy, DAY, leaseOver, night, outcome, troubles } from '../journeys/night.ts';

const db = stageDb();
const EVERY = 10;

/** Runs the night in a process of its own, to its end or to its death before a statement. */
async function nightIn(nightUrl: string, deadly: string) {
  const { child, said } = start('night-child.ts', [nightUrl, DAY, AFTER, deadly]);
  await new Promise((resolve) => child.once('exit', resolve));
  return { signal: child.signalCode, said: said() };
}

test('a night killed before every tenth of its statements ends, repeated, where the undisturbed one does', {
  timeout: 3_600_000,
}, async () => {
  await troubles(db);
  const calm = await copy(db, 'calm');
  const whole = await nightIn(calm.nightUrl, '');
  expect(whole.said).toContain('done');
  const statements = Number(whole.said.trim().split('\n').at(-1));
  expect(statements).toBeGreaterThan(100);
  const wanted = await outcome(calm.ownerUrl);

  const left = Array.from({ length: Math.ceil(statements / EVERY) - 1 }, (_, i) => (i + 1) * EVERY);
  expect(left.length).toBeGreaterThan(10);
  const lane = async () => {
    for (let deadly = left.shift(); deadly; deadly = left.shift()) {
      const struck = await copy(db, `at_${deadly}`);
      const { signal, said } = await nightIn(struck.nightUrl, String(deadly));
      expect(signal, said).toBe('SIGKILL');
      await leaseOver(struck.ownerUrl);
      await night(struck.nightUrl, DAY, AFTER);
      expect(await outcome(struck.ownerUrl), `killed before statement ${deadly}`).toEqual(wanted);
      await struck.drop();
    }
  };
  await Promise.all([lane(), lane()]);
});
