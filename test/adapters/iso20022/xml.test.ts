import { describe, expect, test } from 'vitest';
import { readBankMessage } from '../../../src/adapters/iso20022/read.ts';
import { parseXml } from '../../../src/adapters/iso20022/xml.ts';
import { bytes, changed, codes, faultsOf, fixture, readCamtOk, readOk } from './support.ts';

const MONTH = 'camt053-cny-month.xml';
const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.02';

describe('what is refused before it is read', () => {
  test('an entity bomb and an external DOCTYPE', () => {
    expect(codes(faultsOf(fixture('entity-bomb.xml')))).toEqual(['xml-doctype']);
    expect(codes(faultsOf(fixture('doctype-external.xml')))).toEqual(['xml-doctype']);
    expect(codes(faultsOf(changed(MONTH, '<Document', '<!doctype x><Document')))).toEqual([
      'xml-doctype',
    ]);
  });

  test('every truncation of a message', () => {
    const whole = fixture('camt054-cny-return.xml');
    const body = new TextDecoder().decode(whole).trimEnd();
    for (let end = 200; end < body.length; end += 7) {
      const found = codes(faultsOf(bytes(body.slice(0, end))));
      expect(found, `first ${end} characters`).toEqual(['xml-malformed']);
    }
    expect(faultsOf(bytes(body))).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['JSON', '{"a":1}'],
    ['crossed tags', '<Document><a><b></a></b></Document>'],
    ['two roots', '<Document/><Document/>'],
    ['two different roots', '<Document></Document><Other></Other>'],
    ['words behind the root', '<Document></Document>words'],
    ['a bare ampersand', '<Document><a>A & B</a></Document>'],
    ['a dangerous name', '<Document><constructor/></Document>'],
  ])('%s', (_, text) => {
    expect(codes(faultsOf(bytes(text)))[0]).toMatch(/^xml-(empty|malformed)$/);
  });

  test('another document', () => {
    expect(codes(faultsOf(bytes('<Invoice><Id>1</Id></Invoice>')))).toEqual(['document-missing']);
    expect(codes(faultsOf(bytes(`<Document xmlns="${NAMESPACE}"/>`)))).toEqual(['message-unknown']);
  });

  test('an undeclared entity, a character XML has not', () => {
    for (const reference of ['&nbsp;', '&#0;', '&#xD800;', '&#x110000;', '&xxe;']) {
      expect(codes(faultsOf(changed(MONTH, 'ZH-202603', reference)))).toEqual(['xml-entity']);
    }
    expect(codes(faultsOf(changed(MONTH, 'ZH-202603', '\u0000')))).toEqual(['xml-malformed']);
  });

  test('more bytes than allowed, not one fewer', () => {
    const input = fixture(MONTH);
    expect(readBankMessage(input, input.length).ok).toBe(true);
    const result = readBankMessage(input, input.length - 1);
    expect(result.ok ? [] : codes(result.faults)).toEqual(['xml-too-large']);
  });

  test('more nesting than any message has', () => {
    const nested = (n: number) =>
      `<Document xmlns="${NAMESPACE}">${'<x>'.repeat(n)}${'</x>'.repeat(n)}</Document>`;
    expect(codes(faultsOf(bytes(nested(20))))).toEqual(['message-unknown']);
    expect(codes(faultsOf(bytes(nested(5000))))).toEqual(['xml-malformed']);
  });
});

describe('text', () => {
  test('predefined entities, character references and CDATA come out as they were meant', () => {
    const input = changed(
      MONTH,
      '连云港云台山置业有限公司',
      '&lt;甲&gt; &amp;amp; &quot;乙&apos; &#x20BB7;&#19969;<![CDATA[<&lt;>]]>',
    );
    const name = readCamtOk(input).statements[0]?.entries[0]?.details[0]?.debtorName;
    expect(name).toBe(`<甲> &amp; "乙' 𠮷丁<&lt;>`);
  });

  test('numbers stay text', () => {
    const parsed = parseXml(bytes('<Document><a>0012.50</a><b>1e3</b><c>true</c></Document>'));
    expect(parsed).toMatchObject({ ok: true, document: { a: '0012.50', b: '1e3', c: 'true' } });
  });

  test('a comment inside a value does not cut it', () => {
    const message = readCamtOk(changed(MONTH, 'ZH-202603', 'ZH-<!-- x -->202603'));
    expect(message.statements[0]?.statementId).toBe('ZH-202603');
  });
});

describe('encodings', () => {
  const text = new TextDecoder().decode(fixture(MONTH));
  const utf16 = (littleEndian: boolean) => {
    const view = new DataView(new ArrayBuffer(text.length * 2 + 2));
    view.setUint16(0, 0xfeff, littleEndian);
    for (let i = 0; i < text.length; i += 1) {
      view.setUint16(i * 2 + 2, text.charCodeAt(i), littleEndian);
    }
    return new Uint8Array(view.buffer);
  };

  test.each([
    ['UTF-8 with a mark', bytes(`\ufeff${text}`)],
    ['a mark against the declaration', bytes(`\ufeff${text.replace('UTF-8', 'GBK')}`)],
    ['no declaration', bytes(text.replace(/<\?xml.*\?>/, '').trimStart())],
    ['UTF-16, little end first', utf16(true)],
    ['UTF-16, big end first', utf16(false)],
  ])('%s', (_, input) => {
    expect(readOk(input)).toEqual(readOk(fixture(MONTH)));
  });

  test('bytes against the declaration are refused, not guessed', () => {
    const gb = fixture('camt054-gb18030.xml');
    const asUtf8 = Buffer.from(gb).toString('latin1').replace('GB18030', 'UTF-8');
    expect(codes(faultsOf(Buffer.from(asUtf8, 'latin1')))).toEqual(['xml-encoding']);
    const truncated = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GBK"?>'),
      Buffer.from([0xff, 0xff]),
    ]);
    expect(codes(faultsOf(truncated))).toEqual(['xml-encoding']);
  });

  test('an encoding we do not read', () => {
    expect(codes(faultsOf(changed(MONTH, 'UTF-8', 'EUC-JP')))).toEqual(['xml-encoding']);
  });
});

describe('size', () => {
  test('5,000 payments in one entry are read within 150 MB', () => {
    const detail = (i: number) =>
      `<TxDtls><Refs><InstrId>B-${i}</InstrId><EndToEndId>B-${i}</EndToEndId></Refs><Amt Ccy="CNY">1.01</Amt>` +
      `<CdtDbtInd>DBIT</CdtDbtInd><RltdPties><Cdtr><Nm>工人${i}</Nm></Cdtr><CdtrAcct><Id><Othr><Id>62220202${i}` +
      '</Id></Othr></Id></CdtrAcct></RltdPties><RmtInf><Ustrd>三月工资</Ustrd></RmtInf></TxDtls>';
    const many = Array.from({ length: 5000 }, (_, i) => detail(i)).join('');
    const input = bytes(
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>M</MsgId></GrpHdr><Ntfctn><Acct><Id><Othr><Id>1</Id></Othr></Id></Acct><Ntry><Amt Ccy="CNY">5050.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-20</Dt></BookgDt><NtryDtls><Btch><NbOfTxs>5000</NbOfTxs></Btch>${many}</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`,
    );
    const before = process.memoryUsage().heapUsed;
    const message = readCamtOk(input);
    const usedMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    expect(message.warnings).toEqual([]);
    const details = message.statements[0]?.entries[0]?.details ?? [];
    expect(details).toHaveLength(5000);
    expect(details.at(-1)).toMatchObject({ endToEndId: 'B-4999', creditorName: '工人4999' });
    expect(usedMb).toBeLessThan(150);
  });
});
