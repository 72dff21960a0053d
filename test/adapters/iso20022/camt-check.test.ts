import { describe, expect, test } from 'vitest';
import { bytes, changed, codes, faultsOf, fixture, onlyStatement, readCamtOk } from './support.ts';

const MONTH = 'camt053-cny-month.xml';
const V08 = 'camt053-v08-pty.xml';
const ENTRY = '/Document/BkToCstmrStmt/Stmt/0/Ntry';

describe('refusals', () => {
  test.each([
    ['no message id', '<MsgId>STMT-202603</MsgId>', '', 'message-id-missing'],
    ['no account', '<Othr><Id>32050165436000000123</Id></Othr>', '', 'account-missing'],
    ['an amount in words', '>15.00<', '>十五元<', 'amount-invalid'],
    ['a grouped amount', '>15.00<', '>1,015.00<', 'amount-invalid'],
    ['an exponent', '>15.00<', '>1.5E1<', 'amount-invalid'],
    ['a negative amount', '>15.00<', '>-15.00<', 'amount-negative'],
    ['three decimals of a yuan', '>15.00<', '>15.001<', 'amount-precision'],
    ['an amount above 2^53 fen', '>15.00<', '>90071992547409.92<', 'amount-too-large'],
    ['no amount', '<Amt Ccy="CNY">15.00</Amt>', '', 'amount-missing'],
    ['an empty amount', '>15.00<', '><', 'amount-missing'],
    ['no currency', '<Amt Ccy="CNY">15.00<', '<Amt>15.00<', 'currency-missing'],
    ['a strange currency', '<Amt Ccy="CNY">15.00<', '<Amt Ccy="元">15.00<', 'currency-invalid'],
    ['a day that does not exist', '<Dt>2026-03-20<', '<Dt>2026-02-29<', 'date-invalid'],
    ['an hour that does not exist', '2026-03-05T16:30:00Z', '2026-03-05T25:30:00Z', 'date-invalid'],
    ['a count in words', '<NbOfTxs>4<', '<NbOfTxs>四<', 'count-invalid'],
    ['no status', '<Sts>PDNG</Sts>', '', 'status-missing'],
    ['a period turned round', '2026-03-01T00', '2026-04-02T00', 'period-invalid'],
  ])('%s', (_, from, to, code) => {
    expect(new Set(codes(faultsOf(changed(MONTH, from, to))))).toEqual(new Set([code]));
  });

  test('the largest amount that fits is read', () => {
    const input = changed(MONTH, '>15.00<', '>90071992547409.91<');
    // The entry fits; with the others its sum does not.
    expect(faultsOf(input)).toMatchObject([{ code: 'amount-too-large', pointer: ENTRY }]);
  });

  test('a missing and a wrong direction are told with their places, all at once', () => {
    const text = new TextDecoder().decode(fixture(MONTH));
    const at = (n: number) => text.split('<CdtDbtInd>', n).join('<CdtDbtInd>').length;
    // The third is the first entry's, after two balances.
    const third = at(3);
    const broken = `${text.slice(0, third)}${text.slice(third).replace('<CdtDbtInd>CRDT</CdtDbtInd>', '').replace('>DBIT<', '>D<').replace('15.00', 'x')}`;
    expect(faultsOf(bytes(broken))).toMatchObject([
      { code: 'direction-missing', pointer: `${ENTRY}/0/CdtDbtInd` },
      { code: 'direction-invalid', pointer: `${ENTRY}/1/CdtDbtInd` },
      { code: 'amount-invalid', pointer: `${ENTRY}/3/Amt` },
    ]);
  });

  test('a message without a statement', () => {
    const input = changed(MONTH, /<Stmt>[\s\S]*<\/Stmt>/, '');
    expect(codes(faultsOf(input))).toEqual(['statement-missing']);
  });

  test('messages are Chinese and repeat no account number', () => {
    const faults = faultsOf(changed(MONTH, '>15.00<', '>6222020200012345678x<'));
    expect(faults[0]?.message).toMatch(/[\u4e00-\u9fff]/);
    expect(faults[0]?.message).not.toMatch(/\d{5}/);
  });
});

describe('warnings', () => {
  test.each([
    ['summary count', '<NbOfNtries>5<', '<NbOfNtries>6<', 'summary-count-mismatch'],
    ['summary sum', '<Sum>32615.5<', '<Sum>32615.51<', 'summary-sum-mismatch'],
    ['closing balance', '>68484.50<', '>68484.49<', 'balance-mismatch'],
    [
      'batch total',
      '<TtlAmt Ccy="CNY">12500.50<',
      '<TtlAmt Ccy="CNY">1.00<',
      'batch-total-mismatch',
    ],
    ['batch count', '<NbOfTxs>2<', '<NbOfTxs>3<', 'batch-count-mismatch'],
    ['details', '>6500.25<', '>6500.26<', 'details-sum-mismatch'],
    ['status', 'PDNG', 'ABCD', 'status-unknown'],
    ['booking date', '<BookgDt><Dt>2026-03-25</Dt></BookgDt>', '', 'booking-date-missing'],
    ['reference', 'LYG20260331000009', 'LYG20260325000003', 'entry-ref-repeated'],
    ['long id', 'LYG20260331000009', 'L'.repeat(36), 'text-too-long'],
    ['end of period', '2026-03-31T23:59:59', '2026-03-31T17:30:00', 'period-ends-early'],
  ])('%s that is off is told, and the rest is read', (_, from, to, code) => {
    const message = readCamtOk(changed(MONTH, from, to));
    expect(codes(message.warnings).filter((x) => x !== 'batch-undetailed')).toEqual([code]);
    expect(message.statements[0]?.entries).toHaveLength(5);
  });

  test('35 characters of an id and 140 of a remittance are not yet too long', () => {
    const id = changed(MONTH, 'LYG20260331000009', 'L'.repeat(35));
    expect(codes(readCamtOk(id).warnings)).toEqual(['batch-undetailed']);
    const text = (n: number) =>
      changed(MONTH, /<Ustrd>.*<\/Ustrd>/, `<Ustrd>${'𠮷'.repeat(n)}</Ustrd>`);
    expect(codes(readCamtOk(text(140)).warnings)).toEqual(['batch-undetailed']);
    expect(codes(readCamtOk(text(141)).warnings)).toContain('text-too-long');
  });

  test('a wrong IBAN is told once', () => {
    const wrong = changed(V08, 'GB82', 'GB83');
    expect(codes(readCamtOk(wrong).warnings)).toEqual(['iban-checksum']);
  });

  test('any currency is read, in its own minor units', () => {
    const yen = onlyStatement(changed(V08, 'Ccy="CNY">88000<', 'Ccy="JPY">88000<'));
    expect(yen.entries[0]).toMatchObject({ amountMinor: 88000, currency: 'JPY' });
    const dinar = onlyStatement(changed(V08, 'Ccy="CNY">88000<', 'Ccy="KWD">88000.125<'));
    expect(dinar.entries[0]).toMatchObject({ amountMinor: 88000125, currency: 'KWD' });
    expect(codes(faultsOf(changed(V08, 'Ccy="CNY">88000<', 'Ccy="JPY">88000.5<')))).toEqual([
      'amount-precision',
    ]);
  });
});
