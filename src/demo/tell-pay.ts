import type { Day } from '../lib/day.ts';
import { type Fen, sumFen } from '../lib/fen.ts';
import { makeCard } from './identities.ts';
import { instant, type Journal } from './journal.ts';
import type { Failure, PayPlan, PayRow } from './plan.ts';
import type { PayrollBody, PayrollRow } from './story-actions.ts';
import { type Payout, tellPayouts } from './tell-payout.ts';
import { changeOf, type Telling } from './telling.ts';
import { cardOn } from './workers.ts';

type Kind = PayrollBody['kind'];
const NEW_CARD = 100_000_000;

/** Tells one employer's wage month: batches, approvals, orders, and what the bank does with them. */
export function tellPay(telling: Telling, pay: PayPlan): void {
  const { plan } = telling;
  const employer = plan.employerUsccs.indexOf(pay.employerUscc) + 1;
  const base = `batch:${plan.index + 1}:${pay.month}:${employer}`;
  const posted = postedRows(pay);
  const { postOn } = pay;
  if (postOn !== null) {
    if (pay.redone) tellMistake(telling, pay, `${base}:mistake`, posted);
    const batchRef = `${base}:regular`;
    const lines = posted.map(({ row }) => toLine(row, postOn));
    tellBatch(telling, pay, { batchRef, kind: 'regular', postOn, lines });
    const payouts = posted.flatMap(({ row, at }, place) =>
      regularPayouts(pay, row, at, `${batchRef}#${place + 1}`),
    );
    tellPayouts(telling, batchRef, payouts);
    for (const failure of pay.failures) tellResends(telling, pay, failure, base);
  }
  tellOmitted(telling, pay, `${base}:supplement`);
  tellExtra(telling, pay, base);
}

function postedRows(pay: PayPlan): { row: PayRow; at: number }[] {
  const omitted = new Set(pay.omitted?.rows);
  return pay.rows.map((row, at) => ({ row, at })).filter(({ at }) => !omitted.has(at));
}

function lineRefOf(pay: PayPlan, base: string, at: number): string {
  const place = postedRows(pay).findIndex((posted) => posted.at === at);
  return `${base}:regular#${place + 1}`;
}

function regularPayouts(pay: PayPlan, row: PayRow, at: number, lineRef: string): Payout[] {
  const payout = (day: Day | null, amountFen: Fen, outcome: Payout['outcome']): Payout[] =>
    day === null ? [] : [{ day, lineRef, worker: row.worker, amountFen, outcome }];
  const failure = pay.failures.find((failed) => failed.row === at);
  if (failure?.outcome === 'rejected') return payout(failure.on, row.netFen, 'rejected');
  if (failure?.outcome === 'returned') {
    return [
      ...payout(pay.payOn, row.netFen, 'paid'),
      ...payout(failure.on, row.netFen, 'returned'),
    ];
  }
  if (pay.late?.rows.includes(at)) return payout(pay.late.payOn, row.netFen, 'paid');
  if (pay.part?.rows.includes(at)) {
    const firstFen = Math.floor((row.netFen * pay.part.percent) / 100);
    return [
      ...payout(pay.payOn, firstFen, 'paid'),
      ...payout(pay.part.restOn, row.netFen - firstFen, 'paid'),
    ];
  }
  return payout(pay.payOn, row.netFen, 'paid');
}

interface BatchPlan {
  batchRef: string;
  kind: Kind;
  postOn: Day;
  lines: PayrollRow[];
}

function tellBatch(telling: Telling, pay: PayPlan, batch: BatchPlan): void {
  const { journal, plan } = telling;
  const { projectCode, contractorUscc: uscc } = plan;
  const { batchRef, kind, lines, postOn } = batch;
  const contractor = { role: 'contractor', uscc } as const;
  const format = plan.habits.csv && kind === 'regular' ? 'csv' : 'json';
  const { month: wageMonth, employerUscc } = pay;
  const reference = `${pay.month}工资${kind === 'regular' ? '' : `（${kind}）`}`;
  const body: PayrollBody =
    format === 'csv'
      ? { wageMonth, employerUscc, kind, lines }
      : { wageMonth, employerUscc, kind, reference, lines };
  const totalNetFen = sumFen(lines.map(({ netFen }) => netFen));
  const note = (
    time: string,
    actor: Parameters<Journal['note']>[2],
    action: Parameters<Journal['note']>[3],
  ) => journal.note(instant(postOn, time), projectCode, actor, action);
  note('09:00', contractor, { type: 'payroll', projectCode, batchRef, format, body });
  if (kind !== 'resend') {
    const confirmedAt = instant(postOn, '09:20');
    note('09:30', contractor, {
      type: 'confirmations',
      batchRef,
      lines: lines.length,
      confirmedAt,
    });
    if (pay.slips) note('09:40', contractor, { type: 'slips', batchRef, issuedOn: postOn });
  }
  note('10:00', { role: 'approver', uscc }, { type: 'approval', batchRef, totalNetFen });
  note('11:00', contractor, { type: 'order', batchRef });
  if (!plan.habits.accepted || kind !== 'regular') return;
  const results = lines.map(({ netFen }, place) => ({
    lineRef: `${batchRef}#${place + 1}`,
    outcome: 'accepted' as const,
    amountFen: netFen,
    at: instant(postOn, '11:20'),
  }));
  const messageId = `${batchRef}:accepted`;
  const { bankCode } = plan;
  telling.ledger.send(postOn, '11:30', { type: 'payout-results', bankCode, messageId, results });
}

/** The month's table sent a day early with a wrong wage, noticed and withdrawn before approval. */
function tellMistake(
  { plan, journal }: Telling,
  pay: PayPlan,
  batchRef: string,
  posted: { row: PayRow }[],
): void {
  if (pay.postOn === null) return;
  const day = plan.frame.calendar.wdBefore(pay.postOn, 1);
  const { projectCode, contractorUscc: uscc } = plan;
  const lines = posted.map(({ row }) => toLine(row, day));
  const [first] = lines;
  if (first === undefined) return;
  lines[0] = { ...first, grossFen: first.grossFen + 100_000, netFen: first.netFen + 100_000 };
  const body: PayrollBody = {
    wageMonth: pay.month,
    employerUscc: pay.employerUscc,
    kind: 'regular',
    lines,
  };
  const actor = { role: 'contractor', uscc } as const;
  const action = { type: 'payroll', projectCode, batchRef, format: 'json', body } as const;
  journal.note(instant(day, '09:00'), projectCode, actor, action);
  const withdrawal = { type: 'withdrawal', batchRef, reason: '工资计算有误，重新编制' } as const;
  journal.note(instant(day, '17:00'), projectCode, actor, withdrawal);
}

function tellResends(telling: Telling, pay: PayPlan, failure: Failure, base: string): void {
  const { plan, journal } = telling;
  const row = pay.rows[failure.row];
  if (row === undefined) return;
  let replacesLineRef = lineRefOf(pay, base, failure.row);
  const firstCard = row.worker.cards[0]?.cardNo ?? '';
  for (const [round, resend] of failure.resends.entries()) {
    const cardNo = makeCard(Number(firstCard.slice(6, -1)) + (round + 1) * NEW_CARD);
    const { worker } = row;
    const body = { ...changeOf(plan, worker, resend.postOn), cardNo, cardFrom: resend.postOn };
    journal.note(
      instant(resend.postOn, '08:50'),
      plan.projectCode,
      { role: 'contractor', uscc: plan.contractorUscc },
      { type: 'engagement', projectCode: plan.projectCode, engagementRef: worker.ref, body },
    );
    worker.cards.push({ fromDay: resend.postOn, cardNo });
    const batchRef = `${base}:resend${failure.row}-${round + 1}`;
    const lines = [{ ...toLine(row, resend.postOn), replacesLineRef }];
    tellBatch(telling, pay, { batchRef, kind: 'resend', postOn: resend.postOn, lines });
    replacesLineRef = `${batchRef}#1`;
    const { on: day, outcome } = resend;
    const payout = { day, lineRef: replacesLineRef, worker, amountFen: row.netFen, outcome };
    tellPayouts(telling, batchRef, [payout]);
  }
}

function tellOmitted(telling: Telling, pay: PayPlan, batchRef: string): void {
  const { omitted } = pay;
  if (omitted === null || omitted.postOn === null) return;
  const rows = omitted.rows.flatMap((at) => pay.rows[at] ?? []);
  const { postOn, payOn: day } = omitted;
  const lines = rows.map((row) => toLine(row, postOn));
  tellBatch(telling, pay, { batchRef, kind: 'supplement', postOn, lines });
  if (day === null) return;
  const payouts = rows.map(
    (row, place): Payout => ({
      day,
      lineRef: `${batchRef}#${place + 1}`,
      worker: row.worker,
      amountFen: row.netFen,
      outcome: 'paid',
    }),
  );
  tellPayouts(telling, batchRef, payouts);
}

function tellExtra(telling: Telling, pay: PayPlan, base: string): void {
  const { extra } = pay;
  if (extra === null) return;
  const { kind, amountFen, postOn, payOn: day } = extra;
  const batchRef = `${base}:${kind}-extra`;
  const rows = extra.rows.flatMap((at) => {
    const row = pay.rows[at];
    return row === undefined ? [] : [{ at, row }];
  });
  const lines = rows.map(({ at, row }): PayrollRow => {
    const line = toLine(row, postOn);
    if (kind === 'correction') {
      const grossFen = line.grossFen + amountFen;
      const replacesLineRef = lineRefOf(pay, base, at);
      return { ...line, grossFen, netFen: line.netFen + amountFen, replacesLineRef };
    }
    const { idNumber, name, cardNo } = line;
    return { idNumber, name, cardNo, grossFen: amountFen, deductions: [], netFen: amountFen };
  });
  tellBatch(telling, pay, { batchRef, kind, postOn, lines });
  if (day === null) return;
  const payouts = rows.map(
    ({ row }, place): Payout => ({
      day,
      lineRef: `${batchRef}#${place + 1}`,
      worker: row.worker,
      amountFen,
      outcome: 'paid',
    }),
  );
  tellPayouts(telling, batchRef, payouts);
}

function toLine(row: PayRow, day: Day): PayrollRow {
  const { worker, workDays, grossFen, deductions, netFen } = row;
  const { idNumber, name } = worker;
  const cardNo = cardOn(worker, day);
  return { idNumber, name, workDays, grossFen, deductions, netFen, cardNo };
}
