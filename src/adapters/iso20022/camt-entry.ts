import { type Amount, minorText, readAmount } from './amounts.ts';
import { checkEntry } from './camt-check.ts';
import type { Batch, Detail, Direction, Entry } from './camt-records.ts';
import { type Moment, readMoment } from './moments.ts';
import { readAccountNo, readPartyName, readReference, readRemittance } from './parties.ts';
import type { Place } from './place.ts';

const STATUSES = new Set(['BOOK', 'PDNG', 'INFO', 'FUTR']);

/**
 * Reads one `Ntry`, collecting all its faults: amount-missing and the others of `readAmount`,
 * direction-missing, direction-invalid, status-missing, date-invalid, count-invalid. Null when
 * amount or direction is wrong.
 */
export function readEntry(place: Place): Entry | null {
  const amountPlace = place.kid('Amt');
  if (!amountPlace) place.fault('amount-missing', '缺少金额', 'Amt');
  const amount = amountPlace && readAmount(amountPlace);
  const direction = readDirection(place);
  const booked = readBooked(place);
  const bookedOn = readMoment(place, 'BookgDt');
  const value = readMoment(place, 'ValDt');
  const batches = place.kids('NtryDtls').flatMap((part) => part.kids('Btch').map(readBatch));
  const details = place
    .kids('NtryDtls')
    .flatMap((part) => part.kids('TxDtls'))
    .map((detail) => readDetail(detail, direction ?? 'credit', amount));
  if (!amount || !direction) return null;
  const entry: Entry = {
    ...amount,
    entryRef: place.limited(35, 'AcctSvcrRef'),
    direction,
    booked,
    reversal: isTrue(place.text('RvslInd')),
    ...bookedMembers(bookedOn),
    valueDay: value?.day ?? null,
    batch: addBatches(batches),
    details,
    bankTxCode: readTxCode(place.kid('BkTxCd')),
    text: place.text('AddtlNtryInf')?.replace(/\s+/g, ' ') ?? null,
  };
  fillSingle(entry);
  checkEntry(place, entry);
  return entry;
}

function bookedMembers(moment: Moment | null) {
  return { bookedOn: moment?.day ?? null, bookedAtText: moment?.atText ?? null };
}

/** `CdtDbtInd`. Faults direction-missing, direction-invalid. */
export function readDirection(place: Place): Direction | null {
  const code = place.text('CdtDbtInd');
  if (code === 'CRDT') return 'credit';
  if (code === 'DBIT') return 'debit';
  if (code === null) place.fault('direction-missing', '缺少收支方向', 'CdtDbtInd');
  else place.fault('direction-invalid', '收支方向只能是 CRDT 或 DBIT', 'CdtDbtInd');
  return null;
}

function readBooked(place: Place): boolean {
  const status = place.text('Sts', 'Cd') ?? place.text('Sts', 'Prtry') ?? place.text('Sts');
  if (status === null) place.fault('status-missing', '缺少入账状态', 'Sts');
  else if (!STATUSES.has(status)) {
    place.warn('status-unknown', '入账状态代码不认识，按未入账处理', 'Sts');
  }
  return status === 'BOOK';
}

function readBatch(place: Place): Batch {
  const count = place.text('NbOfTxs');
  const totalPlace = place.kid('TtlAmt');
  if (count !== null && !/^\d{1,15}$/.test(count)) {
    place.fault('count-invalid', '笔数不是整数', 'NbOfTxs');
  }
  return {
    pmtInfId: readReference(place, 'PmtInfId'),
    nbOfTxs: count === null ? null : Number(count),
    total: totalPlace && readAmount(totalPlace),
  };
}

function addBatches(batches: readonly Batch[]): Batch | null {
  const [first, ...more] = batches;
  return first === undefined ? null : more.reduce(addBatch, first);
}

function addBatch(a: Batch, b: Batch): Batch {
  const counted = a.nbOfTxs !== null && b.nbOfTxs !== null;
  const [x, y] = [a.total, b.total];
  return {
    pmtInfId: a.pmtInfId === b.pmtInfId ? a.pmtInfId : null,
    nbOfTxs: counted ? (a.nbOfTxs ?? 0) + (b.nbOfTxs ?? 0) : null,
    total: x && y && x.currency === y.currency ? addAmounts(x, y) : null,
  };
}

function addAmounts(a: Amount, b: Amount): Amount {
  const amountMinor = a.amountMinor + b.amountMinor;
  return { amountText: minorText(amountMinor, a.currency), amountMinor, currency: a.currency };
}

function readDetail(place: Place, entryDirection: Direction, entry: Amount | null): Detail {
  const amount = readDetailAmount(place, entry?.currency ?? null);
  const refs = place.kid('Refs') ?? place;
  const parties = place.kid('RltdPties');
  const returned = place.kid('RtrInf');
  return {
    endToEndId: readReference(refs, 'EndToEndId'),
    instrId: readReference(refs, 'InstrId'),
    pmtInfId: readReference(refs, 'PmtInfId'),
    detailRef: refs.limited(35, 'AcctSvcrRef'),
    direction: place.kid('CdtDbtInd') ? (readDirection(place) ?? entryDirection) : entryDirection,
    amountText: amount?.amountText ?? null,
    amountMinor: amount?.amountMinor ?? null,
    currency: amount?.currency ?? null,
    debtorName: readPartyName(parties?.kid('Dbtr') ?? null),
    debtorAccountNo: readAccountNo(parties?.kid('DbtrAcct') ?? null),
    creditorName: readPartyName(parties?.kid('Cdtr') ?? null),
    creditorAccountNo: readAccountNo(parties?.kid('CdtrAcct') ?? null),
    remittance: readRemittance(place.kid('RmtInf')),
    returned: returned !== null,
    returnReason: returned?.text('Rsn', 'Cd') ?? returned?.text('Rsn', 'Prtry') ?? null,
    returnText: joined(returned?.kids('AddtlInf') ?? []),
    purpose: place.text('Purp', 'Cd') ?? place.text('Purp', 'Prtry'),
  };
}

/** `Amt` from .04 on, `AmtDtls` before; the amount in the account's currency, where there is one. */
function readDetailAmount(place: Place, currency: string | null): Amount | null {
  const details = place.kid('AmtDtls');
  const amounts = [
    place.kid('Amt'),
    details?.kid('TxAmt', 'Amt'),
    details?.kid('InstdAmt', 'Amt'),
    details?.kid('CntrValAmt', 'Amt'),
  ]
    .filter((found) => found !== null && found !== undefined)
    .map(readAmount)
    .filter((amount) => amount !== null);
  return amounts.find((amount) => amount.currency === currency) ?? amounts[0] ?? null;
}

/** A lone detail without an amount, in an entry that is no batch, is the entry. */
function fillSingle(entry: Entry): void {
  const [detail, another] = entry.details;
  const lone = detail !== undefined && another === undefined && (entry.batch?.nbOfTxs ?? 1) === 1;
  if (!lone || detail.amountMinor !== null) return;
  detail.amountText = entry.amountText;
  detail.amountMinor = entry.amountMinor;
  detail.currency = entry.currency;
}

function readTxCode(code: Place | null): string | null {
  const domain = code?.kid('Domn') ?? null;
  const parts = [
    domain?.text('Cd') ?? null,
    domain?.text('Fmly', 'Cd') ?? null,
    domain?.text('Fmly', 'SubFmlyCd') ?? null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join('-') : (code?.text('Prtry', 'Cd') ?? null);
}

function joined(places: readonly Place[]): string | null {
  const texts = places.map((place) => place.text()).filter((text) => text !== null);
  return texts.length > 0 ? texts.join(' ') : null;
}

function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1';
}
