import { expect, test } from 'vitest';
import { makeCard } from '../../../src/demo/identities.ts';
import { changeEngagement, engage } from '../../../src/domain/registry/engagements.ts';
import { parseId } from '../../../src/lib/id.ts';
import { idCheck, sixteenthBirthday } from '../../../src/lib/identity.ts';
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
