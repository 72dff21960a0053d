import { type Cell, columnLetters, type Sheet, type SheetRow } from './cells.ts';
import {
  assignColumns,
  type ColumnMap,
  type Heading,
  type IgnoredHeading,
  isNameHeading,
  NOTHING_TOLD,
  type ToldHeadings,
} from './heading-columns.ts';
import { headingKey, meaningOf, type PayrollField } from './heading-names.ts';

/** The heading of a wage table: its one or two rows and what their columns mean. */
export interface PayrollHeading extends ColumnMap {
  headerRow: number;
  lastHeaderRow: number;
}

const SEARCHED_ROWS = 12;

/**
 * Finds the heading of a wage table: the first of the sheet's first 12 rows with a name column and at
 * least one more column it knows, together with a second heading row below it where there is one.
 * @returns undefined when no such row exists
 */
export function findPayrollHeading(
  sheet: Sheet,
  told: ToldHeadings = NOTHING_TOLD,
): PayrollHeading | undefined {
  for (const [index, row] of sheet.rows.entries()) {
    if (row.number > SEARCHED_ROWS) return undefined;
    const next = sheet.rows[index + 1];
    const second = next !== undefined && isSecondHeaderRow(row, next, told) ? next : undefined;
    const heading = mapHeadings(row, second, told);
    const fields = new Set(heading.columns.map((column) => column.field));
    if (fields.has('name') && fields.size > 1) return heading;
  }
  return undefined;
}

/**
 * Where no heading was found: the texts of the row that is most like one, the first with the most words among the
 * sheet's first 12 rows, for a person to say what they mean.
 */
export function likelyHeadings(sheet: Sheet): IgnoredHeading[] {
  const rows = sheet.rows
    .filter(({ number }) => number <= SEARCHED_ROWS)
    .map((row) => headingTexts(row).filter(({ text }) => /\p{L}/u.test(text)));
  const [widest = []] = rows.toSorted((a, b) => b.length - a.length);
  return widest.map(({ column, text }) => ({
    letters: columnLetters(column),
    heading: text.trim(),
  }));
}

/** The texts of a row's headings with their columns counted from 1; merged ones once. */
export function headingTexts(row: SheetRow): { column: number; text: string }[] {
  return row.cells.flatMap((cell, index) =>
    cell === undefined || cell.mergedFrom !== undefined
      ? []
      : [{ column: index + 1, text: cell.text }],
  );
}

function isSecondHeaderRow(first: SheetRow, second: SheetRow, told: ToldHeadings): boolean {
  if (second.number !== first.number + 1) return false;
  const isName = (text: string) =>
    told.get(headingKey(text))?.field === 'name' || isNameHeading(text);
  const nameAt = first.cells.findIndex((cell) => cell !== undefined && isName(cell.text));
  if (nameAt < 0) return false;
  const below = second.cells[nameAt];
  if (below !== undefined && below.mergedFrom?.row !== first.number) return false;
  const own = second.cells.filter(
    (cell) => cell !== undefined && cell.mergedFrom?.row !== first.number,
  );
  const words = own.filter((cell) => cell?.kind === 'text' && !/^[\d.,\s¥-]+$/.test(cell.text));
  const under = words.some((cell) => cell !== undefined && meaningOf(cell.text) !== undefined);
  return under || (below !== undefined && words.length > 0);
}

function mapHeadings(
  first: SheetRow,
  second: SheetRow | undefined,
  told: ToldHeadings,
): PayrollHeading {
  return {
    headerRow: first.number,
    lastHeaderRow: second?.number ?? first.number,
    ...assignColumns(listHeadings(first, second), told),
  };
}

function listHeadings(first: SheetRow, second: SheetRow | undefined): Heading[] {
  const headings: Heading[] = [];
  const width = Math.max(first.cells.length, second?.cells.length ?? 0);
  let group = '';
  for (let column = 1; column <= width; column += 1) {
    const top = first.cells[column - 1];
    const sub = subHeading(second?.cells[column - 1], first.number);
    if (top !== undefined) group = top.text.trim();
    // A CSV has no merged cells: what was merged there is a text followed by blanks.
    const parent = top !== undefined || sub !== '' ? group : '';
    const repeated = top !== undefined && sub === '' && isAside(top, first.number, column);
    if (parent !== '' && !repeated) headings.push({ column, parent, sub });
    else if (sub !== '') headings.push({ column, parent: '', sub });
  }
  return headings;
}

function subHeading(below: Cell | undefined, firstRow: number): string {
  return below === undefined || below.mergedFrom?.row === firstRow ? '' : below.text.trim();
}

function isAside(cell: Cell, row: number, column: number): boolean {
  return cell.mergedFrom?.row === row && cell.mergedFrom.column !== column;
}

/** Whether a wage table has a column of this kind. */
export function hasField(heading: PayrollHeading, field: PayrollField): boolean {
  return heading.columns.some((column) => column.field === field);
}
