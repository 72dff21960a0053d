import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refusal, stageDb } from '../domain/stage.ts';
import { ownerOf } from '../helpers/insert.ts';
import { backends, holdUp, start, until } from './child.ts';
import { AFTER, copy, DAY, leaseOver, night, outcome, troubles } from './night.ts';

const db = stageDb();

const isStopped = (pid: number) => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

test('a process that sleeps through its lease, between two steps or in one, does no harm when it wakes', {
  timeout: 300_000,
}, async () => {
  await troubles(db);
  const undisturbed = await copy(db, 'calm');
  await night(undisturbed.nightUrl, DAY, AFTER);
  const wanted = await outcome(undisturbed.ownerUrl);

  // Between two steps: it holds nothing but the lease.
  const between = await copy(db, 'between');
  const first = start('night-child.ts', [between.nightUrl, DAY, AFTER, 'unfold']);
  await until(async () => isStopped(first.child.pid as number));
  expect((await refusal(night(between.nightUrl, DAY, AFTER))).code).toBe('run-busy');
  await leaseOver(between.ownerUrl);
  await night(between.nightUrl, DAY, AFTER);
  expect(await outcome(between.ownerUrl)).toEqual(wanted);
  first.child.kill('SIGCONT');
  await until(async () => first.said().includes('ended'));
  expect(first.said()).toMatch(/^([\w-]+\n)*unfold\nended by run-taken-over\n/);
  expect(await outcome(between.ownerUrl)).toEqual(wanted);

  // In the middle of one: it holds locks, until the database ends its transaction.
  const { ownerUrl, nightUrl } = db.at();
  const name = new URL(ownerUrl).pathname.slice(1);
  await ownerOf({ ownerUrl }).unsafe(
    `alter role we_night in database ${name} set idle_in_transaction_session_timeout = '1s'`,
  );
  const letGo = await holdUp(ownerUrl, "select from we.alert where rule_id = 'W01' for update");
  const second = start('night-child.ts', [nightUrl, DAY, AFTER]);
  // The other rules of the group are through: what it then holds is this one step's transaction.
  await until(async () => {
    const { waiting, busy } = await backends(ownerUrl, 'we_night');
    return waiting === 1 && busy === 1;
  });
  second.child.kill('SIGSTOP');
  await until(async () => isStopped(second.child.pid as number));
  await letGo();
  await leaseOver(ownerUrl);
  await night(nightUrl, DAY, AFTER);
  expect(await outcome(ownerUrl)).toEqual(wanted);
  second.child.kill('SIGCONT');
  await until(async () => second.said().includes('ended'));
  expect(second.said()).not.toContain('drafts');
  expect(second.said()).not.toContain('done');
  expect(await outcome(ownerUrl)).toEqual(wanted);
});
