import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { acceptAlert, dismissAlert } from '../../../src/domain/alerts/closing.ts';
import { replyAlert } from '../../../src/domain/alerts/handling.ts';
import { getAlert } from '../../../src/domain/alerts/listing.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { companyActor, domainDb, type Site } from '../arrange.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = domainDb();
const DAY = '2026-06-15';
const words = { kind: 'explanation', text: '6月20日前付清', files: [] };

const alert = (site: Site, given: AlertGiven = {}) => anAlert(db.at(), site, given);
const reply = (actor: Actor, site: Site, id: string) =>
  db.act(actor, DAY, (work) => replyAlert(work, site.id, id, words));
const dismiss = (actor: Actor, site: Site, id: string) =>
  db.act(actor, DAY, (work) => dismissAlert(work, site.id, id, { reason: '已核实，无需处理' }));
const accept = (actor: Actor, site: Site, id: string, until = '2026-07-01') =>
  db.act(actor, DAY, (work) =>
    acceptAlert(work, site.id, id, { kind: 'force-majeure', until, reason: '台风停工' }),
  );

test('a reply makes an open alert replied and stands in its history', async () => {
  const site = await db.site();
  const id = await alert(site);
  expect(await reply(site.owner, site, id)).toMatchObject({
    status: 'replied',
    repliedAt: '2026-06-15T04:00:00.000Z',
  });
  const seen = await db.look(site.authority, DAY, (work) => getAlert(work, site.id, id));
  expect(seen.history).toMatchObject([
    {
      name: 'alert.replied',
      day: DAY,
      holder: site.owner.holder,
      body: { kind: 'explanation', text: '6月20日前付清' },
    },
  ]);
  const own = await db.look(site.owner, DAY, (work) => getAlert(work, site.id, id));
  expect(own.history[0]?.holder).toBeNull();
});

test('the words of a reply lie sealed in the trail', async () => {
  const site = await db.site();
  const id = await alert(site);
  await reply(site.owner, site, id);
  const [event] = await ownerOf(db.at())`select body from we.event where subject = ${id}`;
  expect(event?.body).not.toContain('付清');
});

test('a held alert is answered and stays held', async () => {
  const site = await db.site();
  const id = await alert(site, { status: 'held' });
  expect(await reply(site.owner, site, id)).toMatchObject({ status: 'held', held: true });
  const [row] = await ownerOf(db.at())`select replied_at from we.alert where id = ${id}`;
  expect(row?.replied_at).not.toBeNull();
});

test('a second reply is kept beside the first', async () => {
  const site = await db.site();
  const id = await alert(site);
  await reply(site.owner, site, id);
  await reply(site.contractor, site, id);
  const { history } = await db.look(site.authority, DAY, (work) => getAlert(work, site.id, id));
  expect(history.map((e) => e.holder)).toEqual([site.owner.holder, site.contractor.holder]);
});

test('the employer whom a wage alert is about can answer it', async () => {
  const site = await db.site();
  const employer = '91320706MB00000002';
  const id = await alert(site, { ruleId: 'W01', employerId: employer });
  expect(await reply(companyActor(employer), site, id)).toMatchObject({ status: 'replied' });
});

test('nobody answers what it cannot see or is not concerned with', async () => {
  const site = await db.site();
  const other = await db.site();
  const open = await alert(site);
  const secret = await alert(site, { audience: 'authority' });
  await expect(reply(other.owner, site, open)).rejects.toMatchObject({ code: 'not-found' });
  await expect(reply(site.owner, site, secret)).rejects.toMatchObject({ code: 'not-found' });
  const bank: Actor = { ...companyActor('x', [site.id]), org: null, bank: '102' };
  await expect(reply(bank, site, open)).rejects.toMatchObject({ code: 'alert-not-yours' });
});

test('the authority dismisses an open or answered alert, at the level and amount of that moment', async () => {
  const site = await db.site();
  for (const status of ['open', 'replied']) {
    const id = await alert(site, { status, level: 2, amountFen: 7_700 });
    expect(await dismiss(site.authority, site, id)).toMatchObject({ status: 'dismissed' });
    const [row] = await ownerOf(
      db.at(),
    )`select dismissed_level, dismissed_fen from we.alert where id = ${id}`;
    expect(row).toEqual({ dismissed_level: 2, dismissed_fen: 7_700 });
  }
});

test('an act in another state is a conflict that says what is', async () => {
  const site = await db.site();
  const [held, cleared, dismissed] = [
    await alert(site, { status: 'held' }),
    await alert(site, { status: 'cleared' }),
    await alert(site, { status: 'dismissed' }),
  ];
  const conflict = (status: string) => ({
    kind: 'conflict',
    code: 'alert-state',
    extra: { status },
  });
  await expect(dismiss(site.authority, site, held)).rejects.toMatchObject(conflict('held'));
  await expect(accept(site.authority, site, cleared)).rejects.toMatchObject(conflict('cleared'));
  await expect(reply(site.owner, site, cleared)).rejects.toMatchObject(conflict('cleared'));
  await expect(reply(site.owner, site, dismissed)).rejects.toMatchObject(conflict('dismissed'));
  const events = await ownerOf(
    db.at(),
  )`select from we.event where subject in (${held}, ${cleared}, ${dismissed})`;
  expect(events).toHaveLength(0);
});

test('a party neither dismisses nor accepts', async () => {
  const site = await db.site();
  const id = await alert(site);
  await expect(dismiss(site.owner, site, id)).rejects.toMatchObject({ code: 'authority-only' });
  await expect(accept(site.owner, site, id)).rejects.toMatchObject({ code: 'authority-only' });
});

test('force majeure is accepted until a day that is not over', async () => {
  const site = await db.site();
  const id = await alert(site);
  await expect(accept(site.authority, site, id, '2026-06-14')).rejects.toMatchObject({
    code: 'invalid-input',
  });
  expect(await accept(site.authority, site, id, DAY)).toMatchObject({ status: 'dismissed' });
  const { history } = await db.look(site.authority, DAY, (work) => getAlert(work, site.id, id));
  expect(history).toMatchObject([
    { name: 'alert.accepted', body: { kind: 'force-majeure', until: DAY, text: '台风停工' } },
  ]);
});

const names = async (id: string) =>
  (await ownerOf(db.at())`select name from we.event where subject = ${id} order by id`).map(
    (event) => event.name,
  );

test('the same act again by the same person answers with the alert as it is, and leaves no event', async () => {
  const site = await db.site();
  const [dismissed, accepted] = [await alert(site), await alert(site)];
  for (const _ of [1, 2]) {
    expect(await dismiss(site.authority, site, dismissed)).toMatchObject({ status: 'dismissed' });
    expect(await accept(site.authority, site, accepted)).toMatchObject({ status: 'dismissed' });
  }
  await ownerOf(
    db.at(),
  )`update we.alert set status = 'cleared', cleared_on = ${DAY} where id = ${dismissed}`;
  expect(await dismiss(site.authority, site, dismissed)).toMatchObject({ status: 'cleared' });
  expect(await names(dismissed)).toEqual(['alert.dismissed']);
  expect(await names(accepted)).toEqual(['alert.accepted']);
});

test('an acceptance is repeated even after its last day, a new one is not', async () => {
  const site = await db.site();
  const [accepted, open] = [await alert(site), await alert(site)];
  await accept(site.authority, site, accepted, DAY);
  const late = (id: string) =>
    db.act(site.authority, '2026-06-16', (work) =>
      acceptAlert(work, site.id, id, { kind: 'force-majeure', until: DAY, reason: '台风停工' }),
    );
  expect(await late(accepted)).toMatchObject({ status: 'dismissed' });
  await expect(late(open)).rejects.toMatchObject({ code: 'invalid-input' });
});

test('another person, other words or another act are a conflict', async () => {
  const site = await db.site();
  const [dismissed, accepted] = [await alert(site), await alert(site)];
  await dismiss(site.authority, site, dismissed);
  await accept(site.authority, site, accepted);
  const colleague = { ...site.authority, holder: '另一位监察员' };
  const otherwise = (id: string) =>
    db.act(site.authority, DAY, (work) => dismissAlert(work, site.id, id, { reason: '另有理由' }));
  for (const act of [
    () => dismiss(colleague, site, dismissed),
    () => otherwise(dismissed),
    () => accept(site.authority, site, dismissed),
    () => accept(site.authority, site, accepted, '2026-07-02'),
    () => dismiss(site.authority, site, accepted),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: 'alert-state' });
  }
  expect([...(await names(dismissed)), ...(await names(accepted))]).toHaveLength(2);
});

test('what opened again since is closed anew', async () => {
  const site = await db.site();
  const id = await alert(site);
  await dismiss(site.authority, site, id);
  await ownerOf(db.at())`update we.alert set status = 'open' where id = ${id}`;
  await dismiss(site.authority, site, id);
  expect(await names(id)).toEqual(['alert.dismissed', 'alert.dismissed']);
  await ownerOf(
    db.at(),
  )`insert into we.event (project_id, at, day, actor, name, subject, body, digest)
    values (${site.id}, now(), ${DAY}, 'job:night', 'alert.reopened', ${id}, '{}', '')`;
  await ownerOf(db.at())`update we.alert set status = 'cleared' where id = ${id}`;
  await expect(dismiss(site.authority, site, id)).rejects.toMatchObject({ code: 'alert-state' });
});

test('of two dismissals at the same time one is an event; of two people’s one is a conflict', async () => {
  const site = await db.site();
  const [id, other] = [await alert(site), await alert(site)];
  const twice = [dismiss(site.authority, site, id), dismiss(site.authority, site, id)];
  expect((await Promise.all(twice)).map((a) => a.status)).toEqual(['dismissed', 'dismissed']);
  expect(await names(id)).toHaveLength(1);
  const colleague = { ...site.authority, holder: '另一位监察员' };
  const results = await Promise.allSettled([
    dismiss(site.authority, site, other),
    dismiss(colleague, site, other),
  ]);
  expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
});
