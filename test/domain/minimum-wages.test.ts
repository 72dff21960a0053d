import { expect, test } from 'vitest';
import { listMinimumWages, putMinimumWage } from '../../src/domain/minimum-wages.ts';
import { ownerOf } from '../helpers/insert.ts';
import { companyActor, domainDb, inspector } from './arrange.ts';
import { refusal } from './stage.ts';

const db = domainDb();
const put = (region: string, day: string, monthFen: number, actor = inspector) =>
  db.act(actor, '2026-06-15', (work) =>
    putMinimumWage(work, region, day, { monthFen, source: '公告' }),
  );
const events = async () =>
  (
    await ownerOf(
      db.at(),
    )`select subject from we.event where name = 'minimum-wage.written' order by id`
  ).map((e) => e.subject);

test('standards are entered, ahead too, corrected and listed; the same again leaves no event', async () => {
  await put('320700', '2026-01-01', 2_490_00);
  await put('320706', '2026-07-01', 2_600_00);
  await put('320700', '2026-08-01', 2_600_00);
  await put('320700', '2026-01-01', 2_490_00);
  expect(await events()).toEqual(['320700 2026-01-01', '320706 2026-07-01', '320700 2026-08-01']);
  await put('320700', '2026-01-01', 2_500_00);
  expect(await events()).toHaveLength(4);
  const { items } = await db.look(inspector, '2026-06-15', (work) => listMinimumWages(work));
  expect(items.map((i) => `${i.regionCode} ${i.fromDay} ${i.monthFen} ${i.source}`)).toEqual([
    '320700 2026-08-01 260000 公告',
    '320700 2026-01-01 250000 公告',
    '320706 2026-07-01 260000 公告',
  ]);
});

test('each authority enters those of its region, and no firm any', async () => {
  const district = { ...inspector, region: { lo: 320706, hi: 320706 } };
  await expect(put('320706', '2026-02-01', 1, district)).resolves.toBeDefined();
  for (const [region, actor] of [
    ['320700', district],
    ['320707', district],
    ['320699', inspector],
    ['320800', inspector],
    ['320700', companyActor('91320706MA00000001')],
  ] as const)
    expect((await refusal(put(region, '2026-03-01', 1, actor))).code).toBe('region-not-yours');
});
