import { Buffer } from 'node:buffer';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { writeReport } from '../../../src/adapters/excel/report-book.ts';

async function read(bytes: Uint8Array) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as never);
  return book;
}

const report = {
  title: '月报',
  under: ['2026年9月'],
  author: '住建局',
  at: new Date('2026-09-30T00:00:00+08:00'),
  sections: [
    {
      heading: '一、[工资]/发放?',
      paragraphs: ['=1+1'],
      figures: [
        {
          tables: [
            {
              title: '表',
              columns: [
                { title: '单位', kind: 'text' },
                { title: '件', kind: 'count' },
                { title: '金额（元）', kind: 'yuan' },
              ],
              rows: [
                ['@SUM(A1)', 3, 12_345_678_90],
                ['合计', null, 7],
              ],
            },
          ],
        },
      ],
    },
    { heading: '二、说明', paragraphs: ['无'], figures: [] },
  ],
};

test('each section is a sheet with its words and tables; fen are yuan, stars what is kept back', async () => {
  const book = await read(await writeReport(report));
  expect(book.worksheets.map(({ name }) => name)).toEqual(['一、工资发放', '二、说明']);
  const [sheet] = book.worksheets as [ExcelJS.Worksheet];
  const rows = sheet.getSheetValues().map((row) => (row as unknown[] | undefined)?.slice(1));
  expect(rows.slice(1)).toEqual([
    ['月报'],
    ['2026年9月'],
    ["'=1+1"],
    undefined,
    ['表'],
    ['单位', '件', '金额（元）'],
    ["'@SUM(A1)", 3, 12_345_678.9],
    ['合计', '*', 0.07],
  ]);
  expect(sheet.getCell('C7').numFmt).toBe('#,##0.00');
  expect(sheet.getCell('B7').numFmt).not.toBe('#,##0.00');
  expect(book.creator).toBe('住建局');
});

test('no cell is a formula', async () => {
  const book = await read(await writeReport(report));
  for (const sheet of book.worksheets)
    sheet.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()));
});
