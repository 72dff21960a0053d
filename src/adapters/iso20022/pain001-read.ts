import type { Fault } from '../../lib/problem.ts';
import { type Amount, readAmount, scaled, scaledMinor } from './amounts.ts';
import { readMoment } from './moments.ts';
import {
  readAccountNo,
  readBankCode,
  readPartyName,
  readReference,
  readRemittance,
} from './parties.ts';
import type { Place } from './place.ts';

/** A payment order, read far enough to count it again. */
export interface OrderMessage {
  kind: 'pain.001';
  messageId: string;
  /** RFC 3339; a time without zone is Shanghai's. */
  createdAtText: string | null;
  payments: OrderPayment[];
  /** Counted, not taken from the header. */
  count: number;
  warnings: Fault[];
}

/** A `PmtInf`: one batch. */
export interface OrderPayment {
  pmtInfId: string | null;
  executionDay: string | null;
  batchBooking: boolean;
  categoryPurpose: string | null;
  debtorName: string | null;
  debtorAccountNo: string | null;
  debtorBankCode: string | null;
  transactions: OrderTransaction[];
}

export interface OrderTransaction extends Amount {
  endToEndId: string;
  creditorName: string | null;
  creditorAccountNo: string | null;
  creditorBankCode: string | null;
  remittance: string | null;
}

/**
 * Reads CstmrCdtTrfInitn, pain.001.001.03 to .08 and national forms. `NbOfTxs` and `CtrlSum`, of the
 * header and of each batch, are counted again: schema-valid orders have them wrong. Faults go to the
 * place's log: nboftxs-mismatch, ctrlsum-mismatch, message-id-missing, endtoendid-missing,
 * transaction-missing, account-missing, date-invalid, those of amounts. Warning: endtoendid-repeated.
 */
export function readOrderMessage(message: Place): OrderMessage {
  const messageId = message.limited(35, 'GrpHdr', 'MsgId');
  if (messageId === null) message.fault('message-id-missing', '缺少报文标识', 'GrpHdr', 'MsgId');
  const faultsBefore = message.log.faults.length;
  const payments = message.kids('PmtInf').map((place) => ({ place, payment: readPayment(place) }));
  const header = message.kid('GrpHdr');
  const all = payments.flatMap(({ payment }) => payment.transactions);
  // What could not be read was already refused; its sums would only repeat that.
  if (message.log.faults.length === faultsBefore) {
    if (header) recount(header, all);
    for (const { place, payment } of payments) recount(place, payment.transactions);
  }
  if (all.length === 0) message.fault('transaction-missing', '报文中没有付款明细', 'PmtInf');
  warnRepeated(message, all);
  return {
    kind: 'pain.001',
    messageId: messageId ?? '',
    createdAtText: (header && readMoment(header, 'CreDtTm'))?.atText ?? null,
    payments: payments.map(({ payment }) => payment),
    count: all.length,
    warnings: message.log.warnings,
  };
}

function readPayment(place: Place): OrderPayment {
  const debtorAccountNo = readAccountNo(place.kid('DbtrAcct'));
  if (debtorAccountNo === null) place.fault('account-missing', '缺少付款账号', 'DbtrAcct', 'Id');
  return {
    pmtInfId: readReference(place, 'PmtInfId'),
    executionDay: readMoment(place, 'ReqdExctnDt')?.day ?? null,
    batchBooking: place.text('BtchBookg') === 'true' || place.text('BtchBookg') === '1',
    categoryPurpose: place.text('PmtTpInf', 'CtgyPurp', 'Cd'),
    debtorName: readPartyName(place.kid('Dbtr')),
    debtorAccountNo,
    debtorBankCode: readBankCode(place.kid('DbtrAgt')),
    transactions: place
      .kids('CdtTrfTxInf')
      .map(readTransaction)
      .filter((transaction) => transaction !== null),
  };
}

function readTransaction(place: Place): OrderTransaction | null {
  const endToEndId = place.limited(35, 'PmtId', 'EndToEndId');
  if (endToEndId === null) {
    place.fault('endtoendid-missing', '缺少端到端标识', 'PmtId', 'EndToEndId');
  }
  const amountPlace = place.kid('Amt', 'InstdAmt') ?? place.kid('Amt', 'EqvtAmt', 'Amt');
  if (!amountPlace) place.fault('amount-missing', '缺少金额', 'Amt', 'InstdAmt');
  const amount = amountPlace && readAmount(amountPlace);
  if (!amount || endToEndId === null) return null;
  return {
    ...amount,
    endToEndId,
    creditorName: readPartyName(place.kid('Cdtr')),
    creditorAccountNo: readAccountNo(place.kid('CdtrAcct')),
    creditorBankCode: readBankCode(place.kid('CdtrAgt')),
    remittance: readRemittance(place.kid('RmtInf')),
  };
}

/** `CtrlSum` adds the plain numbers, whatever their currencies (ISO 20022 message definition). */
function recount(place: Place, transactions: readonly OrderTransaction[]): void {
  const count = place.text('NbOfTxs');
  if (count !== null && (!/^\d{1,15}$/.test(count) || Number(count) !== transactions.length)) {
    const message = `NbOfTxs 写 ${count} 笔，实有 ${transactions.length} 笔`;
    place.fault('nboftxs-mismatch', message, 'NbOfTxs');
  }
  const total = place.text('CtrlSum');
  const sum = transactions.reduce((s, x) => s + scaledMinor(x.amountMinor, x.currency), 0n);
  if (total !== null && scaled(total) !== sum) {
    place.fault('ctrlsum-mismatch', `CtrlSum 写 ${total}，与明细合计不符`, 'CtrlSum');
  }
}

function warnRepeated(message: Place, transactions: readonly OrderTransaction[]): void {
  const seen = new Set<string>();
  for (const { endToEndId } of transactions) {
    if (seen.has(endToEndId)) {
      message.warn('endtoendid-repeated', `端到端标识 ${endToEndId} 出现不止一次`, 'PmtInf');
    }
    seen.add(endToEndId);
  }
}
