import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { expect, test } from 'vitest';
import { daysOfBits } from '../../../jobs/facts/bits.ts';
import { publicIdOf } from '../../../jobs/facts/registry.ts';
import { publicId } from '../../../src/lib/id.ts';
import { freshDb } from '../../helpers/db.ts';
import { ownerOf } from '../../helpers/insert.ts';

const db = freshDb();
const read = async (of: ReturnType<typeof sql>) => {
  const [row] = await drizzle(ownerOf(db())).execute(sql`select ${of} as value`);
  return row?.value;
};

const id = '0f8fad5b-d9cb-469f-a165-70867728950e';

test.each([0, 1, 31, 32, 1023, 1024, 987_654_321, 2 ** 50])(
  'the id of a row of project %i is the one that programs outside know',
  async (project) => {
    const made = publicIdOf(sql`${project}::bigint`, sql`${id}::uuid`);
    expect(await read(made)).toBe(publicId(project, id));
  },
);

test.each([
  [0, []],
  [1, ['2026-08-01']],
  [1 << 30, ['2026-08-31']],
  [0b1010, ['2026-08-02', '2026-08-04']],
])('the days of bits %i', async (bits, days) => {
  expect(await read(daysOfBits(sql`'2026-08-01'::date`, sql`${bits}::int`))).toEqual(days);
});
