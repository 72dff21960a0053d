import type { PayrollBody, PayrollRow } from '../../src/demo/story-actions.ts';
import type { Day } from '../../src/lib/day.ts';
import { type Batch, type Line, type Payout, type ProjectFacts, rootOf } from './facts.ts';
import { paidOfChain } from './pay.ts';
import { isEngagedIn } from './read-people.ts';

interface Claim {
  ref: string;
  body: PayrollBody;
  today: Day;
  /** The list of a line's payouts, kept from before the line was known. */
  payoutsOf: (lineRef: string) => Payout[];
}

/** Takes in a claimed batch; a re-send joins its root's chain, any other line begins one. */
export function addBatch(facts: ProjectFacts, claim: Claim): Batch {
  const { ref, body, today, payoutsOf } = claim;
  const { employerUscc, wageMonth: month, kind } = body;
  const dates = {
    claimedOn: today,
    orderedOn: null,
    withdrawnOn: null,
    confirmedOn: null,
    slipsOn: null,
  };
  const batch: Batch = { ref, employerUscc, month, kind, ...dates, lines: [] };
  facts.batches.set(ref, batch);
  const known = linesByRef(facts, body);
  for (const [at, row] of body.lines.entries()) {
    const lineRef = `${ref}#${at + 1}`;
    const replaces = known.get(row.replacesLineRef ?? '') ?? null;
    const line: Line = {
      ref: lineRef,
      batch,
      worker: workerOf(facts, batch, row),
      grossFen: row.grossFen,
      netFen: row.netFen,
      workDays: row.workDays ?? null,
      cardNo: row.cardNo,
      payFen: payOf(facts, batch, row, replaces),
      replaces,
      payouts: payoutsOf(lineRef),
    };
    batch.lines.push(line);
    const root = rootOf(line);
    if (root === line) facts.chains.set(line, [line]);
    else facts.chains.get(root)?.push(line);
  }
  return batch;
}

function linesByRef(facts: ProjectFacts, body: PayrollBody): Map<string, Line> {
  if (body.lines.every(({ replacesLineRef }) => replacesLineRef === undefined)) return new Map();
  const lines = [...facts.batches.values()].flatMap((batch) => batch.lines);
  return new Map(lines.map((line) => [line.ref, line]));
}

function workerOf(facts: ProjectFacts, batch: Batch, { idNumber }: PayrollRow): string {
  const engagement = facts.engagements.findLast(
    (one) =>
      one.idNumber === idNumber &&
      one.employerUscc === batch.employerUscc &&
      isEngagedIn(one, batch.month),
  );
  return engagement?.ref ?? idNumber;
}

/** A correction orders what the replaced chain lacks as of its claim; a re-send its root's pay. */
function payOf(facts: ProjectFacts, batch: Batch, row: PayrollRow, replaces: Line | null): number {
  if (replaces === null) return row.netFen;
  const root = rootOf(replaces);
  if (batch.kind === 'resend') return root.payFen;
  if (batch.kind !== 'correction') return row.netFen;
  let paidFen = 0;
  for (let at: Line | null = root; at !== null; at = at.replaces && rootOf(at.replaces)) {
    paidFen += paidOfChain(at, facts.chains.get(at) ?? [], batch.claimedOn);
  }
  return Math.max(0, row.netFen - paidFen);
}
