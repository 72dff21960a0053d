import { AREA, type Look, type Paper } from './page.ts';
import { breakLines } from './setting.ts';

export interface Column {
  title: string;
  align: 'left' | 'center' | 'right';
  /** Takes what the other columns leave and breaks its text; the others are as wide as their text. */
  flexible?: boolean;
}

export interface Table {
  columns: Column[];
  rows: string[][];
  /** Stands small above the table, at its right: the unit of its amounts. */
  note?: string;
}

/** Points from a cell's text to its borders. */
const PAD = 3;
const BORDER = 0.5;
/** 小四, 五号, 小五 and what is left to try when amounts are very long. */
const SIZES = [12, 10.5, 9, 8, 7];
/** The flexible columns are worth a smaller font once they have less than this part of the width. */
const FLEXIBLE_SHARE = 0.24;
const LEADING = 1.35;
const NOTE: Look = { face: 'body', size: 10.5 };

interface Row {
  cells: string[][];
  height: number;
  strong: boolean;
}

interface Layout {
  size: number;
  widths: number[];
  head: Row;
  rows: Row[];
}

/** The height of the table's head and first row: what must stand together on a page. */
export function tableLead(paper: Paper, table: Table): number {
  const { head, rows } = layOut(paper, table);
  return noteHeight(table) + head.height + (rows[0]?.height ?? 0);
}

/** The height of the whole table on one page. */
export function tableHeight(paper: Paper, table: Table): number {
  const { head, rows } = layOut(paper, table);
  return noteHeight(table) + rows.reduce((sum, row) => sum + row.height, head.height);
}

/**
 * Draws a table as wide as the type area. It goes on over as many pages as it needs, its head repeated
 * on each; a row is never parted unless it is higher than a page.
 */
export function putTable(paper: Paper, table: Table): void {
  const layout = layOut(paper, table);
  const lead = noteHeight(table) + layout.head.height + (layout.rows[0]?.height ?? 0);
  if (!paper.fits(lead)) paper.turn();
  putNote(paper, table);
  paper.part('Table', () => {
    paper.part('TR', () => putRow(paper, table, layout, layout.head, 'TH'));
    for (const row of layout.rows) {
      if (!paper.fits(row.height)) {
        paper.turn();
        putRow(paper, table, layout, layout.head, null);
      }
      paper.part('TR', () => putRow(paper, table, layout, row, 'TD'));
    }
  });
}

function layOut(paper: Paper, table: Table): Layout {
  let chosen = measureColumns(paper, table, SIZES[0] as number);
  for (const size of SIZES) {
    chosen = measureColumns(paper, table, size);
    if (chosen.flexible >= AREA.width * FLEXIBLE_SHARE) break;
  }
  const { size, widths } = chosen;
  const make = (texts: string[], strong: boolean): Row => {
    const look = lookOf(size, strong);
    const cells = texts.map((text, index) => {
      const width = (widths[index] as number) - 2 * PAD;
      return breakLines(text, (piece) => paper.width(piece, look), width, width);
    });
    return { cells, strong, height: heightOf(cells, size) };
  };
  const head = make(
    table.columns.map((column) => column.title),
    true,
  );
  const most = Math.floor((AREA.height - head.height - 2 * PAD) / (size * LEADING));
  return {
    size,
    widths,
    head,
    rows: table.rows.flatMap((row) => part(make(row, false), most, size)),
  };
}

function noteHeight(table: Table): number {
  return table.note ? NOTE.size * LEADING : 0;
}

function putNote(paper: Paper, table: Table): void {
  if (!table.note) return;
  const { note } = table;
  const left = AREA.right - paper.width(note, NOTE);
  const top = paper.take(noteHeight(table));
  paper.part('P', () => paper.put(note, left, top, NOTE));
}

function measureColumns(paper: Paper, table: Table, size: number) {
  const natural = table.columns.map((column, index) => {
    if (column.flexible) return 0;
    const texts = table.rows.map((row) => paper.width(row[index] ?? '', lookOf(size, false)));
    // A head of four characters or more may stand on two lines.
    const title = column.title.slice(0, Math.max(2, Math.ceil(column.title.length / 2)));
    return Math.max(paper.width(title, lookOf(size, true)), ...texts) + 2 * PAD + 0.1;
  });
  const flexibles = table.columns.filter((column) => column.flexible).length;
  const flexible = AREA.width - natural.reduce((sum, width) => sum + width, 0);
  const widths = natural.map((width) => (width === 0 ? flexible / flexibles : width));
  return { size, widths, flexible };
}

/** A row with more lines than a page holds, as several rows. */
function part(row: Row, most: number, size: number): Row[] {
  const rows: Row[] = [];
  const lines = Math.max(...row.cells.map((cell) => cell.length));
  for (let from = 0; from < lines; from += most) {
    const cells = row.cells.map((cell) => cell.slice(from, from + most));
    rows.push({ cells, strong: row.strong, height: heightOf(cells, size) });
  }
  return rows;
}

/** `role` is what its cells are in the text; null: nothing, for it repeats the head. */
function putRow(
  paper: Paper,
  table: Table,
  { widths, size }: Layout,
  row: Row,
  role: 'TH' | 'TD' | null,
): void {
  const top = paper.take(row.height);
  const look = lookOf(size, row.strong);
  let x = AREA.left;
  row.cells.forEach((lines, index) => {
    const width = widths[index] as number;
    const align = row.strong ? 'center' : (table.columns[index]?.align ?? 'left');
    const free = row.height - lines.length * size * LEADING;
    const left = x + PAD;
    const put = () =>
      lines.forEach((line, number) => {
        const slack = width - 2 * PAD - paper.width(line, look);
        const shift = { left: 0, center: slack / 2, right: slack }[align];
        const y = top + free / 2 + (number + (LEADING - 1) / LEADING / 2) * size * LEADING;
        paper.put(line, left + shift, y, look);
      });
    if (role === null) put();
    else paper.part(role, put);
    paper.upright(x, top, row.height, BORDER);
    x += width;
  });
  paper.upright(AREA.right - BORDER, top, row.height, BORDER);
  paper.rule(AREA.left, top, AREA.width, BORDER);
  paper.rule(AREA.left, top + row.height, AREA.width, BORDER);
}

function heightOf(cells: string[][], size: number): number {
  return Math.max(...cells.map((cell) => cell.length)) * size * LEADING + 2 * PAD;
}

function lookOf(size: number, strong: boolean): Look {
  return { face: strong ? 'strong' : 'body', size };
}
