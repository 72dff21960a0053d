import { expect, test } from 'vitest';
import type { Actor } from '../../../db/work.ts';
import {
  type DelayInput,
  stateDelay,
  withdrawDelay,
} from '../../../src/domain/settlement/delays.ts';
import { parseId } from '../../../src/lib/id.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { domainDb, type Site } from '../arrange.ts';

const db = domainDb();
const TODAY = '2026-06-15';
const quantity: DelayInput = {
  period: '2026-05',
  on: '2026-06-10',
  statedBy: 'owner',
  reasonCode: 'QUANTITY',
};

const stated = async (site: Site, given: Partial<DelayInput> = {}, actor: Actor = site.owner) => {
  const answer = await db.act(actor, TODAY, (work) =>
    stateDelay(work, site.id, { ...quantity, ...given }),
  );
  return parseId(answer.delayId).id;
};

const withdrawn = (site: Site, id: string, actor: Actor, day = TODAY) =>
  db.act(actor, day, (work) => withdrawDelay(work, site.id, id, { reason: '已付' }));

test('a delay keeps who stated what, for which month', async () => {
  const site = await db.site();
  const id = await stated(site, { evidence: ['函件'] });
  const [row] = await ownerOf(db.at())`
    select period, on_day, stated_by, reason_code, evidence, withdrawn_on from we.transfer_delay where id = ${id}`;
  expect(row).toEqual({
    period: '2026-05-01',
    on_day: '2026-06-10',
    stated_by: 'owner',
    reason_code: 'QUANTITY',
    evidence: ['函件'],
    withdrawn_on: 'infinity',
  });
});

test('it is withdrawn on the day of the act, and a second withdrawal keeps that day', async () => {
  const site = await db.site();
  const id = await stated(site);
  expect(await withdrawn(site, id, site.owner)).toMatchObject({ withdrawnOn: TODAY });
  expect(await withdrawn(site, id, site.authority, '2026-06-20')).toMatchObject({
    withdrawnOn: TODAY,
  });
  const names = await ownerOf(db.at())`select name from we.event where subject = ${id} order by id`;
  expect(names.map((e) => e.name)).toEqual(['delay.stated', 'delay.withdrawn']);
});

test('a party neither states nor withdraws for another', async () => {
  const site = await db.site();
  await expect(stated(site, { statedBy: 'owner' }, site.contractor)).rejects.toMatchObject({
    code: 'delay-not-yours',
  });
  const id = await stated(site);
  await expect(withdrawn(site, id, site.contractor)).rejects.toMatchObject({
    code: 'delay-not-yours',
  });
  await expect(withdrawn(site, id, site.authority)).resolves.toBeDefined();
});

test('a day in the future is refused, today is not', async () => {
  const site = await db.site();
  await expect(stated(site, { on: '2026-06-16' })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(stated(site, { on: TODAY })).resolves.toBeDefined();
});

test('another project and its delays are not found', async () => {
  const site = await db.site();
  const other = await db.site();
  const id = await stated(site);
  await expect(withdrawn(other, id, other.owner)).rejects.toMatchObject({ code: 'not-found' });
  await expect(stated(site, {}, other.owner)).rejects.toMatchObject({ code: 'not-found' });
});
