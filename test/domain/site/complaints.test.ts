import { expect, test } from 'vitest';
import { closeComplaint, fileComplaint } from '../../../src/domain/site/complaints.ts';
import { parseId } from '../../../src/lib/id.ts';
import { testVault } from '../../helpers/app.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { domainDb, inspector, type Site } from '../arrange.ts';

const db = domainDb();
const TODAY = '2026-06-15';
const WORDS = '工人王某反映班组长收走工资卡';

const file = (
  site: Site,
  given: { aboutUscc?: string; on?: string } = {},
  actor = site.authority,
) =>
  db.act(actor, TODAY, (work) =>
    fileComplaint(work, site.id, {
      ...{ kind: 'card-withheld', aboutUscc: site.contractorId, on: '2026-06-10', text: WORDS },
      ...given,
    }),
  );
const close = (site: Site, complaintId: string, given: object = {}, actor = site.authority) =>
  db.act(actor, TODAY, (work) =>
    closeComplaint(work, site.id, parseId(complaintId).id, {
      ...{ on: '2026-06-12', outcome: 'settled', text: '卡已归还，本人确认' },
      ...given,
    }),
  );

test('a complaint keeps what and about whom; the words lie sealed and in no event', async () => {
  const site = await db.site();
  const { complaintId } = await file(site);
  const [row] = await ownerOf(db.at())`
    select kind, about_id, on_day, closed_on, outcome from we.complaint where id = ${parseId(complaintId).id}`;
  expect(row).toEqual({
    kind: 'card-withheld',
    about_id: site.contractorId,
    on_day: '2026-06-10',
    closed_on: 'infinity',
    outcome: null,
  });
  const events = await ownerOf(db.at())`select body from we.event where project_id = ${site.id}`;
  expect(JSON.stringify(events)).not.toContain('王某');
  const said = await ownerOf(
    db.at(),
  )`select text_cipher from we.said where project_id = ${site.id}`;
  expect(said.map((s) => JSON.parse(testVault.open(s.text_cipher)).text)).toEqual([WORDS]);
});

test('it is closed once', async () => {
  const site = await db.site();
  const { complaintId } = await file(site);
  expect(await close(site, complaintId)).toEqual({ complaintId, closedOn: '2026-06-12' });
  expect(await close(site, complaintId)).toEqual({ complaintId, closedOn: '2026-06-12' });
  await expect(close(site, complaintId, { outcome: 'unfounded' })).rejects.toMatchObject({
    code: 'complaint-state',
  });
  const names = await ownerOf(
    db.at(),
  )`select name from we.event where subject = ${parseId(complaintId).id} order by id`;
  expect(names.map((e) => e.name)).toEqual(['complaint.filed', 'complaint.closed']);
});

test.each([
  ['the day before the complaint', '2026-06-09', 'invalid-input'],
  ['its day', '2026-06-10', null],
  ['today', TODAY, null],
  ['tomorrow', '2026-06-16', 'invalid-input'],
])('closed on %s', async (_, on, code) => {
  const site = await db.site();
  const { complaintId } = await file(site);
  const told = await close(site, complaintId, { on }).then(
    () => null,
    (problem) => problem.code,
  );
  expect(told).toBe(code);
});

test('of today it is taken, of tomorrow or about nobody not', async () => {
  const site = await db.site();
  await expect(file(site, { on: TODAY })).resolves.toBeDefined();
  await expect(file(site, { on: '2026-06-16' })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(file(site, { aboutUscc: '91320706MA0000000X' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('a party files and closes none, and sees none', async () => {
  const site = await db.site();
  const { complaintId } = await file(site);
  for (const actor of [site.contractor, site.owner]) {
    await expect(file(site, {}, actor)).rejects.toMatchObject({ code: 'authority-only' });
    await expect(close(site, complaintId, {}, actor)).rejects.toMatchObject({
      code: 'authority-only',
    });
    const seen = await db.look(actor, TODAY, ({ sql }) => sql`select id from we.complaint`);
    expect(seen).toHaveLength(0);
  }
});

test('another region finds nothing', async () => {
  const site = await db.site();
  const { complaintId } = await file(site);
  const far = { ...inspector, region: { lo: 320300, hi: 320399 } };
  await expect(close(site, complaintId, {}, far)).rejects.toMatchObject({ code: 'not-found' });
  const seen = await db.look(far, TODAY, ({ sql }) => sql`select id from we.complaint`);
  expect(seen).toHaveLength(0);
});
