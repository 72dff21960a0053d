import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { refreshWages } from '../../src/domain/duties/wages.ts';
import { addDays } from '../../src/lib/day.ts';
import {
  duties,
  lineOf,
  payout,
  type Said,
  type Stage,
  stageDb,
  WAGE_FEN,
} from '../domain/stage.ts';

const db = stageDb();
let stage: Stage;
/** End-to-end ids: three regular lines, the re-sends of the first two, a supplement of the third. */
let ids: string[];
/** The place in `ids` of the root of each line. */
const ROOTS = [0, 1, 2, 0, 1, 5];
const RANK = { rejected: 1, paid: 2, returned: 3 } as const;

beforeAll(async () => {
  stage = await db.stage();
  const regular = await db.claim(stage);
  await db.order(stage, regular);
  await db.bank(
    stage,
    [1, 2].map((n) => payout(regular, n, 'rejected', '2026-07-08')),
  );
  const [a, b, c] = stage.workers.map((w, i) =>
    lineOf(w, { replaces: `${regular.batchNo}-${i + 1}` }),
  );
  const resend = await db.claim(stage, { kind: 'resend', lines: [a as never, b as never] });
  await db.order(stage, resend);
  const { replaces: _, ...more } = c as NonNullable<typeof c>;
  const supplement = await db.claim(stage, { kind: 'supplement', lines: [more] });
  await db.order(stage, supplement);
  ids = [
    ...[1, 2, 3].map((n) => `${regular.batchNo}-${n}`),
    ...[1, 2].map((n) => `${resend.batchNo}-${n}`),
    `${supplement.batchNo}-1`,
  ];
});

/** As if the bank had said nothing yet. */
async function silence() {
  const sql = db.sql();
  await sql`delete from we.payout_event where project_id = ${stage.id}`;
  await sql`delete from we.meeting where project_id = ${stage.id} and fact_kind = 'payout'`;
  await sql`delete from we.obligation where project_id = ${stage.id} and kind = 'resend'`;
  await sql`update we.payroll_line set state = 'ordered', paid_fen = 0, final_on = null where project_id = ${stage.id}`;
  await sql`update we.payroll_batch set status = 'ordered' where project_id = ${stage.id}`;
  await db.act(stage.contractor, '2026-07-20', (work) =>
    refreshWages(work, stage.id, stage.employerId, ['2026-06']),
  );
}

async function state() {
  const sql = db.sql();
  const rows = await Promise.all([
    sql`select b.batch_no, l.line_no, l.state, l.paid_fen, l.final_on, b.status from we.payroll_line l
      join we.payroll_batch b on b.project_id = l.project_id and b.id = l.batch_id
      where l.project_id = ${stage.id} order by 1, 2`,
    sql`select o.kind, o.subject, o.period, m.on_day, sum(m.amount_fen)::bigint as fen from we.meeting m
      join we.obligation o on o.project_id = m.project_id and o.id = m.obligation_id and o.ended_at = 'infinity'
      where m.project_id = ${stage.id} and m.fact_kind = 'payout'
      group by 1, 2, 3, 4 having sum(m.amount_fen) <> 0 order by 1, 2, 3, 4`,
  ]);
  const owed = await duties(db, stage.id, undefined, '2026-06');
  return {
    lines: rows[0],
    meetings: rows[1].map((row) => ({ ...row })),
    duties: owed.map(({ version: _, ...rest }) => rest),
  };
}

interface Event {
  line: number;
  outcome: 'accepted' | 'unknown' | 'rejected' | 'paid' | 'returned';
  day: number;
  hour: number;
  amountFen: number;
}

const event = fc.record({
  line: fc.nat({ max: 5 }),
  outcome: fc.constantFrom<Event['outcome'][]>(
    'accepted',
    'unknown',
    'rejected',
    'paid',
    'returned',
    'paid',
  ),
  day: fc.nat({ max: 5 }),
  hour: fc.nat({ max: 2 }),
  amountFen: fc.constantFrom(WAGE_FEN, WAGE_FEN, WAGE_FEN / 2, WAGE_FEN + 1),
});
const key = (e: Event) => `${e.line} ${e.outcome} ${e.day} ${e.hour}`;
const events = fc.uniqueArray(event, { minLength: 1, maxLength: 12, selector: key });

const said = (e: Event): Said => ({
  kind: 'payout',
  endToEndId: ids[e.line] as string,
  outcome: e.outcome,
  amountFen: e.amountFen,
  at: new Date(`2026-07-${13 + e.day}T${10 + e.hour}:00:00+08:00`),
});

/** What each chain has paid after all events, day by day, worked out on paper. */
function paidByDay(all: Event[], root: number): Map<string, number> {
  const finals = all.filter((e) => ROOTS[e.line] === root && e.outcome in RANK);
  const days = [...new Set(finals.map((e) => e.day))].sort((a, b) => a - b);
  const series = new Map<string, number>();
  let sum = 0;
  for (const day of days) {
    const ofDay = finals.filter((e) => e.day === day);
    const top = Math.max(...ofDay.map((e) => RANK[e.outcome as keyof typeof RANK]));
    const paid = ofDay.filter((e) => e.outcome === 'paid');
    sum = top === RANK.paid ? sum + paid.reduce((fen, e) => fen + e.amountFen, 0) : 0;
    series.set(addDays('2026-07-13', day), Math.min(WAGE_FEN, sum));
  }
  return series;
}

test('payouts in any order, split and repeated at will, leave the same lines, meetings and duties', {
  timeout: 240_000,
}, async () => {
  const deliveries = fc.tuple(
    events,
    fc.array(fc.nat({ max: 1000 }), { minLength: 24, maxLength: 24 }),
  );
  await fc.assert(
    fc.asyncProperty(deliveries, async ([all, dice]) => {
      await silence();
      await db.bank(stage, all.map(said));
      const atOnce = await state();
      for (const root of [0, 1, 2, 5]) {
        const [batchNo, lineNo] = (ids[root] as string).split('-');
        const row = atOnce.lines.find(
          (l) => l.batch_no === batchNo && l.line_no === Number(lineNo),
        );
        expect(row?.paid_fen).toBe([...paidByDay(all, root).values()].at(-1) ?? 0);
      }
      await silence();
      const turned = [...all, ...all.filter((_, i) => (dice[i] as number) % 3 === 0)]
        .map((e, i) => ({ e, turn: dice[i] as number }))
        .sort((a, b) => a.turn - b.turn);
      const messages = Map.groupBy(turned, ({ turn }) => Math.floor(turn / 250));
      for (const some of messages.values())
        await db.bank(
          stage,
          some.map(({ e }) => said(e)),
        );
      expect(await state()).toEqual(atOnce);
      expect(await db.wrongCaches()).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
