import { Problem } from '../../lib/problem.ts';
import type { Sheet, SheetRow } from './cells.ts';
import { NOTHING_TOLD, type ToldHeadings } from './heading-columns.ts';
import type { PayrollHeading } from './headings.ts';
import { sortRows } from './payroll-rows.ts';
import { choosePayrollSheet } from './payroll-sheet.ts';
import { earlierReasonColumn, originalRow, writeRows } from './refusal-sheet.ts';
import { readWorkbook } from './workbook.ts';

/** A table of the rows that were refused, each with the row of the first table that it stood in; null: it says of none. */
interface Returned {
  heading: PayrollHeading;
  rows: { row: SheetRow; original: number | null }[];
}

/**
 * The rows of a file that came back from `writeRefusedRows`, corrected or not; null for any other file.
 */
export async function readReturned(
  bytes: Uint8Array,
  told: ToldHeadings = NOTHING_TOLD,
): Promise<Returned | null> {
  const table = await chosen(bytes, told).catch((error) => {
    if (error instanceof Problem) return null;
    throw error;
  });
  const reasonAt = table && earlierReasonColumn(table.heading);
  if (!table || reasonAt === undefined) return null;
  const rows = sortRows(table.sheet, table.heading).workers.map((row) => ({
    row,
    original: originalRow(row.cells[(reasonAt ?? 0) - 1]?.text),
  }));
  return rows.some(({ original }) => original !== null) ? { heading: table.heading, rows } : null;
}

/**
 * Puts the corrected rows of a returned table back to where they stood. The whole table comes out, its rows numbered as before.
 * @throws Problem `sheet-returned-unplaced` for rows that name no place, and where columns were moved; as choosePayrollSheet
 */
export async function putBack(
  originalBytes: Uint8Array,
  { heading: given, rows }: Returned,
  told: ToldHeadings = NOTHING_TOLD,
): Promise<Uint8Array> {
  const { format, sheet, heading } = await chosen(originalBytes, told);
  if (columnsOf(given) !== columnsOf(heading)) throw unplaced('退回表的列与原表不同：');
  const reasonAt = earlierReasonColumn(given) as number;
  const corrected = new Map<number, SheetRow>();
  const last = sheet.rows.at(-1)?.number ?? 0;
  for (const { row, original } of rows) {
    if (original === null || original <= heading.lastHeaderRow || original > last)
      throw unplaced(`退回表第 ${row.number} 行没有写明“原第几行”：`);
    const cells = row.cells.map((cell, at) => (at === reasonAt - 1 ? undefined : cell));
    corrected.set(original, { number: original, cells });
  }
  const width = sheet.rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
  return writeRows(format, sheet.name, {
    ...{ rows: everyRow(sheet, corrected), heading, width },
    ...{ reasons: new Map(), reasonAt: earlierReasonColumn(heading) ?? 0 },
  });
}

async function chosen(bytes: Uint8Array, told: ToldHeadings) {
  const workbook = await readWorkbook(bytes);
  return { format: workbook.format, ...choosePayrollSheet(workbook, told) };
}

/** All rows from the first, blank ones too, so that each keeps its number. */
function everyRow(sheet: Sheet, corrected: ReadonlyMap<number, SheetRow>): SheetRow[] {
  const rows = new Map(sheet.rows.map((row) => [row.number, row]));
  const last = sheet.rows.at(-1)?.number ?? 0;
  return Array.from({ length: last }, (_, at) => {
    const number = at + 1;
    return corrected.get(number) ?? rows.get(number) ?? { number, cells: [] };
  });
}

const columnsOf = ({ columns }: PayrollHeading): string =>
  JSON.stringify(
    columns.flatMap(({ letters, heading, field }) =>
      field === 'refusal' ? [] : [[letters, heading]],
    ),
  );

const unplaced = (why: string) =>
  new Problem(
    'invalid',
    'sheet-returned-unplaced',
    `${why}不知道放回原表哪一行。请保留退回表的列和“退回原因”一列，只改有误的内容；要增减人员，请在原表中改好、删去“退回原因”一列，再上传整张表。`,
  );
