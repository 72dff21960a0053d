import { Problem } from '../../lib/problem.ts';

/**
 * One cell as text. Numbers are written out in decimal with at most 15 significant digits, dates as
 * `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`. A cell inside a merged range has the text of the range's first
 * cell and says where that one is.
 */
export interface Cell {
  text: string;
  kind: 'text' | 'number' | 'date' | 'error' | 'uncalculated';
  mergedFrom?: { row: number; column: number };
}

/** A row with at least one cell; `number` counts from 1 as Excel shows it, `cells[0]` is column A. */
export interface SheetRow {
  number: number;
  cells: readonly (Cell | undefined)[];
}

export interface Sheet {
  name: string;
  rows: readonly SheetRow[];
}

export interface Workbook {
  format: 'xlsx' | 'csv';
  sheets: readonly Sheet[];
}

/** More rows of workers than this are refused. */
export const MAX_DATA_ROWS = 50_000;

/** @returns the refusal of a file with more than 50,000 rows of workers */
export function tooManyRows(): Problem {
  return new Problem(
    'invalid',
    'too-many-rows',
    '一个文件最多 50,000 行人员，请按班组或用工单位拆成几个文件分别上传。',
  );
}

/** The letters of a column counted from 1: 1 is A, 28 is AB. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  const letter = String.fromCharCode(65 + ((column - 1) % 26));
  return rest === 0 ? letter : columnLetters(rest) + letter;
}
