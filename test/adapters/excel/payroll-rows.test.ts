import { describe, expect, test } from 'vitest';
import { readPayrollSheet } from '../../../src/adapters/excel/payroll-sheet.ts';
import { makeIdNumber } from '../../../src/demo/identities.ts';
import { csv, HEADINGS, type Rows, utf8, worker } from './build-table.ts';
import { faultsOf, read, sheetOf } from './read-table.ts';

describe('rows', () => {
  test('blank rows, rows with only a number, repeated headings and subtotals are passed over', async () => {
    const head = ['序号', '姓名', '实发'];
    const sheet = await sheetOf([
      head,
      [1, '试工甲', 1],
      [null, null, null],
      [2, null, null],
      ['本页小计', null, 1],
      head,
      [3, '试工乙', 2],
    ]);
    expect(sheet.lines.map((line) => [line.row, line.name])).toEqual([
      [2, '试工甲'],
      [7, '试工乙'],
    ]);
  });

  test.each([
    '合计',
    '总 计',
    '制表人：某',
    '声明：以上属实',
    '班组长：',
    '班组长（签字）',
    '分包项目负责人',
    '备注：无',
  ])('the table ends at %s', async (word) => {
    const sheet = await sheetOf([
      ['序号', '姓名', '实发'],
      [1, '试工甲', 1],
      [word, null, null],
      ['（两份）', null, null],
      [null, '某负责人', '签字'],
    ]);
    expect(sheet.lines).toHaveLength(1);
  });

  test('a footer merged over the name column ends it too', async () => {
    const sheet = await sheetOf(
      [
        ['序号', '姓名', '实发'],
        [1, '试工甲', 1],
        ['合计', null, 1],
      ],
      ['A3:B3'],
    );
    expect(sheet.lines).toHaveLength(1);
  });

  test('班组长 as a trade and 注浆班 as a team are no footers', async () => {
    const sheet = await sheetOf([
      ['工种', '姓名', '实发'],
      ['班组长', '试工甲', 1],
      ['注浆班', '试工乙', 1],
      ['备注', '试工丙', 1],
    ]);
    expect(sheet.lines).toHaveLength(3);
  });

  test('a worker with a bad amount beside such a trade is a fault, not the end', async () => {
    const faults = await faultsOf([
      ['工种', '姓名', '身份证号', '实发'],
      ['班组长', '试工甲', makeIdNumber(1), '六千'],
      ['木工', '试工乙', makeIdNumber(2), 1],
    ]);
    expect(faults).toMatchObject([{ row: 2, code: 'amount-wrong' }]);
  });

  test('workers below the footer are told, not lost', async () => {
    expect(
      await faultsOf([
        ['姓名', '实发'],
        ['试工甲', 1],
        ['合计', 1],
        ['试工乙', 2],
      ]),
    ).toMatchObject([{ row: 4, code: 'row-after-footer' }]);
  });

  test('a stated total other than the sum is a warning', async () => {
    const rows = (total: number): Rows => [
      ['姓名', '应发', '实发'],
      ['试工甲', 1, 1],
      ['试工乙', 2, 2],
      ['合计', total, total],
    ];
    expect((await sheetOf(rows(3))).warnings).toEqual([]);
    expect((await sheetOf(rows(4))).warnings).toMatchObject([
      { row: 4, column: 'C', code: 'total-differs' },
    ]);
  });

  test('a team merged over its workers is filled down, an amount or a name is not', async () => {
    const rows: Rows = [
      ['班组', '姓名', '实发'],
      ['木工班', '试工甲', 1],
      [null, '试工乙', 2],
    ];
    expect((await sheetOf(rows, ['A2:A3'])).lines.map((line) => line.team)).toEqual([
      '木工班',
      '木工班',
    ]);
    const pay: Rows = [
      ['姓名', '应发', '实发'],
      ['试工甲', 5, 1],
      ['试工乙', null, 2],
    ];
    expect(await faultsOf(pay, ['B2:B3'])).toMatchObject([
      { row: 3, column: 'B', code: 'cell-merged' },
    ]);
    const name: Rows = [
      ['姓名', '实发'],
      ['试工甲', 1],
      [null, 2],
    ];
    expect(await faultsOf(name, ['A2:A3'])).toMatchObject([
      { row: 3, column: 'A', code: 'cell-merged' },
    ]);
  });

  test('every fault of every row is answered, with the good lines beside them', async () => {
    const reading = await read([
      HEADINGS,
      ['试工甲', '1', '', 'x', 'y', 'z'],
      worker(2),
      ['试工丙', '', '', '', 5, 6],
    ]);
    expect(reading.ok).toBe(false);
    if (reading.ok) return;
    expect(reading.faults.map(({ row, column, code }) => [row, column, code])).toEqual([
      [2, 'D', 'card-no-wrong'],
      [2, 'B', 'id-number-wrong'],
      [2, 'E', 'amount-wrong'],
      [2, 'F', 'amount-wrong'],
      [4, 'F', 'net-above-gross'],
    ]);
    expect(reading.sheet?.lines.map((line) => line.row)).toEqual([3]);
    expect(reading.faults.every((fault) => /[请应]/.test(fault.message))).toBe(true);
  });

  test('50,000 workers are read, one more is refused', async () => {
    const rows = (count: number) =>
      utf8(csv([['姓名', '实发'], ...Array.from({ length: count }, () => ['试工甲', 1])]));
    const full = await readPayrollSheet(rows(50_000));
    expect(full.ok && full.sheet.lines.length).toBe(50_000);
    expect(await readPayrollSheet(rows(50_001))).toMatchObject({
      ok: false,
      faults: [{ row: null, code: 'too-many-rows' }],
    });
  });
});
