import { expect, test } from 'vitest';
import { refusal, stageDb } from '../domain/stage.ts';
import { killed } from '../helpers/embedded.ts';
import { backends, holdUp, start, until } from './child.ts';
import { AFTER, copy, DAY, leaseOver, night, outcome, troubles } from './night.ts';

const db = stageDb();

test('a night whose process is killed is completed by its repeat, to the same end as undisturbed', {
  timeout: 240_000,
}, async () => {
  await troubles(db);
  const undisturbed = await copy(db);
  await night(undisturbed.nightUrl, DAY, AFTER);
  const wanted = await outcome(undisturbed.ownerUrl);
  expect(new Set(wanted.alerts.map((a) => a.rule_id)).size).toBeGreaterThan(4);
  expect(wanted.notices.length).toBeGreaterThan(2);

  const { ownerUrl, nightUrl } = db.at();
  // The process stands still in one of its steps: where W01 brings its alerts into line.
  const letGo = await holdUp(ownerUrl, "select from we.alert where rule_id = 'W01' for update");
  const { child, said } = start('night-child.ts', [nightUrl, DAY, AFTER]);
  await until(async () => (await backends(ownerUrl, 'we_night')).waiting > 0 && said() !== '');
  await killed(child);
  await letGo();
  expect(said()).not.toContain('drafts');
  await until(async () => (await backends(ownerUrl, 'we_night')).alive === 0);

  expect((await refusal(night(nightUrl, DAY, AFTER))).code).toBe('run-busy');
  await leaseOver(ownerUrl);
  await night(nightUrl, DAY, AFTER);
  expect(await outcome(ownerUrl)).toEqual(wanted);
  await night(nightUrl, DAY, AFTER);
  expect(await outcome(ownerUrl)).toEqual(wanted);
});
