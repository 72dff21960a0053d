import { describe, expect, test } from 'vitest';
import { type PaymentOrder, writePain001 } from '../../../src/adapters/iso20022/pain001.ts';
import { readPain001 } from '../../../src/adapters/iso20022/read.ts';
import { bytes, codes, fixture } from './support.ts';

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

describe('counting again', () => {
  const good = text({ ...ORDER, lines: [LINE, { ...LINE, endToEndId: '7K2603001X-2' }] });
  const faults = (from: string | RegExp, to: string) => {
    const result = readPain001(bytes(good.replace(from, to)));
    return result.ok ? [] : result.faults;
  };

  test('a wrong header, a wrong batch', () => {
    expect(faults('<NbOfTxs>2', '<NbOfTxs>3')).toMatchObject([
      { code: 'nboftxs-mismatch', pointer: '/Document/CstmrCdtTrfInitn/GrpHdr/NbOfTxs' },
    ]);
    expect(faults('<CtrlSum>13000.50', '<CtrlSum>13000.51')).toMatchObject([
      { code: 'ctrlsum-mismatch', pointer: '/Document/CstmrCdtTrfInitn/GrpHdr/CtrlSum' },
    ]);
    expect(faults(/(<PmtInf>.*?)<NbOfTxs>2/, '$1<NbOfTxs>1')).toMatchObject([
      { code: 'nboftxs-mismatch', pointer: '/Document/CstmrCdtTrfInitn/PmtInf/0/NbOfTxs' },
    ]);
  });

  test('zeros behind a sum change nothing', () => {
    expect(faults('<CtrlSum>13000.50', '<CtrlSum>013000.5000')).toEqual([]);
  });

  test('a line without id or amount is refused', () => {
    expect(codes(faults(/<EndToEndId>.*?<\/EndToEndId>/, ''))).toEqual(['endtoendid-missing']);
    expect(codes(faults(/<InstdAmt.*?<\/InstdAmt>/, ''))).toEqual(['amount-missing']);
  });

  test('another message is no order', () => {
    const result = readPain001(fixture('pain002-cny-part.xml'));
    expect(result.ok ? [] : codes(result.faults)).toEqual(['message-unknown']);
  });
});
