import { drizzle } from 'drizzle-orm/postgres-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cells, dueChains } from '../../../jobs/facts/wages.ts';
import { buildCalendar, type Calendar } from '../../../src/lib/calendar.ts';
import { addDays, type Day } from '../../../src/lib/day.ts';
import { officialYears } from '../../../src/lib/holidays.ts';
import { freshDb } from '../../helpers/db.ts';
import { ownerOf } from '../../helpers/insert.ts';
import { anEngagement, aProject, aWageDuty } from '../../helpers/make.ts';
import { aLine, aPayout } from '../../helpers/make-payroll.ts';

const db = freshDb();

// Wages of 2026-08, due on Tuesday 2026-09-15. Random days are counted from a week before.
const due = '2026-09-15';
const on = (n: number): Day => addDays('2026-09-08', n);
const calendar: Calendar = buildCalendar({
  years: officialYears,
  from: '2026-01-01',
  to: '2026-12-31',
});

type Told = { outcome: 'rejected' | 'paid' | 'returned' | 'accepted'; day: number; fen: number };
type Chain = {
  netFen: number;
  claimed: number;
  /** Days after the claim, or never. */
  withdrawn: number | null;
  told: Told[];
  /** Net and day of a correction of this line, or none. */
  corrected: { netFen: number; day: number; withdrawn: number | null } | null;
};

const fen = fc.integer({ min: 1, max: 500 });
const dayNo = fc.integer({ min: 0, max: 16 });
const later = fc.option(fc.integer({ min: 1, max: 12 }));
const aChain: fc.Arbitrary<Chain> = fc.record({
  netFen: fen,
  claimed: dayNo,
  withdrawn: later,
  told: fc.array(
    fc.record({
      outcome: fc.constantFrom('rejected', 'paid', 'returned', 'accepted'),
      day: dayNo,
      fen,
    }),
    { maxLength: 5 },
  ),
  corrected: fc.option(fc.record({ netFen: fen, day: dayNo, withdrawn: later })),
});

/** A chain on a day as docs/rules.md says it, with a pencil. */
function folded(chain: Pick<Chain, 'told'>, payFen: number, day: number) {
  const ranks = { rejected: 1, paid: 2, returned: 3, accepted: 0 };
  const finals = chain.told.filter((t) => t.day <= day && ranks[t.outcome] > 0);
  const days = [...new Set(finals.map((t) => t.day))].sort((a, b) => a - b);
  const winner = (d: number) =>
    Math.max(...finals.filter((t) => t.day === d).map((t) => ranks[t.outcome]));
  const lost = days.filter((d) => winner(d) !== 2).at(-1) ?? -1;
  const paid = finals.filter((t) => t.outcome === 'paid' && t.day > lost);
  const last = days.at(-1);
  const sumFen = paid.reduce((sum, t) => sum + t.fen, 0);
  return {
    paidFen: Math.min(payFen, sumFen),
    failDay: last !== undefined && last === lost && payFen > 0 ? last : null,
  };
}

const live = (claimed: number, withdrawn: number | null, day: number) =>
  claimed <= day && (withdrawn === null || claimed + withdrawn > day);

function pencil(chains: readonly Chain[], day: number) {
  const cell = { lines: 0, owedFen: 0, paidFen: 0, shieldedFen: 0 };
  const add = (netFen: number, replaced: boolean, told: Told[]) => {
    const { paidFen, failDay } = folded({ told }, netFen, day);
    cell.lines += 1;
    cell.paidFen += paidFen;
    if (!replaced) cell.owedFen += netFen;
    if (failDay === null || replaced) return;
    const base = on(failDay) > due ? on(failDay) : due;
    if (on(day) <= calendar.wd(base, 5)) cell.shieldedFen += netFen;
  };
  for (const { netFen, claimed, withdrawn, told, corrected } of chains) {
    const replaced = corrected !== null && live(corrected.day, corrected.withdrawn, day);
    if (live(claimed, withdrawn, day)) add(netFen, replaced, told);
    if (corrected && replaced) add(corrected.netFen, false, []);
  }
  return cell.lines === 0 ? null : cell;
}

test('what a worker is owed and was paid agrees with a person with a pencil', async () => {
  const project = await aProject(db());
  await fc.assert(
    fc.asyncProperty(fc.array(aChain, { minLength: 1, maxLength: 3 }), async (chains) => {
      const duty = await aWageDuty(db(), { project });
      const engagement = await anEngagement(db(), project, duty.subject);
      for (const chain of chains) {
        const line = await aLine(db(), duty, {
          engagement,
          kind: 'supplement',
          netFen: chain.netFen,
          claimedOn: on(chain.claimed),
          ...(chain.withdrawn && { withdrawnOn: on(chain.claimed + chain.withdrawn) }),
        });
        for (const { outcome, day, fen: amountFen } of chain.told) {
          await aPayout(db(), line, outcome, on(day), { amountFen });
        }
        if (!chain.corrected) continue;
        const { netFen, day, withdrawn } = chain.corrected;
        const away = withdrawn ? { withdrawnOn: on(day + withdrawn) } : {};
        await aLine(db(), duty, { corrects: line, netFen, claimedOn: on(day), ...away });
      }
      for (const day of [8, 10, 13, 14, 17, 24]) {
        const rows = await drizzle(ownerOf(db())).execute(
          cells(on(day), dueChains(on(day), undefined)),
        );
        const [row] = rows.filter((cell) => cell.id === duty.id);
        const found = row && [row.owed_fen, row.paid_fen, row.shielded_fen];
        const cell = pencil(chains, day);
        expect(found).toEqual(cell ? [cell.owedFen, cell.paidFen, cell.shieldedFen] : undefined);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);
