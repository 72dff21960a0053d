import { afterEach, expect, test } from 'vitest';
import { nodeFonts } from '../../../reports/node-fonts.ts';
import { drawNotice } from '../../../reports/notice.ts';
import { composeNotice } from '../../../reports/notice-text.ts';
import { approveNotice, serveNotice } from '../../../src/domain/notices/life.ts';
import { getNotice, listNotices } from '../../../src/domain/notices/notices.ts';
import { replyNotice } from '../../../src/domain/notices/replies.ts';
import type { Site } from '../../domain/arrange.ts';
import { press } from '../../domain/notices/arrange-notice.ts';
import { refusal, stageDb } from '../../domain/stage.ts';
import { anAlertOf, DAY, noticesOf, sweepNight } from './stage-sweep.ts';

// law.md 11.8: wages late (W01) and an audit as the pretext (S02), both red on one project, are one joint 督办函.

const db = stageDb();
afterEach(async () => {
  await db.sql()`truncate we.alert, we.notice, we.notice_file, we.obligation, we.authority_setting`;
});
const papers = async () =>
  (await noticesOf(db)).map(({ instrument, to, joint, status, alerts }) => ({
    instrument,
    to,
    joint,
    status,
    alerts,
  }));

test('both red on one project: one letter to the owner and the contractor, with all that is red for either', async () => {
  const site = await db.site();
  const all = [
    await anAlertOf(db, site, 'W01'),
    await anAlertOf(db, site, 'S02'),
    await anAlertOf(db, site, 'A01'),
    await anAlertOf(db, site, 'F02'),
  ];
  const { counts, drawn } = await sweepNight(db);
  expect(counts).toMatchObject({ made: 1, drawn: 1 });
  const [facts] = drawn;
  expect(await papers()).toEqual([
    {
      instrument: 'supervision',
      to: site.ownerId,
      joint: site.contractorId,
      status: 'draft',
      alerts: new Set(all),
    },
  ]);
  expect(facts).toMatchObject({
    addressee: { uscc: site.ownerId, name: `建设单位${site.code}` },
    also: [{ uscc: site.contractorId, name: `施工单位${site.code}` }],
  });
  expect(facts?.copies).not.toContain(`施工单位${site.code}`);
  // Each is asked for its own, by its name.
  expect(facts?.asks.some((ask) => ask.startsWith(`请建设单位${site.code}`))).toBe(true);
  expect(facts?.asks.some((ask) => ask.startsWith(`请施工单位${site.code}`))).toBe(true);
  const text = JSON.stringify(composeNotice(facts as never));
  expect(text).toContain(`建设单位${site.code}，施工单位${site.code}：`);
  expect(drawNotice(facts as never, nodeFonts()).length).toBeGreaterThan(10_000);
  expect((await sweepNight(db)).counts).toMatchObject({ same: 1, made: 0, lapsed: 0 });
});

test.each([
  ['W01 is orange', { wages: { level: 2 } }],
  ['S02 is orange', { pretext: { level: 2 } }],
  ['W01 is held', { wages: { status: 'held' } }],
  ['S02 is dismissed', { pretext: { status: 'dismissed' } }],
  ['S02 is silenced', { pretext: { silencedUntil: DAY } }],
])('no joint letter where %s', async (_, given: { wages?: object; pretext?: object }) => {
  const site = await db.site();
  await anAlertOf(db, site, 'W01', given.wages);
  await anAlertOf(db, site, 'S02', given.pretext);
  await sweepNight(db);
  for (const paper of await papers()) expect(paper.joint).toBeNull();
});

test('nor with the other on another project, nor where one company is both', async () => {
  const [site, other] = [await db.site(), await db.site()];
  await anAlertOf(db, site, 'W01');
  await anAlertOf(db, other, 'S02');
  const same = await db.site();
  const both = [
    await anAlertOf(db, same, 'W01', { mainId: same.ownerId }),
    await anAlertOf(db, same, 'S02'),
  ];
  await sweepNight(db);
  const found = await papers();
  expect(found.map(({ joint }) => joint)).toEqual([null, null, null]);
  expect(found.find(({ to }) => to === same.ownerId)?.alerts).toEqual(new Set(both));
});

test('what is red for somebody else on the project is none of theirs', async () => {
  const [site, other] = [await db.site(), await db.site()];
  await anAlertOf(db, site, 'W01');
  await anAlertOf(db, site, 'S02');
  const own = await anAlertOf(db, site, 'A01', { mainId: other.contractorId });
  await sweepNight(db);
  const [letter, apart] = (await papers()).sort((a, b) => b.alerts.size - a.alerts.size);
  expect(letter).toMatchObject({ to: site.ownerId, joint: site.contractorId });
  expect(apart).toMatchObject({ to: other.contractorId, joint: null, alerts: new Set([own]) });
});

test('what is orange for either stays in its own paper', async () => {
  const site = await db.site();
  const joint = [await anAlertOf(db, site, 'W01'), await anAlertOf(db, site, 'S02')];
  const own = await anAlertOf(db, site, 'A01', { level: 2 });
  await sweepNight(db);
  expect(
    (await papers()).map(({ instrument, to, alerts }) => ({ instrument, to, alerts })),
  ).toEqual([
    { instrument: 'supervision', to: site.ownerId, alerts: new Set(joint) },
    { instrument: 'warning', to: site.contractorId, alerts: new Set([own]) },
  ]);
});

test('the contractor’s own draft lapses when the letter becomes joint, and comes back when it is one no more', async () => {
  const site = await db.site();
  const wages = await anAlertOf(db, site, 'W01');
  await sweepNight(db);
  const pretext = await anAlertOf(db, site, 'S02');
  expect((await sweepNight(db, '2026-07-03')).counts).toMatchObject({ made: 1, lapsed: 1 });
  await db.sql()`update we.alert set status = 'cleared' where id = ${pretext}`;
  expect((await sweepNight(db, '2026-07-04')).counts).toMatchObject({ made: 1, lapsed: 1 });
  expect((await papers()).filter(({ status }) => status === 'draft')).toEqual([
    {
      instrument: 'supervision',
      to: site.contractorId,
      joint: null,
      status: 'draft',
      alerts: new Set([wages]),
    },
  ]);
});

test('served, both see it and either may answer; nobody else does', async () => {
  const site = await db.site();
  await anAlertOf(db, site, 'W01');
  await anAlertOf(db, site, 'S02');
  await sweepNight(db);
  const [{ id } = { id: '' }] = await noticesOf(db);
  const seen = (who: Site['owner']) =>
    db.look(who, DAY, (work) =>
      listNotices(work, {}, { after: undefined, limit: 9 }).then(({ items }) => items.length),
    );
  await db.act(site.authority, DAY, (work) => approveNotice(work, site.id, id, press));
  expect([await seen(site.owner), await seen(site.contractor)]).toEqual([0, 0]);
  const service = { how: 'in-person', on: DAY, takenBy: '收发室' } as const;
  await db.act(site.authority, DAY, (work) => serveNotice(work, site.id, id, service));
  expect([await seen(site.owner), await seen(site.contractor)]).toEqual([1, 1]);
  const view = await db.look(site.contractor, DAY, (work) => getNotice(work, site.id, id));
  expect(view).toMatchObject({
    ...{ addresseeUscc: site.ownerId, addresseeName: `建设单位${site.code}` },
    ...{ jointUscc: site.contractorId, jointName: `施工单位${site.code}` },
  });
  const elsewhere = await db.site();
  expect(await seen(elsewhere.contractor)).toBe(0);
  const reply = (who: Site['owner']) =>
    db.act(who, DAY, (work) => replyNotice(work, site.id, id, { text: '已补发', files: [] }));
  expect((await refusal(reply({ ...elsewhere.contractor, projects: [site.id] }))).code).toBe(
    'not-found',
  );
  expect(await reply(site.contractor)).toMatchObject({ status: 'answered' });
  expect(await reply(site.owner)).toMatchObject({ status: 'answered' });
});
