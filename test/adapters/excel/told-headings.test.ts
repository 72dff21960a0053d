import { describe, expect, test } from 'vitest';
import type { HeadingMeaning } from '../../../src/adapters/excel/heading-names.ts';
import { readPayrollSheet } from '../../../src/adapters/excel/payroll-sheet.ts';
import { writePayrollTemplate } from '../../../src/adapters/excel/payroll-template.ts';
import { reasonsByRow, writeRefusedRows } from '../../../src/adapters/excel/refusal-sheet.ts';
import { readWorkbook } from '../../../src/adapters/excel/workbook.ts';
import { csv, HEADINGS, utf8, worker, xlsx } from './build-table.ts';

const told = (of: Record<string, HeadingMeaning | null>) => new Map(Object.entries(of));
const read = async (bytes: Uint8Array, of: Record<string, HeadingMeaning | null> = {}) =>
  readPayrollSheet(bytes, told(of));

describe('what a firm says of its headings', () => {
  const own = utf8(
    csv([
      ['工友', '到手', '证件'],
      ['试工甲', 6500, worker(0)[1] as string],
    ]),
  );
  const all: Record<string, HeadingMeaning> = {
    工友: { field: 'name' },
    到手: { field: 'net' },
    证件: { field: 'idNumber' },
  };

  test('makes a wage table of one that is none, which shows its likely headings', async () => {
    expect(await read(own)).toMatchObject({
      ok: false,
      sheet: null,
      faults: [{ code: 'heading-not-found' }],
      likely: [
        { letters: 'A', heading: '工友' },
        { letters: 'B', heading: '到手' },
        { letters: 'C', heading: '证件' },
      ],
    });
    const reading = await read(own, all);
    expect(reading).toMatchObject({ ok: true });
    expect(reading.sheet?.lines).toMatchObject([{ name: '试工甲', netFen: 6500_00 }]);
  });

  test('without a name among them it is none still', async () => {
    const { 工友: _, ...rest } = all;
    expect((await read(own, rest)).sheet).toBeNull();
  });

  test('goes before what they are called, and leaves a column out', async () => {
    const bytes = await xlsx([
      [...HEADINGS, '罚款'],
      [...worker(1, 6500, 6500), 100],
    ]);
    expect((await read(bytes)).ok).toBe(false);
    const without = await read(bytes, { 罚款: null });
    expect(without.ok).toBe(true);
    expect(without.sheet?.ignored).toContainEqual({ letters: 'G', heading: '罚款' });
    const swapped = await read(await xlsx([HEADINGS, worker(2, 6500, 6000)]), {
      应发工资: { field: 'net' },
      实发工资: { field: 'gross' },
    });
    expect(swapped.ok).toBe(false);
  });

  test('a deduction is told with its kind', async () => {
    const bytes = await xlsx([
      [...HEADINGS, '安全帽'],
      [...worker(3, 6500, 6400), 100],
    ]);
    const reading = await read(bytes, { 安全帽: { field: 'deduction', kind: 'other' } });
    expect(reading.sheet?.lines[0]?.deductions).toEqual([{ kind: 'other', amountFen: 100_00 }]);
  });

  test('two columns told to be the same are a clash', async () => {
    const bytes = await xlsx([
      [...HEADINGS, '奖'],
      [...worker(4), 6500],
    ]);
    const reading = await read(bytes, { 奖: { field: 'net' }, 实发工资: { field: 'net' } });
    expect(reading).toMatchObject({ ok: false, faults: [{ code: 'heading-twice' }] });
  });

  test('finds the second row of a heading under a name of its own, and the rows to give back', async () => {
    const two = await xlsx({
      表: [
        ['工友', '钱', ''],
        ['', '应发工资', '实发工资'],
        ['试工甲', 6500, 6400],
        ['', 5, 4],
      ],
    });
    const reading = await read(two, { 工友: { field: 'name' } });
    expect(reading.ok).toBe(false);
    const faults = reading.ok ? [] : reading.faults;
    expect(faults).toMatchObject([{ row: 4, code: 'name-missing' }]);
    const back = await writeRefusedRows(
      two,
      reasonsByRow(faults),
      told({ 工友: { field: 'name' } }),
    );
    const [sheet] = (await readWorkbook(back)).sheets;
    expect(sheet?.rows).toHaveLength(3);
  });
});

describe('the template', () => {
  test('has headings that are all known, and begun rows without amounts are asked for them', async () => {
    const empty = await readPayrollSheet(await writePayrollTemplate([]));
    expect(empty).toMatchObject({ ok: true });
    expect(empty.sheet?.ignored).toEqual([]);
    expect(empty.sheet?.lines).toEqual([]);
    const people = [{ name: '=试工', team: '+班', workDays: 21 }];
    const begun = await readPayrollSheet(await writePayrollTemplate(people));
    expect(begun.ok).toBe(false);
    const codes = begun.ok ? [] : begun.faults.map(({ row, code }) => [row, code]);
    expect(codes).toEqual([
      [2, 'amount-missing'],
      [2, 'amount-missing'],
    ]);
  });

  test('a name that looks like a formula is none in it', async () => {
    const bytes = await writePayrollTemplate([{ name: '=1+1', team: null, workDays: null }]);
    const [sheet] = (await readWorkbook(bytes)).sheets;
    expect(sheet?.rows[1]?.cells[1]?.text).toBe("'=1+1");
  });
});
