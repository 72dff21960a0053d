import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cleanText,
  type PaymentOrder,
  writePain001,
} from '../../../src/adapters/iso20022/pain001.ts';
import { readPain001 } from '../../../src/adapters/iso20022/read.ts';
import { Problem } from '../../../src/lib/problem.ts';
import { bytes } from './support.ts';

const LINE = {
  endToEndId: '7K2603001X-1',
  amountFen: 6500_25,
  creditorName: '张三丰',
  creditorAccountNo: '6222020200012345678',
};
const ORDER: PaymentOrder = {
  messageId: 'ORD-7K2603001X',
  createdAtText: '2026-03-20T09:00:00+08:00',
  batchNo: '7K2603001X',
  executionDay: '2026-03-20',
  debtorName: '江苏海州建设工程有限公司',
  debtorAccountNo: '32050165436000000123',
  debtorBankCode: '105307000011',
  lines: [LINE],
};

function text(order: PaymentOrder): string {
  return [...writePain001(order)].join('');
}

function readBack(order: PaymentOrder) {
  const result = readPain001(bytes(text(order)));
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.message;
}

function faultsWriting(change: Partial<PaymentOrder>): unknown {
  try {
    writePain001({ ...ORDER, ...change });
  } catch (problem) {
    if (problem instanceof Problem) return problem.extra.errors;
    throw problem;
  }
  return [];
}

describe('writing', () => {
  test('one batch: salary, booked as a batch, totals twice, amounts to the fen', () => {
    const written = text({
      ...ORDER,
      lines: [
        { ...LINE, remittance: '3月工资', creditorBankCode: '102100099996' },
        { ...LINE, endToEndId: '7K2603001X-2', amountFen: 5 },
      ],
    });
    expect(written).toContain('xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"');
    expect(written.match(/<NbOfTxs>2<\/NbOfTxs><CtrlSum>6500.30<\/CtrlSum>/g)).toHaveLength(2);
    expect(written).toContain('<BtchBookg>true</BtchBookg>');
    expect(written).toContain('<CtgyPurp><Cd>SALA</Cd></CtgyPurp>');
    expect(written).toContain('<InstdAmt Ccy="CNY">0.05</InstdAmt>');
    expect(written).toContain('<ClrSysId><Cd>CNAPS</Cd></ClrSysId><MmbId>105307000011</MmbId>');
    expect(written).toContain('<Id><Othr><Id>6222020200012345678</Id></Othr></Id>');
  });

  test('reads back to what was written', () => {
    const message = readBack({
      ...ORDER,
      lines: [{ ...LINE, remittance: '3月工资', creditorBankCode: '102100099996' }],
    });
    expect(message).toMatchObject({
      messageId: ORDER.messageId,
      createdAtText: ORDER.createdAtText,
      count: 1,
      warnings: [],
      payments: [
        {
          pmtInfId: ORDER.batchNo,
          executionDay: ORDER.executionDay,
          batchBooking: true,
          categoryPurpose: 'SALA',
          debtorName: ORDER.debtorName,
          debtorAccountNo: ORDER.debtorAccountNo,
          debtorBankCode: ORDER.debtorBankCode,
          transactions: [
            {
              endToEndId: LINE.endToEndId,
              amountText: '6500.25',
              amountMinor: 6500_25,
              currency: 'CNY',
              creditorName: '张三丰',
              creditorAccountNo: LINE.creditorAccountNo,
              creditorBankCode: '102100099996',
              remittance: '3月工资',
            },
          ],
        },
      ],
    });
  });

  const name = fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(
          '&',
          '<',
          '>',
          "'",
          '"',
          ']]>',
          '&amp;',
          '𠮷',
          '䶮',
          '·',
          '\u0007',
          '\n',
          ' ',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 20,
    })
    .filter((value) => cleanText(value) !== '');

  test('any name and amount comes back: exact, but for control characters and outer blanks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name, fen: fc.integer({ min: 1, max: 10 ** 13 }) }), {
          minLength: 1,
          maxLength: 20,
        }),
        (workers) => {
          const lines = workers.map((worker, i) => ({
            ...LINE,
            endToEndId: `7K2603001X-${i + 1}`,
            creditorName: worker.name,
            amountFen: worker.fen,
          }));
          const payment = readBack({ ...ORDER, lines }).payments[0];
          expect(payment?.transactions.map((x) => [x.creditorName, x.amountMinor])).toEqual(
            workers.map((worker) => [cleanText(worker.name), worker.fen]),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each(['A&B <劳务> \'x\' "y"', '李𠮷安', '阿卜杜·热合曼', '䶮', ']]>', '&amp;'])(
    'the name %s comes back unchanged',
    (creditorName) => {
      const payment = readBack({ ...ORDER, lines: [{ ...LINE, creditorName }] }).payments[0];
      expect(payment?.transactions[0]?.creditorName).toBe(creditorName);
    },
  );

  test('control characters go, breaks become blanks', () => {
    expect(cleanText(' 张\u0000三\u001f\u007f\u0085\n丰\ud800\uffff ')).toBe('张三 丰');
  });

  test('50,000 lines come in chunks, none of which is large', () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => ({
      ...LINE,
      endToEndId: `7K2603001X-${i + 1}`,
      amountFen: 1_01,
    }));
    let chunks = 0;
    let largest = 0;
    let count = 0;
    for (const chunk of writePain001({ ...ORDER, lines })) {
      if (chunks === 0)
        expect(chunk).toContain('<NbOfTxs>50000</NbOfTxs><CtrlSum>50500.00</CtrlSum>');
      chunks += 1;
      largest = Math.max(largest, chunk.length);
      count += chunk.split('<CdtTrfTxInf>').length - 1;
    }
    expect(count).toBe(50_000);
    expect(chunks).toBe(102);
    expect(largest).toBeLessThan(512 * 1024);
  });
});

describe('what cannot be written', () => {
  test.each<[string, Partial<PaymentOrder>, string, string]>([
    ['no lines', { lines: [] }, '/lines', 'line-missing'],
    ['36 characters of a batch', { batchNo: 'B'.repeat(36) }, '/batchNo', 'text-too-long'],
    [
      '36 of a line',
      { lines: [{ ...LINE, endToEndId: 'B'.repeat(36) }] },
      '/lines/0/endToEndId',
      'text-too-long',
    ],
    [
      'no name',
      { lines: [{ ...LINE, creditorName: '\u0000 ' }] },
      '/lines/0/creditorName',
      'text-missing',
    ],
    [
      'nothing to pay',
      { lines: [{ ...LINE, amountFen: 0 }] },
      '/lines/0/amountFen',
      'amount-invalid',
    ],
    [
      'half a fen',
      { lines: [{ ...LINE, amountFen: 0.5 }] },
      '/lines/0/amountFen',
      'amount-invalid',
    ],
    ['one id twice', { lines: [LINE, LINE] }, '/lines/1/endToEndId', 'endtoendid-repeated'],
    ['a day in words', { executionDay: '三月' }, '/executionDay', 'date-invalid'],
    [
      'a time without zone',
      { createdAtText: '2026-03-20T09:00:00' },
      '/createdAtText',
      'date-invalid',
    ],
  ])('%s', (_, change, pointer, code) => {
    expect(faultsWriting(change)).toMatchObject([{ pointer, code }]);
  });

  test('all bad places are told together, before a byte is written', () => {
    const lines = [
      { ...LINE, amountFen: -1 },
      { ...LINE, endToEndId: '', creditorAccountNo: '' },
    ];
    expect(faultsWriting({ lines, debtorName: '' })).toHaveLength(4);
  });

  test('35 characters fit', () => {
    expect(faultsWriting({ batchNo: 'B'.repeat(35) })).toEqual([]);
  });

  test('a sum that no number holds', () => {
    const lines = [1, 2].map((i) => ({ ...LINE, endToEndId: `${i}`, amountFen: 2 ** 53 - 1 }));
    expect(() => writePain001({ ...ORDER, lines })).toThrow(Problem);
  });
});
