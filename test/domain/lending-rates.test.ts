import { expect, test } from 'vitest';
import { listLendingRates, putLendingRate } from '../../src/domain/lending-rates.ts';
import { ownerOf } from '../helpers/insert.ts';
import { domainDb, inspector } from './arrange.ts';

const db = domainDb();
const TODAY = '2026-06-15';
const put = (day: string, annualRate: number, source = '公告') =>
  db.act(inspector, TODAY, (work) => putLendingRate(work, day, { annualRate, source }));
const events = async () =>
  (
    await ownerOf(
      db.at(),
    )`select subject from we.event where name = 'lending-rate.written' order by id`
  ).map((e) => e.subject);

test('rates are entered, corrected and listed, the latest first; the same again leaves no event', async () => {
  await put('2026-04-20', 0.03);
  await put('2026-05-20', 0.0295);
  await put('2026-04-20', 0.03);
  expect(await events()).toEqual(['2026-04-20', '2026-05-20']);
  await put('2026-04-20', 0.031, '更正');
  expect(await events()).toEqual(['2026-04-20', '2026-05-20', '2026-04-20']);
  const listed = await db.look(inspector, TODAY, (work) => listLendingRates(work));
  expect(listed.items).toEqual([
    { fromDay: '2026-05-20', annualRate: 0.0295, source: '公告' },
    { fromDay: '2026-04-20', annualRate: 0.031, source: '更正' },
  ]);
});

test('today is taken, tomorrow refused', async () => {
  await expect(put(TODAY, 0.03)).resolves.toBeDefined();
  await expect(put('2026-06-16', 0.03)).rejects.toMatchObject({
    extra: { errors: [{ pointer: '/path/day', code: 'day-in-future' }] },
  });
});
