import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { acceptAlert, dismissAlert, silenceAlert } from '../../../src/domain/alerts/closing.ts';
import { getAlert } from '../../../src/domain/alerts/listing.ts';
import type { Site } from '../arrange.ts';
import { refusal, stageDb } from '../stage.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = stageDb();
const DAY = '2026-06-15';
const red = (site: Site, given: AlertGiven = {}) => anAlert(db.at(), site, { level: 3, ...given });
const second = (site: Site): Actor => ({ ...site.authority, holder: '另一位监察员' });
const dismiss = (actor: Actor, site: Site, id: string, reason = '已核实') =>
  db.act(actor, DAY, (work) => dismissAlert(work, site.id, id, { reason }));
const accept = (actor: Actor, site: Site, id: string, until = '2026-07-01') =>
  db.act(actor, DAY, (work) =>
    acceptAlert(work, site.id, id, { kind: 'force-majeure', until, reason: '台风' }),
  );
const silence = (actor: Actor, site: Site, id: string, until = '2026-07-01', day = DAY) =>
  db.act(actor, day, (work) => silenceAlert(work, site.id, id, { until, reason: '已另案办理' }));
const names = async (id: string) =>
  (await db.sql()`select name from we.event where subject = ${id} order by id`).map((e) => e.name);
const row = async (id: string) =>
  (await db.sql()`select * from we.alert where id = ${id}`)[0] as Record<string, unknown>;

describe('a red alert', () => {
  test('is closed when a second person confirms what the first proposed', async () => {
    const site = await db.site();
    const id = await red(site);
    expect(await dismiss(site.authority, site, id)).toMatchObject({
      status: 'open',
      awaitsSecond: true,
    });
    expect(await dismiss(second(site), site, id, '同意')).toMatchObject({
      status: 'dismissed',
      awaitsSecond: false,
    });
    expect(await names(id)).toEqual(['alert.dismissal-proposed', 'alert.dismissed']);
    expect(await row(id)).toMatchObject({ dismissed_level: 3, accepted_until: null });
    const { history } = await db.look(site.authority, DAY, (work) => getAlert(work, site.id, id));
    expect(history.map(({ holder, body }) => [holder, body.text])).toEqual([
      [site.authority.holder, '已核实'],
      ['另一位监察员', '同意'],
    ]);
  });

  test('is not closed by one person, however often he says so', async () => {
    const site = await db.site();
    const id = await red(site);
    for (const reason of ['已核实', '已核实', '另有理由'])
      expect(await dismiss(site.authority, site, id, reason)).toMatchObject({
        status: 'open',
        awaitsSecond: true,
      });
    expect(await names(id)).toEqual(['alert.dismissal-proposed', 'alert.dismissal-proposed']);
    expect(await dismiss(second(site), site, id)).toMatchObject({ status: 'dismissed' });
    expect(await dismiss(second(site), site, id)).toMatchObject({
      status: 'dismissed',
      awaitsSecond: false,
    });
    expect(await names(id)).toHaveLength(3);
  });

  test.each([
    ['larger', { amount_fen: 1_001 }],
    ['graver', { level: 3 }],
  ])('that has become %s since has to be proposed anew', async (_, change) => {
    const site = await db.site();
    const id = await red(site);
    await dismiss(site.authority, site, id);
    if ('amount_fen' in change)
      await db.sql()`update we.alert set amount_fen = ${change.amount_fen} where id = ${id}`;
    else
      await db.sql()`update we.event set body = replace(body, '"level":3', '"level":2') where subject = ${id}`;
    expect(await dismiss(second(site), site, id)).toMatchObject({
      status: 'open',
      awaitsSecond: true,
    });
    expect(await dismiss(site.authority, site, id)).toMatchObject({ status: 'dismissed' });
  });

  test('is no more confirmed once it was closed and opened again', async () => {
    const site = await db.site();
    const id = await red(site);
    await dismiss(site.authority, site, id);
    await db.sql()`insert into we.event (project_id, at, day, actor, name, subject, body, digest)
      values (${site.id}, now(), ${DAY}, 'job:night', 'alert.reopened', ${id}, '{}', '')`;
    expect(await dismiss(second(site), site, id)).toMatchObject({ awaitsSecond: true });
  });

  test('is excused by two who name the same day, and a dismissal proposed confirms no excuse', async () => {
    const site = await db.site();
    const id = await red(site);
    await dismiss(site.authority, site, id);
    expect(await accept(second(site), site, id)).toMatchObject({
      status: 'open',
      awaitsSecond: true,
    });
    expect(await accept(site.authority, site, id, '2026-07-02')).toMatchObject({
      awaitsSecond: true,
    });
    expect(await accept(second(site), site, id, '2026-07-02')).toMatchObject({
      status: 'dismissed',
      acceptedUntil: '2026-07-02',
    });
  });

  test('proposed by two at the same time is closed once', async () => {
    const site = await db.site();
    const id = await red(site);
    const both = await Promise.all([
      dismiss(site.authority, site, id),
      dismiss(second(site), site, id),
    ]);
    expect(both.map((a) => a.awaitsSecond).sort()).toEqual([false, true]);
    expect(await names(id)).toEqual(['alert.dismissal-proposed', 'alert.dismissed']);
  });

  test('shows no party who proposed what', async () => {
    const site = await db.site();
    const id = await red(site);
    await dismiss(site.authority, site, id);
    const { history } = await db.look(site.owner, DAY, (work) => getAlert(work, site.id, id));
    expect(history).toEqual([]);
  });
});

test.each([1, 2])('an alert of level %i is closed by one', async (level) => {
  const site = await db.site();
  const id = await red(site, { level });
  expect(await dismiss(site.authority, site, id)).toMatchObject({
    status: 'dismissed',
    awaitsSecond: false,
  });
});

describe('a silence', () => {
  test('takes two persons at any level, and leaves the state as it is', async () => {
    const site = await db.site();
    const id = await red(site, { level: 1 });
    expect(await silence(site.authority, site, id)).toMatchObject({
      awaitsSecond: true,
      silencedUntil: null,
    });
    expect(await silence(site.authority, site, id)).toMatchObject({ awaitsSecond: true });
    expect(await silence(second(site), site, id)).toMatchObject({
      status: 'open',
      awaitsSecond: false,
      silencedUntil: '2026-07-01',
    });
    expect(await silence(second(site), site, id)).toMatchObject({ awaitsSecond: false });
    expect(await names(id)).toEqual(['alert.silence-proposed', 'alert.silenced']);
    const seen = await db.look(site.owner, DAY, (work) => getAlert(work, site.id, id));
    expect([seen.silencedUntil, seen.history]).toEqual([null, []]);
  });

  test.each(['held', 'replied'])('is for an alert that is %s as well', async (status) => {
    const site = await db.site();
    const id = await red(site, { status });
    await silence(site.authority, site, id);
    expect(await silence(second(site), site, id)).toMatchObject({
      status,
      silencedUntil: '2026-07-01',
    });
  });

  test.each([
    ['2026-06-14', 'day-past'],
    ['2026-09-14', 'day-too-far'],
  ])('does not end on %s', async (until, code) => {
    const site = await db.site();
    const id = await red(site);
    expect(await refusal(silence(site.authority, site, id, until))).toMatchObject({
      errors: [{ pointer: '/until', code }],
    });
  });

  test.each(['2026-06-15', '2026-09-13'])('may end on %s', async (until) => {
    const site = await db.site();
    const id = await red(site);
    expect(await silence(site.authority, site, id, until)).toMatchObject({ awaitsSecond: true });
  });

  test.each(['cleared', 'dismissed'])(
    'is not for an alert that is %s; nor is it a party’s word',
    async (status) => {
      const site = await db.site();
      const id = await red(site, { status });
      await expect(silence(site.authority, site, id)).rejects.toMatchObject({
        code: 'alert-state',
        extra: { status },
      });
      expect(await refusal(silence(site.owner, site, id))).toMatchObject({
        code: 'authority-only',
      });
    },
  );
});
