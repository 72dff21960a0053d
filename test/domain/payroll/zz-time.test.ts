import { appendFileSync } from 'node:fs';
import { test } from 'vitest';
import { postAttendance } from '../../../src/domain/registry/attendance.ts';
import { hire, lineOf, payout, stageDb } from '../stage.ts';

const db = stageDb();
test('t', { timeout: 80000 }, async () => {
  const n = Number(process.env.N ?? 1000);
  const stage = await db.stage({ workers: 0 });
  let t = performance.now();
  const lap = (s: string) => {
    appendFileSync('/tmp/w/lap', `${s} ${Math.round(performance.now() - t)} `);
    t = performance.now();
  };
  stage.workers = await hire(db, stage, n, { enteredOn: '2026-06-01' });
  lap('hire');
  await db.act(stage.contractor, '2026-07-02', (w) =>
    postAttendance(
      w,
      stage.id,
      stage.workers.flatMap((x) =>
        [1, 2, 3, 4].map((d) => ({
          idNumber: x.idNumber,
          at: new Date(`2026-06-0${d}T08:00:00+08:00`),
          direction: 'in' as const,
        })),
      ),
    ),
  );
  lap('attend');
  const lines = stage.workers.map((w, i) => lineOf(w, { netFen: 1_000_00 + i }));
  const b = await db.claim(stage, { lines });
  lap('claim');
  await db.order(stage, b);
  lap('order');
  await db.bank(
    stage,
    lines.map((l, i) => payout(b, i + 1, 'paid', '2026-07-10', l.netFen)),
  );
  lap('payout');
  await db.bank(
    stage,
    lines.map((l, i) => payout(b, i + 1, 'returned', '2026-07-11', l.netFen)),
  );
  lap('returned');
});
