import { beforeEach, expect, test } from 'vitest';
import { lineUp } from '../../../src/domain/alerts/follows.ts';
import { getAlert, listAlerts } from '../../../src/domain/alerts/listing.ts';
import { publicId } from '../../../src/lib/id.ts';
import { inspector, type Site } from '../arrange.ts';
import { stageDb } from '../stage.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = stageDb();
const DAY = '2026-06-15';
beforeEach(async () => {
  await db.sql()`truncate we.alert`;
});

const alert = (site: Site, ruleId: string, given: AlertGiven = {}) =>
  anAlert(db.at(), site, { ruleId, ...given });
const night = () => db.byNight(DAY, lineUp);
const leadOf = async (id: string) =>
  (await db.sql()`select follows from we.alert where id = ${id}`)[0]?.follows;

test('a frozen account leads its wages, the owner’s late money the late wages, each on its own project', async () => {
  const [frozen, late, plain] = [await db.site(), await db.site(), await db.site()];
  const a05 = await alert(frozen, 'A05', { level: 3 });
  const f01 = await alert(frozen, 'F01');
  const under = await Promise.all(['W01', 'W02', 'W03', 'A07'].map((rule) => alert(frozen, rule)));
  const apart = await Promise.all(['W05', 'W09', 'S01', 'A04'].map((rule) => alert(frozen, rule)));
  const owner = await alert(late, 'F01');
  const [w01, w02] = [await alert(late, 'W01', { status: 'held' }), await alert(late, 'W02')];
  const alone = await alert(plain, 'W01');
  expect(await night()).toEqual({ following: 5, moved: 5 });
  for (const id of under) expect(await leadOf(id)).toBe(a05);
  expect(await leadOf(w01)).toBe(owner);
  for (const id of [...apart, a05, f01, owner, w02, alone]) expect(await leadOf(id)).toBeNull();
  expect(await night()).toEqual({ following: 5, moved: 0 });
});

test('the gravest and oldest instalment leads', async () => {
  const site = await db.site();
  const w01 = await alert(site, 'W01');
  await alert(site, 'F01', { level: 1, dueDay: '2026-01-10' });
  await alert(site, 'F01', { level: 2, dueDay: '2026-04-10' });
  const ids = [1, 2].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string];
  for (const id of ids.toReversed())
    await alert(site, 'F01', { id, level: 2, dueDay: '2026-03-10', status: 'replied' });
  await night();
  expect(await leadOf(w01)).toBe(ids[0]);
});

test('a stronger leader takes over, and gives back', async () => {
  const site = await db.site();
  const [f01, w01] = [await alert(site, 'F01'), await alert(site, 'W01', { status: 'replied' })];
  await night();
  expect(await leadOf(w01)).toBe(f01);
  const a05 = await alert(site, 'A05');
  expect(await night()).toEqual({ following: 1, moved: 1 });
  expect(await leadOf(w01)).toBe(a05);
  await db.sql()`update we.alert set status = 'cleared' where id = ${a05}`;
  expect(await night()).toEqual({ following: 1, moved: 1 });
  expect(await leadOf(w01)).toBe(f01);
});

test.each(['cleared', 'dismissed', 'held'])(
  'a leader that is %s leads nobody any more',
  async (status) => {
    const site = await db.site();
    const [f01, w01] = [await alert(site, 'F01'), await alert(site, 'W01')];
    await night();
    await db.sql()`update we.alert set status = ${status} where id = ${f01}`;
    expect(await night()).toEqual({ following: 0, moved: 1 });
    expect(await leadOf(w01)).toBeNull();
  },
);

test('what is cleared follows nobody', async () => {
  const site = await db.site();
  await alert(site, 'F01');
  const [w01, other] = [await alert(site, 'W01'), await alert(site, 'W01')];
  await night();
  await db.sql()`update we.alert set status = 'cleared' where id = ${w01}`;
  expect(await night()).toEqual({ following: 1, moved: 1 });
  expect(await leadOf(w01)).toBeNull();
  expect(await leadOf(other)).not.toBeNull();
});

test('a list of cases shows each leader once with how many it explains; the plain list shows all', async () => {
  const site = await db.site();
  const f01 = await alert(site, 'F01', { level: 2 });
  const w01 = await Promise.all(
    ['2026-04', '2026-05'].map((period) => alert(site, 'W01', { period })),
  );
  const s01 = await alert(site, 'S01');
  await night();
  const list = async (cases: boolean, limit = 50) => {
    const { items } = await db.look(inspector, DAY, (work) =>
      listAlerts(work, { status: 'open', cases }, { limit }),
    );
    return items;
  };
  expect((await list(true)).map((a) => [a.alertId, a.followers])).toEqual([
    [publicId(site.id, f01), 2],
    [publicId(site.id, s01), 0],
  ]);
  const all = await list(false);
  expect(all).toHaveLength(4);
  expect(
    all
      .filter((a) => a.followsId === publicId(site.id, f01))
      .map((a) => a.alertId)
      .sort(),
  ).toEqual(w01.map((id) => publicId(site.id, id)).sort());
  expect(await list(true, 1)).toHaveLength(1);
  const one = await db.look(site.owner, DAY, (work) => getAlert(work, site.id, f01));
  expect(one.followerIds.sort()).toEqual(w01.map((id) => publicId(site.id, id)).sort());
});
