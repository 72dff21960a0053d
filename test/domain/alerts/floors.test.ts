import { beforeEach, describe, expect, test } from 'vitest';
import { markOverdue, raiseFloors } from '../../../src/domain/alerts/floors.ts';
import { approveNotice, serveNotice, withdrawNotice } from '../../../src/domain/notices/life.ts';
import { judgeReply, replyNotice } from '../../../src/domain/notices/replies.ts';
import { putAuthoritySetting } from '../../../src/domain/registry/authorities.ts';
import { inspector, type Site } from '../arrange.ts';
import { aNotice, press } from '../notices/arrange-notice.ts';
import { rowCounts, stageDb } from '../stage.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = stageDb();
const SERVED = '2026-06-15';
const DUE = '2026-06-23';
const AFTER = '2026-06-24';

beforeEach(async () => {
  await db.sql()`truncate we.alert, we.notice, we.obligation, we.authority_setting`;
});

const alert = (site: Site, given: AlertGiven = {}) => anAlert(db.at(), site, given);
const night = (day: string, winter = false) =>
  db.byNight(day, async (work) => ({
    overdue: await markOverdue(work),
    ...(await raiseFloors(work, { winter })),
  }));
const stand = async (id: string) => {
  const [row] = await db.sql()<
    { level: number; floor_level: number; found_level: number; risen_on: string }[]
  >`
    select level, floor_level, found_level, risen_on from we.alert where id = ${id}`;
  return row as { level: number; floor_level: number; found_level: number; risen_on: string };
};
const levelOf = async (id: string) => (await stand(id)).level;
const events = async (id: string) =>
  (
    await db.sql()<
      { name: string; body: string }[]
    >`select name, body from we.event where subject = ${id} order by id`
  ).map((e) => ({
    name: e.name,
    body: JSON.parse(e.body).body as Record<string, unknown>,
  }));

/** A paper about alerts, served on 2026-06-15, to be answered by 2026-06-23. */
async function served(site: Site, alertIds: string[], level = 2) {
  const id = await aNotice(db.at(), site, { alertIds, level, facts: { replyDays: 5 } });
  await db.act(site.authority, SERVED, (work) => approveNotice(work, site.id, id, press));
  await db.act(site.authority, SERVED, (work) =>
    serveNotice(work, site.id, id, { how: 'post', on: SERVED, takenBy: '李某' }),
  );
  return id;
}

describe('a notice that nobody answered', () => {
  test('takes its alerts one level up on the day after its term, not before', async () => {
    const site = await db.site();
    const [named, other] = [await alert(site), await alert(site)];
    const id = await served(site, [named], 1);
    expect(await night(DUE)).toEqual({ overdue: 0, raised: 0, lowered: 0 });
    expect(await night(AFTER)).toEqual({ overdue: 1, raised: 1, lowered: 0 });
    expect(await stand(named)).toEqual({
      level: 2,
      floor_level: 2,
      found_level: 1,
      risen_on: AFTER,
    });
    expect(await levelOf(other)).toBe(1);
    expect((await events(named)).at(-1)).toMatchObject({
      name: 'alert.raised',
      body: { rule: 'F01', day: AFTER, level: 2, floor: 2, unanswered: true, winter: false },
    });
    expect((await events(id)).at(-1)).toMatchObject({
      name: 'notice.overdue',
      body: { day: AFTER },
    });
    const [notice] = await db.sql()`select status from we.notice where id = ${id}`;
    expect(notice?.status).toBe('overdue');
  });

  test('ends a silence where the level rises with it, not where it stays', async () => {
    const site = await db.site();
    const [rises, stays] = [await alert(site, { level: 1 }), await alert(site, { level: 3 })];
    await served(site, [rises, stays], 2);
    await db.sql()`update we.alert set silenced_until = '2026-08-01'`;
    await night(AFTER);
    const silences =
      await db.sql()`select id, silenced_until from we.alert where silenced_until is not null`;
    expect(silences.map((row) => row.id)).toEqual([stays]);
  });

  test('the same night again changes nothing', async () => {
    const site = await db.site();
    await served(site, [await alert(site)], 1);
    await night(AFTER);
    const counts = await rowCounts(db);
    const written = () => db.sql()`select xmin from we.alert`;
    const before = await written();
    expect(await night(AFTER)).toEqual({ overdue: 0, raised: 0, lowered: 0 });
    expect(await rowCounts(db)).toEqual(counts);
    expect(await written()).toEqual(before);
  });

  test.each([
    [1, 1, 2],
    [2, 1, 3],
    [2, 2, 3],
    [3, 3, 3],
    [1, 3, 3],
  ])('a paper of level %i brings an alert of level %i to %i', async (paper, level, raised) => {
    const site = await db.site();
    const id = await alert(site, { level });
    await served(site, [id], paper);
    await night(AFTER);
    const risen = raised > level;
    expect(await stand(id)).toMatchObject({
      ...{ level: raised, floor_level: Math.min(paper + 1, 3) },
      risen_on: risen ? AFTER : '2026-06-01',
    });
  });

  test('of two papers the graver one counts', async () => {
    const site = await db.site();
    const id = await alert(site);
    await served(site, [id], 1);
    await served(site, [id], 2);
    await night(AFTER);
    expect(await levelOf(id)).toBe(3);
  });

  test('what is cleared or dismissed, and what is about the system, stays as it is', async () => {
    const site = await db.site();
    const made = [
      await alert(site, { status: 'open' }),
      await alert(site, { status: 'replied' }),
      await alert(site, { status: 'open', ruleId: 'M02' }),
      await alert(site, { status: 'open' }),
      await alert(site, { status: 'open' }),
      await alert(site, { status: 'open' }),
    ];
    await served(site, made);
    const [, , , cleared, dismissed, held] = made;
    for (const [id, status] of [
      [cleared, 'cleared'],
      [dismissed, 'dismissed'],
      [held, 'held'],
    ] as const)
      await db.sql()`update we.alert set status = ${status} where id = ${id as string}`;
    await night(AFTER);
    expect(await Promise.all(made.map(levelOf))).toEqual([3, 3, 1, 1, 1, 3]);
  });

  test('a reply stops it, one that is not accepted does not, and the floor falls with its cause', async () => {
    const site = await db.site();
    const alertId = await alert(site);
    const id = await served(site, [alertId], 1);
    const reply = (day: string) =>
      db.act(site.owner, day, (work) =>
        replyNotice(work, site.id, id, { text: '已付', files: [] }),
      );
    const judge = (day: string, accepted: boolean) =>
      db.act(site.authority, day, (work) =>
        judgeReply(work, site.id, id, { accepted, reason: '见凭证' }),
      );
    await reply('2026-06-22');
    expect(await night(AFTER)).toEqual({ overdue: 0, raised: 0, lowered: 0 });
    await judge('2026-06-25', false);
    expect(await night('2026-06-25')).toMatchObject({ overdue: 0, raised: 1 });
    await reply('2026-06-26');
    await judge('2026-06-26', true);
    expect(await night('2026-06-26')).toMatchObject({ raised: 0, lowered: 1 });
    expect(await stand(alertId)).toMatchObject({
      level: 1,
      floor_level: 0,
      risen_on: '2026-06-25',
    });
    expect((await events(alertId)).map((e) => e.name)).toEqual(['alert.raised', 'alert.lowered']);
  });

  test('withdrawn, it raises nothing any more', async () => {
    const site = await db.site();
    const alertId = await alert(site);
    const id = await served(site, [alertId], 1);
    await night(AFTER);
    await db.act(site.authority, '2026-06-25', (work) =>
      withdrawNotice(work, site.id, id, { reason: '有误' }),
    );
    expect(await night('2026-06-25')).toMatchObject({ lowered: 1 });
    expect(await levelOf(alertId)).toBe(1);
  });
});

describe('the winter campaign', () => {
  const set = (org: string, winter: boolean | undefined) =>
    db.act({ ...inspector, org }, '2026-11-01', (work) =>
      putAuthoritySetting(work, org, { winter }),
    );
  const office = async (org: string, lo: number, hi: number) => {
    await db.sql()`insert into we.company (uscc, name, kinds, region_lo, region_hi, known_at)
      values (${org}, ${org}, '{authority}', ${lo}, ${hi}, now()) on conflict do nothing`;
    return org;
  };
  const city = () => office('11320700MB0000090X', 320700, 320799);
  const district = () => office('11320706MB0000091X', 320706, 320706);

  test('takes every ladder one level up, red stays red, and ends with the season', async () => {
    const site = await db.site();
    const ids = [
      await alert(site, { level: 1 }),
      await alert(site, { level: 2, status: 'held' }),
      await alert(site, { level: 3 }),
    ];
    const system = await alert(site, { level: 1, ruleId: 'M03' });
    await set(await city(), true);
    expect(await night('2026-11-14', false)).toMatchObject({ raised: 0 });
    expect(await night('2026-11-15', true)).toMatchObject({ raised: 2 });
    expect(await Promise.all(ids.map(levelOf))).toEqual([2, 3, 3]);
    expect(await levelOf(system)).toBe(1);
    expect(await night('2026-11-15', true)).toEqual({ overdue: 0, raised: 0, lowered: 0 });
    expect(await night('2027-02-06', false)).toMatchObject({ raised: 0, lowered: 2 });
    expect(await Promise.all(ids.map(levelOf))).toEqual([1, 2, 3]);
  });

  test('follows the ladder as it moves', async () => {
    const site = await db.site();
    const id = await alert(site);
    await set(await city(), true);
    await night('2026-11-15', true);
    await db.sql()`update we.alert set found_level = 2, level = 2 where id = ${id}`;
    await night('2026-11-16', true);
    expect(await stand(id)).toMatchObject({ level: 3, floor_level: 3 });
    await db.sql()`update we.alert set found_level = 1 where id = ${id}`;
    await night('2026-11-17', true);
    expect(await stand(id)).toMatchObject({ level: 2, floor_level: 2 });
  });

  test.each([
    [undefined, undefined, false],
    [true, undefined, true],
    [true, false, false],
    [false, true, true],
    [undefined, true, true],
    [true, true, true],
  ])('city %s, district %s: %s', async (above, near, raised) => {
    const site = await db.site({}, 320706);
    const elsewhere = await db.site({}, 320703);
    const [id, other] = [await alert(site), await alert(elsewhere)];
    await set(await city(), above);
    await set(await district(), near);
    await night('2026-12-01', true);
    expect(await levelOf(id)).toBe(raised ? 2 : 1);
    expect(await levelOf(other)).toBe(above ? 2 : 1);
  });

  test('of a company that is no authority any more moves nothing', async () => {
    const id = await alert(await db.site({}, 320706));
    const org = await office('11320706MB0000092X', 320706, 320706);
    await set(org, true);
    await db.sql()`update we.company set kinds = '{contractor}' where uscc = ${org}`;
    await night('2026-12-01', true);
    expect(await levelOf(id)).toBe(1);
  });

  test.each([
    [320706, 320706, 2],
    [320703, 320705, 1],
    [320707, 320799, 1],
  ])('an office from %i to %i: level %i in 320706', async (lo, hi, level) => {
    const id = await alert(await db.site({}, 320706));
    await set(await office(`11320700MB${lo}${hi - lo}`.padEnd(18, 'X'), lo, hi), true);
    await night('2026-12-01', true);
    expect(await levelOf(id)).toBe(level);
  });

  test('is of its own projects, whatever else stands elsewhere', async () => {
    const [cold, mild] = [await db.site({}, 320706), await db.site({}, 320703)];
    await set(await district(), true);
    await alert(cold);
    const id = await alert(mild, { level: 2 });
    await served(mild, [id], 1);
    await night('2026-12-01', true);
    expect(await stand(id)).toMatchObject({ level: 2, floor_level: 2 });
  });

  test('of two offices as near as each other the first by its code decides', async () => {
    const id = await alert(await db.site({}, 320706));
    await set(await office('11320706MB0000094X', 320706, 320706), true);
    await set(await office('11320706MB0000093X', 320706, 320706), false);
    await night('2026-12-01', true);
    expect(await levelOf(id)).toBe(1);
  });

  test('with an unanswered paper the higher of the two floors counts', async () => {
    const site = await db.site();
    const id = await alert(site);
    await set(await city(), true);
    await served(site, [id], 2);
    await night(AFTER, true);
    expect(await stand(id)).toMatchObject({ level: 3, floor_level: 3 });
  });

  test('an authority sets its own only', async () => {
    const org = await city();
    await expect(
      db.act(inspector, '2026-11-01', (work) => putAuthoritySetting(work, org, { winter: true })),
    ).rejects.toMatchObject({ code: 'authority-not-yours' });
    const site = await db.site();
    await expect(
      db.act(site.owner, '2026-11-01', (work) =>
        putAuthoritySetting(work, site.ownerId, { winter: true }),
      ),
    ).rejects.toMatchObject({ code: 'authority-not-yours' });
  });
});
