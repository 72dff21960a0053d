import {
  type PaymentStatus,
  type StatusReport,
  statusOutcome,
  type TransactionStatus,
} from '../adapters/iso20022/pain002.ts';
import { reasonText } from '../adapters/iso20022/reasons.ts';
import { type Items, numbered, type Refusal, type Unnumbered } from './bank-items.ts';

/**
 * A pain.002 as bank items: what it says of single payments. What it says of a whole batch or of the
 * whole order is refused item by item where it is bad news, and needs no words where it is good: the
 * bank took what it was sent.
 */
export function itemsOfPain002(report: StatusReport): Items {
  const at = report.createdAtText === null ? null : new Date(report.createdAtText);
  const whole = report.payments.length === 0 ? wholeOf(report.groupStatus, '整份指令') : [];
  return numbered([...whole, ...report.payments.flatMap((payment) => ofPayment(payment, at))]);
}

function ofPayment(payment: PaymentStatus, at: Date | null): (Unnumbered | Refusal)[] {
  const { transactions, status, originalPmtInfId } = payment;
  if (transactions.length === 0) return wholeOf(status, `批次 ${originalPmtInfId ?? '（无编号）'}`);
  return transactions.flatMap((transaction) => ofTransaction(transaction, at));
}

function wholeOf(status: string | null, what: string): Refusal[] {
  const outcome = status === null ? null : statusOutcome(status);
  if (outcome === null || outcome === 'accepted') return [];
  const message = `${what}只有总状态 ${status}，请按每笔 EndToEndId 逐笔告知。`;
  return [{ code: 'status-not-by-line', message }];
}

function ofTransaction(transaction: TransactionStatus, at: Date | null): (Unnumbered | Refusal)[] {
  const { endToEndId, status, amount, reasonCode } = transaction;
  const refuse = (code: string, why: string): Refusal[] => [
    { code, message: `${endToEndId ?? '未标明的一笔'}：${why}。` },
  ];
  if (endToEndId === null) return refuse('endtoendid-missing', '没有原端到端标识');
  const outcome = status === null ? null : statusOutcome(status);
  if (outcome === null) return refuse('status-unknown', '没有可识别的逐笔状态');
  if (at === null) return refuse('time-missing', '报文没有生成时间 CreDtTm');
  if (amount !== null && amount.currency !== 'CNY')
    return refuse('currency-not-cny', '币种不是人民币，不受理');
  if (amount?.amountMinor === 0) return refuse('amount-zero', '金额为零');
  const words = transaction.reasonText ?? (reasonCode === null ? null : reasonText(reasonCode));
  const reason = { reasonCode: reasonCode ?? undefined, reasonText: words ?? undefined };
  return [{ kind: 'payout', endToEndId, outcome, amountFen: amount?.amountMinor, at, ...reason }];
}
