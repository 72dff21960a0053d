import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf, queueOf } from '../../../src/domain/alerts/queue.ts';
import { publicId } from '../../../src/lib/id.ts';
import { insert, noon } from '../../helpers/insert.ts';
import { inspector, type Site } from '../arrange.ts';
import { aNotice } from '../notices/arrange-notice.ts';
import { stageDb } from '../stage.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = stageDb();
const DAY = '2026-06-15';
const DISTRICT = { ...inspector, region: { lo: 320706, hi: 320706 } };

beforeEach(async () => {
  await db.sql()`truncate we.alert, we.notice, we.job_run`;
});

const alert = (site: Site, given: AlertGiven = {}) => anAlert(db.at(), site, given);
/** Ten days late, so that a case weighs workers × money × 10. */
const weighing = (site: Site, workers: unknown, amountFen: number, given: AlertGiven = {}) =>
  alert(site, { dueDay: '2026-06-05', amountFen, facts: { workers }, ...given });
const queue = (limit = 30, actor = inspector) =>
  db.look(actor, DAY, (work) => queueOf(work, limit));
const alertIds = async (limit?: number) =>
  (await queue(limit)).map(({ alert: { alertId } }) => alertId);

const night = (day: string, status = 'done', job = 'night') =>
  insert(db.at(), 'job_run', {
    ...{ job, day, status, claimed_by: randomUUID() },
    ...{ lease_until: noon(day), started_at: noon(day), as_of: noon(day) },
  });

describe('the queue', () => {
  test('goes by workers × days × money, and says so of each', async () => {
    const site = await db.site();
    const third = await weighing(site, 3, 2_000_00);
    const first = await weighing(site, 2, 4_000_00);
    const second = await weighing(site, 1, 3_500_00, { dueDay: '2026-05-26' });
    const idOf = (id: string) => publicId(site.id, id);
    expect(await alertIds()).toEqual([first, second, third].map(idOf));
    expect(await alertIds(2)).toEqual([first, second].map(idOf));
    expect((await queue()).map(({ alert: _, ...why }) => why)).toEqual([
      { alerts: 1, workers: 2, days: 10, amountFen: 4_000_00 },
      { alerts: 1, workers: 1, days: 20, amountFen: 3_500_00 },
      { alerts: 1, workers: 3, days: 10, amountFen: 2_000_00 },
    ]);
  });

  test.each<[string, unknown, string | null, number, number, object]>([
    ['nobody counted', undefined, '2026-06-05', 10_00, 100_00, { workers: null, days: 10 }],
    ['words for a count', '3', '2026-06-05', 10_00, 100_00, { workers: null, days: 10 }],
    ['no worker', 0, '2026-06-05', 10_00, 100_00, { workers: null, days: 10 }],
    ['no due day', 1, null, 10_00, 10_00, { workers: 1, days: null }],
    ['due today', 1, DAY, 10_00, 10_00, { workers: 1, days: null }],
    ['due tomorrow', 1, '2026-06-16', 10_00, 10_00, { workers: 1, days: null }],
    ['due yesterday', 1, '2026-06-14', 10_00, 10_00, { workers: 1, days: 1 }],
    ['less than a yuan', 1, '2026-06-05', 0, 10_00, { workers: 1, days: 10, amountFen: 0 }],
  ])(
    '%s weighs as one, and is told as it is',
    async (_, workers, dueDay, amountFen, weight, expected) => {
      const site = await db.site();
      // One worker, one day: what weighs is the money.
      const near = { dueDay: '2026-06-14' };
      const heavier = await weighing(site, 1, weight + 1, near);
      const odd = await weighing(site, workers, amountFen, { dueDay, level: 2 });
      const lighter = await weighing(site, 1, weight - 1, near);
      expect(await alertIds()).toEqual([heavier, odd, lighter].map((id) => publicId(site.id, id)));
      expect((await queue())[1]).toMatchObject(expected);
    },
  );

  test('of equal weight the graver goes first, then the older project and the lower id', async () => {
    const [one, two] = [await db.site(), await db.site()];
    const ids = [randomUUID(), randomUUID()].sort() as [string, string];
    const later = await weighing(two, 1, 500_00, { level: 2 });
    const high = await weighing(one, 1, 500_00, { level: 2, id: ids[1] });
    const low = await weighing(one, 1, 500_00, { level: 2, id: ids[0] });
    const red = await weighing(two, 1, 500_00, { level: 3 });
    expect(await alertIds()).toEqual([
      publicId(two.id, red),
      publicId(one.id, low),
      publicId(one.id, high),
      publicId(two.id, later),
    ]);
  });

  test('a case is one row under its leader, with the greatest of each figure', async () => {
    const site = await db.site();
    const lead = await weighing(site, 1, 9_00, { dueDay: '2026-06-14' });
    const follows = [
      await weighing(site, 7, 5_00, { dueDay: '2026-06-10' }),
      await weighing(site, 2, 8_00, { dueDay: '2026-06-01', status: 'replied', level: 3 }),
    ];
    await db.sql()`update we.alert set follows = ${lead} where id = any(${follows}::uuid[])`;
    // As heavy as the case, and less grave than the gravest in it.
    const other = await weighing(site, 7, 9_00, { dueDay: '2026-06-01', level: 2 });
    expect(await queue()).toMatchObject([
      { alerts: 3, workers: 7, days: 14, amountFen: 9_00, alert: { level: 'yellow' } },
      { alerts: 1 },
    ]);
    expect(await alertIds()).toEqual([lead, other].map((id) => publicId(site.id, id)));
  });

  test('a case whose leader waits is told by those that do not, under their leader', async () => {
    const site = await db.site();
    const lead = await weighing(site, 9, 9_00, { status: 'held', level: 3 });
    const follows = [await weighing(site, 2, 5_00), await weighing(site, 1, 7_00, { level: 2 })];
    await db.sql()`update we.alert set follows = ${lead} where id = any(${follows}::uuid[])`;
    expect(await alertIds()).toEqual([publicId(site.id, lead)]);
    expect(await queue()).toMatchObject([{ alerts: 2, workers: 2, days: 10, amountFen: 7_00 }]);
  });

  test('what is held, over or excused waits; once the excuse is over it is back', async () => {
    const site = await db.site();
    for (const status of ['held', 'cleared', 'dismissed']) await alert(site, { status });
    const [excused, over] = [await alert(site), await alert(site, { amountFen: 999 })];
    const accept = (id: string, until: string) =>
      db.sql()`update we.alert set accepted_until = ${until} where id = ${id}`;
    await accept(excused, DAY);
    await accept(over, '2026-06-14');
    expect(await alertIds()).toEqual([publicId(site.id, over)]);
    const next = await db.look(inspector, '2026-06-16', (work) => queueOf(work, 30));
    expect(next).toHaveLength(2);
  });

  test('days run to the last night that was done, as the alerts’ own words do', async () => {
    const site = await db.site();
    await alert(site, { dueDay: '2026-06-05' });
    for (const day of ['2026-06-12', '2026-06-13']) await night(day);
    await night('2026-06-14', 'failed');
    await night('2026-06-14', 'done', 'partitions');
    expect(await queue()).toMatchObject([{ days: 8 }]);
  });

  test('is an authority’s, of its own region', async () => {
    const [near, far] = [await db.site({}, 320706), await db.site({}, 320703)];
    await alert(near);
    await alert(far);
    expect(await queue()).toHaveLength(2);
    expect((await queue(30, DISTRICT)).map((row) => row.alert.projectCode)).toEqual([near.code]);
    await expect(queue(30, near.owner)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the desk', () => {
  const desk = (actor = inspector) => db.look(actor, DAY, deskOf);
  const nothing = {
    ...{ night: null, opened: 0, risen: 0, replied: 0, dueToday: 0, drafts: 0, overdue: 0 },
  };

  test('is empty before the first night', async () => {
    await alert(await db.site());
    expect(await desk()).toEqual(nothing);
  });

  test('counts by the last night that ran to its end', async () => {
    await night('2026-06-13');
    await night('2026-06-14');
    await night(DAY, 'running');
    await night(DAY, 'done', 'seal');
    const site = await db.site();
    for (const openedOn of ['2026-06-13', '2026-06-14', '2026-06-14', DAY])
      await alert(site, { openedOn });
    const risen = await alert(site, { openedOn: '2026-06-01', status: 'held' });
    await db.sql()`update we.alert set risen_on = '2026-06-14' where id = ${risen}`;
    await alert(site, { openedOn: '2026-06-14', status: 'cleared' });
    expect(await desk()).toEqual({ ...nothing, night: '2026-06-14', opened: 2, risen: 1 });
  });

  test('counts replies, what is due by today, drafts and papers unanswered', async () => {
    const site = await db.site();
    for (const status of ['replied', 'replied', 'dismissed']) await alert(site, { status });
    const due = async (day: string, status: string) => {
      const id = await alert(site, { status });
      await db.sql()`update we.alert set handle_by = ${day} where id = ${id}`;
    };
    await due('2026-06-01', 'held');
    await due(DAY, 'open');
    await due('2026-06-16', 'open');
    await due(DAY, 'cleared');
    for (const [status, addresseeId] of [
      ['draft', site.ownerId],
      ['draft', site.contractorId],
      ['overdue', site.ownerId],
      ['served', site.ownerId],
    ] as const)
      await aNotice(db.at(), site, { status, addresseeId });
    expect(await desk()).toEqual({ ...nothing, replied: 2, dueToday: 2, drafts: 2, overdue: 1 });
    expect(await desk({ ...DISTRICT, region: { lo: 320703, hi: 320703 } })).toEqual(nothing);
    await expect(desk(site.contractor)).rejects.toMatchObject({ code: 'not-found' });
  });
});
