import { Buffer } from 'node:buffer';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import {
  beginList,
  type ListFormat,
  listFormats,
  type Value,
} from '../../../src/adapters/excel/list-file.ts';
import { readWorkbook } from '../../../src/adapters/excel/workbook.ts';

const columns = [{ name: '名称' }, { name: '件' }, { name: '金额（元）', yuan: true as const }];

async function written(format: ListFormat, ...pages: Value[][][]): Promise<Uint8Array> {
  const file = beginList(format, columns);
  for (const rows of pages) file.add(rows);
  return file.end();
}
const csv = async (...pages: Value[][][]) =>
  Buffer.from(await written('csv', ...pages)).toString('utf8');
async function sheet(...pages: Value[][][]) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(await written('xlsx', ...pages)) as never);
  return book.worksheets[0] as ExcelJS.Worksheet;
}

/** What a spreadsheet would calculate, in a plain and a full-width form. */
const FORMULAS = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '－1+1'];

describe('CSV', () => {
  test('has the mark by which Excel knows UTF-8, once, and a line a row', async () => {
    const text = await csv([['甲', 1, 100]], [['乙', 2, 200]]);
    expect(text).toBe('\u{feff}名称,件,金额（元）\r\n甲,1,1.00\r\n乙,2,2.00\r\n');
  });

  test('amounts are plain numbers of yuan to the fen', async () => {
    const text = await csv([
      ['', 0, 123_456_789_05],
      ['', 0, -5],
      ['', 0, 0],
      ['', 0, null],
    ]);
    expect(text.split('\r\n').slice(1, 5)).toEqual([
      ',0,123456789.05',
      ',0,-0.05',
      ',0,0.00',
      ',0,',
    ]);
  });

  test.each(FORMULAS)('%j is a text', async (formula) => {
    const text = await csv([[formula, null, null]]);
    expect(text.split('\r\n')[1]?.replace(/^"/, '')).toMatch(/^'/);
  });

  test('a number in words stays one; one too long for a spreadsheet is a text', async () => {
    const numbers = ['-12.5', '123456789012345', '1234567890123456'];
    const text = await csv(numbers.map((number) => [number, null, null]));
    expect(text.split('\r\n').slice(1, 4)).toEqual([
      '-12.5,,',
      '123456789012345,,',
      "'1234567890123456,,",
    ]);
  });

  test('commas, quotes and line breaks stay within their field', async () => {
    const text = await csv([['甲,"乙"\n丙', null, null]]);
    expect(text).toContain('"甲,""乙""\n丙",,');
    const { sheets } = await readWorkbook(Buffer.from(text));
    expect(sheets[0]?.rows[1]?.cells[0]?.text).toBe('甲,"乙"\n丙');
  });
});

describe('XLSX', () => {
  test('is read by others: headings, texts, numbers and amounts', async () => {
    const read = await sheet([['甲 & <乙>', 3, 12_345_678_90]], [['丙', null, -5]]);
    expect(read.getRow(1).values).toEqual([undefined, '名称', '件', '金额（元）']);
    expect(read.getRow(1).getCell(1).font?.bold).toBe(true);
    expect(read.getRow(2).values).toEqual([undefined, '甲 & <乙>', 3, 12_345_678.9]);
    expect(read.getRow(2).getCell(3).numFmt).toBe('#,##0.00');
    expect(read.getRow(3).getCell(2).value).toBeNull();
    expect(read.getRow(3).getCell(3).value).toBe(-0.05);
    expect(read.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  });

  test.each(FORMULAS)('%j is a text', async (formula) => {
    const read = await sheet([[formula, null, null]]);
    expect(read.getRow(2).getCell(1).value).toBe(`'${formula}`.replace('\r', '\n'));
    expect(read.getRow(2).getCell(1).type).toBe(ExcelJS.ValueType.String);
  });

  test('what XML has no sign for is left out, the rest of the text stays', async () => {
    const read = await sheet([['甲\u{0}\u{8}\u{d800}乙𠮷\u{ffff}', null, null]]);
    expect(read.getRow(2).getCell(1).value).toBe('甲乙𠮷');
  });

  test('our own reader takes it too, whatever the length', async () => {
    const rows = Array.from({ length: 30_000 }, (_, n): Value[] => [`第 ${n} 行`, n, n]);
    const { sheets } = await readWorkbook(await written('xlsx', rows, rows.slice(0, 10)));
    expect(sheets[0]?.rows).toHaveLength(30_011);
    expect(sheets[0]?.rows.at(-1)?.cells.map((cell) => cell?.text)).toEqual([
      '第 9 行',
      '9',
      '0.09',
    ]);
  });
});

test.each(listFormats)('a list of nothing is its headings: %s', async (format) => {
  const { sheets } = await readWorkbook(await written(format));
  expect(sheets[0]?.rows.map(({ cells }) => cells.map((cell) => cell?.text))).toEqual([
    ['名称', '件', '金额（元）'],
  ]);
});
