import type { Fen } from '../../lib/fen.ts';
import type { Sheet, SheetRow } from './cells.ts';
import { headingKey, type PayrollField } from './heading-names.ts';
import type { PayrollHeading } from './headings.ts';
import { readAmount } from './payroll-values.ts';

const FOOTER =
  /^(本页|本表)?(合计|总计|共计|制表|声明|承诺|分包项目负责人|项目负责人|项目经理|劳资专管员|劳资员|审核人?|复核人?|审批人?|公示|填报|以上)/;
// These also begin teams, trades and names (注浆班, 班组长), so they count only as a label.
const FOOTER_LABEL =
  /^(班组长|单位负责人|负责人|财务|说明|备注|注意|注)(签字|签名|确认)*\s*([:：(（]|$)/;
const SUBTOTAL = /^(本页|班组)?小计$/;

/** The rows under a wage table's heading: workers, the footer row, and workers below the footer. */
export interface SortedRows {
  workers: SheetRow[];
  footer: SheetRow | undefined;
  stray: SheetRow[];
}

/**
 * Sorts out the rows under the heading. Blank rows, rows with only a running number, headings repeated
 * on each printed page and subtotals are passed over; at the footer the table ends.
 */
export function sortRows(sheet: Sheet, heading: PayrollHeading): SortedRows {
  const below = sheet.rows.filter((row) => row.number > heading.lastHeaderRow);
  const end = below.findIndex((row) => isFooter(row, heading));
  const body = end < 0 ? below : below.slice(0, end);
  const rest = end < 0 ? [] : below.slice(end + 1);
  return {
    workers: body.filter((row) => !isPassedOver(row, heading)),
    footer: below[end],
    stray: rest.filter((row) => !isPassedOver(row, heading) && isWorkerRow(row, heading)),
  };
}

/** Whether a row names somebody (no footer word) and has an amount, identity or card beside it. */
export function isWorkerRow(row: SheetRow, heading: PayrollHeading): boolean {
  const text = textOf(row, heading, 'name');
  if (text.trim() === '' || isFooterText(text) || SUBTOTAL.test(headingKey(text))) return false;
  const numbered = (['idNumber', 'cardNo'] as const).some((field) =>
    /\d{6}/.test(textOf(row, heading, field)),
  );
  return (
    numbered ||
    (['net', 'gross'] as const).some((field) => amountOf(row, heading, field) !== undefined)
  );
}

/** The amount in a row's 应发 or 实发 cell, undefined where there is none to be read. */
export function amountOf(
  row: SheetRow,
  heading: PayrollHeading,
  field: 'net' | 'gross',
): Fen | undefined {
  const column = heading.columns.find((entry) => entry.field === field);
  const cell = column && row.cells[column.column - 1];
  if (cell === undefined || cell.mergedFrom?.row === row.number) return undefined;
  const reading = readAmount(cell);
  return 'value' in reading ? reading.value : undefined;
}

function isFooter(row: SheetRow, heading: PayrollHeading): boolean {
  const starts = [firstText(row), textOf(row, heading, 'name')];
  return starts.some(isFooterText) && !isWorkerRow(row, heading);
}

function isFooterText(text: string): boolean {
  return FOOTER.test(headingKey(text)) || FOOTER_LABEL.test(text.trim());
}

function isPassedOver(row: SheetRow, heading: PayrollHeading): boolean {
  const name = headingKey(textOf(row, heading, 'name'));
  const headings = heading.columns
    .filter(({ field }) => field === 'name')
    .map((column) => column.heading);
  if (headings.some((text) => headingKey(text) === name)) return true;
  if (name === '' && SUBTOTAL.test(headingKey(firstText(row)))) return true;
  if (SUBTOTAL.test(name)) return true;
  const told = heading.columns.filter(({ field }) => !['sequence', 'refusal'].includes(field));
  return told.every(({ column }) => isBlank(row, column));
}

function isBlank(row: SheetRow, column: number): boolean {
  const cell = row.cells[column - 1];
  return cell === undefined || cell.kind === 'uncalculated' || cell.mergedFrom !== undefined;
}

function textOf(row: SheetRow, heading: PayrollHeading, field: PayrollField): string {
  const column = heading.columns.find((entry) => entry.field === field);
  return (column && row.cells[column.column - 1]?.text) ?? '';
}

function firstText(row: SheetRow): string {
  return row.cells.find((cell) => cell !== undefined)?.text ?? '';
}
