import { expect, test } from 'vitest';
import { sweepFloors } from '../../../jobs/sweeps/floors.ts';
import { putAuthoritySetting } from '../../../src/domain/registry/authorities.ts';
import { anAlert } from '../../domain/alerts/arrange-alert.ts';
import { inspector } from '../../domain/arrange.ts';
import { stageDb } from '../../domain/stage.ts';

const db = stageDb();

test('the winter campaign lasts from 15 November to the eve of the lunar year, both included', async () => {
  const org = '11320700MB0000090X';
  await db.sql()`insert into we.company (uscc, name, kinds, region_lo, region_hi, known_at)
    values (${org}, '市人社局', '{authority}', 320700, 320799, now())`;
  await db.act({ ...inspector, org }, '2026-11-01', (work) =>
    putAuthoritySetting(work, org, { winter: true }),
  );
  const id = await anAlert(db.at(), await db.site());
  const levels: Record<string, number> = {};
  for (const day of ['2026-11-14', '2026-11-15', '2027-02-05', '2027-02-06']) {
    await db.byNight(day, sweepFloors);
    const [row] = await db.sql()<{ level: number }[]>`select level from we.alert where id = ${id}`;
    levels[day] = row?.level ?? 0;
  }
  expect(levels).toEqual({
    '2026-11-14': 1,
    '2026-11-15': 2,
    '2027-02-05': 2,
    '2027-02-06': 1,
  });
});
