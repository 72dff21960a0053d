import {
  type PaymentStatus,
  type Reason,
  type StatusReport,
  statusOutcome,
  type TransactionStatus,
} from '../adapters/iso20022/pain002.ts';
import { reasonText } from '../adapters/iso20022/reasons.ts';
import { parseBatchNo } from '../lib/id.ts';
import { type Items, numbered, type Refusal, type Unnumbered } from './bank-items.ts';

// ISO 20022 external status reasons: the bank refused a second copy, and the first one stands.
const DUPLICATES = new Set(['AM05', 'DU01', 'DU02', 'DUPL']);

/**
 * A pain.002 as bank items: what it says of single payments, and after them what it says of the batch they belong to
 * or of the whole order, which then holds for every line not named. RJCT refuses and ACTC, ACCP, ACSP take all lines;
 * that all were settled or stand open is refused, for it must be said line by line.
 */
export function itemsOfPain002(report: StatusReport): Items {
  const at = report.createdAtText === null ? null : new Date(report.createdAtText);
  const { groupStatus, originalMessageId } = report;
  const whole = { ...report, originalPmtInfId: null, status: groupStatus, transactions: [] };
  const payments = report.payments.length === 0 ? [whole] : report.payments;
  return numbered(
    payments.flatMap((payment) => [
      ...payment.transactions.flatMap((transaction) => ofTransaction(transaction, at)),
      ...ofOrder(
        inGroup(payment, report),
        batchOf(payment.originalPmtInfId, originalMessageId),
        at,
      ),
    ]),
  );
}

/** Our orders carry the batch's number in both places; a bank may put its own in one. */
function batchOf(pmtInfId: string | null, messageId: string): string {
  const ours = [pmtInfId, messageId].find((id) => id !== null && parseBatchNo(id) !== null);
  return ours ?? pmtInfId ?? messageId;
}

/** A batch without a status of its own has the group's. */
function inGroup(payment: PaymentStatus, report: StatusReport): PaymentStatus {
  if (payment.status !== null || report.groupStatus === null) return payment;
  const { reasonCode, reasonText } = payment.reasonCode === null ? report : payment;
  return { ...payment, status: report.groupStatus, reasonCode, reasonText };
}

function ofOrder(
  payment: PaymentStatus,
  batchNo: string,
  at: Date | null,
): (Unnumbered | Refusal)[] {
  const { status, reasonCode, transactions } = payment;
  const outcome = status === null ? null : statusOutcome(status);
  if (outcome === null) return [];
  const refuse = (code: string, why: string): Refusal[] => [
    { code, message: `指令 ${batchNo}：${why}。` },
  ];
  if (outcome !== 'accepted' && outcome !== 'rejected') {
    if (transactions.length > 0) return [];
    return refuse('status-not-by-line', `只有总状态 ${status}，请按每笔 EndToEndId 逐笔告知`);
  }
  if (outcome === 'rejected' && DUPLICATES.has(reasonCode ?? ''))
    return refuse('order-duplicate', `以重复（${reasonCode}）退回，原指令各笔的状态不变`);
  if (at === null) return refuse('time-missing', '报文没有生成时间 CreDtTm');
  return [{ kind: 'order', batchNo, outcome, at, ...reasonOf(payment) }];
}

function reasonOf({ reasonCode, reasonText: told }: Reason) {
  const words = told ?? (reasonCode === null ? null : reasonText(reasonCode));
  return { reasonCode: reasonCode ?? undefined, reasonText: words ?? undefined };
}

function ofTransaction(transaction: TransactionStatus, at: Date | null): (Unnumbered | Refusal)[] {
  const { endToEndId, status, amount } = transaction;
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
  const reason = reasonOf(transaction);
  return [{ kind: 'payout', endToEndId, outcome, amountFen: amount?.amountMinor, at, ...reason }];
}
