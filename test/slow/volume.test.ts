import { expect, test } from 'vitest';
import { fillVolume } from '../../bench/volume/fill.ts';
import { openDb } from '../../db/client.ts';
import { type Actor, read } from '../../db/work.ts';
import { checkCaches } from '../../src/domain/rebuild.ts';
import { dayOf } from '../../src/lib/day.ts';
import { testVault } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';

const at = freshDb();
const reader: Actor = {
  id: 'test',
  holder: 'test',
  org: null,
  bank: null,
  region: null,
  grants: [],
  projects: [],
};

test('a generated city holds together as if the program had written it', {
  timeout: 120_000,
}, async () => {
  const owner = openDb(at().ownerUrl, testVault, 2);
  const today = dayOf(new Date());
  const small = { sites: 30, workers: 5, months: 4, olderYears: 1, olderSites: 5, unmet: 0.3 };
  await fillVolume(owner, { ...small, today }, () => undefined);
  const reports = await read(owner, reader, new Date(), today, checkCaches);
  await owner.end();
  expect(reports.map(({ cache, wrong, examples }) => ({ cache, wrong, examples }))).toEqual(
    ['balance', 'batch-totals', 'line-fold', 'met'].map((cache) => ({
      cache,
      wrong: 0,
      examples: [],
    })),
  );
  expect(Math.min(...reports.map((report) => report.checked))).toBeGreaterThan(30);
});
