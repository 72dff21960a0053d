import { describe, expect, test } from 'vitest';
import { readPayrollSheet } from '../../../src/adapters/excel/payroll-sheet.ts';
import { reasonsByRow, writeRefusedRows } from '../../../src/adapters/excel/refusal-sheet.ts';
import { putBack, readReturned } from '../../../src/adapters/excel/returned-rows.ts';
import { readWorkbook } from '../../../src/adapters/excel/workbook.ts';
import { csv, HEADINGS, type Rows, utf8, worker, xlsx } from './build-table.ts';

const bad = (seed: number) => worker(seed).with(4, '六千');

async function refuse(bytes: Uint8Array): Promise<Uint8Array> {
  const reading = await readPayrollSheet(bytes);
  if (reading.ok) throw new Error('nothing to refuse');
  return writeRefusedRows(bytes, reasonsByRow(reading.faults));
}

type Row = (string | null)[];

/** A returned table as somebody saves it after changing its rows. */
async function changed(bytes: Uint8Array, change: (rows: Row[]) => Row[]): Promise<Uint8Array> {
  const [sheet] = (await readWorkbook(bytes)).sheets;
  const rows = (sheet?.rows ?? []).map(({ cells }) => [...cells].map((cell) => cell?.text ?? null));
  return xlsx(change(rows));
}
const mended = (rows: Row[]) =>
  rows.map((row) => row.map((text) => (text === '六千' ? '6500' : text)));

async function back(original: Uint8Array, returned: Uint8Array): Promise<Uint8Array> {
  const rows = await readReturned(returned);
  if (rows === null) throw new Error('no returned table');
  return putBack(original, rows);
}

const whole: Rows = [['三月工资表'], HEADINGS, worker(1), bad(2), [], worker(3), bad(4), ['合计']];

describe('corrected rows', () => {
  test('stand where they stood, among the others, under the same numbers', async () => {
    const original = await xlsx(whole);
    const reading = await readPayrollSheet(
      await back(original, await changed(await refuse(original), mended)),
    );
    expect(reading.ok && reading.sheet.lines.map(({ row, name }) => [row, name])).toEqual([
      [3, '试工乙'],
      [4, '试工丙'],
      [6, '试工丁'],
      [7, '试工戊'],
    ]);
    expect(reading.ok && reading.sheet.lines.map(({ grossFen }) => grossFen)).toEqual(
      Array(4).fill(6500_00),
    );
  });

  test('that are wrong still are refused at the first table’s numbers', async () => {
    const original = await xlsx(whole);
    const one = await changed(await refuse(original), (rows) => mended(rows).slice(0, 3));
    const reading = await readPayrollSheet(await back(original, one));
    expect(!reading.ok && reading.faults.map(({ row, column }) => [row, column])).toEqual([
      [7, 'E'],
    ]);
  });

  test('come back to a CSV from a workbook, and two heading rows stay merged', async () => {
    const original = utf8(csv([HEADINGS, worker(1), bad(2)]));
    const put = await back(original, await changed(await refuse(original), mended));
    expect(Buffer.from(put).toString('utf8').trimEnd().split('\r\n')).toHaveLength(3);
    expect((await readPayrollSheet(put)).ok).toBe(true);

    const rows: Rows = [
      ['姓名', '应发工资', '扣款', null, '实发工资'],
      [null, null, '借支', '个税', null],
      ['试工甲', 10, 2, 0, 8],
      ['试工乙', 10, 2, 0, '七'],
    ];
    const merged = await xlsx(rows, (sheet) => {
      for (const range of ['A1:A2', 'B1:B2', 'C1:D1', 'E1:E2']) sheet.mergeCells(range);
    });
    const [row] = (await readReturned(await refuse(merged)))?.rows ?? [];
    expect(row?.original).toBe(4);
    const again = await readPayrollSheet(await back(merged, await refuse(merged)));
    expect(!again.ok && again.faults.map((fault) => [fault.row, fault.column])).toEqual([[4, 'E']]);
  });
});

describe('a table', () => {
  test('that never came back is none, nor is one whose reasons were taken out', async () => {
    expect(await readReturned(await xlsx(whole))).toBeNull();
    expect(await readReturned(utf8('%PDF-1.7'))).toBeNull();
    const returned = await refuse(await xlsx(whole));
    const without = await changed(returned, (rows) => rows.map((row) => row.slice(0, -1)));
    expect(await readReturned(without)).toBeNull();
  });

  test.each([
    ['with somebody added', (rows: Row[]) => [...rows, worker(9).map(String)]],
    [
      'with a column moved',
      (rows: Row[]) => rows.map(([first = null, ...rest]) => [...rest, first]),
    ],
    [
      'of another one’s rows',
      (rows: Row[]) =>
        rows.map((row) => row.map((one) => one?.replace(/原第 \d+ 行/, '原第 99 行') ?? null)),
    ],
  ])('%s is not put anywhere', async (_, change) => {
    const original = await xlsx(whole);
    const returned = await changed(await refuse(original), change);
    await expect(back(original, returned)).rejects.toMatchObject({
      code: 'sheet-returned-unplaced',
    });
  });
});
