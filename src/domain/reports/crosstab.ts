import { smallCells } from '../../lib/small-cells.ts';

/** What lies in one cell: how many, their money in fen, and the workers concerned. null: kept back. */
export interface Cell {
  count: number | null;
  fen: number | null;
  workers: number | null;
}

/** A cross-table; `cells` has the totals of columns as its last row and those of rows as the last of each row. */
export interface Crosstab {
  rows: string[];
  columns: string[];
  cells: Cell[][];
}

/** What a statement counted of one cell. */
export interface Counted {
  row: string;
  column: string;
  count: number;
  fen: number;
  workers: number;
}

/** Lays out what was counted in the order of the rows and columns given. @throws RangeError for what belongs into no cell */
export function crosstab(
  rows: readonly string[],
  columns: readonly string[],
  counted: readonly Counted[],
): Crosstab {
  const add = (i: number, j: number, { count, fen, workers }: Counted) => {
    const cell = sums[i]?.[j];
    if (!cell) throw new RangeError(`no cell ${i} ${j}`);
    cell.count += count;
    cell.fen += fen;
    cell.workers += workers;
  };
  const sums = Array.from({ length: rows.length + 1 }, () =>
    Array.from({ length: columns.length + 1 }, () => ({ count: 0, fen: 0, workers: 0 })),
  );
  for (const one of counted) {
    const [i, j] = [rows.indexOf(one.row), columns.indexOf(one.column)];
    if (i < 0 || j < 0) throw new RangeError(`no cell for ${one.row}, ${one.column}`);
    for (const row of [i, rows.length])
      for (const column of [j, columns.length]) add(row, column, one);
  }
  return { rows: [...rows], columns: [...columns], cells: sums };
}

/** The rows that are always shown, and after them what else was counted. */
export const withOthers = (rows: readonly string[], counted: readonly Counted[]): string[] => [
  ...new Set([...rows, ...counted.map(({ row }) => row).sort()]),
];

/**
 * The table as the public may see it: what concerns fewer than `least` cases or fewer than `least` workers is kept back, and what else it
 * takes so that it cannot be reckoned from the rest (src/lib/small-cells.ts); money and workers with their count.
 */
export function withoutSmall(table: Crosstab, least: number): Crosstab {
  const counts = table.cells.map((row) => row.map(({ count }) => count ?? 0));
  const fewWorkers = (i: number, j: number) => {
    const workers = table.cells[i]?.[j]?.workers ?? 0;
    return workers > 0 && workers < least;
  };
  const hidden = smallCells(counts, least, fewWorkers);
  const none: Cell = { count: null, fen: null, workers: null };
  return {
    ...table,
    cells: table.cells.map((row, i) => row.map((cell, j) => (hidden[i]?.[j] ? none : cell))),
  };
}

/** The total of all cells. */
export const totalOf = ({ cells }: Crosstab): Cell => cells.at(-1)?.at(-1) as Cell;

/** The totals of the columns named, added up; null where one of them is kept back. */
export function addedUp({ cells, columns }: Crosstab, names: readonly string[]): number | null {
  const counts = names.map((name) => cells.at(-1)?.[columns.indexOf(name)]?.count ?? null);
  return counts.some((count) => count === null)
    ? null
    : counts.reduce<number>((a, b) => a + (b ?? 0), 0);
}
