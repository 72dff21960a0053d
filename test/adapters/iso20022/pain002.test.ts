import { describe, expect, test } from 'vitest';
import { type StatusReport, statusOutcome } from '../../../src/adapters/iso20022/pain002.ts';
import { reasonText } from '../../../src/adapters/iso20022/reasons.ts';
import { changed, codes, faultsOf, fixture, readOk } from './support.ts';

const PART = 'pain002-cny-part.xml';
const report = (input: Uint8Array) => readOk(input) as StatusReport;

test('a PART report gives each listed worker a status, a reason and an amount', () => {
  const read = report(fixture(PART));
  expect(read).toMatchObject({
    kind: 'pain.002',
    messageId: 'RPT-1',
    createdAtText: '2026-03-20T02:00:00Z',
    originalMessageId: 'ORD-7K2603001X',
    groupStatus: 'PART',
    reasonCode: null,
  });
  expect(read.payments).toMatchObject([
    {
      originalPmtInfId: '7K2603001X',
      status: 'PART',
      transactions: [
        { endToEndId: '7K2603001X-1', status: 'ACSC', amount: { amountMinor: 6500_25 } },
        {
          endToEndId: '7K2603001X-2',
          status: 'RJCT',
          reasonCode: 'BE01',
          reasonText: '户名 不符',
          amount: null,
        },
        { endToEndId: '7K2603001X-3', status: 'PDNG' },
      ],
    },
  ]);
  expect(read.warnings).toEqual([]);
});

test('version .02 has its transactions at the top; they are grouped by batch', () => {
  expect(report(fixture('pain002-v02-loose.xml')).payments).toMatchObject([
    {
      originalPmtInfId: 'B-1',
      status: null,
      transactions: [{ endToEndId: 'B-1-1', reasonCode: 'AC04', reasonText: 'closed' }],
    },
    { originalPmtInfId: 'B-2', transactions: [{ endToEndId: 'B-2-1', status: 'ACSP' }] },
  ]);
});

describe('refusals and warnings', () => {
  test.each([
    ['no message id', /<MsgId>.*?<\/MsgId>/, '', 'message-id-missing'],
    ['no original message', /<OrgnlMsgId>.*?<\/OrgnlMsgId>/, '', 'original-message-missing'],
    [
      'no status anywhere',
      /<(?:GrpSts|PmtInfSts|TxSts)>.*?<\/(?:GrpSts|PmtInfSts|TxSts)>/,
      '',
      'status-missing',
    ],
    ['a wrong amount', '6500.25', '6500.255', 'amount-precision'],
    ['version .09', '001.08', '001.09', 'version-unsupported'],
  ])('%s is refused', (_, from, to, code) => {
    expect(codes(faultsOf(changed(PART, from, to)))).toEqual([code]);
  });

  test('a status nobody knows, a transaction nobody can find', () => {
    expect(codes(report(changed(PART, 'PDNG', 'ZZZZ')).warnings)).toEqual(['status-unknown']);
    const lost = changed(PART, /<OrgnlInstrId>.*?<\/OrgnlInstrId>/, '');
    expect(codes(report(lost).warnings)).toEqual(['transaction-unidentified']);
  });
});

test.each([
  ['RCVD', 'accepted'],
  ['ACTC', 'accepted'],
  ['ACCP', 'accepted'],
  ['ACSP', 'accepted'],
  ['ACWC', 'accepted'],
  ['ACSC', 'paid'],
  ['RJCT', 'rejected'],
  ['PDNG', 'unknown'],
  ['PART', null],
  ['ZZZZ', null],
  ['constructor', null],
])('status %s means %s', (code, outcome) => {
  expect(statusOutcome(code)).toBe(outcome);
});

test('the reasons a wage office meets have Chinese texts; others have none', () => {
  const met = 'AC01 AC04 AC06 AM04 AM05 AM10 BE01 DU01 MD06 MS03 CUST NARR FOCR AG01 RC01'.split(
    ' ',
  );
  for (const code of met) expect(reasonText(code), code).toMatch(/[\u4e00-\u9fff]/);
  expect(reasonText('ZZ99')).toBeNull();
  expect(reasonText('toString')).toBeNull();
});
