import { expect, test } from 'vitest';
import { nodeFonts } from '../../../reports/node-fonts.ts';
import { drawNotice } from '../../../reports/notice.ts';
import type { NoticeFacts } from '../../../reports/notice-facts.ts';
import { composeNotice } from '../../../reports/notice-text.ts';
import { editNotice } from '../../../src/domain/notices/edit.ts';
import { approveNotice, type Press } from '../../../src/domain/notices/life.ts';
import { getNotice, getNoticeWhole } from '../../../src/domain/notices/notices.ts';
import { testVault } from '../../helpers/app.ts';
import { anAlertOf, noticesOf, sweepNight } from '../../jobs/sweeps/stage-sweep.ts';
import { inspector, type Site } from '../arrange.ts';
import { refusal, stageDb } from '../stage.ts';
import { aNotice, type NoticeGiven, press } from './arrange-notice.ts';

const db = stageDb();
const DAY = '2026-06-15';
const edit = (
  site: Site,
  id: string,
  addition: string | null,
  actor = site.authority,
  by: Press = press,
) => db.act(actor, DAY, (work) => editNotice(work, site.id, id, { addition }, by));
const notice = (site: Site, given: NoticeGiven = {}) => aNotice(db.at(), site, given);
const rowOf = async (id: string) => {
  const [row] =
    await db.sql()`select facts_cipher, facts_digest, sha256, edited_on, edited_by from we.notice where id = ${id}`;
  return { ...row, facts: JSON.parse(testVault.open(row?.facts_cipher)) as NoticeFacts };
};
const events = async (id: string) =>
  (await db.sql()`select name, body from we.event where subject = ${id} order by id`).map(
    (e) => [e.name, e.body] as const,
  );

test('the paragraph stands in the facts and on the paper; the digest changes, the words lie apart from the event', async () => {
  const site = await db.site();
  const id = await notice(site);
  const before = await rowOf(id);
  expect(await edit(site, id, '请一并说明资金安排')).toMatchObject({
    status: 'draft',
    editedOn: DAY,
    sha256: null,
  });
  const after = await rowOf(id);
  expect(after.facts).toEqual({ ...before.facts, addition: '请一并说明资金安排' });
  expect(after).toMatchObject({
    facts_digest: press.digest(after.facts),
    edited_by: inspector.holder,
  });
  expect(after).not.toMatchObject({
    facts_digest: (before as { facts_digest?: string }).facts_digest,
  });
  const printed = composeNotice({ ...after.facts, template: 'notice-3' });
  expect(JSON.stringify(printed)).toContain('、其他事项');
  expect(JSON.stringify(printed)).toContain('请一并说明资金安排。');
  const [[name, body] = ['', '']] = await events(id);
  expect(name).toBe('notice.edited');
  expect(body).not.toContain('资金安排');
  const whole = await db.look(site.authority, DAY, (work) => getNoticeWhole(work, site.id, id));
  expect(whole.history.at(-1)?.body.text).toBe('请一并说明资金安排');
});

test('the same again changes nothing; taken away, the digest is what it was', async () => {
  const site = await db.site();
  const id = await notice(site);
  const { facts_digest: digest } = (await rowOf(id)) as { facts_digest?: string };
  await edit(site, id, '甲');
  await edit(site, id, '甲');
  expect(await events(id)).toHaveLength(1);
  await edit(site, id, null);
  expect(await rowOf(id)).toMatchObject({ facts_digest: digest });
  expect((await rowOf(id)).facts.addition).toBeUndefined();
});

test('only the office that signs changes it, and only a draft', async () => {
  const site = await db.site();
  const id = await notice(site);
  expect(
    (await refusal(edit(site, id, '甲', { ...site.authority, org: '11320706MB0000001X' }))).code,
  ).toBe('notice-not-yours');
  expect((await refusal(edit(site, id, '甲', site.owner))).code).toBe('not-found');
  for (const status of ['approved', 'served', 'lapsed', 'withdrawn'])
    expect(await refusal(edit(site, await notice(site, { status }), '甲'))).toMatchObject({
      code: 'notice-state',
      extra: { status },
    });
});

test('a character that no font has is refused with its place, and nothing is kept', async () => {
  const site = await db.site();
  const id = await notice(site);
  const real = {
    ...press,
    draw: (facts: unknown) => drawNotice(facts as NoticeFacts, nodeFonts()),
  };
  expect(await refusal(edit(site, id, '请𠮷某到场', site.authority, real))).toMatchObject({
    code: 'missing-glyph',
    extra: { missing: [{ pointer: '/addition', character: '𠮷' }] },
  });
  expect((await rowOf(id)).facts.addition).toBeUndefined();
});

test('who changed it does not approve it; another does', async () => {
  const site = await db.site();
  const id = await notice(site);
  await edit(site, id, '甲');
  const approve = (holder: string) =>
    db.act({ ...site.authority, holder }, DAY, (work) => approveNotice(work, site.id, id, press));
  expect(await refusal(approve(inspector.holder))).toMatchObject({
    code: 'two-persons',
  });
  expect(await approve('另一位监察员')).toMatchObject({ status: 'approved' });
  expect((await rowOf(id)).facts).toMatchObject({ addition: '甲', approved: true });
});

test('the night refreshes the draft round it', async () => {
  const site = await db.site();
  await db.sql()`truncate we.alert, we.notice, we.notice_file`;
  await anAlertOf(db, site, 'W01');
  await sweepNight(db);
  const [{ id } = { id: '' }] = await noticesOf(db);
  await db.act({ ...site.authority, org: '11320700MB0000001X' }, '2026-07-03', (work) =>
    editNotice(work, site.id, id, { addition: '请到场说明' }, press),
  );
  expect((await sweepNight(db)).counts).toMatchObject({ same: 1 });
  await anAlertOf(db, site, 'A01');
  expect((await sweepNight(db, '2026-07-03')).counts).toMatchObject({ refreshed: 1 });
  const { facts } = await rowOf(id);
  expect(facts.addition).toBe('请到场说明');
  expect(facts.alerts).toHaveLength(2);
  expect(await db.look(site.authority, DAY, (work) => getNotice(work, site.id, id))).toMatchObject({
    editedOn: '2026-07-03',
  });
});
