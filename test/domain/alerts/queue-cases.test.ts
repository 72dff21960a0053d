import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueOf } from '../../../src/domain/alerts/queue.ts';
import { addDays } from '../../../src/lib/day.ts';
import { publicId } from '../../../src/lib/id.ts';
import { inspector, type Site } from '../arrange.ts';
import { stageDb } from '../stage.ts';
import { anAlert } from './arrange-alert.ts';

const db = stageDb();
const DAY = '2026-06-15';

interface Given {
  site: 0 | 1;
  status: string;
  level: number;
  fen: number;
  late: number;
  workers: number | null;
  /** Which of the alerts, counted around, explains it; it follows only one of its own site. */
  follows: number | null;
}

// Few values, so that cases of equal weight are common.
const given: fc.Arbitrary<Given> = fc.record({
  site: fc.constantFrom(0, 1),
  status: fc.constantFrom('open', 'open', 'replied', 'held'),
  level: fc.integer({ min: 1, max: 3 }),
  fen: fc.constantFrom(0, 100, 200),
  late: fc.constantFrom(-3, 1, 2),
  workers: fc.constantFrom(null, 0, 1, 2),
  follows: fc.option(fc.integer({ min: 0, max: 40 })),
});

interface Told extends Given {
  id: string;
  lead: string;
}

/** The alerts with their leaders, as they stand in the table. */
async function stand(sites: readonly Site[], all: readonly Given[]): Promise<Told[]> {
  await db.sql()`truncate we.alert`;
  const told = all.map((one) => ({ ...one, id: randomUUID() as string }));
  const leads = told.map((one) => {
    const leader = one.follows === null ? undefined : told[one.follows % told.length];
    return { ...one, lead: leader?.site === one.site ? leader.id : one.id };
  });
  for (const { id, lead, site, status, level, fen, late, workers } of leads) {
    const dueDay = addDays(DAY, -late);
    await anAlert(db.at(), sites[site] as Site, {
      ...{ id, status, level, amountFen: fen, dueDay },
      facts: workers === null ? {} : { workers },
    });
    if (lead !== id) await db.sql()`update we.alert set follows = ${lead} where id = ${id}`;
  }
  return leads;
}

const greatest = (values: readonly (number | null)[]) => Math.max(0, ...values.map((v) => v ?? 0));

/** The queue by reading every case, with a pencil. */
function byHand(sites: readonly Site[], all: readonly Told[]) {
  const waiting = all.filter(({ status }) => status !== 'held');
  return [...Map.groupBy(waiting, ({ lead }) => lead)]
    .map(([lead, of]) => {
      const [workers, days, fen] = [
        greatest(of.map((one) => one.workers)),
        greatest(of.map((one) => one.late)),
        greatest(of.map((one) => one.fen)),
      ];
      return {
        ...{ lead, workers, days, fen, alerts: of.length },
        site: sites[of[0]?.site ?? 0] as Site,
        level: greatest(of.map((one) => one.level)),
        weight: Math.max(workers, 1) * Math.max(days, 1) * Math.max(fen, 100),
      };
    })
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        b.level - a.level ||
        a.site.id - b.site.id ||
        a.lead.localeCompare(b.lead),
    )
    .map(({ lead, workers, days, fen, alerts, site }) => ({
      ...{ alertId: publicId(site.id, lead), alerts, amountFen: fen },
      ...{ workers: workers || null, days: days || null },
    }));
}

test('however long it is, the queue begins as the queue of every case does', {
  timeout: 60_000,
}, async () => {
  const sites = [await db.site(), await db.site()];
  const lists = fc.array(given, { minLength: 6, maxLength: 16 });
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 8 }), async (all, limit) => {
      const expected = byHand(sites, await stand(sites, all));
      const queue = await db.look(inspector, DAY, (work) => queueOf(work, limit));
      expect(queue.map(({ alert, ...why }) => ({ alertId: alert.alertId, ...why }))).toEqual(
        expected.slice(0, limit),
      );
    }),
    { numRuns: 60 },
  );
});
