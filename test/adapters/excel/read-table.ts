import { expect } from 'vitest';
import { readPayrollSheet } from '../../../src/adapters/excel/payroll-sheet.ts';
import { type Rows, xlsx } from './build-table.ts';

export async function read(rows: Rows, merges: readonly string[] = []) {
  return readPayrollSheet(
    await xlsx(rows, (sheet) => {
      for (const range of merges) sheet.mergeCells(range);
    }),
  );
}

export async function sheetOf(rows: Rows, merges: readonly string[] = []) {
  const reading = await read(rows, merges);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.sheet;
}

export async function faultsOf(rows: Rows, merges: readonly string[] = []) {
  const reading = await read(rows, merges);
  if (reading.ok) throw new Error('the table was read');
  return reading.faults;
}

/** The code of the one fault of a single cell under one heading, or the value read. */
export async function cell(heading: string, value: Rows[number][number]) {
  const reading = await read([
    ['姓名', '实发', heading],
    ['试工甲', 100, value],
  ]);
  if (!reading.ok) {
    expect(reading.faults).toHaveLength(1);
    expect(reading.faults[0]).toMatchObject({ row: 2, column: 'C', heading });
    return reading.faults[0]?.code;
  }
  return reading.sheet.lines[0];
}
