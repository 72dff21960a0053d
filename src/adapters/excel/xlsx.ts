import { Problem } from '../../lib/problem.ts';
import { packStored } from '../../lib/zip.ts';
import { type Cell, MAX_DATA_ROWS, type Sheet, type SheetRow, tooManyRows } from './cells.ts';
import { ExcelJS } from './exceljs.ts';
import { inflateEntry, listZip, type ZipEntry } from './zip.ts';

const ROWS_BESIDE_DATA = 1_000;
const MAX_CELLS = 1_000_000;
const MAX_COLUMNS = 256;
const MAX_MERGES = 5_000;
const MAX_MERGED_CELLS = 200_000;

const NEEDED = [
  /^\[Content_Types\]\.xml$/,
  /^_rels\/\.rels$/,
  /^xl\/(workbook|sharedStrings|styles)\.xml$/,
  /^xl\/_rels\/workbook\.xml\.rels$/,
  /^xl\/worksheets\/sheet\d+\.xml$/,
];

// Nodes that name files left out of the archive, or that exceljs unrolls cell by cell.
const IGNORED_NODES = [
  'dataValidations',
  'conditionalFormatting',
  'hyperlinks',
  'drawing',
  'legacyDrawing',
  'picture',
  'tableParts',
  'extLst',
  'rowBreaks',
];

/**
 * Reads the visible sheets of an .xlsx workbook (ECMA-376 transitional). The archive is measured from
 * its directory, then only the parts that hold cells are inflated, counted, and given to exceljs:
 * pictures, comments, tables and links never are. Formulas count by their stored result.
 * @throws Problem `file-macro`, `file-binary-workbook`, `file-not-spreadsheet`, `file-encrypted`,
 * `file-damaged`, `file-too-large`, `too-many-rows`
 */
export async function readXlsx(bytes: Uint8Array): Promise<Sheet[]> {
  const entries = listZip(bytes);
  refuseOtherKinds(bytes, entries);
  const parts = new Map<string, Buffer>();
  for (const entry of entries) {
    if (NEEDED.some((pattern) => pattern.test(entry.name))) {
      parts.set(entry.name, inflateEntry(bytes, entry));
    }
  }
  guardCells(parts);
  const book = await load(packStored(parts));
  const sheets = book.worksheets.filter((sheet) => sheet.state === 'visible').map(readSheet);
  if (sheets.length === 0) throw damaged();
  return sheets;
}

function refuseOtherKinds(bytes: Uint8Array, entries: readonly ZipEntry[]): void {
  const names = new Set(entries.map((entry) => entry.name));
  if (names.has('xl/workbook.bin')) {
    throw new Problem(
      'invalid',
      'file-binary-workbook',
      '这是二进制工作簿（.xlsb），请另存为“Excel 工作簿（.xlsx）”后再上传。',
    );
  }
  const types = entries.find((entry) => entry.name === '[Content_Types].xml');
  if (types === undefined || !names.has('xl/workbook.xml')) {
    throw new Problem(
      'invalid',
      'file-not-spreadsheet',
      '这不是 Excel 工作簿，请上传 .xlsx 或 .csv。',
    );
  }
  const macro = [...names].some((name) => /vbaProject\.bin$|^xl\/macrosheets\//i.test(name));
  if (macro || /macroEnabled|vbaProject/i.test(inflateEntry(bytes, types).toString('utf8'))) {
    throw new Problem(
      'invalid',
      'file-macro',
      '文件带有宏，不予读取，请另存为“Excel 工作簿（.xlsx）”（不带宏）后再上传。',
    );
  }
}

function guardCells(parts: ReadonlyMap<string, Buffer>): void {
  let cells = 0;
  for (const [name, content] of parts) {
    if (!name.startsWith('xl/worksheets/')) continue;
    cells += occurrences(content, '<c ') + occurrences(content, '<row');
    guardMerges(content);
  }
  if (cells > MAX_CELLS) {
    throw new Problem(
      'invalid',
      'file-too-large',
      '表格的单元格过多，请删除工资表以外的工作表和多余的空行、空列后再上传。',
    );
  }
}

function guardMerges(sheet: Buffer): void {
  const from = sheet.indexOf('<mergeCells');
  if (from < 0) return;
  let merges = 0;
  let merged = 0;
  for (const match of sheet
    .toString('latin1', from)
    .matchAll(/ref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']/g)) {
    merges += 1;
    const columns = columnNumber(match[3] ?? '') - columnNumber(match[1] ?? '') + 1;
    merged += columns * (Number(match[4]) - Number(match[2]) + 1);
    if (merges > MAX_MERGES || merged > MAX_MERGED_CELLS) {
      throw new Problem(
        'invalid',
        'file-too-large',
        '合并的单元格过多，请取消数据区的合并后再上传。',
      );
    }
  }
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function occurrences(content: Buffer, part: string): number {
  let count = 0;
  for (let at = content.indexOf(part); at >= 0; at = content.indexOf(part, at + 1)) count += 1;
  return count;
}

async function load(archive: Buffer): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(archive as unknown as ExcelJS.Buffer, { ignoreNodes: IGNORED_NODES });
  } catch {
    throw damaged();
  }
  return book;
}

function readSheet(sheet: ExcelJS.Worksheet): Sheet {
  const rows: SheetRow[] = [];
  sheet.eachRow((row, number) => {
    const cells: (Cell | undefined)[] = [];
    row.eachCell((cell, column) => {
      if (column <= MAX_COLUMNS) cells[column - 1] = readCell(cell);
    });
    if (cells.some((cell) => cell !== undefined)) rows.push({ number, cells });
    if (rows.length > MAX_DATA_ROWS + ROWS_BESIDE_DATA) throw tooManyRows();
  });
  return { name: sheet.name, rows };
}

function readCell(cell: ExcelJS.Cell): Cell | undefined {
  const read = readValue(cell.value);
  if (read === undefined || (read.kind !== 'uncalculated' && read.text.trim() === ''))
    return undefined;
  const master = cell.master;
  if (master === cell) return read;
  return { ...read, mergedFrom: { row: Number(master.row), column: Number(master.col) } };
}

function readValue(value: ExcelJS.CellValue): Cell | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return { text: value, kind: 'text' };
  if (typeof value === 'number') return { text: decimalText(value), kind: 'number' };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', kind: 'text' };
  if (value instanceof Date) return { text: dateText(value), kind: 'date' };
  if ('error' in value) return { text: value.error, kind: 'error' };
  if ('richText' in value)
    return { text: value.richText.map((run) => run.text).join(''), kind: 'text' };
  if ('formula' in value || 'sharedFormula' in value) {
    return readValue(value.result) ?? { text: '', kind: 'uncalculated' };
  }
  return 'text' in value ? { text: String(value.text), kind: 'text' } : undefined;
}

/**
 * The decimal that Excel shows for a stored double. Excel keeps 15 significant digits; a difference of
 * two amounts also carries noise below 1e-8 (5000.1 − 4999.9), which is no part of anybody's wage.
 */
function decimalText(value: number): string {
  const shown = Number(value.toPrecision(15));
  return String(Math.abs(shown) < 1e7 ? Math.round(shown * 1e8) / 1e8 : shown);
}

// exceljs puts a cell's calendar date on the UTC fields, whatever the machine's zone.
function dateText(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return time === '00:00' ? day : `${day} ${time}`;
}

function damaged(): Problem {
  return new Problem(
    'invalid',
    'file-damaged',
    '文件读不出来，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。',
  );
}
