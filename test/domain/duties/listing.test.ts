import { expect, test } from 'vitest';
import { listObligations } from '../../../src/domain/duties/listing.ts';
import { aDuty } from '../../helpers/make.ts';
import { domainDb } from '../arrange.ts';

const db = domainDb();
const DAY = '2026-06-15';

async function aSiteWithDuties() {
  const site = await db.site();
  const project = {
    id: site.id,
    ownerId: site.ownerId,
    contractorId: site.contractorId,
    region: site.region,
  };
  const duty = (subject: string, given: Parameters<typeof aDuty>[3]) =>
    aDuty(db.at(), project, { kind: 'resend', subject, period: '2026-04' }, given);
  await duty('late', { dueDay: '2026-05-08', amountFen: 700 });
  await duty('early', { dueDay: '2026-05-07', amountFen: 500, metOn: '2026-05-06' });
  await duty('waiting', { dueDay: 'infinity', nominalDay: '2026-05-06', amountFen: 900 });
  await duty('gone', { dueDay: '2026-05-05', endedWhy: 'void' });
  const list = (given: Partial<Parameters<typeof listObligations>[2]> = {}) =>
    db.look(site.contractor, DAY, (work) =>
      listObligations(work, site.id, { limit: 50, kind: 'resend', ...given }),
    );
  return { site, list };
}

test('live duties come by due day, a clock that stands still comes last', async () => {
  const { list } = await aSiteWithDuties();
  const { items, next } = await list();
  expect(items.map((o) => [o.subject, o.dueDay, o.metOn])).toEqual([
    ['early', '2026-05-07', '2026-05-06'],
    ['late', '2026-05-08', null],
    ['waiting', null, null],
  ]);
  expect(next).toBeNull();
});

test('open and met duties are told apart', async () => {
  const { list } = await aSiteWithDuties();
  const subjects = async (open: boolean) => (await list({ open })).items.map((o) => o.subject);
  expect(await subjects(true)).toEqual(['late', 'waiting']);
  expect(await subjects(false)).toEqual(['early']);
});

test('pages of one follow each other without a gap', async () => {
  const { list } = await aSiteWithDuties();
  const seen: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < 3; page += 1) {
    const { items, next } = await list({ limit: 1, after });
    seen.push(...items.map((o) => o.subject));
    after = next ?? undefined;
  }
  expect(seen).toEqual(['early', 'late', 'waiting']);
  expect(after).toBeUndefined();
});

test('a cursor that nobody gave out is refused', async () => {
  const { list } = await aSiteWithDuties();
  await expect(list({ after: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'cursor-invalid' });
});

test('without a kind all duties of the project are listed', async () => {
  const { list } = await aSiteWithDuties();
  const { items } = await list({ kind: undefined });
  expect(items.map((o) => o.kind)).toContain('account-opening');
});
