import { expect, test } from 'vitest';
import { acceptAlert, dismissAlert } from '../../../src/domain/alerts/closing.ts';
import { replyAlert } from '../../../src/domain/alerts/handling.ts';
import { stableId } from '../../../src/lib/id.ts';
import { sha256 } from '../../../src/lib/vault.ts';
import type { Site } from '../arrange.ts';
import { noonOf, rowCounts, stageDb } from '../stage.ts';
import { aRule, arrangeSync, type Rule } from './arrange-sync.ts';

const db = stageDb();
const { night, alerts, alert, events, feed } = arrangeSync(db);

const LEVELS = { yellow: 1, orange: 2, red: 3 };

test('what is found opens an alert, once, under an id made of its key', async () => {
  const [rule, site] = [aRule(), await db.site()];
  const counts = await night(rule, site, '2026-07-02', [{ level: 'orange', amountFen: 700 }]);
  expect(counts).toMatchObject({ found: 1, opened: 1, changed: 0, cleared: 0, held: 0 });
  expect(await alert(rule)).toMatchObject({
    id: stableId(site.id, rule.ruleId, 'subject', '2026-06', 1),
    status: 'open',
    level: LEVELS.orange,
    amount_fen: 700,
    episode: 1,
    held: false,
    opened_on: '2026-07-02',
    main_id: site.contractorId,
    employer_id: null,
    facts: { day: '2026-07-02' },
  });
  expect(await events(site)).toEqual(['alert.opened']);
});

test('the same day again changes no row and writes no event', async () => {
  const [rule, site] = [aRule(), await db.site()];
  const found = [{ level: 'red' as const, facts: { daysLate: 3 } }, { subject: 'other' }];
  await night(rule, site, '2026-07-02', found);
  const stood = await alerts(rule);
  const counts = await rowCounts(db);
  expect(await night(rule, site, '2026-07-02', found)).toMatchObject({
    opened: 0,
    changed: 0,
    cleared: 0,
  });
  expect(await alerts(rule)).toEqual(stood);
  expect(await rowCounts(db)).toEqual(counts);
});

test('the next day refreshes facts and amount without an event', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{ amountFen: 5 }]);
  await night(rule, site, '2026-07-03', [{ amountFen: 9, facts: { daysLate: 2 } }]);
  expect(await alert(rule)).toMatchObject({
    amount_fen: 9,
    facts: { day: '2026-07-03', daysLate: 2 },
    opened_on: '2026-07-02',
    last_found_on: '2026-07-03',
  });
  expect(await events(site)).toEqual(['alert.opened']);
});

test('a level rises and falls, each with an event; the day it rose is kept', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{}]);
  await night(rule, site, '2026-07-03', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ level: 3, risen_on: '2026-07-03' });
  await night(rule, site, '2026-07-04', [{ level: 'orange' }]);
  expect(await alert(rule)).toMatchObject({ level: 2, risen_on: '2026-07-03', status: 'open' });
  expect(await events(site)).toEqual(['alert.opened', 'alert.raised', 'alert.lowered']);
});

test('an alert keeps the version of the rule by which it was found last, and its events name it', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{}]);
  expect(await alert(rule)).toMatchObject({ rule_version: 1 });
  await night({ ...rule, version: 3 }, site, '2026-07-03', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ rule_version: 3 });
  await night({ ...rule, version: 4 }, site, '2026-07-04', []);
  expect(await alert(rule)).toMatchObject({ rule_version: 3, status: 'cleared' });
  await night({ ...rule, version: 4 }, site, '2026-07-05', [{}]);
  expect(await alert(rule)).toMatchObject({ rule_version: 4, episode: 2 });
  const told = await db.sql()<{ version: number }[]>`
    select (body::jsonb #>> '{body,version}')::int as version from we.event
    where project_id = ${site.id} and name like 'alert.%' order by id`;
  expect(told.map(({ version }) => version)).toEqual([1, 3, 4, 4]);
});

test('a new version alone is noted, though nothing else differs', async () => {
  const [rule, site] = [aRule(), await db.site()];
  const found = [{ facts: { day: 'fixed' } }];
  await night(rule, site, '2026-07-02', found);
  expect(await night({ ...rule, version: 2 }, site, '2026-07-02', found)).toMatchObject({
    changed: 1,
  });
  expect(await alert(rule)).toMatchObject({ rule_version: 2 });
});

test('a floor holds the level up, whatever is found', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{ level: 'red' }]);
  await db.sql()`update we.alert set floor_level = 2 where rule_id = ${rule.ruleId}`;
  await night(rule, site, '2026-07-03', [{ level: 'yellow' }]);
  expect(await alert(rule)).toMatchObject({ level: 2, found_level: 1 });
});

test('what is found no more is cleared; found again it is the next episode', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{}]);
  expect(await night(rule, site, '2026-07-05', [])).toMatchObject({ cleared: 1 });
  expect(await alert(rule)).toMatchObject({ status: 'cleared', cleared_on: '2026-07-05' });
  expect(await night(rule, site, '2026-07-06', [])).toMatchObject({ cleared: 0 });
  await night(rule, site, '2026-07-09', [{}]);
  const [first, second] = await alerts(rule);
  expect(first).toMatchObject({ episode: 1, status: 'cleared', opened_on: '2026-07-02' });
  expect(second).toMatchObject({ episode: 2, status: 'open', opened_on: '2026-07-09' });
  expect(first?.id).not.toBe(second?.id);
  expect(await events(site)).toEqual(['alert.opened', 'alert.cleared', 'alert.opened']);
});

test('another subject or period is another alert, and a W rule’s subject sees its own', async () => {
  const [rule, site] = [aRule({ employerIsSubject: true, main: 'employer' }), await db.site()];
  await night(rule, site, '2026-07-02', [
    { subject: 'a' },
    { subject: 'b' },
    { subject: 'a', period: '2026-05' },
  ]);
  await night(rule, site, '2026-07-03', [{ subject: 'b' }]);
  const rows = await alerts(rule);
  expect(rows.map((r) => [r.subject, r.period, r.status, r.employer_id, r.main_id])).toEqual(
    expect.arrayContaining([
      ['a', '2026-05', 'cleared', 'a', 'a'],
      ['a', '2026-06', 'cleared', 'a', 'a'],
      ['b', '2026-06', 'open', 'b', 'b'],
    ]),
  );
});

test('each key is refreshed by itself, and counts its own episodes', async () => {
  const [rule, site, other] = [aRule(), await db.site(), await db.site()];
  const [may, june] = [{ period: '2026-05' }, { period: '2026-06' }];
  await night(rule, site, '2026-07-02', [may]);
  await night(rule, site, '2026-07-03', []);
  await night(rule, site, '2026-07-04', [may, june]);
  await night(rule, site, '2026-07-05', [
    { ...may, amountFen: 5 },
    { ...june, amountFen: 6 },
  ]);
  const standing = async (of: Site) =>
    (await alerts(rule))
      .filter((row) => row.project_id === of.id)
      .map((row) => [row.period, row.episode, row.status, row.amount_fen])
      .sort();
  expect(await standing(site)).toEqual([
    ['2026-05', 1, 'cleared', 100],
    ['2026-05', 2, 'open', 5],
    ['2026-06', 1, 'open', 6],
  ]);
  await night(rule, other, '2026-07-06', [may]);
  expect(await standing(other)).toEqual([['2026-05', 1, 'open', 100]]);
});

const handle = (
  site: Site,
  rule: Rule,
  act: typeof replyAlert | typeof dismissAlert | typeof acceptAlert,
  day: string,
) =>
  alert(rule).then(({ id }) =>
    db.act(site.authority, day, (work) =>
      act(
        work,
        site.id,
        id as string,
        {
          kind: 'explanation',
          text: '已知悉',
          reason: '情况属实',
          until: '2026-07-10',
          files: [],
        } as never,
      ),
    ),
  );

test('a dismissed alert stays closed until its level or amount rises', async () => {
  for (const rise of [
    { level: 'red' as const, amountFen: 100 },
    { level: 'orange' as const, amountFen: 101 },
  ]) {
    const [rule, site] = [aRule(), await db.site()];
    await night(rule, site, '2026-07-02', [{ level: 'orange' }]);
    await handle(site, rule, dismissAlert, '2026-07-03');
    await night(rule, site, '2026-07-04', [{ level: 'yellow', amountFen: 100 }]);
    await night(rule, site, '2026-07-05', [{ level: 'orange', amountFen: 100 }]);
    expect(await alert(rule)).toMatchObject({ status: 'dismissed', episode: 1 });
    await night(rule, site, '2026-07-06', [rise]);
    expect(await alert(rule)).toMatchObject({ status: 'open', episode: 1 });
    expect((await events(site)).at(-1)).toBe('alert.reopened');
  }
});

test('an excused alert stays closed through its day whatever its level, and opens on the next', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{ level: 'yellow' }]);
  await handle(site, rule, acceptAlert, '2026-07-03');
  await night(rule, site, '2026-07-09', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({
    status: 'dismissed',
    level: 3,
    accepted_until: '2026-07-10',
  });
  await night(rule, site, '2026-07-10', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ status: 'dismissed' });
  await night(rule, site, '2026-07-11', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ status: 'open', episode: 1, accepted_until: null });
  expect((await events(site)).at(-1)).toBe('alert.reopened');
  await night(rule, site, '2026-07-12', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ status: 'open' });
});

test('a larger amount opens an excused alert before its day', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{ amountFen: 100 }]);
  await handle(site, rule, acceptAlert, '2026-07-03');
  await night(rule, site, '2026-07-04', [{ amountFen: 101 }]);
  expect(await alert(rule)).toMatchObject({ status: 'open', accepted_until: null });
});

test('a level that rises ends a silence, one that falls or stays does not', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{ level: 'orange' }]);
  await db.sql()`update we.alert set silenced_until = '2026-07-30' where rule_id = ${rule.ruleId}`;
  for (const [day, amountFen] of [
    ['2026-07-03', 999],
    ['2026-07-04', 1_000],
  ] as const) {
    await night(rule, site, day, [{ level: 'yellow', amountFen }]);
    expect(await alert(rule)).toMatchObject({
      silenced_until: '2026-07-30',
      amount_fen: amountFen,
    });
  }
  await night(rule, site, '2026-07-05', [{ level: 'orange' }]);
  expect(await alert(rule)).toMatchObject({ silenced_until: null });
});

test('a dismissed alert that is found no more is cleared, and a new finding is a new episode', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{}]);
  await handle(site, rule, dismissAlert, '2026-07-03');
  await night(rule, site, '2026-07-04', []);
  expect(await alert(rule)).toMatchObject({ status: 'cleared' });
  await night(rule, site, '2026-07-05', [{}]);
  expect(await alert(rule)).toMatchObject({ status: 'open', episode: 2 });
});

test('a replied alert stays replied, also when it was held in between', async () => {
  const [rule, stage] = [aRule({ needsBank: true }), await db.stage({ workers: 0 })];
  await feed(stage, '2026-07-03');
  await night(rule, stage, '2026-07-06', [{}]);
  await handle(stage, rule, replyAlert, '2026-07-06');
  await night(rule, stage, '2026-07-06', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ status: 'replied', level: 3 });
  await night(rule, stage, '2026-07-08', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ status: 'held' });
  await feed(stage, '2026-07-07');
  await night(rule, stage, '2026-07-08', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ status: 'replied' });
});

test('a reply to a held alert shows once it is released', async () => {
  const [rule, stage] = [aRule({ needsBank: true }), await db.stage({ workers: 0 })];
  await night(rule, stage, '2026-07-06', [{}]);
  await handle(stage, rule, replyAlert, '2026-07-06');
  expect(await alert(rule)).toMatchObject({ status: 'held' });
  await feed(stage, '2026-07-03');
  await night(rule, stage, '2026-07-06', [{}]);
  expect(await alert(rule)).toMatchObject({ status: 'replied' });
});

test('a reopened alert has no reply yet', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{}]);
  await handle(site, rule, replyAlert, '2026-07-02');
  await handle(site, rule, dismissAlert, '2026-07-03');
  await night(rule, site, '2026-07-04', [{ level: 'red' }]);
  expect(await alert(rule)).toMatchObject({ status: 'open', replied_at: null });
});

test('each event tells rule, day, state and facts of the moment, with the digest of its text', async () => {
  const [rule, site] = [aRule(), await db.site()];
  await night(rule, site, '2026-07-02', [{ level: 'red', amountFen: 3, facts: { note: '张' } }]);
  const { id } = await alert(rule);
  await night(rule, site, '2026-07-03', []);
  const rows = await db.sql()<
    Record<string, string>[]
  >`select name, subject, at, day, body, digest from we.event
    where project_id = ${site.id} and subject = ${id as string} order by id`;
  expect(rows.map((r) => r.name)).toEqual(['alert.opened', 'alert.cleared']);
  for (const row of rows) expect(row.digest).toBe(sha256(row.body as string));
  expect(JSON.parse(rows[0]?.body as string)).toEqual({
    projectId: site.id,
    at: noonOf('2026-07-02').toISOString(),
    actor: 'job:night',
    name: 'alert.opened',
    subject: id,
    body: {
      version: 1,
      rule: rule.ruleId,
      day: '2026-07-02',
      status: 'open',
      level: 3,
      amountFen: 3,
      facts: { day: '2026-07-02', note: '张' },
    },
  });
});

test('one rule’s findings leave the alerts of another rule and project alone', async () => {
  const [rule, other] = [aRule(), aRule()];
  const [site, elsewhere] = [await db.site(), await db.site()];
  await night(other, site, '2026-07-02', [{}]);
  await night(rule, elsewhere, '2026-07-02', [{}]);
  await night(rule, site, '2026-07-03', [{}]);
  expect(await alert(other)).toMatchObject({ status: 'open' });
  expect((await alerts(rule)).map((a) => a.status).sort()).toEqual(['cleared', 'open']);
});
