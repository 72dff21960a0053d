import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import {
  finishInspection,
  type InspectionInput,
  requestInspection,
} from '../../../src/domain/settlement/inspections.ts';
import {
  putRetention,
  type RetentionInput,
  type ReturnInput,
  returnRetention,
} from '../../../src/domain/settlement/retention.ts';
import { parseId } from '../../../src/lib/id.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { domainDb, type Site } from '../arrange.ts';

const db = domainDb();
const TODAY = '2026-06-15';

const asked = (site: Site, given: Partial<InspectionInput> = {}, actor: Actor = site.contractor) =>
  db.act(actor, TODAY, (work) =>
    requestInspection(work, site.id, {
      part: '地下室防水',
      requestedOn: '2026-03-02',
      agreedOn: '2026-03-15',
      ...given,
    }),
  );
const finished = (site: Site, id: string, inspectedOn: string, actor: Actor = site.contractor) =>
  db.act(actor, TODAY, (work) => finishInspection(work, site.id, parseId(id).id, { inspectedOn }));

test('an inspection is due on the working day after the day agreed', async () => {
  const site = await db.site();
  expect(await asked(site)).toMatchObject({ dueOn: '2026-03-16', inspectedOn: null });
  expect(await asked(site, { agreedOn: '2026-03-02' })).toMatchObject({ dueOn: '2026-03-02' });
});

test('it is finished once; the same again changes nothing, another day is refused', async () => {
  const site = await db.site();
  const { inspectionId } = await asked(site);
  expect((await finished(site, inspectionId, '2026-03-02')).inspectedOn).toBe('2026-03-02');
  await finished(site, inspectionId, '2026-03-02', site.authority);
  await expect(finished(site, inspectionId, '2026-03-03')).rejects.toMatchObject({
    code: 'inspection-done',
  });
  const events = await ownerOf(db.at())`
    select name from we.event where subject = ${parseId(inspectionId).id} order by id`;
  expect(events.map((e) => e.name)).toEqual(['inspection.requested', 'inspection.finished']);
});

test.each<[string, Partial<InspectionInput>]>([
  ['asked tomorrow', { requestedOn: '2026-06-16', agreedOn: '2026-07-01' }],
  ['agreed before it is asked', { agreedOn: '2026-03-01' }],
  ['agreed beyond the calendar', { agreedOn: '2033-01-01' }],
])('an inspection is refused: %s', async (_, given) => {
  const site = await db.site();
  await expect(asked(site, given)).rejects.toMatchObject({ code: 'invalid-input' });
});

test.each(['2026-03-01', '2026-06-16'])('it is not finished on %s', async (day) => {
  const site = await db.site();
  const { inspectionId } = await asked(site);
  await expect(finished(site, inspectionId, day)).rejects.toMatchObject({ code: 'invalid-input' });
});

test('the owner states neither, and a stranger finds nothing', async () => {
  const site = await db.site();
  const other = await db.site();
  const { inspectionId } = await asked(site);
  const refused = { code: 'inspection-not-yours' };
  await expect(asked(site, {}, site.owner)).rejects.toMatchObject(refused);
  await expect(finished(site, inspectionId, TODAY, site.owner)).rejects.toMatchObject(refused);
  await expect(asked(site, {}, other.contractor)).rejects.toMatchObject({ code: 'not-found' });
  await expect(
    db.act(other.contractor, TODAY, (work) =>
      finishInspection(work, other.id, parseId(inspectionId).id, { inspectedOn: TODAY }),
    ),
  ).rejects.toMatchObject({ code: 'not-found' });
});

const kept = (site: Site, given: Partial<RetentionInput> = {}, actor: Actor = site.contractor) =>
  db.act(actor, TODAY, (work) =>
    putRetention(work, site.id, { amountFen: 300_00, acceptedOn: '2024-02-29', ...given }),
  );
const back = (site: Site, given: Partial<ReturnInput> = {}, actor: Actor = site.contractor) =>
  db.act(actor, TODAY, (work) =>
    returnRetention(work, site.id, {
      amountFen: 100_00,
      on: '2026-03-10',
      statedBy: 'contractor',
      ...given,
    }),
  );
const settledOn = async (site: Site) =>
  (await ownerOf(db.at())`select settled_on from we.retention where project_id = ${site.id}`)[0]
    ?.settled_on;

test('retention money is due when agreed, else two years after the acceptance', async () => {
  const site = await db.site();
  // The 28th of February 2026 is a Saturday that is worked.
  expect(await kept(site)).toEqual({ amountFen: 300_00, dueOn: '2026-02-28', returnedFen: 0 });
  expect((await kept(site, { returnOn: '2026-05-01' })).dueOn).toBe('2026-05-06');
  await kept(site, { returnOn: '2026-05-01' });
  const events = await ownerOf(db.at())`
    select body from we.event where project_id = ${site.id} and name = 'retention.written' order by id`;
  expect(events).toHaveLength(2);
  expect(JSON.parse(events[1]?.body).body.before).toEqual({
    amountFen: 300_00,
    acceptedOn: '2024-02-29',
    dueOn: '2026-02-28',
  });
});

test('what is given back adds up; it is settled on the day that made it whole', async () => {
  const site = await db.site();
  await kept(site);
  expect((await back(site)).returnedFen).toBe(100_00);
  expect((await back(site)).returnedFen).toBe(100_00);
  await back(site, { amountFen: 200_00, on: '2026-03-12', statedBy: 'owner' }, site.owner);
  expect(await settledOn(site)).toBe('infinity');
  const proof: ReturnInput = {
    amountFen: 200_00,
    on: '2026-03-12',
    statedBy: 'owner',
    evidence: ['回单'],
  };
  expect((await back(site, proof, site.owner)).returnedFen).toBe(300_00);
  expect(await settledOn(site)).toBe('2026-03-12');
  await kept(site, { amountFen: 400_00 });
  expect(await settledOn(site)).toBe('infinity');
});

test('money is refused from who may not say so, in the future, and where nothing is kept', async () => {
  const site = await db.site();
  await expect(back(site)).rejects.toMatchObject({ code: 'not-found' });
  await expect(kept(site, {}, site.owner)).rejects.toMatchObject({ code: 'retention-not-yours' });
  await expect(kept(site, { acceptedOn: '2026-06-16' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(kept(site, { returnOn: '2024-02-28' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await kept(site);
  await expect(back(site, {}, site.owner)).rejects.toMatchObject({ code: 'retention-not-yours' });
  await expect(back(site, { on: '2026-06-16' })).rejects.toMatchObject({ code: 'invalid-input' });
});
