import { describe, expect, test } from 'vitest';
import { makeCard } from '../../../src/demo/identities.ts';
import { changeEngagement, engage } from '../../../src/domain/registry/engagements.ts';
import { parseId } from '../../../src/lib/id.ts';
import { idCheck, sixteenthBirthday } from '../../../src/lib/identity.ts';
import { testVault } from '../../helpers/app.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { domainDb, type Site } from '../arrange.ts';

// What is kept of a registration for the rules: of a birthday, of cards, and of two engagements at once.

const db = domainDb();
const DAY = '2026-06-15';

/** An invented number of a person born on a day. */
const bornOn = (day: string) => {
  const front = `320799${day.replaceAll('-', '')}123`;
  return front + idCheck(front);
};

const enter = async (site: Site, given: object = {}) => {
  const worker = { idNumber: bornOn('1990-01-01'), name: '某人', employerUscc: site.contractorId };
  const { engagementIds } = await db.act(site.authority, DAY, (work) =>
    engage(work, site.id, [{ ...worker, enteredOn: '2026-06-10', ...given }]),
  );
  return parseId(engagementIds[0] as string).id;
};
const change = (site: Site, id: string, given: object) =>
  db.act(site.authority, DAY, (work) => changeEngagement(work, site.id, id, given));
const marksOf = async (id: string) => {
  const [row] = await ownerOf(db.at())`
    select minor_until, carded_on, doubled from we.engagement where id = ${id}`;
  return row;
};
const none = { minor_until: null, carded_on: null, doubled: false };

test.each([
  ['grown up', '1990-01-01', null],
  ['sixteen on the day of entry', '2010-06-10', null],
  ['a day short of it', '2010-06-11', '2026-06-11'],
  ['born on a leap day', '2012-02-29', '2028-02-29'],
])('of who is %s only the day is kept that a rule needs', async (_, born, until) => {
  expect(sixteenthBirthday(bornOn(born)).slice(4)).toBe(born.slice(4));
  const id = await enter(await db.site(), { idNumber: bornOn(born) });
  expect(await marksOf(id)).toEqual({ ...none, minor_until: until });
});

test('the first day of a card is kept, at entry and afterwards', async () => {
  const site = await db.site();
  const with1 = await enter(site, { cardNo: makeCard(1) });
  expect(await marksOf(with1)).toEqual({ ...none, carded_on: '2026-06-10' });
  const other = { idNumber: bornOn('1991-01-01') };
  const without = await enter(site, other);
  expect(await marksOf(without)).toEqual(none);
  await change(site, without, { cardNo: makeCard(2) });
  expect(await marksOf(without)).toEqual({ ...none, carded_on: DAY });
  await change(site, without, { cardNo: makeCard(3), cardFrom: '2026-06-12' });
  expect(await marksOf(without)).toEqual({ ...none, carded_on: '2026-06-12' });
  await change(site, without, { team: '木工班' });
  expect(await marksOf(without)).toEqual({ ...none, carded_on: '2026-06-12' });
});

test('who is with two employers at once is marked, as long as it is so', async () => {
  const site = await db.site();
  const first = await enter(site);
  const second = await enter(site, { employerUscc: site.ownerId, enteredOn: '2026-06-12' });
  expect([await marksOf(first), await marksOf(second)]).toEqual([none, { ...none, doubled: true }]);
  await change(site, first, { exitedOn: '2026-06-12' });
  expect(await marksOf(first)).toEqual({ ...none, doubled: true });
  await change(site, first, { exitedOn: '2026-06-11' });
  expect(await marksOf(first)).toEqual(none);
});

describe('a phone', () => {
  const phone = '198 0000 0001';
  const told = async (id: string) => {
    const [row] = await ownerOf(db.at())`
      select phone_bidx, phone_shared from we.engagement where id = ${id}`;
    return { bidx: row?.phone_bidx as string | null, shared: row?.phone_shared as boolean };
  };
  const person = (year: number) => ({ idNumber: bornOn(`${year}-01-01`) });

  test('is known again however it is written, and lies in no index as it is', async () => {
    const site = await db.site();
    const forms = [phone, '+86-19800000001', '１９８０００００００１'];
    const ids = [];
    for (const [at, one] of forms.entries())
      ids.push(await enter(site, { ...person(1980 + at), phone: one }));
    const rows = await Promise.all(ids.map(told));
    expect(new Set(rows.map(({ bidx }) => bidx)).size).toBe(1);
    expect(rows[0]?.bidx).toBe(testVault.blind('phone', '19800000001'));
    expect(rows.map(({ shared }) => shared)).toEqual([false, true, true]);
    const none = await told(await enter(site, { ...person(1985), phone: '见班组长' }));
    expect(none).toEqual({ bidx: null, shared: false });
    expect(await told(await enter(site, person(1986)))).toEqual({ bidx: null, shared: false });
  });

  test('is shared within a project, by others than himself, in one post as well', async () => {
    const site = await db.site();
    const first = await enter(site, { ...person(1980), phone });
    const again = await enter(site, {
      ...{ ...person(1980), phone, employerUscc: site.ownerId, enteredOn: '2026-06-12' },
    });
    const elsewhere = await enter(await db.site(), { ...person(1981), phone });
    for (const id of [first, again, elsewhere]) expect((await told(id)).shared).toBe(false);
    const { engagementIds } = await db.act(site.authority, DAY, (work) =>
      engage(
        work,
        site.id,
        [1990, 1991].map((year) => ({
          ...{ ...person(year), name: '某人', employerUscc: site.contractorId },
          ...{ enteredOn: '2026-06-10', phone: '19800000002' },
        })),
      ),
    );
    for (const id of engagementIds) expect((await told(parseId(id).id)).shared).toBe(true);
  });

  test('changes with the engagement, and so does the mark', async () => {
    const site = await db.site();
    await enter(site, { ...person(1980), phone });
    const id = await enter(site, { ...person(1981), phone: '19800000003' });
    expect((await told(id)).shared).toBe(false);
    await change(site, id, { phone });
    expect(await told(id)).toEqual({ bidx: testVault.blind('phone', '19800000001'), shared: true });
    await change(site, id, { phone: '19800000003' });
    expect((await told(id)).shared).toBe(false);
    await change(site, id, {});
    expect(await told(id)).toEqual({ bidx: null, shared: false });
  });
});

test('of a card the branch and day of its issue are kept, at entry and afterwards', async () => {
  const site = await db.site();
  const cards = async (id: string) =>
    (
      await ownerOf(db.at())`
        select branch_code, issued_on, bank_code from we.engagement_card where engagement_id = ${id} order by from_day, branch_code`
    ).map((row) => ({ ...row }));
  const issue = (n: number) => ({
    ...{ cardNo: makeCard(n), cardBankCode: '308' },
    ...{ cardBranchCode: `30829900000${n}`, cardIssuedOn: `2026-06-0${n}` },
  });
  const id = await enter(site, issue(1));
  await change(site, id, issue(2));
  expect(await cards(id)).toEqual([
    { branch_code: '308299000001', issued_on: '2026-06-01', bank_code: '308' },
    { branch_code: '308299000002', issued_on: '2026-06-02', bank_code: '308' },
  ]);
  const bare = await enter(site, { idNumber: bornOn('1981-01-01'), cardNo: makeCard(3) });
  expect(await cards(bare)).toEqual([{ branch_code: null, issued_on: null, bank_code: null }]);
});

test('two in one post are, too; one after the other are not, nor on two projects', async () => {
  const site = await db.site();
  const worker = { idNumber: bornOn('1990-01-01'), name: '某人' };
  const stays = [
    { ...worker, employerUscc: site.contractorId, enteredOn: '2026-06-01', exitedOn: '2026-06-09' },
    { ...worker, employerUscc: site.ownerId, enteredOn: '2026-06-10' },
    { ...worker, employerUscc: site.contractorId, enteredOn: '2026-06-11' },
  ];
  const { engagementIds } = await db.act(site.authority, DAY, (work) =>
    engage(work, site.id, stays),
  );
  const marks = await Promise.all(engagementIds.map((id) => marksOf(parseId(id).id)));
  expect(marks.map((row) => row?.doubled)).toEqual([false, false, true]);
  const elsewhere = await enter(await db.site(), { employerUscc: site.ownerId });
  expect(await marksOf(elsewhere)).toEqual(none);
});
