import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { judgeAlertReply, replyAlert } from '../../../src/domain/alerts/handling.ts';
import { getAlert, listAlerts } from '../../../src/domain/alerts/listing.ts';
import { askAlert, assignAlert, commentAlert } from '../../../src/domain/alerts/tending.ts';
import type { Site } from '../arrange.ts';
import { refusal, stageDb } from '../stage.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = stageDb();
const DAY = '2026-06-15';
const alert = (site: Site, given: AlertGiven = {}) => anAlert(db.at(), site, given);
const assign = (actor: Actor, site: Site, id: string, holder: string, dueOn?: string) =>
  db.act(actor, DAY, (work) => assignAlert(work, site.id, id, { holder, dueOn }));
const names = async (id: string) =>
  (await db.sql()`select name from we.event where subject = ${id} order by id`).map((e) => e.name);
const look = (actor: Actor, site: Site, id: string) =>
  db.look(actor, DAY, (work) => getAlert(work, site.id, id));

/** A holder of a key of the authority. */
async function aHolder(
  site: Site,
  name: string,
  given: { revoked?: boolean; expires?: string } = {},
) {
  await db.sql()`insert into we.api_key (prefix, hash, company_id, holder, grants, created_at, revoked_at, expires_at)
    values (${name}, 'x', ${site.authority.org}, ${name}, '{}', now(), ${given.revoked ? '2026-01-01' : null}, ${given.expires ?? null})
    on conflict do nothing`;
  return name;
}

test('an alert is given to one of the authority’s people until a day; the last word counts', async () => {
  const site = await db.site();
  const id = await alert(site);
  const [one, two] = [await aHolder(site, '王科员'), await aHolder(site, '赵科员')];
  expect(await assign(site.authority, site, id, one, '2026-06-20')).toMatchObject({
    assignedTo: one,
    handleBy: '2026-06-20',
  });
  await assign(site.authority, site, id, one, '2026-06-20');
  expect(await assign(site.authority, site, id, two)).toMatchObject({
    assignedTo: two,
    handleBy: null,
  });
  expect(await names(id)).toEqual(['alert.assigned', 'alert.assigned']);
  expect(await look(site.owner, site, id)).toMatchObject({
    assignedTo: null,
    handleBy: null,
    history: [],
  });
});

test('nobody unknown, gone or of a party gets it, and not for a day that is over', async () => {
  const site = await db.site();
  const id = await alert(site);
  const gone = await aHolder(site, '离职者', { revoked: true });
  const late = await aHolder(site, '过期者', { expires: '2026-06-14' });
  for (const holder of ['查无此人', gone, late, site.owner.holder])
    expect(await refusal(assign(site.authority, site, id, holder))).toMatchObject({
      errors: [{ pointer: '/holder', code: 'holder-unknown' }],
    });
  const one = await aHolder(site, '王科员');
  expect(await refusal(assign(site.authority, site, id, one, '2026-06-14'))).toMatchObject({
    errors: [{ pointer: '/dueOn', code: 'day-past' }],
  });
  expect(await assign(site.authority, site, id, one, DAY)).toMatchObject({ handleBy: DAY });
  expect(await refusal(assign(site.owner, site, id, one))).toMatchObject({
    code: 'authority-only',
  });
  for (const status of ['cleared', 'dismissed'])
    await expect(
      assign(site.authority, site, await alert(site, { status }), one),
    ).rejects.toMatchObject({ code: 'alert-state', extra: { status } });
});

test('the authority finds what was given to whom, a party does not', async () => {
  const site = await db.site();
  const [mine, other] = [await alert(site), await alert(site)];
  const [one, two] = [await aHolder(site, '钱科员'), await aHolder(site, '孙科员')];
  await assign(site.authority, site, mine, one);
  await assign(site.authority, site, other, two);
  const found = (actor: Actor) =>
    db.look(actor, DAY, (work) => listAlerts(work, { assignedTo: one }, { limit: 50 }));
  expect((await found(site.authority)).items.map((a) => a.assignedTo)).toEqual([one]);
  expect((await found(site.owner)).items).toEqual([]);
});

test('a remark stays within the authority, its words sealed', async () => {
  const site = await db.site();
  const id = await alert(site, { status: 'cleared' });
  await db.act(site.authority, DAY, (work) =>
    commentAlert(work, site.id, id, { text: '电话核实过' }),
  );
  expect((await look(site.authority, site, id)).history).toMatchObject([
    { name: 'alert.commented', body: { text: '电话核实过' } },
  ]);
  expect((await look(site.owner, site, id)).history).toEqual([]);
  const [event] = await db.sql()`select body from we.event where subject = ${id}`;
  expect(event?.body).not.toContain('电话');
  expect(
    await refusal(
      db.act(site.owner, DAY, (work) => commentAlert(work, site.id, id, { text: '一' })),
    ),
  ).toMatchObject({ code: 'authority-only' });
});

test('a question is read by the parties, its words sealed; of a live alert that is told, and for a day to come', async () => {
  const site = await db.site();
  const ask = (id: string, until?: string, actor: Actor = site.authority) =>
    db.act(actor, DAY, (work) => askAlert(work, site.id, id, { text: '何时到账？', until }));
  const id = await alert(site);
  await ask(id, DAY);
  for (const actor of [site.authority, site.owner])
    expect((await look(actor, site, id)).history).toMatchObject([
      { name: 'alert.asked', body: { text: '何时到账？', until: DAY } },
    ]);
  const [event] = await db.sql()`select body from we.event where subject = ${id}`;
  expect(event?.body).not.toContain('到账');
  expect(await refusal(ask(id, '2026-06-14'))).toMatchObject({
    errors: [{ pointer: '/until', code: 'day-past' }],
  });
  expect(await refusal(ask(id, undefined, site.owner))).toMatchObject({ code: 'authority-only' });
  for (const status of ['held', 'cleared', 'dismissed'])
    await expect(ask(await alert(site, { status }))).rejects.toMatchObject({ code: 'alert-state' });
});

const reply = (site: Site, id: string, files: { name: string; bytes: Uint8Array }[] = []) =>
  db.act(site.owner, DAY, (work) =>
    replyAlert(work, site.id, id, { kind: 'statement', text: '已付', files }),
  );
const judge = (actor: Actor, site: Site, id: string, accepted: boolean, reason = '见凭证') =>
  db.act(actor, DAY, (work) => judgeAlertReply(work, site.id, id, { accepted, reason }));

test('a reply that is not accepted opens the alert again; one that is stands', async () => {
  const site = await db.site();
  const id = await alert(site);
  await expect(judge(site.authority, site, id, true)).rejects.toMatchObject({
    code: 'alert-state',
    extra: { status: 'open' },
  });
  await reply(site, id);
  expect(await judge(site.authority, site, id, false)).toMatchObject({
    status: 'open',
    repliedAt: null,
  });
  expect(await judge(site.authority, site, id, false)).toMatchObject({ status: 'open' });
  await reply(site, id);
  expect(await judge(site.authority, site, id, true)).toMatchObject({ status: 'replied' });
  await expect(judge(site.authority, site, id, false)).rejects.toMatchObject({
    code: 'alert-state',
  });
  expect(await names(id)).toEqual([
    'alert.replied',
    'alert.judged',
    'alert.replied',
    'alert.judged',
  ]);
  expect(await refusal(judge(site.owner, site, id, true))).toMatchObject({
    code: 'authority-only',
  });
});

test('a held alert stays held whatever is thought of its reply', async () => {
  const site = await db.site();
  const id = await alert(site, { status: 'held' });
  await expect(judge(site.authority, site, id, true)).rejects.toMatchObject({
    code: 'alert-state',
  });
  await reply(site, id);
  expect(await judge(site.authority, site, id, false)).toMatchObject({
    status: 'held',
    repliedAt: null,
  });
});

test('a reply carries files, or is refused with them', async () => {
  const site = await db.site();
  const id = await alert(site);
  expect(
    await refusal(reply(site, id, [{ name: 'x.exe', bytes: Buffer.from('MZ') }])),
  ).toMatchObject({ code: 'evidence-refused' });
  expect(await names(id)).toEqual([]);
  await reply(site, id, [{ name: 'x.pdf', bytes: Buffer.from('%PDF-1') }]);
  const { history } = await look(site.owner, site, id);
  expect(history[0]?.body.files).toMatchObject([{ mediaType: 'application/pdf', size: 6 }]);
});
