import { readAmount } from './amounts.ts';
import { checkMessage, checkStatement, sumEntries } from './camt-check.ts';
import { readDirection, readEntry } from './camt-entry.ts';
import type { Balance, CamtKind, CamtMessage, Statement } from './camt-records.ts';
import { parsePeriodEnd, readMoment } from './moments.ts';
import { readAccountNo } from './parties.ts';
import type { Place } from './place.ts';

const PARTS: Readonly<Record<CamtKind, string>> = { 'camt.053': 'Stmt', 'camt.054': 'Ntfctn' };

/**
 * Reads BkToCstmrStmt (camt.053.001.02 to .08) or BkToCstmrDbtCdtNtfctn (camt.054.001.02 to .08).
 * Faults and warnings go to the place's log; the record is whole only when no fault was reported.
 * Fault codes, besides those of amounts and entries: message-id-missing, statement-missing,
 * account-missing, date-invalid, period-invalid. Warnings: those of `camt-check.ts`,
 * period-ends-early, text-too-long, iban-checksum, status-unknown.
 */
export function readCamt(message: Place, kind: CamtKind): CamtMessage {
  const messageId = message.limited(35, 'GrpHdr', 'MsgId');
  if (messageId === null) message.fault('message-id-missing', '缺少报文标识', 'GrpHdr', 'MsgId');
  const header = message.kid('GrpHdr');
  const created = header && readMoment(header, 'CreDtTm');
  const parts = message.kids(PARTS[kind]);
  if (parts.length === 0) {
    message.fault('statement-missing', '报文中没有对账单或通知', PARTS[kind]);
  }
  const headerLast = isLastPage(message.kid('GrpHdr', 'MsgPgntn'));
  const statements = parts
    .map((part) => readStatement(part, kind, headerLast))
    .filter((statement) => statement !== null);
  checkMessage(message, statements);
  return {
    kind,
    messageId: messageId ?? '',
    createdAtText: created?.atText ?? null,
    statements,
    warnings: message.log.warnings,
  };
}

function readStatement(place: Place, kind: CamtKind, headerLast: boolean): Statement | null {
  const accountNo = readAccountNo(place.kid('Acct'));
  if (accountNo === null) place.fault('account-missing', '缺少账号', 'Acct', 'Id');
  const entries = place
    .kids('Ntry')
    .map(readEntry)
    .filter((entry) => entry !== null);
  const balances = place.kids('Bal');
  const lastPage = headerLast && isLastPage(place.kid('StmtPgntn') ?? place.kid('NtfctnPgntn'));
  const period = readPeriod(place);
  if (accountNo === null) return null;
  const statement: Statement = {
    statementId: place.limited(35, 'Id'),
    accountNo,
    fromDay: period.fromDay,
    toDay: period.toDay,
    completeThroughDay: kind === 'camt.053' && lastPage ? period.wholeDay : null,
    lastPage,
    openingBalance: readBalance(balances, ['OPBD', 'PRCD']),
    closingBalance: readBalance(balances, ['CLBD']),
    entries,
    totals: sumEntries(place, entries),
  };
  checkStatement(place, statement);
  return statement;
}

interface Period {
  fromDay: string | null;
  toDay: string | null;
  wholeDay: string | null;
}

function readPeriod(place: Place): Period {
  const period = place.kid('FrToDt');
  const from = period && (readMoment(period, 'FrDtTm') ?? readMoment(period, 'FrDt'));
  const toName = period?.kid('ToDtTm') ? 'ToDtTm' : 'ToDt';
  const end = period && readMoment(period, toName) && parsePeriodEnd(period.text(toName) ?? '');
  const fromDay = from?.day ?? null;
  if (!end) return { fromDay, toDay: null, wholeDay: null };
  if (end.wholeDay < end.day) {
    const message = `对账期间未到 ${end.day} 日终，只认完整到 ${end.wholeDay}`;
    period.warn('period-ends-early', message, toName);
  }
  if (fromDay !== null && fromDay > end.day) {
    period.fault('period-invalid', '对账期间的起点晚于终点');
  }
  const covered = fromDay === null || end.wholeDay >= fromDay;
  return { fromDay, toDay: end.day, wholeDay: covered ? end.wholeDay : null };
}

function isLastPage(pagination: Place | null): boolean {
  return pagination?.text('LastPgInd') !== 'false' && pagination?.text('LastPgInd') !== '0';
}

/** The first type that is there; of several pages' balances, the newest stands last. */
function readBalance(balances: readonly Place[], types: readonly string[]): Balance | null {
  for (const type of types) {
    const found = balances.findLast((place) => place.text('Tp', 'CdOrPrtry', 'Cd') === type);
    if (!found) continue;
    const amountPlace = found.kid('Amt');
    const amount = amountPlace && readAmount(amountPlace);
    if (!amountPlace) found.fault('amount-missing', '缺少余额', 'Amt');
    const direction = readDirection(found);
    if (!amount || !direction) return null;
    const amountMinor = direction === 'debit' ? -amount.amountMinor : amount.amountMinor;
    return { ...amount, amountMinor, onDay: readMoment(found, 'Dt')?.day ?? null };
  }
  return null;
}
