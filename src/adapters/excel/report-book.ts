import { ExcelJS } from './exceljs.ts';
import { inert } from './inert.ts';

/** What of a report stands in its workbook; charts stay on the paper. */
export interface ReportToWrite {
  title: string;
  under: readonly string[];
  author: string;
  at: Date;
  sections: readonly {
    heading: string;
    paragraphs: readonly string[];
    figures: readonly { tables: readonly TableToWrite[] }[];
  }[];
}

interface TableToWrite {
  title: string;
  columns: readonly { title: string; kind: string }[];
  rows: readonly (readonly (string | number | null)[])[];
}

const WIDTH = 18;
const FIRST_WIDTH = 34;
const YUAN = '#,##0.00';
const KEPT_BACK = '*';

/**
 * Writes a report as a workbook, a sheet for each section: its words, then its tables under their titles. Amounts are numbers of yuan with two
 * decimals; what is kept back is `*`. Texts that a spreadsheet would take for a formula get a leading apostrophe.
 */
export async function writeReport(report: ReportToWrite): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  Object.assign(book, { creator: report.author, created: report.at, modified: report.at });
  for (const { heading, paragraphs, figures } of report.sections) {
    const sheet = book.addWorksheet(heading.replaceAll(/[[\]:*?/\\]/g, '').slice(0, 31));
    sheet.getColumn(1).width = FIRST_WIDTH;
    for (const text of [report.title, ...report.under, ...paragraphs]) sheet.addRow([inert(text)]);
    sheet.getRow(1).font = { bold: true, size: 14 };
    for (const table of figures.flatMap(({ tables }) => tables)) putTable(sheet, table);
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function putTable(sheet: ExcelJS.Worksheet, { title, columns, rows }: TableToWrite): void {
  sheet.addRow([]);
  sheet.addRow([inert(title)]).font = { bold: true };
  sheet.addRow(columns.map((column) => inert(column.title))).font = { bold: true };
  for (const row of rows) {
    const added = sheet.addRow(row.map((value, at) => cellOf(value, columns[at]?.kind)));
    for (const [at, { kind }] of columns.entries())
      if (kind === 'yuan') added.getCell(at + 1).numFmt = YUAN;
  }
  for (const at of columns.keys()) if (at > 0) sheet.getColumn(at + 1).width = WIDTH;
}

function cellOf(value: string | number | null, kind: string | undefined): string | number {
  if (value === null) return KEPT_BACK;
  if (typeof value === 'string') return inert(value);
  return kind === 'yuan' ? value / 100 : value;
}
