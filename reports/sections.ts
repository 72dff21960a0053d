import type { Chart } from './chart.ts';

/** A part of a report, for the paper and the workbook alike. */
export interface Section {
  heading: string;
  paragraphs: string[];
  figures: Figured[];
}

/** A chart with the tables that say the same in numbers, or tables alone. */
export interface Figured {
  chart?: Chart;
  tables: DataTable[];
}

/** Text as it is, numbers as they are counted, fen as yuan; null is kept back. */
export interface DataTable {
  title: string;
  columns: { title: string; kind: 'text' | 'middle' | 'count' | 'yuan' }[];
  rows: (string | number | null)[][];
  /** All columns alike; else the first of words takes what the others leave. */
  even?: boolean;
}
