import { randomBytes } from 'node:crypto';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readWorkbook } from '../../../src/adapters/excel/workbook.ts';
import { listZip } from '../../../src/adapters/excel/zip.ts';
import { utf8, workbookParts, xlsx, zip } from './build-table.ts';

async function texts(bytes: Uint8Array): Promise<(string | undefined)[][]> {
  const [sheet] = (await readWorkbook(bytes)).sheets;
  return (sheet?.rows ?? []).map((row) => [...row.cells].map((cell) => cell?.text));
}

const OLE2 = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

describe('text tables', () => {
  const table = '姓名,实发工资\r\n阿依·古丽,"6,500.00"\r\n';
  const expected = [
    ['姓名', '实发工资'],
    ['阿依·古丽', '6,500.00'],
  ];

  test.each([
    ['UTF-8', utf8(table)],
    ['UTF-8 with a mark', utf8(`\u{feff}${table}`)],
    ['GB18030', new Uint8Array(iconv.encode(table, 'gb18030'))],
    ['tabs', utf8('姓名\t实发工资\n阿依·古丽\t"6,500.00"\n')],
  ])('%s is read', async (_, bytes) => {
    const workbook = await readWorkbook(bytes);
    expect(workbook.format).toBe('csv');
    expect(await texts(bytes)).toEqual(expected);
  });

  test('a character only GB18030 has in four bytes survives', async () => {
    const bytes = new Uint8Array(iconv.encode('姓名,备注\n㐀𠮷,x\n', 'gb18030'));
    expect((await texts(bytes))[1]).toEqual(['㐀𠮷', 'x']);
  });

  test('rows are numbered as Excel numbers them: blank lines count, line breaks in quotes do not', async () => {
    const { sheets } = await readWorkbook(utf8('a,b\n\n"c\nd",e\nf\n'));
    expect(sheets[0]?.rows.map((row) => row.number)).toEqual([1, 3, 4]);
  });

  test.each([
    ['an unclosed quote', utf8('姓名,实发\n"张,5\n'), 'file-damaged'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), 'file-encoding'],
    ['bytes of no Chinese encoding', new Uint8Array([0x41, 0xff, 0xff, 0x0a]), 'file-encoding'],
    ['a web page named .xls', utf8('<html><table><tr><td>姓名'), 'file-html'],
    ['a PDF', utf8('%PDF-1.7'), 'file-not-spreadsheet'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'file-not-spreadsheet'],
    ['nothing', new Uint8Array(), 'file-empty'],
    ['two million columns', utf8(','.repeat(2_000_001)), 'file-too-large'],
    ['51,001 rows', utf8('a,b\n'.repeat(51_001)), 'too-many-rows'],
  ])('%s is refused', async (_, bytes, code) => {
    await expect(readWorkbook(bytes)).rejects.toMatchObject({ code });
  });
});

describe('files that look like a workbook', () => {
  test('old .xls and a password are told apart and both say what to do', async () => {
    const old = new Uint8Array([...OLE2, ...new Array(600).fill(0)]);
    const locked = new Uint8Array([...OLE2, 0, 0, ...Buffer.from('EncryptedPackage', 'utf16le')]);
    await expect(readWorkbook(old)).rejects.toMatchObject({
      code: 'file-old-xls',
      detail: expect.stringContaining('另存为'),
    });
    await expect(readWorkbook(locked)).rejects.toMatchObject({
      code: 'file-encrypted',
      detail: expect.stringContaining('密码'),
    });
  });

  const parts = workbookParts('<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>');
  const macroTypes = utf8(
    '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
  );
  const big = new Uint8Array(2 * 1024 * 1024);
  const noise = (size: number) => new Uint8Array(randomBytes(size));

  test.each([
    ['a macro part', [...parts, { name: 'xl/vbaProject.bin', content: utf8('x') }], 'file-macro'],
    [
      'a macro content type',
      [{ name: '[Content_Types].xml', content: macroTypes }, ...parts.slice(1)],
      'file-macro',
    ],
    [
      'a binary workbook',
      [...parts, { name: 'xl/workbook.bin', content: utf8('x') }],
      'file-binary-workbook',
    ],
    ['another archive', [{ name: 'a.txt', content: utf8('x') }], 'file-not-spreadsheet'],
    ['an archive password', parts.map((part) => ({ ...part, encrypted: true })), 'file-encrypted'],
    [
      'a part packed 1000 to 1',
      [...parts, { name: 'xl/media/a.bmp', content: big }],
      'file-too-large',
    ],
    [
      'more than 160 MiB declared',
      [
        ...parts,
        ...[1, 2, 3].map((n) => ({
          name: `${n}`,
          content: noise(500_000),
          declaredSize: 60_000_000,
        })),
      ],
      'file-too-large',
    ],
    [
      'a part larger than declared',
      parts.map((part) => ({ ...part, declaredSize: 10 })),
      'file-damaged',
    ],
    [
      'a part smaller than declared',
      parts.map((part) => ({ ...part, declaredSize: 100_000 })),
      'file-damaged',
    ],
    ['no cells in it', workbookParts('</oops>'), 'file-damaged'],
    [
      '2,001 parts',
      [
        ...parts,
        ...Array.from({ length: 1_996 }, (_, n) => ({ name: `p${n}`, content: utf8('') })),
      ],
      'file-too-large',
    ],
  ])('%s is refused', async (_, files, code) => {
    await expect(readWorkbook(zip(files))).rejects.toMatchObject({ code });
  });

  test('a cut-off file is refused as damaged', async () => {
    const whole = zip(parts);
    await expect(readWorkbook(whole.subarray(0, 300))).rejects.toMatchObject({
      code: 'file-damaged',
    });
  });

  test('a million cells, or merged ranges over the whole sheet, are refused before they are built', async () => {
    const many = Array.from({ length: 1_000_001 }, (_, n) => `<c r="A${(n * 7919) % 65_536}"/>`);
    await expect(
      readWorkbook(zip(workbookParts(`<row r="1">${many.join('')}</row>`))),
    ).rejects.toMatchObject({
      code: 'file-too-large',
      detail: expect.stringContaining('单元格过多'),
    });
    const merged = workbookParts(
      '<row r="1"/>',
      '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    );
    await expect(readWorkbook(zip(merged))).rejects.toMatchObject({ code: 'file-too-large' });
  });

  test('sizes in ZIP64 fields are read', async () => {
    const wide = zip(parts.map((part) => ({ ...part, zip64: true })));
    expect(listZip(wide).map((entry) => entry.size)).toEqual(
      parts.map((part) => part.content.length),
    );
    expect(await texts(wide)).toEqual([['姓名']]);
  });
});

describe('cells of a workbook', () => {
  test('rich text, formulas by their result, links and truth values become text', async () => {
    const bytes = await xlsx([
      [
        { richText: [{ text: '张' }, { text: '三' }] },
        { formula: 'A1', result: 12.5 },
        { formula: 'A1', result: '合计' },
        { text: '看', hyperlink: 'https://example.invalid' },
        true,
      ],
    ]);
    expect(await texts(bytes)).toEqual([['张三', '12.5', '合计', '看', 'TRUE']]);
  });

  test('a formula without a stored result and a failed one are marked, not read as zero', async () => {
    const { sheets } = await readWorkbook(
      await xlsx([[{ formula: 'A2' }, { formula: '1/0', result: { error: '#DIV/0!' } }]]),
    );
    expect(sheets[0]?.rows[0]?.cells.map((cell) => cell?.kind)).toEqual(['uncalculated', 'error']);
  });

  test.each([
    [0.1 + 0.2, '0.3'],
    [6487.999999999999, '6488'],
    [5000.1 - 4999.9, '0.2'],
    [1000 - 999.9 - 0.1, '0'],
    [6533.333333333333, '6533.33333333'],
    [12345678.91, '12345678.91'],
    [12345678.1 + 0.2, '12345678.3'],
    [20000000.1 * 3, '60000000.3'],
    [123456789012345, '123456789012345'],
    [-0.5, '-0.5'],
  ])('the number %d is written %s', async (value, text) => {
    expect(await texts(await xlsx([[value]]))).toEqual([[text]]);
  });

  test('dates are calendar days whatever the zone of the machine', async () => {
    const bytes = await xlsx(
      [[new Date(Date.UTC(2026, 2, 1)), new Date(Date.UTC(2026, 2, 31, 23, 30))]],
      (sheet) => {
        sheet.getRow(1).numFmt = 'yyyy-mm-dd hh:mm';
      },
    );
    expect(await texts(bytes)).toEqual([['2026-03-01', '2026-03-31 23:30']]);
  });

  test('merged cells carry the first text and say where it stands', async () => {
    const bytes = await xlsx(
      [
        ['钢筋班', 'x'],
        [null, 'y'],
      ],
      (sheet) => sheet.mergeCells('A1:A2'),
    );
    const { sheets } = await readWorkbook(bytes);
    expect(sheets[0]?.rows[1]?.cells[0]).toEqual({
      text: '钢筋班',
      kind: 'text',
      mergedFrom: { row: 1, column: 1 },
    });
  });

  test('hidden sheets are not read', async () => {
    const bytes = await xlsx({ 一: [['a']], 二: [['b']] }, (sheet) => {
      if (sheet.name === '一') sheet.state = 'hidden';
    });
    expect((await readWorkbook(bytes)).sheets.map((sheet) => sheet.name)).toEqual(['二']);
  });
});
