import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { minorText } from './amounts.ts';
import { ibanHolds } from './parties.ts';

/** One payroll batch as a payment order. Days `YYYY-MM-DD`, instants RFC 3339 text, money in fen. */
export interface PaymentOrder {
  messageId: string;
  createdAtText: string;
  /** Becomes PmtInfId. */
  batchNo: string;
  executionDay: string;
  debtorName: string;
  debtorAccountNo: string;
  /** 12 digits: CNAPS; a BIC; anything else goes in as the bank's own id. */
  debtorBankCode: string;
  lines: readonly PaymentLine[];
}

export interface PaymentLine {
  endToEndId: string;
  amountFen: number;
  creditorName: string;
  creditorAccountNo: string;
  creditorBankCode?: string | null;
  remittance?: string | null;
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.03';
const LINES_PER_CHUNK = 500;

/**
 * Writes a payroll batch as pain.001.001.03, in chunks of 500 workers, so that a route can stream
 * it: one PmtInf, category purpose SALA, batch booking, CNY, totals in header and batch, every
 * line's id as InstrId and EndToEndId. Text is escaped and freed of control characters; nothing is
 * cut short. The whole order is checked before the first chunk is asked for.
 * @throws Problem invalid `pain001-invalid` with every bad place: text-missing, text-too-long,
 * amount-invalid (whole fen above 0), endtoendid-repeated, line-missing, date-invalid.
 * Source: ISO 20022 CustomerCreditTransferInitiationV03.
 */
export function writePain001(order: PaymentOrder): Iterable<string> {
  const faults = [...orderFaults(order)];
  if (faults.length > 0) throw refused('pain001-invalid', '代发批次不能写成付款指令', faults);
  const totalFen = order.lines.reduce((sum, line) => sum + line.amountFen, 0);
  if (!Number.isSafeInteger(totalFen)) {
    throw new Problem('invalid', 'pain001-invalid', '代发批次总额超出可处理的范围');
  }
  return chunks(order, totalFen);
}

function* chunks(order: PaymentOrder, totalFen: number): Generator<string> {
  yield headOf(order, totalFen);
  for (let from = 0; from < order.lines.length; from += LINES_PER_CHUNK) {
    yield order.lines
      .slice(from, from + LINES_PER_CHUNK)
      .map(lineXml)
      .join('');
  }
  yield '</PmtInf></CstmrCdtTrfInitn></Document>\n';
}

function headOf(order: PaymentOrder, totalFen: number): string {
  const sums = tag('NbOfTxs', String(order.lines.length)) + tag('CtrlSum', yuan(totalFen));
  const debtor = `<Nm>${escapeText(order.debtorName)}</Nm>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<Document xmlns="${NAMESPACE}"><CstmrCdtTrfInitn><GrpHdr>`,
    tag('MsgId', order.messageId),
    tag('CreDtTm', order.createdAtText),
    sums,
    `<InitgPty>${debtor}</InitgPty></GrpHdr>\n<PmtInf>`,
    tag('PmtInfId', order.batchNo),
    `<PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>${sums}`,
    '<PmtTpInf><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf>',
    tag('ReqdExctnDt', order.executionDay),
    `<Dbtr>${debtor}</Dbtr><DbtrAcct>${accountXml(order.debtorAccountNo)}</DbtrAcct>`,
    `<DbtrAgt>${bankXml(order.debtorBankCode)}</DbtrAgt>\n`,
  ].join('');
}

function lineXml(line: PaymentLine): string {
  const bank = cleanText(line.creditorBankCode ?? '');
  const remittance = cleanText(line.remittance ?? '');
  return [
    `<CdtTrfTxInf><PmtId>${tag('InstrId', line.endToEndId)}${tag('EndToEndId', line.endToEndId)}</PmtId>`,
    `<Amt><InstdAmt Ccy="CNY">${yuan(line.amountFen)}</InstdAmt></Amt>`,
    bank === '' ? '' : `<CdtrAgt>${bankXml(bank)}</CdtrAgt>`,
    `<Cdtr>${tag('Nm', line.creditorName)}</Cdtr>`,
    `<CdtrAcct>${accountXml(line.creditorAccountNo)}</CdtrAcct>`,
    remittance === '' ? '' : `<RmtInf>${tag('Ustrd', remittance)}</RmtInf>`,
    '</CdtTrfTxInf>\n',
  ].join('');
}

function accountXml(accountNo: string): string {
  const text = cleanText(accountNo);
  return ibanHolds(text)
    ? `<Id><IBAN>${text}</IBAN></Id>`
    : `<Id><Othr>${tag('Id', text)}</Othr></Id>`;
}

function bankXml(code: string): string {
  const text = cleanText(code);
  return `<FinInstnId>${bankId(text)}</FinInstnId>`;
}

function bankId(code: string): string {
  if (/^\d{12}$/.test(code)) {
    const system = '<ClrSysId><Cd>CNAPS</Cd></ClrSysId>';
    return `<ClrSysMmbId>${system}<MmbId>${code}</MmbId></ClrSysMmbId>`;
  }
  if (/^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/.test(code)) return `<BIC>${code}</BIC>`;
  return `<Othr>${tag('Id', code)}</Othr>`;
}

function tag(name: string, text: string): string {
  return `<${name}>${escapeText(text)}</${name}>`;
}

function yuan(amountFen: number): string {
  return minorText(amountFen, 'CNY');
}

/**
 * Text as it is written: line breaks and tabs become blanks, other control characters and what XML
 * cannot carry are dropped, outer blanks go.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\r]+/g, ' ')
    .replace(/\p{Cc}|[\ufffd-\uffff]/gu, '')
    .trim();
}

function escapeText(text: string): string {
  return cleanText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function* orderFaults(order: PaymentOrder): Generator<Fault> {
  yield* textFaults('/messageId', order.messageId, 35);
  yield* textFaults('/batchNo', order.batchNo, 35);
  yield* textFaults('/debtorName', order.debtorName, 140);
  yield* textFaults('/debtorAccountNo', order.debtorAccountNo, 34);
  yield* textFaults('/debtorBankCode', order.debtorBankCode, 35);
  yield* dateFaults(order);
  if (order.lines.length === 0) {
    yield { pointer: '/lines', code: 'line-missing', message: '批次没有代发明细' };
  }
  const seen = new Set<string>();
  for (const [i, line] of order.lines.entries()) {
    yield* lineFaults(`/lines/${i}`, line, seen);
  }
}

function* dateFaults(order: PaymentOrder): Generator<Fault> {
  const message = '日期或时间不合格式';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(order.executionDay)) {
    yield { pointer: '/executionDay', code: 'date-invalid', message };
  }
  if (
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(order.createdAtText)
  ) {
    yield { pointer: '/createdAtText', code: 'date-invalid', message };
  }
}

function* lineFaults(pointer: string, line: PaymentLine, seen: Set<string>): Generator<Fault> {
  yield* textFaults(`${pointer}/endToEndId`, line.endToEndId, 35);
  yield* textFaults(`${pointer}/creditorName`, line.creditorName, 140);
  yield* textFaults(`${pointer}/creditorAccountNo`, line.creditorAccountNo, 34);
  if (line.creditorBankCode)
    yield* textFaults(`${pointer}/creditorBankCode`, line.creditorBankCode, 35);
  if (line.remittance) yield* textFaults(`${pointer}/remittance`, line.remittance, 140, true);
  if (!Number.isSafeInteger(line.amountFen) || line.amountFen <= 0) {
    const message = '金额须为大于零的整数分';
    yield { pointer: `${pointer}/amountFen`, code: 'amount-invalid', message };
  }
  if (seen.has(line.endToEndId)) {
    const message = '端到端标识在批次中重复';
    yield { pointer: `${pointer}/endToEndId`, code: 'endtoendid-repeated', message };
  }
  seen.add(line.endToEndId);
}

function* textFaults(pointer: string, text: string, max: number, mayBeBlank = false) {
  const clean = cleanText(text);
  if (clean === '' && !mayBeBlank) {
    yield { pointer, code: 'text-missing', message: '不得为空' };
  }
  if (clean.length > max && [...clean].length > max) {
    yield { pointer, code: 'text-too-long', message: `不得超过 ${max} 个字符` };
  }
}
