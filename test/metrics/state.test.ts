import { expect, test } from 'vitest';
import { openDb } from '../../db/client.ts';
import { watchState } from '../../src/metrics/state.ts';
import { textOf } from '../../src/metrics/text.ts';
import { payout, stageDb } from '../domain/stage.ts';
import { testVault } from '../helpers/app.ts';
import { night } from '../journeys/night.ts';

const db = stageDb();

const at = (instant: string) => ({ now: () => new Date(instant) });
const scrape = async (instant: string) =>
  (await textOf([{ told: await watchState(db.night(), at(instant)).told() }]))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace('wage_escrow_', ''));

test('an empty city tells that the database is there, and nothing else', async () => {
  expect(await scrape('2026-07-21T09:00:00+08:00')).toEqual(['database_up 1']);
});

test('how things stand: alerts by rule, feeds and queues by bank, the night', {
  timeout: 60_000,
}, async () => {
  const good = await db.stage();
  const silent = await db.stage({ bankCode: '103' });
  await db.order(silent, await db.claim(silent));
  await db.bank(
    good,
    [
      { kind: 'feed', accountNo: good.accountNo, through: '2026-07-20' },
      payout({ batchNo: 'NOT-YET' }, 1, 'paid', '2026-07-14'),
    ],
    { day: '2026-07-20' },
  );
  await db.bank(silent, [{ kind: 'feed', accountNo: silent.accountNo, through: '2026-07-15' }], {
    day: '2026-07-20',
  });
  await db.sql()`insert into we.bank_message (bank_code, message_id, kind, status, digest, raw_cipher, received_at)
    values ('103', 'cut-short', 'events', 'received', 'x', 'x', '2026-07-21T08:59:00+08:00')`;
  await night(db.at().nightUrl, '2026-07-20', '2026-07-21T00:30:00+08:00');

  const lines = await scrape('2026-07-21T09:00:00+08:00');
  expect(lines).toEqual(
    expect.arrayContaining([
      'database_up 1',
      'bank_accounts{bank="102"} 1',
      'bank_feed_lag_days{bank="102"} 1',
      'bank_accounts_behind{bank="102"} 0',
      'bank_feed_lag_days{bank="103"} 6',
      'bank_accounts_behind{bank="103"} 1',
      'bank_unmatched{bank="102"} 1',
      'bank_messages_unfinished{bank="103"} 1',
      'bank_messages_unfinished_age_seconds{bank="103"} 60',
      'job_done_age_days{job="night"} 1',
      'job_failed{job="night"} 0',
      'job_duration_seconds{job="night"} 0',
    ]),
  );
  const open =
    await db.sql()`select rule_id, level, status, count(*)::int as n from we.alert where status <> 'cleared' group by 1, 2, 3`;
  expect(open.length).toBeGreaterThan(0);
  expect(open.some((row) => row.status === 'held')).toBe(true);
  const levels = ['', 'yellow', 'orange', 'red'];
  for (const { rule_id, level, status, n } of open)
    expect(lines).toContain(
      `alerts{rule="${rule_id}",level="${levels[level]}",status="${status}"} ${n}`,
    );
  expect(lines.filter((line) => line.startsWith('alerts{'))).toHaveLength(open.length);
});

test('a database that is away costs a scrape three seconds and not its other metrics', async () => {
  const gone = openDb('postgres://we_night:x@127.0.0.1:1/none', testVault, 1);
  const begun = performance.now();
  const told = await watchState(gone, at('2026-07-21T09:00:00+08:00')).told();
  expect(await textOf([{ told }])).toMatch(/^wage_escrow_database_up 0$/m);
  expect(performance.now() - begun).toBeLessThan(6_000);
  await gone.end({ timeout: 1 });
});

test('it is asked of the database at most every ten seconds', async () => {
  const state = watchState(db.night(), at('2026-07-21T09:00:00+08:00'));
  expect(state.told()).toBe(state.told());
});
