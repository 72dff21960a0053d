import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import { fileOf, MOST_BYTES } from '../../../src/domain/evidence.ts';
import { approveNotice, serveNotice, withdrawNotice } from '../../../src/domain/notices/life.ts';
import { getNoticeWhole } from '../../../src/domain/notices/notices.ts';
import { judgeReply, replyNotice } from '../../../src/domain/notices/replies.ts';
import { parseId } from '../../../src/lib/id.ts';
import { sha256 } from '../../../src/lib/vault.ts';
import { companyActor, type Site } from '../arrange.ts';
import { duties, refusal, stageDb } from '../stage.ts';
import { aNotice, type NoticeGiven, press } from './arrange-notice.ts';

const db = stageDb();
const SERVED = '2026-06-15';
/** The last day to answer an orange paper served then. */
const DUE = '2026-06-23';
const pdf = (text = '凭证') => ({ name: '付款凭证.pdf', bytes: Buffer.from(`%PDF-1.7 ${text}`) });

async function served(site: Site, given: NoticeGiven = {}): Promise<string> {
  const id = await aNotice(db.at(), site, given);
  await db.act(site.authority, SERVED, (work) => approveNotice(work, site.id, id, press));
  await db.act(site.authority, SERVED, (work) =>
    serveNotice(work, site.id, id, { how: 'post', on: SERVED, takenBy: '李某' }),
  );
  return id;
}
const reply = (
  site: Site,
  id: string,
  given: {
    actor?: Actor;
    day?: string;
    text?: string;
    files?: { name: string; bytes: Uint8Array }[];
  } = {},
) =>
  db.act(given.actor ?? site.owner, given.day ?? '2026-06-16', (work) =>
    replyNotice(work, site.id, id, { text: given.text ?? '已经拨付', files: given.files ?? [] }),
  );
const judge = (
  site: Site,
  id: string,
  accepted: boolean,
  day = '2026-06-17',
  reason = '凭证相符',
  actor: Actor = site.authority,
) => db.act(actor, day, (work) => judgeReply(work, site.id, id, { accepted, reason }));
const metOn = async (site: Site) => (await duties(db, site.id, 'notice-reply')).map((d) => d.metOn);
const names = async (id: string) =>
  (await db.sql()`select name from we.event where subject = ${id} order by id`)
    .map((e) => e.name)
    .slice(2);

test('a reply of the addressee answers the notice and meets the duty on its day', async () => {
  const site = await db.site();
  const id = await served(site);
  expect(await reply(site, id)).toMatchObject({
    status: 'answered',
    repliedOn: '2026-06-16',
    acceptedOn: null,
  });
  expect(await metOn(site)).toEqual(['2026-06-16']);
  const seen = await db.look(site.authority, SERVED, (work) => getNoticeWhole(work, site.id, id));
  expect(seen.history.at(-1)).toMatchObject({
    name: 'notice.replied',
    holder: site.owner.holder,
    body: { text: '已经拨付', files: [] },
  });
});

test('a further reply is kept beside the first and moves nothing', async () => {
  const site = await db.site();
  const id = await served(site);
  await reply(site, id);
  expect(await reply(site, id, { day: '2026-06-18' })).toMatchObject({ repliedOn: '2026-06-16' });
  expect(await metOn(site)).toEqual(['2026-06-16']);
  expect(await names(id)).toEqual(['notice.replied', 'notice.replied']);
});

test('an accepted reply stands', async () => {
  const site = await db.site();
  const id = await served(site);
  await reply(site, id);
  expect(await judge(site, id, true)).toMatchObject({
    status: 'answered',
    acceptedOn: '2026-06-17',
  });
  expect(await metOn(site)).toEqual(['2026-06-16']);
  expect(await judge(site, id, true)).toMatchObject({ acceptedOn: '2026-06-17' });
  await expect(judge(site, id, false)).rejects.toMatchObject({
    code: 'notice-state',
    extra: { status: 'answered' },
  });
  await expect(judge(site, id, true, '2026-06-17', '另有理由')).rejects.toMatchObject({
    code: 'notice-state',
  });
  expect(await names(id)).toEqual(['notice.replied', 'notice.judged']);
  // After a further reply the verdict is no longer what was said last.
  await reply(site, id, { day: '2026-06-18' });
  await expect(judge(site, id, true)).rejects.toMatchObject({ code: 'notice-state' });
});

test.each([
  [DUE, 'served'],
  ['2026-06-24', 'overdue'],
])(
  'one that is not accepted on %s leaves the notice %s, as if it had not been',
  async (day, status) => {
    const site = await db.site();
    const id = await served(site);
    await reply(site, id);
    expect(await judge(site, id, false, day)).toMatchObject({
      status,
      repliedOn: null,
      acceptedOn: null,
    });
    expect(await metOn(site)).toEqual(['infinity']);
    expect(await judge(site, id, false, day)).toMatchObject({ status });
    expect(await reply(site, id, { day })).toMatchObject({ status: 'answered', repliedOn: day });
    expect(await metOn(site)).toEqual([day]);
    await expect(
      judge(site, id, false, day, '凭证相符', { ...site.authority, holder: '另一位' }),
    ).resolves.toMatchObject({ status });
  },
);

test('a reply may come on the very day it is refused, and again', async () => {
  const site = await db.site();
  const id = await served(site);
  for (const _ of [1, 2]) {
    await reply(site, id, { day: '2026-06-16' });
    await judge(site, id, false, '2026-06-16');
  }
  expect(await metOn(site)).toEqual(['infinity']);
  await reply(site, id, { day: '2026-06-16' });
  expect(await metOn(site)).toEqual(['2026-06-16']);
});

test('nobody but the addressee answers, or for it the authority that signed', async () => {
  const site = await db.site();
  const id = await served(site);
  expect(await refusal(reply(site, id, { actor: site.contractor }))).toMatchObject({
    code: 'not-found',
  });
  const district = { ...site.authority, org: '11320706MB0000001X' };
  expect(await refusal(reply(site, id, { actor: district }))).toMatchObject({
    code: 'notice-not-yours',
  });
  expect(await reply(site, id, { actor: site.authority })).toMatchObject({ status: 'answered' });
});

test('a subcontractor answers the paper that was served on it, and sees the duty', async () => {
  const site = await db.site();
  const employer = '91320706MB00000009';
  const id = await served(site, { addresseeId: employer });
  const actor = companyActor(employer);
  expect(
    await db.look(
      actor,
      SERVED,
      ({ sql }) => sql`select kind from we.obligation where project_id = ${site.id}`,
    ),
  ).toHaveLength(1);
  expect(await reply(site, id, { actor, files: [pdf()] })).toMatchObject({ status: 'answered' });
});

test('only what was served is answered, and only what was answered judged', async () => {
  const site = await db.site();
  for (const status of ['draft', 'approved', 'lapsed', 'withdrawn']) {
    const id = await aNotice(db.at(), site, { status });
    await expect(reply(site, id, { actor: site.authority })).rejects.toMatchObject({
      code: 'notice-state',
      extra: { status },
    });
    await expect(judge(site, id, true)).rejects.toMatchObject({
      code: 'notice-state',
      extra: { status },
    });
  }
  const id = await served(site, { level: 3 });
  await expect(judge(site, id, true)).rejects.toMatchObject({
    code: 'notice-state',
    extra: { status: 'served' },
  });
  await reply(site, id);
  expect(await refusal(judge(site, id, true, SERVED, '', site.owner))).toMatchObject({
    code: 'authority-only',
  });
  await expect(
    db.act(site.authority, SERVED, (work) => withdrawNotice(work, site.id, id, { reason: '有误' })),
  ).rejects.toMatchObject({ code: 'notice-state', extra: { status: 'answered' } });
});

test('files lie sealed, for their sender and the authority alone', async () => {
  const site = await db.site();
  const id = await served(site);
  await reply(site, id, {
    files: [pdf('一'), { name: '照片.JPG', bytes: Buffer.from([0xff, 0xd8, 0xff, 1]) }],
  });
  const { history } = await db.look(site.owner, SERVED, (work) =>
    getNoticeWhole(work, site.id, id),
  );
  const files = history.at(-1)?.body.files as {
    fileId: string;
    sha256: string;
    size: number;
    mediaType: string;
  }[];
  expect(files.map(({ mediaType, sha256: hash }) => [mediaType, hash])).toEqual([
    ['application/pdf', sha256(pdf('一').bytes)],
    ['image/jpeg', sha256(Buffer.from([0xff, 0xd8, 0xff, 1]))],
  ]);
  const read = (actor: Actor) =>
    db.look(actor, SERVED, (work) => fileOf(work, site.id, parseId(files[0]?.fileId as string).id));
  for (const actor of [site.owner, site.authority]) {
    const file = await read(actor);
    expect([file.name, Buffer.from(file.bytes).toString()]).toEqual([
      '付款凭证.pdf',
      '%PDF-1.7 一',
    ]);
  }
  await expect(read(site.contractor)).rejects.toMatchObject({ code: 'not-found' });
  const [stored] =
    await db.sql()`select name_cipher || bytes_cipher as text from we.evidence_file where project_id = ${site.id}`;
  expect(stored?.text).not.toMatch(/凭证|%PDF|JVBER/);
});

test('a bad file refuses the whole reply, and every bad one is told', async () => {
  const site = await db.site();
  const id = await served(site);
  const bytes = (size: number) => Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(size - 5)]);
  const bad = [
    pdf(),
    { name: '空.pdf', bytes: Buffer.alloc(0) },
    { name: '大.pdf', bytes: bytes(MOST_BYTES + 1) },
    { name: '网页.pdf', bytes: Buffer.from('<html>') },
    { name: '压缩.zip', bytes: Buffer.from('PK\u0003\u0004') },
  ];
  expect(await refusal(reply(site, id, { files: bad }))).toMatchObject({
    code: 'evidence-refused',
    errors: [
      { pointer: '/file/1', code: 'file-empty' },
      { pointer: '/file/2', code: 'file-too-large' },
      { pointer: '/file/3', code: 'file-type' },
      { pointer: '/file/4', code: 'file-type' },
    ],
  });
  expect(await names(id)).toEqual([]);
  const full = { name: '满.pdf', bytes: bytes(MOST_BYTES) };
  const sheet = { name: '明细.xlsx', bytes: Buffer.from('PK\u0003\u0004') };
  expect(await reply(site, id, { files: [full, sheet] })).toMatchObject({ status: 'answered' });
});
