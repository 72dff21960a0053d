import { expect, test } from 'vitest';
import { putCompany } from '../../../src/domain/registry/companies.ts';
import { getSettlement, openSettlement } from '../../../src/domain/settlement/settlements.ts';
import { addStep } from '../../../src/domain/settlement/steps.ts';
import { parseId } from '../../../src/lib/id.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { domainDb, inspector, type Site } from '../arrange.ts';

const db = domainDb();
const TODAY = '2026-06-15';

async function confirmed(site: Site) {
  const opened = await db.act(site.contractor, TODAY, (work) =>
    openSettlement(work, site.id, { level: 'unit', claimedFen: 900_00, deliveredOn: '2026-03-02' }),
  );
  const { id } = parseId(opened.settlementId);
  const step = {
    step: 'confirmed',
    on: '2026-04-01',
    statedBy: 'owner',
    amountFen: 800_00,
  } as const;
  await db.act(site.owner, TODAY, (work) => addStep(work, site.id, id, step));
  return id;
}

const owner = (site: Site, more: { ownership?: string; size?: string }) =>
  db.act(inspector, TODAY, (work) =>
    putCompany(work, site.ownerId, { name: '虚构建设单位', kinds: ['owner'], ...more }),
  );

const dueOn = (site: Site, id: string) =>
  db.look(
    site.authority,
    TODAY,
    async (work) => (await getSettlement(work, site.id, id)).paymentDueOn,
  );

const versions = (id: string) => ownerOf(db.at())`
  select version, due_day, amount_fen, ended_why from we.obligation
  where subject = ${id} and kind = 'settlement-payment' order by version`;

test('what the authority finds the owner to be moves the day, of its settlements only', async () => {
  const site = await db.site();
  const other = await db.site();
  const [id, untouched] = [await confirmed(site), await confirmed(other)];
  expect(await dueOn(site, id)).toBeNull();
  await owner(site, { ownership: 'institution' });
  expect(await dueOn(site, id)).toBe('2026-05-06');
  await owner(site, { ownership: 'private', size: 'large' });
  expect(await dueOn(site, id)).toBe('2026-06-01');
  await owner(site, { ownership: 'private', size: 'medium' });
  expect(await dueOn(site, id)).toBeNull();
  expect(await versions(id)).toEqual([
    { version: 1, due_day: '2026-05-06', amount_fen: 800_00, ended_why: 'superseded' },
    { version: 2, due_day: '2026-06-01', amount_fen: 800_00, ended_why: 'void' },
  ]);
  await owner(site, { ownership: 'government' });
  expect((await versions(id)).at(-1)).toMatchObject({ version: 3, ended_why: null });
  expect(await versions(untouched)).toEqual([]);
});

test('a name that changes moves nothing', async () => {
  const site = await db.site();
  await owner(site, { ownership: 'government' });
  const id = await confirmed(site);
  await db.act(inspector, TODAY, (work) =>
    putCompany(work, site.ownerId, { name: '改名', kinds: ['owner'], ownership: 'government' }),
  );
  expect(await versions(id)).toHaveLength(1);
});

test('a contractor that was large at signing has the contract’s day only', async () => {
  const site = await db.site({ contractorSize: 'large' });
  await owner(site, { ownership: 'government' });
  const id = await confirmed(site);
  expect(await dueOn(site, id)).toBeNull();
});
