import ExcelJS from 'exceljs';
import { inert } from './inert.ts';

/** A worker whose row is begun; the number of days attended where it is known. */
export interface BegunRow {
  name: string;
  team: string | null;
  workDays: number | null;
}

/** Headings as the reader knows them, their widths, and whether the column holds amounts. */
const COLUMNS: readonly (readonly [heading: string, width: number, amount?: true])[] = [
  ['序号', 6],
  ['姓名', 14],
  ['身份证号', 24],
  ['班组', 16],
  ['出勤天数', 10],
  ['应发工资', 14, true],
  ['借支', 12, true],
  ['社保', 12, true],
  ['个税', 12, true],
  ['其他扣款', 12, true],
  ['实发工资', 14, true],
  ['工资卡号', 26],
  ['备注', 20],
];
const TEXT = '@';
const YUAN = '0.00';

/**
 * An empty wage table that the reader takes as it is, with the rows of the people given begun. Identity and card numbers are text, so
 * that a spreadsheet does not round them; a row without an identity number is found by name and team.
 */
export async function writePayrollTemplate(people: readonly BegunRow[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('工资表', { views: [{ state: 'frozen', ySplit: 1 }] });
  for (const [at, [, width, amount]] of COLUMNS.entries()) {
    const column = sheet.getColumn(at + 1);
    column.width = width;
    column.numFmt = amount ? YUAN : TEXT;
  }
  sheet.addRow(COLUMNS.map(([heading]) => heading)).font = { bold: true };
  for (const [at, { name, team, workDays }] of people.entries()) {
    sheet.addRow([String(at + 1), inert(name), null, team && inert(team), workDays]);
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}
