import { describe, expect, test } from 'vitest';
import { HEADINGS, type Rows, worker } from './build-table.ts';
import { faultsOf, read, sheetOf } from './read-table.ts';

describe('amounts', () => {
  const gross = async (value: Rows[number][number]) => {
    const reading = await read([
      ['姓名', '应发', '实发'],
      ['试工甲', value, 0],
    ]);
    return reading.ok ? reading.sheet.lines[0]?.grossFen : reading.faults[0]?.code;
  };

  test.each([
    [6500, 6500_00],
    [1234.56, 1234_56],
    [0.1 + 0.2, 30],
    ['¥6,500.5元', 6500_50],
    ['６５００．５０', 6500_50],
    [{ formula: 'A1', result: 12.5 }, 12_50],
    [0, 0],
    [6533.335, 'amount-wrong'],
    [{ formula: '19600/3', result: 6533.333333333333 }, 'amount-wrong'],
    ['6.5E+3', 'amount-wrong'],
    ['六千', 'amount-wrong'],
    [-1, 'amount-negative'],
    [null, 'amount-missing'],
    [{ formula: 'A1' }, 'amount-missing'],
    [{ formula: '1/0', result: { error: '#DIV/0!' as const } }, 'cell-error'],
    [new Date(Date.UTC(2026, 0, 1)), 'amount-wrong'],
    [1e20, 'amount-wrong'],
  ])('%j', async (value, expected) => {
    expect(await gross(value as Rows[number][number])).toBe(expected);
  });

  const head = ['姓名', '应发', '借支', '扣个税', '个税', '劳保', '实发'];

  test('deduction columns become kinds, the same kind once, nothing for blank, zero or a dash', async () => {
    const sheet = await sheetOf([
      head,
      ['试工甲', 6000, 500, 10, 5, '-', 5485],
      ['试工乙', 6000, null, 0, '—', 0, 6000],
    ]);
    expect(sheet.lines.map((line) => line.deductions)).toEqual([
      [
        { kind: 'advance', amountFen: 500_00 },
        { kind: 'income-tax', amountFen: 15_00 },
      ],
      [],
    ]);
    expect(sheet.warnings).toEqual([]);
  });

  test('deductions that do not explain the difference are a fault', async () => {
    expect(await faultsOf([head, ['试工甲', 6000, 500, 0, 0, 0, 5499.99]])).toMatchObject([
      { row: 2, column: 'G', code: 'amounts-do-not-add-up' },
    ]);
  });

  test('a column of their total counts only where there are no single deductions', async () => {
    const alone = await sheetOf([
      ['姓名', '应发', '扣款合计', '实发'],
      ['试工甲', 10, 3, 7],
    ]);
    expect(alone.lines[0]?.deductions).toEqual([{ kind: 'unspecified', amountFen: 3_00 }]);
    const beside = await sheetOf([
      ['姓名', '应发', '借支', '扣款合计', '实发'],
      ['试工甲', 10, 3, 3, 7],
    ]);
    expect(beside.lines[0]?.deductions).toEqual([{ kind: 'advance', amountFen: 3_00 }]);
  });

  test('without deduction columns the difference is one unspecified deduction, told once with its sum', async () => {
    const sheet = await sheetOf([
      HEADINGS,
      worker(1, 6500, 6000),
      worker(2, 6500),
      worker(3, 6500, 6499.99),
    ]);
    expect(sheet.lines.map((line) => line.deductions)).toEqual([
      [{ kind: 'unspecified', amountFen: 500_00 }],
      [],
      [{ kind: 'unspecified', amountFen: 1 }],
    ]);
    expect(sheet.warnings).toMatchObject([
      { row: null, column: 'F', code: 'deduction-unspecified' },
    ]);
    expect(sheet.warnings[0]?.message).toContain('2 人');
    expect(sheet.warnings[0]?.message).toContain('500.01');
  });

  test('a net above the gross is a fault', async () => {
    expect(await faultsOf([HEADINGS, worker(1, 6000, 6000.01)])).toMatchObject([
      { row: 2, column: 'F', code: 'net-above-gross' },
    ]);
  });

  test('a missing 应发 follows from 实发 and the deductions, with a warning', async () => {
    const plain = await sheetOf([
      ['姓名', '实发'],
      ['试工甲', 6000],
    ]);
    expect(plain.lines[0]).toMatchObject({ grossFen: 6000_00, netFen: 6000_00, deductions: [] });
    expect(plain.warnings).toMatchObject([{ row: 1, code: 'gross-missing' }]);
    const lent = await sheetOf([
      ['姓名', '借支', '实发'],
      ['试工甲', 500, 6000],
    ]);
    expect(lent.lines[0]).toMatchObject({ grossFen: 6500_00, netFen: 6000_00 });
  });

  test('a missing 实发 follows from 应发 and the deductions, with a warning', async () => {
    const sheet = await sheetOf([
      ['姓名', '应发', '借支'],
      ['试工甲', 6500, 500],
    ]);
    expect(sheet.lines[0]).toMatchObject({ grossFen: 6500_00, netFen: 6000_00 });
    expect(sheet.warnings).toMatchObject([{ code: 'net-missing' }]);
    expect(
      await faultsOf([
        ['姓名', '应发', '借支'],
        ['试工甲', 400, 500],
      ]),
    ).toMatchObject([{ code: 'net-above-gross' }]);
  });

  test('应发 and 实发 called the same are told by their place, with a warning', async () => {
    const sheet = await sheetOf([
      ['姓名', '应发工资', '应发工资'],
      ['试工甲', 10, 8],
    ]);
    expect(sheet.lines[0]).toMatchObject({ grossFen: 10_00, netFen: 8_00 });
    expect(sheet.warnings.map((warning) => warning.code)).toEqual([
      'heading-same-name',
      'deduction-unspecified',
    ]);
  });

  test('two columns of one meaning refuse the table and name both', async () => {
    const [fault] = await faultsOf([
      ['姓名', '实发', '银行卡号', '工资卡号'],
      ['试工甲', 5, '', ''],
    ]);
    expect(fault).toMatchObject({ row: 1, column: 'C', code: 'heading-twice' });
    expect(fault?.message).toContain('D 列“工资卡号”');
  });
});
