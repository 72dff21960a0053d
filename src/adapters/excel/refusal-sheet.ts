import { type Cell, columnLetters, type SheetRow, type Workbook } from './cells.ts';
import { ExcelJS } from './exceljs.ts';
import { NOTHING_TOLD, type ToldHeadings } from './heading-columns.ts';
import { REFUSAL_HEADING } from './heading-names.ts';
import type { PayrollHeading } from './headings.ts';
import { csvField, inert, quoted } from './inert.ts';
import { FILLS_DOWN, type RowFault } from './payroll-lines.ts';
import { choosePayrollSheet } from './payroll-sheet.ts';
import { readWorkbook } from './workbook.ts';

const FIRST_ROUNDED = 1e15;
const COLUMN_WIDTH = 18;
const REASON_WIDTH = 60;

/** The reasons of each refused row, from the faults that name one: `身份证号（C 列）：…`. */
export function reasonsByRow(faults: readonly RowFault[]): Map<number, string[]> {
  const reasons = new Map<number, string[]>();
  for (const { row, column, heading, message } of faults) {
    if (row === null) continue;
    const where = column === null ? '' : `${heading ?? ''}（${column} 列）：`;
    reasons.set(row, [...(reasons.get(row) ?? []), where + message]);
  }
  return reasons;
}

/**
 * Gives a wage table's refused rows back as a table of the same kind: the rows down to the heading,
 * then the refused rows in their order, with a column 退回原因 that names the row they stood in. A
 * CSV comes back as UTF-8 with a mark. Texts that a spreadsheet would take for a formula, and in a CSV
 * numbers it would round, get a leading apostrophe, which the reader drops again.
 * @throws Problem as readWorkbook, and as choosePayrollSheet for a table that is none
 */
export async function writeRefusedRows(
  originalBytes: Uint8Array,
  reasons: ReadonlyMap<number, readonly string[]>,
  told: ToldHeadings = NOTHING_TOLD,
): Promise<Uint8Array> {
  const workbook = await readWorkbook(originalBytes);
  const { sheet, heading } = choosePayrollSheet(workbook, told);
  const rows = sheet.rows.filter(
    (row) => row.number <= heading.lastHeaderRow || reasons.has(row.number),
  );
  const width = sheet.rows.reduce((widest, row) => Math.max(widest, row.cells.length), 0);
  const reasonAt = earlierReasonColumn(heading) ?? width + 1;
  const table = { rows, heading, reasons, reasonAt, width: Math.max(width, reasonAt) };
  return writeRows(workbook.format, sheet.name, table);
}

/** Rows of a wage table to be written, down from its heading's first. */
export interface RowsToWrite {
  rows: readonly SheetRow[];
  heading: PayrollHeading;
  reasons: ReadonlyMap<number, readonly string[]>;
  /** The column of the reasons; 0: none. */
  reasonAt: number;
  width: number;
}

/** Writes rows of a wage table as a table of the same kind. */
export function writeRows(
  format: Workbook['format'],
  name: string,
  table: RowsToWrite,
): Uint8Array | Promise<Uint8Array> {
  return format === 'csv' ? writeCsv(table) : writeXlsx(table, name);
}

/** The column of reasons that a table was given when it came back before. */
export function earlierReasonColumn(heading: PayrollHeading): number | undefined {
  return heading.columns.find(({ field }) => field === 'refusal')?.column;
}

const ORIGINAL_ROW = /^'?原第 (\d+) 行：/;

/** The row of the first table that a reason speaks of. */
export const originalRow = (reason: string | undefined): number | null =>
  Number(ORIGINAL_ROW.exec(reason ?? '')?.[1] ?? 0) || null;

function reasonText({ heading, reasons }: RowsToWrite, row: SheetRow): string {
  if (row.number === heading.headerRow) return REFUSAL_HEADING;
  if (row.number < heading.lastHeaderRow) return '';
  const texts = reasons.get(row.number);
  return texts === undefined ? '' : `原第 ${row.number} 行：${texts.join('；')}`;
}

/**
 * The cell a column shows in a row. A merged range of workers' rows is written out only where the
 * reader fills down; an amount repeated on every row of it would be paid on every row.
 */
function shownCell({ heading }: RowsToWrite, row: SheetRow, column: number): Cell | undefined {
  const cell = row.cells[column - 1];
  if (cell?.mergedFrom === undefined) return cell;
  const field = heading.columns.find((entry) => entry.column === column)?.field;
  const inData = row.number > heading.lastHeaderRow && cell.mergedFrom.row !== row.number;
  return inData && field !== undefined && FILLS_DOWN.includes(field) ? cell : undefined;
}

function writeCsv(table: RowsToWrite): Uint8Array {
  const columns = Array.from({ length: table.width }, (_, index) => index + 1);
  const lines = table.rows.map((row) => {
    const values = columns.map((column) => {
      if (column === table.reasonAt) return quoted(reasonText(table, row));
      return csvField(shownCell(table, row, column)?.text ?? '');
    });
    return `${values.join(',')}\r\n`;
  });
  return Buffer.from(`\u{feff}${lines.join('')}`, 'utf8');
}

async function writeXlsx(table: RowsToWrite, name: string): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(name);
  for (let column = 1; column <= table.width; column += 1) {
    const isReason = column === table.reasonAt;
    sheet.getColumn(column).width = isReason ? REASON_WIDTH : COLUMN_WIDTH;
    sheet.getColumn(column).alignment = { wrapText: isReason };
    // Text format keeps a corrected identity number from being rounded while it is typed.
    sheet.getColumn(column).numFmt = '@';
  }
  for (const row of table.rows) {
    const values = Array.from({ length: table.width }, (_, index) => {
      const column = index + 1;
      if (column === table.reasonAt) return reasonText(table, row) || null;
      return cellValue(shownCell(table, row, column));
    });
    sheet.addRow(values);
  }
  for (const range of headingMerges(table)) sheet.mergeCells(range);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function cellValue(cell: Cell | undefined): ExcelJS.CellValue {
  if (cell === undefined) return null;
  const number = Number(cell.text);
  return cell.kind === 'number' && Math.abs(number) < FIRST_ROUNDED ? number : inert(cell.text);
}

/** The merged ranges of the rows down to the heading, as they lie in the new table: `B1:D1`. */
function headingMerges({ rows, heading }: RowsToWrite): string[] {
  const written = new Map(rows.map((row, index) => [row.number, index + 1]));
  const ranges = new Map<string, string>();
  for (const row of rows.filter(({ number }) => number <= heading.lastHeaderRow)) {
    for (const [index, cell] of row.cells.entries()) {
      const from = cell?.mergedFrom;
      const top = from && written.get(from.row);
      if (from === undefined || top === undefined) continue;
      const first = `${columnLetters(from.column)}${top}`;
      ranges.set(first, `${first}:${columnLetters(index + 1)}${written.get(row.number)}`);
    }
  }
  return [...ranges.values()];
}
