import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import {
  getNotice,
  listNotices,
  type NoticeFilter,
  noticeFile,
} from '../../../src/domain/notices/notices.ts';
import { parseId, publicId } from '../../../src/lib/id.ts';
import { testVault } from '../../helpers/app.ts';
import { insert, ownerOf } from '../../helpers/insert.ts';
import { companyActor, domainDb, inspector, type Site } from '../arrange.ts';

const db = domainDb();
const DAY = '2026-06-15';

async function aNotice(
  site: Site,
  given: {
    status?: string;
    instrument?: string;
    addresseeId?: string;
    draftedOn?: string;
    alertIds?: string[];
  } = {},
) {
  const id = randomUUID();
  await insert(db.at(), 'notice', {
    project_id: site.id,
    id,
    region_code: site.region,
    owner_id: site.ownerId,
    contractor_id: site.contractorId,
    instrument: given.instrument ?? 'reminder',
    level: 2,
    addressee_id: given.addresseeId ?? site.ownerId,
    status: given.status ?? 'draft',
    alert_ids: JSON.stringify(given.alertIds ?? []),
    facts_cipher: testVault.seal('{}'),
    facts_digest: 'digest-1',
    template: 'reminder-1',
    drafted_on: given.draftedOn ?? '2026-06-10',
    refreshed_on: '2026-06-14',
  });
  return id;
}

async function drawn(site: Site, noticeId: string, factsDigest: string) {
  const sql = ownerOf(db.at());
  const bytes = Buffer.from('%PDF-1.7 of the tests');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await sql`insert into we.notice_file (project_id, notice_id, facts_digest, sha256, bytes, drawn_at)
    values (${site.id}, ${noticeId}, ${factsDigest}, ${sha256}, ${bytes}, now())`;
  return { bytes, sha256 };
}

const list = (
  filter: NoticeFilter,
  actor: Actor = inspector,
  page: { limit?: number; after?: string } = {},
) => db.look(actor, DAY, (work) => listNotices(work, filter, { limit: 50, ...page }));
const ids = async (filter: NoticeFilter, actor?: Actor) =>
  (await list(filter, actor)).items.map((n) => parseId(n.noticeId).id);

test('the newest notices come first, page by page', async () => {
  const site = await db.site();
  const early = await aNotice(site, { draftedOn: '2026-06-08' });
  const late = await aNotice(site, { draftedOn: '2026-06-09', instrument: 'warning' });
  const here = { projectCode: site.code };
  expect(await ids(here)).toEqual([late, early]);
  const first = await list(here, inspector, { limit: 1 });
  const second = await list(here, inspector, { limit: 1, after: first.next as string });
  expect(parseId(second.items[0]?.noticeId as string).id).toBe(early);
  expect(second.next).toBeNull();
  expect(await ids({ ...here, status: 'served' })).toEqual([]);
});

test('those of one day go over the ends of pages, each once', async () => {
  const site = await db.site();
  const made: string[] = [];
  for (const addresseeId of [site.ownerId, site.contractorId, '91320706MB00000003'])
    made.push(await aNotice(site, { addresseeId }));
  const seen: string[] = [];
  for (let after: string | undefined, n = 0; n < 3; n += 1) {
    const { items, next } = await list({ projectCode: site.code }, inspector, {
      limit: 1,
      ...(after && { after }),
    });
    seen.push(...items.map((item) => parseId(item.noticeId).id));
    after = next ?? undefined;
  }
  expect(seen).toEqual(made.toSorted().toReversed());
});

test('the kept PDF is the notice’s own, of equal facts too', async () => {
  const site = await db.site();
  const [one, two] = [await aNotice(site), await aNotice(site, { addresseeId: site.contractorId })];
  await drawn(site, one, 'digest-1');
  const kept = async (id: string) =>
    (await db.look(site.authority, DAY, (work) => noticeFile(work, site.id, id))).kept;
  expect(await kept(two)).toBeNull();
  expect(await kept(one)).not.toBeNull();
});

test('a party sees a notice from service on, and only its own', async () => {
  const site = await db.site();
  const draft = await aNotice(site);
  const served = await aNotice(site, { status: 'served' });
  const here = { projectCode: site.code };
  expect(new Set(await ids(here))).toEqual(new Set([draft, served]));
  expect(await ids(here, site.owner)).toEqual([served]);
  expect(await ids(here, site.contractor)).toEqual([]);
  const asked = db.look(site.owner, DAY, (work) => getNotice(work, site.id, draft));
  await expect(asked).rejects.toMatchObject({ code: 'not-found' });
});

test('a notice names its addressee and its alerts', async () => {
  const site = await db.site();
  const alertId = randomUUID();
  const id = await aNotice(site, { alertIds: [alertId] });
  const notice = await db.look(site.authority, DAY, (work) => getNotice(work, site.id, id));
  expect(notice).toMatchObject({
    noticeId: publicId(site.id, id),
    projectCode: site.code,
    addresseeUscc: site.ownerId,
    addresseeName: `建设单位${site.code}`,
    level: 'orange',
    alertIds: [publicId(site.id, alertId)],
    number: null,
  });
});

test('the kept PDF is that of the present facts, and none before it is drawn', async () => {
  const site = await db.site();
  const id = await aNotice(site);
  const pdf = () => db.look(site.authority, DAY, (work) => noticeFile(work, site.id, id));
  expect((await pdf()).kept).toBeNull();
  await drawn(site, id, 'digest-0');
  expect((await pdf()).kept).toBeNull();
  const { bytes } = await drawn(site, id, 'digest-1');
  const file = await pdf();
  expect(file.fileName).toBe(`${site.code}-reminder-2026-06-10.pdf`);
  expect(Buffer.from(file.kept as Uint8Array).equals(bytes)).toBe(true);
});

test('a subcontractor reads the paper that was served on it, and no other', async () => {
  const site = await db.site();
  const employer = '91320706MB00000003';
  const id = await aNotice(site, { status: 'served', addresseeId: employer });
  const draft = await aNotice(site, { addresseeId: employer });
  await drawn(site, id, 'digest-1');
  await drawn(site, draft, 'digest-1');
  const read = (notice: string) =>
    db.look(companyActor(employer), DAY, (work) => noticeFile(work, site.id, notice));
  expect((await read(id)).kept).not.toBeNull();
  await expect(read(draft)).rejects.toMatchObject({ code: 'not-found' });
});
