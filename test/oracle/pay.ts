import type { Day, Month } from '../../src/lib/day.ts';
import type { Fen } from '../../src/lib/fen.ts';
import { isLive, type Line, type Payout, type ProjectFacts, rootOf } from './facts.ts';

/** What one worker of one employer is owed and was paid for a month, as of a day. */
export interface Cell {
  employerUscc: string;
  month: Month;
  worker: string;
  owedFen: Fen;
  paidFen: Fen;
  failures: { failOn: Day; payFen: Fen }[];
}

interface ChainState {
  /** The winner of the last day that has a final outcome. */
  state: Payout['outcome'] | null;
  lastOn: Day | null;
  paidFen: Fen;
}

const RANK = { rejected: 0, paid: 1, returned: 2 } as const;
const NOTHING: ChainState = { state: null, lastOn: null, paidFen: 0 };

/** A chain's state and what it has paid by a day, counted since its last failure. */
export function stateOfChain(root: Line, chain: readonly Line[], day: Day): ChainState {
  const payouts = chain.flatMap((line) => line.payouts).filter(({ on }) => on <= day);
  if (payouts.length === 0) return NOTHING;
  const days = [...Map.groupBy(payouts, ({ on }) => on)].sort(([a], [b]) => (a < b ? -1 : 1));
  let now = NOTHING;
  for (const [on, ofDay] of days) {
    const state = ofDay.map(({ outcome }) => outcome).reduce((a, b) => (RANK[b] > RANK[a] ? b : a));
    const paid = ofDay.filter(({ outcome }) => outcome === 'paid');
    const sumFen = paid.reduce((sum, { amountFen }) => sum + amountFen, now.paidFen);
    now = { state, lastOn: on, paidFen: state === 'paid' ? sumFen : 0 };
  }
  return { ...now, paidFen: Math.min(root.payFen, now.paidFen) };
}

/** What a chain has paid by a day, never more than was ordered. */
export function paidOfChain(root: Line, chain: readonly Line[], day: Day): Fen {
  return stateOfChain(root, chain, day).paidFen;
}

/** Whether an employer owes nobody anything more of a month that it claimed. */
export function isSettled(cells: readonly Cell[], employerUscc: string, month: Month): boolean {
  const own = cells.filter((one) => one.employerUscc === employerUscc && one.month === month);
  return own.length > 0 && own.every(({ owedFen, paidFen }) => paidFen >= owedFen);
}

/** All cells that have a live root line on a day. */
export function cellsOn(facts: ProjectFacts, day: Day): Cell[] {
  const roots = [...facts.chains].filter(([{ batch }]) => isLive(batch, day));
  const replaced = new Set(
    roots.flatMap(([{ batch, replaces }]) =>
      batch.kind === 'correction' && replaces !== null ? [rootOf(replaces)] : [],
    ),
  );
  const cells = new Map<string, Cell>();
  for (const [root, chain] of roots) {
    const { worker, netFen, payFen } = root;
    const { employerUscc, month } = root.batch;
    const key = `${employerUscc} ${month} ${worker}`;
    const none = { employerUscc, month, worker, owedFen: 0, paidFen: 0, failures: [] };
    const cell: Cell = cells.get(key) ?? none;
    cells.set(key, cell);
    if (!replaced.has(root)) cell.owedFen += netFen;
    const { state, lastOn, paidFen } = stateOfChain(root, chain, day);
    cell.paidFen += paidFen;
    const failed = state === 'rejected' || state === 'returned';
    const open = failed && !replaced.has(root) && payFen > 0;
    if (open && lastOn !== null) cell.failures.push({ failOn: lastOn, payFen });
  }
  return [...cells.values()];
}
