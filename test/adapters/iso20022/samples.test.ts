import { describe, expect, test } from 'vitest';
import { readOrderMessage } from '../../../src/adapters/iso20022/pain001-read.ts';
import { type StatusReport, statusOutcome } from '../../../src/adapters/iso20022/pain002.ts';
import { type Log, Place } from '../../../src/adapters/iso20022/place.ts';
import { readPain001 } from '../../../src/adapters/iso20022/read.ts';
import { parseXml } from '../../../src/adapters/iso20022/xml.ts';
import {
  codes,
  faultsOf,
  noSamples,
  onlyStatement,
  readCamtOk,
  readOk,
  sample,
} from './support.ts';

const totals = (name: string) => onlyStatement(sample(name)).totals;
const detailsMinor = (name: string) =>
  onlyStatement(sample(name)).entries.map((entry) => entry.details.map((x) => x.amountMinor));
const report = (name: string) => readOk(sample(name)) as StatusReport;

describe.skipIf(noSamples)('camt samples add up to what their sources say', () => {
  test('credit booking of six payments', () => {
    const name = 'camt054-v4-credit-batch6.xml';
    expect(totals(name)).toMatchObject({ creditCount: 1, creditMinor: 150000, debitCount: 0 });
    expect(detailsMinor(name)).toEqual([[40000, 35000, 45000, 15000, 5000, 10000]]);
    expect(onlyStatement(sample(name)).entries[0]?.batch?.nbOfTxs).toBe(6);
    expect(readCamtOk(sample(name)).warnings).toEqual([]);
  });

  test('the same order notified twice shows the same ids, amounts and account under two messages', () => {
    const [a, b] = ['a', 'b'].map((x) => readCamtOk(sample(`camt054-v4-debit-order3-${x}.xml`)));
    expect(a?.messageId).not.toBe(b?.messageId);
    const keys = [a, b].map((message) =>
      message?.statements.flatMap(({ accountNo, entries }) =>
        entries.flatMap((entry) =>
          entry.details.map((x) => [
            accountNo,
            x.endToEndId,
            x.amountMinor,
            x.direction,
            x.pmtInfId,
          ]),
        ),
      ),
    );
    expect(keys[0]).toEqual(keys[1]);
    expect(keys[0]).toEqual(
      [20000, 25000, 30000].map((minor, i) => [
        'CH5109000000250092291',
        `EndToEndId-001-02-0${i + 1}`,
        minor,
        'debit',
        'PmtInfId-001-02',
      ]),
    );
    const entries = [a, b].map((message) => message?.statements[0]?.entries[0]);
    expect(entries.map((entry) => entry?.entryRef)).toEqual([null, null]);
    expect(entries.map((entry) => entry?.bookedOn)).toEqual(['2019-05-20', '2020-06-18']);
  });

  test('a credit batch and a debit in one message', () => {
    const name = 'camt054-v4-batch5-and-debit.xml';
    expect(totals(name)).toEqual({
      creditCount: 1,
      creditMinor: 153700,
      debitCount: 1,
      debitMinor: 14700,
      unbookedCount: 0,
    });
    expect(detailsMinor(name)).toEqual([[25000, 20000, 30000, 32400, 46300], [14700]]);
  });

  test('a statement whose salary batch hides its workers still balances', () => {
    const name = 'camt053-v2-sala-batch-nodetail.xml';
    const statement = onlyStatement(sample(name));
    expect(statement.totals).toMatchObject({ creditMinor: 2307500, debitMinor: 943017 });
    expect(statement.entries).toHaveLength(10);
    expect(statement.openingBalance?.amountMinor).toBe(1000000);
    expect(statement.closingBalance?.amountMinor).toBe(2364483);
    expect(statement.completeThroughDay).toBe('2009-10-29');
    const salary = statement.entries[0];
    expect(salary).toMatchObject({ amountMinor: 100012, bankTxCode: 'PMNT-ICDT-SALA' });
    expect(salary?.batch).toMatchObject({ nbOfTxs: 4, pmtInfId: 'CustRefForSalaBatch' });
    expect(salary?.details.map((x) => [x.amountMinor, x.purpose])).toEqual([[null, 'SALA']]);
    const warned = codes(readCamtOk(sample(name)).warnings);
    expect(warned).toContain('batch-undetailed');
    expect(warned).not.toContain('balance-mismatch');
  });

  test('text over 140 characters and repeated bank references are reported, not refused', () => {
    const name = 'camt053-v2-sala-batch-ustrd-toolong.xml';
    const statement = onlyStatement(sample(name));
    expect(statement.totals).toMatchObject({ creditMinor: 2800, debitMinor: 92800 });
    expect(statement.entries).toHaveLength(13);
    expect(statement.entries.map((entry) => entry.batch?.nbOfTxs).filter(Boolean)).toEqual([
      10, 2, 2, 7, 7,
    ]);
    const returned = statement.entries.flatMap((entry) => entry.details).filter((x) => x.returned);
    expect(returned.map((x) => [x.returnReason, x.endToEndId])).toEqual([
      ['MS03', '1234567X908303803'],
      ['MS03', '1234567X908303804'],
    ]);
    const warned = codes(readCamtOk(sample(name)).warnings);
    expect(warned.filter((code) => code === 'text-too-long')).toHaveLength(7);
    expect(warned.filter((code) => code === 'entry-ref-repeated')).toHaveLength(3);
    expect(warned).toContain('iban-checksum');
    expect(warned).not.toContain('balance-mismatch');
  });
});

describe.skipIf(noSamples)('pain.001 samples are counted again', () => {
  test('both wrong header totals of the two-batch order are refused', () => {
    expect(faultsOf(sample('pain001-v3-badtotals.xml'))).toMatchObject([
      { code: 'nboftxs-mismatch', pointer: '/Document/CstmrCdtTrfInitn/GrpHdr/NbOfTxs' },
      { code: 'ctrlsum-mismatch', pointer: '/Document/CstmrCdtTrfInitn/GrpHdr/CtrlSum' },
    ]);
    expect(recounted('pain001-v3-badtotals.xml')).toEqual({ batches: 2, count: 2, minor: 2000 });
  });

  test('the Swiss order is refused for its count alone: its control sum is right', () => {
    const result = readPain001(sample('pain001-ch-5pmtinf-sala.xml'));
    expect(result.ok ? [] : codes(result.faults)).toEqual(['nboftxs-mismatch']);
    expect(recounted('pain001-ch-5pmtinf-sala.xml')).toEqual({ batches: 5, count: 8, minor: 3800 });
  });

  function recounted(name: string) {
    const parsed = parseXml(sample(name));
    if (!parsed.ok) throw new Error(name);
    const log: Log = { faults: [], warnings: [], noted: new Set() };
    const place = new Place(parsed.document, '', log).kid('CstmrCdtTrfInitn');
    if (!place) throw new Error(name);
    const { payments, count } = readOrderMessage(place);
    const all = payments.flatMap((payment) => payment.transactions);
    const minor = all.reduce((sum, x) => sum + x.amountMinor, 0);
    return { batches: payments.length, count, minor };
  }
});

describe.skipIf(noSamples)('pain.002 samples', () => {
  test('a technically accepted group is not paid', () => {
    const read = report('pain002-ch-group-actc.xml');
    expect(read).toMatchObject({
      groupStatus: 'ACTC',
      originalMessageId: 'MsgId-001',
      payments: [],
    });
    expect(statusOutcome('ACTC')).toBe('accepted');
  });

  test.each([
    ['pain002-ch-group-rjct-am10.xml', 'AM10', 'MsgId-005'],
    ['pain002-v3-group-rjct-du01.xml', 'DU01', 'MSGID-PS-TEST-0708-01'],
  ])('%s refuses the whole group', (name, reasonCode, originalMessageId) => {
    expect(report(name)).toMatchObject({ groupStatus: 'RJCT', reasonCode, originalMessageId });
  });

  test('a PART report names its one exception', () => {
    expect(report('pain002-ch-part-ac01.xml').payments).toMatchObject([
      {
        originalPmtInfId: 'PmtInfId-001-03',
        status: 'PART',
        transactions: [
          {
            endToEndId: 'EndToEndId-001-03-04',
            status: 'RJCT',
            reasonCode: 'AC01',
            reasonText: '1301813;Konto ungültig',
          },
        ],
      },
    ]);
  });

  test('an accepted transaction with a remark carries its amount', () => {
    expect(report('pain002-v3-1tx-accp.xml').payments[0]?.transactions).toMatchObject([
      {
        endToEndId: 'GSDGFKfLURaHb',
        status: 'ACCP',
        reasonCode: 'NARR',
        amount: { amountMinor: 1000, currency: 'USD' },
      },
    ]);
  });
});
