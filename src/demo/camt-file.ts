import { formatYuan } from '../lib/fen.ts';
import { batchNoRef, type Refs } from './refs.ts';
import type { BankAction, DetailedEntry } from './story-actions.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.054.001.04';
const LONGEST_ID = 35;

/** Writes a bank's notification (ISO 20022 camt.054.001.04) of wage payments and returns. */
export function camtFile(
  action: Extract<BankAction, { type: 'camt054' }>,
  at: string,
  refs: Refs,
): string {
  const [first] = action.entries;
  const id = escaped(action.messageId.slice(0, LONGEST_ID));
  const account = othr(first?.accountNo ?? '');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Document xmlns="${NAMESPACE}"><BkToCstmrDbtCdtNtfctn>`,
    `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr>`,
    `<Ntfctn><Id>${id}</Id><CreDtTm>${at}</CreDtTm><Acct>${account}</Acct>`,
    ...action.entries.map((entry) => entryXml(entry, refs)),
    '</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>',
  ].join('\n');
}

function entryXml(entry: DetailedEntry, refs: Refs): string {
  const credit = entry.direction === 'credit';
  const batchNo = entry.batchRef === undefined ? '' : refs.get(batchNoRef(entry.batchRef));
  const code = credit ? 'RRTN' : 'SALA';
  const batch = credit
    ? ''
    : `<Btch><PmtInfId>${batchNo}</PmtInfId><NbOfTxs>${entry.details.length}</NbOfTxs>${amount('TtlAmt', entry.amountFen)}</Btch>`;
  return [
    `<Ntry>${amount('Amt', entry.amountFen)}${direction(credit)}<Sts>BOOK</Sts>`,
    `<BookgDt><DtTm>${entry.bookedAt}</DtTm></BookgDt><ValDt><Dt>${entry.valueDay}</Dt></ValDt>`,
    `<AcctSvcrRef>${entry.entryId}</AcctSvcrRef>`,
    `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>${code}</SubFmlyCd></Fmly></Domn></BkTxCd>`,
    `<NtryDtls>${batch}`,
    ...entry.details.map((detail) => detailXml(detail, credit, batchNo, refs)),
    `</NtryDtls><AddtlNtryInf>${escaped(entry.text ?? '')}</AddtlNtryInf></Ntry>`,
  ].join('\n');
}

function detailXml(
  detail: DetailedEntry['details'][number],
  credit: boolean,
  batchNo: string,
  refs: Refs,
): string {
  const endToEndId = refs.endToEndId(detail.lineRef);
  const payee = `<Cdtr><Nm>${escaped(detail.payeeName)}</Nm></Cdtr><CdtrAcct>${othr(detail.payeeAccountNo)}</CdtrAcct>`;
  const back = credit ? `<RtrInf><Rsn><Cd>${detail.reasonCode ?? 'NARR'}</Cd></Rsn></RtrInf>` : '';
  return [
    `<TxDtls><Refs><PmtInfId>${batchNo}</PmtInfId><EndToEndId>${endToEndId}</EndToEndId></Refs>`,
    `${amount('Amt', detail.amountFen)}${direction(credit)}`,
    `<RltdPties>${payee}</RltdPties><Purp><Cd>SALA</Cd></Purp>${back}</TxDtls>`,
  ].join('');
}

function amount(name: string, fen: number): string {
  return `<${name} Ccy="CNY">${formatYuan(fen).replaceAll(',', '')}</${name}>`;
}

function direction(credit: boolean): string {
  return `<CdtDbtInd>${credit ? 'CRDT' : 'DBIT'}</CdtDbtInd>`;
}

function othr(accountNo: string): string {
  return `<Id><Othr><Id>${escaped(accountNo)}</Id></Othr></Id>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
