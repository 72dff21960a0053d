import type { Day } from '../lib/day.ts';
import { type Fen, sumFen } from '../lib/fen.ts';
import { instant } from './journal.ts';
import type { WorkerPlan } from './plan.ts';
import type { PayoutResult } from './story-actions.ts';
import type { Telling } from './telling.ts';
import { cardOn } from './workers.ts';

/** What happens to one line's money on a day. */
export interface Payout {
  day: Day;
  lineRef: string;
  worker: WorkerPlan;
  amountFen: Fen;
  outcome: 'paid' | 'rejected' | 'returned';
}

const PAID_AT = '14:00';
const TOLD_AT = '15:00';
const RETURNED_AT = '16:00';
const REASONS = {
  rejected: { reasonCode: 'AC04', reasonText: '收款账户已销户' },
  returned: { reasonCode: 'AC01', reasonText: '账号户名不符，退回' },
} as const;

/** Books a batch's payouts day by day: one lump debit, then results line by line, or camt.054. */
export function tellPayouts(telling: Telling, batchRef: string, payouts: readonly Payout[]): void {
  const byDay = Map.groupBy(payouts, ({ day }) => day);
  let debitId: string | null = null;
  for (const [day, ofDay] of [...byDay].sort(([a], [b]) => a.localeCompare(b))) {
    const of = (outcome: Payout['outcome']) => ofDay.filter((one) => one.outcome === outcome);
    if (of('paid').length > 0) debitId = bookDebit(telling, batchRef, day, of('paid'));
    for (const back of of('returned')) bookReturn(telling, batchRef, back, debitId);
    const told = telling.plan.habits.xml ? of('rejected') : [...of('paid'), ...of('rejected')];
    tellResults(telling, batchRef, day, told);
  }
}

function bookDebit({ plan, ledger }: Telling, batchRef: string, day: Day, paid: Payout[]): string {
  const entryId = ledger.entryId(day);
  const details = paid.map(({ lineRef, amountFen, worker }) => ({
    lineRef,
    amountFen,
    payeeName: worker.name,
    payeeAccountNo: cardOn(worker, day),
  }));
  ledger.book({
    day,
    time: PAID_AT,
    entryId,
    direction: 'debit',
    amountFen: sumFen(paid.map(({ amountFen }) => amountFen)),
    purpose: 'wage',
    counterpartyName: '代发工资过渡户',
    counterpartyKind: 'internal',
    batchRef,
    text: '代发工资',
    ...(plan.habits.xml ? { details } : {}),
  });
  return entryId;
}

function bookReturn(
  telling: Telling,
  batchRef: string,
  back: Payout,
  debitId: string | null,
): void {
  const { plan, ledger } = telling;
  const { day, lineRef, amountFen, worker } = back;
  const { reasonCode } = REASONS.returned;
  const detail = {
    lineRef,
    amountFen,
    payeeName: worker.name,
    payeeAccountNo: cardOn(worker, day),
    reasonCode,
  };
  ledger.book({
    day,
    time: RETURNED_AT,
    entryId: ledger.entryId(day),
    direction: 'credit',
    amountFen,
    purpose: 'return',
    counterpartyName: '代发工资过渡户',
    counterpartyKind: 'internal',
    batchRef,
    text: '代发退回',
    ...(plan.habits.xml
      ? { details: [detail] }
      : { lineRef, ...(debitId === null ? {} : { returnOf: debitId }) }),
  });
  if (!plan.habits.xml) tellResults(telling, batchRef, day, [back]);
}

function tellResults({ plan, ledger }: Telling, batchRef: string, day: Day, told: Payout[]): void {
  if (told.length === 0) return;
  const returned = told.some(({ outcome }) => outcome === 'returned');
  const time = returned ? RETURNED_AT : TOLD_AT;
  const results = told.map(({ lineRef, outcome, amountFen }): PayoutResult => {
    const at = instant(day, time);
    if (outcome === 'paid') return { lineRef, outcome, amountFen, at };
    return { lineRef, outcome, amountFen, at, ...REASONS[outcome] };
  });
  const messageId = `${batchRef}:${day}:${returned ? `returned:${told[0]?.lineRef.split('#')[1]}` : 'results'}`;
  ledger.send(day, time, { type: 'payout-results', bankCode: plan.bankCode, messageId, results });
}
