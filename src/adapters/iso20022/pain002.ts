import type { Fault } from '../../lib/problem.ts';
import { type Amount, readAmount } from './amounts.ts';
import { readMoment } from './moments.ts';
import { readReference } from './parties.ts';
import type { Place } from './place.ts';

/** A bank's answer to a payment order. */
export interface StatusReport extends Reason {
  kind: 'pain.002';
  messageId: string;
  /** RFC 3339; a time without zone is Shanghai's. */
  createdAtText: string | null;
  originalMessageId: string;
  groupStatus: string | null;
  payments: PaymentStatus[];
  warnings: Fault[];
}

export interface PaymentStatus extends Reason {
  originalPmtInfId: string | null;
  status: string | null;
  /** A PART report lists only the exceptions: what is not here was accepted. */
  transactions: TransactionStatus[];
}

export interface TransactionStatus extends Reason {
  endToEndId: string | null;
  status: string | null;
  /** Of the original order, where the bank repeats it. */
  amount: Amount | null;
}

export interface Reason {
  reasonCode: string | null;
  /** The bank's own words. */
  reasonText: string | null;
}

export type Outcome = 'accepted' | 'rejected' | 'paid' | 'unknown';

const OUTCOMES: Readonly<Record<string, Outcome | null>> = {
  RCVD: 'accepted',
  ACTC: 'accepted',
  ACCP: 'accepted',
  ACFC: 'accepted',
  ACSP: 'accepted',
  ACWC: 'accepted',
  ACWP: 'accepted',
  ACSC: 'paid',
  ACCC: 'paid',
  RJCT: 'rejected',
  CANC: 'rejected',
  PDNG: 'unknown',
  PART: null,
};

/**
 * What a status says of a payment. Only ACSC and ACCC (settled) are `paid`: ACTC, ACCP, ACSP mean
 * the bank took it. Null for PART, which says nothing of the single payment, and for codes not in
 * ExternalPaymentTransactionStatus1Code.
 */
export function statusOutcome(code: string): Outcome | null {
  return Object.hasOwn(OUTCOMES, code) ? (OUTCOMES[code] ?? null) : null;
}

/**
 * Reads a payment status report, pain.002.001.02 to .08 and national forms of it. Faults go to the
 * place's log: message-id-missing, original-message-missing, status-missing (the report has none at
 * all), date-invalid, those of amounts. Warnings: status-unknown, transaction-unidentified.
 */
export function readPain002(message: Place): StatusReport {
  const messageId = message.limited(35, 'GrpHdr', 'MsgId');
  if (messageId === null) message.fault('message-id-missing', '缺少报文标识', 'GrpHdr', 'MsgId');
  const group = message.kid('OrgnlGrpInfAndSts');
  const originalMessageId = group?.limited(35, 'OrgnlMsgId') ?? null;
  if (originalMessageId === null) {
    const path = ['OrgnlGrpInfAndSts', 'OrgnlMsgId'];
    message.fault('original-message-missing', '缺少所答复的原报文标识', ...path);
  }
  const header = message.kid('GrpHdr');
  const groupStatus = group && readStatus(group, 'GrpSts');
  const payments = [...message.kids('OrgnlPmtInfAndSts').map(readPayment), ...readLoose(message)];
  const spoken = payments.some((payment) => payment.status ?? payment.transactions.some(hasStatus));
  if (groupStatus === null && !spoken) {
    message.fault('status-missing', '报文没有给出任何状态', 'OrgnlGrpInfAndSts', 'GrpSts');
  }
  return {
    kind: 'pain.002',
    messageId: messageId ?? '',
    createdAtText: (header && readMoment(header, 'CreDtTm'))?.atText ?? null,
    originalMessageId: originalMessageId ?? '',
    groupStatus,
    ...readReason(group),
    payments,
    warnings: message.log.warnings,
  };
}

function readPayment(place: Place): PaymentStatus {
  return {
    originalPmtInfId: readReference(place, 'OrgnlPmtInfId'),
    status: readStatus(place, 'PmtInfSts'),
    ...readReason(place),
    transactions: place.kids('TxInfAndSts').map(readTransaction),
  };
}

/** Version .02 has its transactions at the top, each naming its `OrgnlPmtInfId`. */
function readLoose(message: Place): PaymentStatus[] {
  const byPayment = Map.groupBy(message.kids('TxInfAndSts'), (place) =>
    readReference(place, 'OrgnlPmtInfId'),
  );
  return [...byPayment].map(([originalPmtInfId, places]) => ({
    originalPmtInfId,
    status: null,
    reasonCode: null,
    reasonText: null,
    transactions: places.map(readTransaction),
  }));
}

function readTransaction(place: Place): TransactionStatus {
  // Our orders carry one id in both places, and some banks return only the instruction's.
  const endToEndId =
    readReference(place, 'OrgnlEndToEndId') ?? readReference(place, 'OrgnlInstrId');
  if (endToEndId === null) {
    place.warn('transaction-unidentified', '逐笔状态没有原端到端标识', 'OrgnlEndToEndId');
  }
  const amount = place.kid('OrgnlTxRef', 'Amt', 'InstdAmt');
  return {
    endToEndId,
    status: readStatus(place, 'TxSts'),
    amount: amount && readAmount(amount),
    ...readReason(place),
  };
}

function readStatus(place: Place, name: string): string | null {
  const code = place.text(name);
  if (code !== null && !Object.hasOwn(OUTCOMES, code)) {
    place.warn('status-unknown', '状态代码不认识', name);
  }
  return code;
}

/** `Rsn` and `AddtlInf`; version .02 said `StsRsn` and `AddtlStsRsnInf`. */
function readReason(place: Place | null): Reason {
  const reasons = place?.kids('StsRsnInf') ?? [];
  const codes = reasons.map((reason) => {
    const rsn = reason.kid('Rsn') ?? reason.kid('StsRsn');
    return rsn?.text('Cd') ?? rsn?.text('Prtry') ?? null;
  });
  const texts = reasons
    .flatMap((reason) => [...reason.kids('AddtlInf'), ...reason.kids('AddtlStsRsnInf')])
    .map((line) => line.text())
    .filter((text) => text !== null);
  return {
    reasonCode: codes.find((code) => code !== null) ?? null,
    reasonText: texts.length > 0 ? texts.join(' ') : null,
  };
}

function hasStatus(transaction: TransactionStatus): boolean {
  return transaction.status !== null;
}
