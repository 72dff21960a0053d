import { expect, test } from 'vitest';
import { stageDb } from '../stage.ts';
import { aRule, arrangeSync } from './arrange-sync.ts';

const db = stageDb();
const { night, alert, events, feed } = arrangeSync(db);

test('while the feed is behind what is found is held, and released when it has caught up', async () => {
  const [rule, stage] = [aRule({ needsBank: true }), await db.stage({ workers: 0 })];
  // 2026-07-06 is a Monday: through Friday 2026-07-03 is in time, through Thursday is not.
  await feed(stage, '2026-07-02');
  expect(await night(rule, stage, '2026-07-06', [{}])).toMatchObject({ opened: 1, held: 1 });
  expect(await alert(rule)).toMatchObject({ status: 'held', held: true });
  await feed(stage, '2026-07-03');
  await night(rule, stage, '2026-07-06', [{}]);
  expect(await alert(rule)).toMatchObject({ status: 'open', held: false });
  await night(rule, stage, '2026-07-07', [{}]);
  expect(await alert(rule)).toMatchObject({ status: 'held' });
  expect(await events(stage)).toEqual(['alert.opened-held', 'alert.released', 'alert.held']);
});

test('nothing of a bank rule is cleared while the feed is behind', async () => {
  const [rule, stage] = [aRule({ needsBank: true }), await db.stage({ workers: 0 })];
  await feed(stage, '2026-07-03');
  await night(rule, stage, '2026-07-06', [{}]);
  expect(await night(rule, stage, '2026-07-07', [])).toMatchObject({ cleared: 0 });
  expect(await alert(rule)).toMatchObject({ status: 'open' });
  await feed(stage, '2026-07-06');
  expect(await night(rule, stage, '2026-07-07', [])).toMatchObject({ cleared: 1 });
});

test('without a mark an account counts as told through the day before it was opened', async () => {
  const [rule, stage] = [
    aRule({ needsBank: true }),
    await db.stage({ workers: 0, openedOn: '2026-07-04' }),
  ];
  await night(rule, stage, '2026-07-06', [{}]);
  expect(await alert(rule)).toMatchObject({ held: false });
  await night(rule, stage, '2026-07-07', [{}]);
  expect(await alert(rule)).toMatchObject({ held: true });
  // Opened on the Monday itself: told through Sunday, and on Tuesday Monday is missing.
  const [other, monday] = [
    aRule({ needsBank: true }),
    await db.stage({ workers: 0, openedOn: '2026-07-06' }),
  ];
  await night(other, monday, '2026-07-07', [{}]);
  expect(await alert(other)).toMatchObject({ held: true });
});

test('an account that is closed, or not open yet, holds nothing; nor is a rule without bank data held', async () => {
  const [rule, stage] = [aRule({ needsBank: true }), await db.stage({ workers: 0 })];
  const plain = aRule();
  await night(plain, stage, '2026-07-06', [{}]);
  expect(await alert(plain)).toMatchObject({ status: 'open', held: false });
  await db.sql()`update we.wage_account set closed_on = '2026-07-06' where project_id = ${stage.id}`;
  await night(rule, stage, '2026-07-06', [{}]);
  expect(await alert(rule)).toMatchObject({ held: false });
  await night(rule, stage, '2026-07-05', [{}]);
  expect(await alert(rule)).toMatchObject({ held: true });
  const early = aRule({ needsBank: true });
  await night(early, stage, '2026-01-19', [{}]);
  expect(await alert(early)).toMatchObject({ held: false });
});
