import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { makeCard, makeIdNumber } from '../../../src/demo/identities.ts';

export type Rows = readonly (readonly ExcelJS.CellValue[])[];

/** An .xlsx of one sheet with these rows, or of several named sheets. */
export async function xlsx(
  rows: Rows | Record<string, Rows>,
  touch: (sheet: ExcelJS.Worksheet) => void = () => {},
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheets = Array.isArray(rows) ? { 工资表: rows as Rows } : (rows as Record<string, Rows>);
  for (const [name, content] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name);
    for (const row of content) sheet.addRow([...row]);
    touch(sheet);
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const HEADINGS = ['姓名', '身份证号', '班组', '工资卡号', '应发工资', '实发工资'];

/** A faultless row under HEADINGS, another person for another seed. */
export function worker(seed: number, grossYuan = 6500, netYuan = grossYuan): (string | number)[] {
  return [
    `试工${'甲乙丙丁戊己庚辛壬癸'[seed % 10]}`,
    makeIdNumber(seed),
    '钢筋班',
    makeCard(seed),
    grossYuan,
    netYuan,
  ];
}

export interface ZipFile {
  name: string;
  content: Uint8Array;
  declaredSize?: number;
  encrypted?: boolean;
  zip64?: boolean;
}

/** A deflated ZIP written by hand, so that its directory can lie. */
export function zip(files: readonly ZipFile[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name);
    const packed = deflateRawSync(file.content);
    const size = file.declaredSize ?? file.content.length;
    const extra = Buffer.alloc(file.zip64 ? 20 : 0);
    if (file.zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(16, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
    }
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(file.encrypted ? 1 : 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(file.zip64 ? 0xffffffff : packed.length, 20);
    entry.writeUInt32LE(file.zip64 ? 0xffffffff : size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(extra.length, 30);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, name, packed);
    directory.push(entry, name, extra);
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

const SHEET_HEAD =
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';

/** The parts of a smallest workbook around the inside of `<sheetData>`; `extra` follows it. */
export function workbookParts(sheetData: string, extra = ''): ZipFile[] {
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${SHEET_HEAD}${sheetData}</sheetData>${extra}</worksheet>`,
  };
  return Object.entries(files).map(([name, text]) => ({ name, content: utf8(text) }));
}
