import { describe, expect, test } from 'vitest';
import { changed, codes, faultsOf, fixture, onlyStatement, readCamtOk } from './support.ts';

const MONTH = 'camt053-cny-month.xml';
const RETURN = 'camt054-cny-return.xml';
const V08 = 'camt053-v08-pty.xml';

describe('a month of one wage account (camt.053.001.02)', () => {
  test('adds up, agrees with its own sums, and is complete through its last day', () => {
    const message = readCamtOk(fixture(MONTH));
    const statement = onlyStatement(fixture(MONTH));
    expect(message).toMatchObject({ kind: 'camt.053', messageId: 'STMT-202603' });
    expect(message.createdAtText).toBe('2026-04-01T01:10:00+08:00');
    expect(statement).toMatchObject({
      accountNo: '32050165436000000123',
      fromDay: '2026-03-01',
      toDay: '2026-03-31',
      completeThroughDay: '2026-03-31',
      openingBalance: { amountMinor: 1000_00, onDay: '2026-03-01' },
      closingBalance: { amountMinor: 68484_50, onDay: '2026-03-31' },
    });
    expect(statement.totals).toEqual({
      creditCount: 1,
      creditMinor: 100000_00,
      debitCount: 3,
      debitMinor: 32515_50,
      unbookedCount: 1,
    });
    expect(codes(message.warnings)).toEqual(['batch-undetailed']);
  });

  test('the owner shows as debtor; 16:30 UTC is already the next day in Shanghai', () => {
    const transfer = onlyStatement(fixture(MONTH)).entries[0];
    expect(transfer).toMatchObject({
      entryRef: 'LYG20260305000001',
      direction: 'credit',
      amountMinor: 100000_00,
      currency: 'CNY',
      booked: true,
      reversal: false,
      bookedOn: '2026-03-06',
      bookedAtText: '2026-03-05T16:30:00Z',
      valueDay: '2026-03-05',
      batch: null,
    });
    expect(transfer?.details).toMatchObject([
      {
        endToEndId: null,
        amountMinor: 100000_00,
        debtorName: '连云港云台山置业有限公司',
        debtorAccountNo: '32050165436000000999',
        remittance: '2026年3月人工费用 <一期>',
      },
    ]);
  });

  test('the payroll shows its batch and each worker', () => {
    const payroll = onlyStatement(fixture(MONTH)).entries[1];
    expect(payroll).toMatchObject({
      batch: { pmtInfId: '7K2603001X', nbOfTxs: 2, total: { amountMinor: 12500_50 } },
      bankTxCode: 'PMNT-ICDT-SALA',
    });
    expect(
      payroll?.details.map((x) => [x.endToEndId, x.amountMinor, x.creditorName, x.purpose]),
    ).toEqual([
      ['7K2603001X-1', 6500_25, '张三丰', 'SALA'],
      ['7K2603001X-2', 6000_25, '李𠮷安', 'SALA'],
    ]);
  });

  test("a hidden batch keeps the bank's own code; a pending debit is not booked; text is one line", () => {
    const [, , hidden, fee, pending] = onlyStatement(fixture(MONTH)).entries;
    expect(hidden).toMatchObject({ bankTxCode: 'DF01', details: [], batch: { nbOfTxs: 4 } });
    expect(fee?.text).toBe('账户 管理费');
    expect(pending).toMatchObject({ booked: false, bookedOn: null });
  });

  test.each([
    ['2026-03-31T23:59:59', '2026-03-31', '2026-03-31'],
    ['2026-03-31T23:59:00', '2026-03-31', '2026-03-31'],
    ['2026-03-31T23:58:59', '2026-03-31', '2026-03-30'],
    ['2026-04-01T00:00:00', '2026-03-31', '2026-03-31'],
    ['2026-03-31T24:00:00', '2026-03-31', '2026-03-31'],
    ['2026-03-31T15:59:59Z', '2026-03-31', '2026-03-31'],
    ['2026-03-31T16:00:00Z', '2026-03-31', '2026-03-31'],
    ['2026-03-31T23:59:59Z', '2026-04-01', '2026-03-31'],
    ['2026-03-31', '2026-03-31', '2026-03-31'],
    ['2026-03-01T12:00:00', '2026-03-01', null],
  ])('a period ending %s touches %s and is complete through %s', (end, toDay, complete) => {
    const statement = onlyStatement(changed(MONTH, '2026-03-31T23:59:59', end));
    expect([statement.toDay, statement.completeThroughDay]).toEqual([toDay, complete]);
  });

  test('without a period nothing is said to be complete', () => {
    const statement = onlyStatement(changed(MONTH, /<FrToDt>.*<\/FrToDt>/, ''));
    expect(statement).toMatchObject({ fromDay: null, toDay: null, completeThroughDay: null });
  });
});

describe('a returned payment (camt.054.001.04, prefixed names)', () => {
  test('carries the original id and the reason', () => {
    const message = readCamtOk(fixture(RETURN));
    const entry = onlyStatement(fixture(RETURN)).entries[0];
    expect(message).toMatchObject({ kind: 'camt.054', createdAtText: '2026-03-22T09:00:00+08:00' });
    expect(entry).toMatchObject({
      direction: 'credit',
      reversal: true,
      amountMinor: 6000_25,
      bookedOn: '2026-03-22',
      bookedAtText: '2026-03-22T08:59:01.5+08:00',
    });
    expect(entry?.details).toMatchObject([
      {
        endToEndId: '7K2603001X-2',
        pmtInfId: '7K2603001X',
        direction: 'credit',
        amountMinor: 6000_25,
        returned: true,
        returnReason: 'AC04',
        returnText: '账户已销户',
      },
    ]);
  });

  test('a notification never says that a feed is complete, whatever its period', () => {
    expect(onlyStatement(fixture(RETURN))).toMatchObject({
      toDay: '2026-03-22',
      completeThroughDay: null,
    });
  });

  test('reads the same from GB18030 bytes', () => {
    expect(readCamtOk(fixture('camt054-gb18030.xml'))).toEqual(readCamtOk(fixture(RETURN)));
  });
});

describe('version .08', () => {
  test('parties sit one level deeper, a status has a code, an envelope is looked through', () => {
    const statement = onlyStatement(fixture(V08));
    expect(statement.accountNo).toBe('GB82WEST12345698765432');
    expect(statement.entries).toMatchObject([
      {
        booked: true,
        amountMinor: 88000_00,
        details: [
          {
            debtorName: '海州城市建设有限公司',
            debtorAccountNo: '32050165436000000888',
            creditorName: '连云港示例银行',
            remittance: 'HT-2025-017',
            amountMinor: 88000_00,
          },
        ],
      },
    ]);
    expect(readCamtOk(fixture(V08)).warnings).toEqual([]);
  });

  test('a page that is not the last completes nothing; the last one does', () => {
    expect(onlyStatement(fixture(V08))).toMatchObject({
      lastPage: false,
      completeThroughDay: null,
    });
    const last = changed(V08, '<LastPgInd>false', '<LastPgInd>true');
    expect(onlyStatement(last)).toMatchObject({ lastPage: true, completeThroughDay: '2026-03-05' });
  });
});

describe('versions', () => {
  test.each(['02', '03', '04', '05', '06', '07', '08'])('.%s is read', (version) => {
    expect(faultsOf(changed(MONTH, '001.02', `001.${version}`))).toEqual([]);
    expect(faultsOf(changed(RETURN, '001.04"', `001.${version}" a="b"`))).toEqual([]);
  });

  test.each(['01', '09', '12'])('.%s is refused', (version) => {
    expect(codes(faultsOf(changed(MONTH, '001.02', `001.${version}`)))).toEqual([
      'version-unsupported',
    ]);
  });

  test.each([
    ['another namespace', 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.02', 'urn:example'],
    ['the namespace of another message', 'camt.053.001.02', 'camt.054.001.02'],
    ['no namespace', ' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"', ''],
  ])('%s is refused', (_, from, to) => {
    expect(codes(faultsOf(changed(MONTH, from, to)))).toEqual(['namespace-unknown']);
  });

  test('an unknown message is refused', () => {
    expect(codes(faultsOf(changed(MONTH, 'BkToCstmrStmt', 'BkToCstmrAcctRpt')))).toEqual([
      'message-unknown',
    ]);
  });
});
