import { describe, expect, test } from 'vitest';
import { makeCard, makeIdNumber } from '../../../src/demo/identities.ts';
import { HEADINGS } from './build-table.ts';
import { cell, faultsOf, sheetOf } from './read-table.ts';

describe('identity numbers', () => {
  const idNumber = makeIdNumber(7);

  test.each([
    ['as text', idNumber],
    ['with blanks and small x', ` ${idNumber.slice(0, 6)} ${idNumber.slice(6).toLowerCase()} `],
    [
      'in full-width digits',
      idNumber.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    ],
    ['behind an apostrophe', `'${idNumber}`],
  ])('%s', async (_, text) => {
    expect(await cell('身份证号', text)).toMatchObject({ idNumber });
  });

  test('a .0 tail is repaired', async () => {
    const numeric =
      [1, 2, 3, 4, 5, 6, 7].map(makeIdNumber).find((text) => /^\d+$/.test(text)) ?? '';
    expect(await cell('身份证号', `${numeric}.0`)).toMatchObject({ idNumber: numeric });
  });

  test.each([
    ['a number', 320799199001011000],
    ['a sixteen-digit number', 1234567890123456],
    ['an exponent', '3.20799E+17'],
    ['a text rounded by an earlier save', '320799199001011000'],
  ])('%s is refused as rounded', async (_, value) => {
    expect(await cell('身份证号', value)).toBe('id-number-rounded');
  });

  test('a number ending in 000 whose check digit holds is kept', async () => {
    const found = Array.from({ length: 90 }, (_, n) => `32079919900${n + 110}`)
      .flatMap((front) => ['1', '2', '3'].map((digit) => `${front}${digit}000`))
      .find(checkHolds);
    expect(found).toBeDefined();
    expect(await cell('身份证号', found ?? '')).toMatchObject({ idNumber: found });
  });

  test.each([
    ['a wrong check digit', idNumber.slice(0, 17) + (idNumber.endsWith('1') ? '2' : '1')],
    ['fifteen digits as a number', 320799900101123],
    ['a word', '待补'],
  ])('%s is refused', async (_, value) => {
    expect(await cell('身份证号', value)).toBe('id-number-wrong');
  });

  test('a passport or permit is taken by its form', async () => {
    expect(await cell('证件号码', 'e1234-5678')).toMatchObject({ idNumber: 'E12345678' });
  });

  test('blank is none', async () => {
    expect(await cell('身份证号', null)).toMatchObject({ idNumber: null });
  });

  test('no message repeats what stood in the cell', async () => {
    const faults = await faultsOf([
      HEADINGS,
      ['试工甲', `${idNumber}9`, '', '622202x', 5, 5],
      ['试工甲', 320799199001011000, '', 6222021234567890, `${idNumber}`, 5],
    ]);
    expect(faults.length).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify(faults)).not.toMatch(/\d{6,}/);
  });
});

function checkHolds(idNumber: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(idNumber[index]), 0);
  return '10X98765432'[sum % 11] === idNumber[17];
}

describe('cards', () => {
  test('groups of four and a .0 tail are repaired', async () => {
    expect(await cell('银行卡号', makeCard(3).replace(/(\d{4})/g, '$1 '))).toMatchObject({
      cardNo: makeCard(3),
    });
    expect(await cell('银行卡号', `${makeCard(3)}.0`)).toMatchObject({ cardNo: makeCard(3) });
  });

  test.each([['6.22202E+18'], ['6.222021234567e18'], [6.222021234567e18], [1e15]])(
    '%s is refused as rounded',
    async (value) => {
      expect(await cell('银行卡号', value)).toBe('card-no-rounded');
    },
  );

  test('a number of fifteen digits is exact and kept', async () => {
    expect(await cell('银行卡号', 999_999_999_999_999)).toMatchObject({
      cardNo: '999999999999999',
    });
  });

  test('a card that fails Luhn is kept with a warning', async () => {
    const sheet = await sheetOf([
      ['姓名', '实发', '卡号'],
      ['试工甲', 1, '6222020000000000001'],
    ]);
    expect(sheet.lines[0]?.cardNo).toBe('6222020000000000001');
    expect(sheet.warnings).toContainEqual(
      expect.objectContaining({ row: 2, column: 'C', code: 'card-no-doubtful' }),
    );
  });

  test('letters are refused', async () => {
    expect(await cell('银行卡号', '现金')).toBe('card-no-wrong');
  });
});

describe('other cells', () => {
  test.each([
    ['2026-03', '2026-03'],
    ['2026年3月份', '2026-03'],
    ['2026/3', '2026-03'],
    ['2026-03-31', '2026-03'],
    ['2026年3月15日', '2026-03'],
    [202603, '2026-03'],
    [new Date(Date.UTC(2026, 2, 1)), '2026-03'],
    [null, null],
  ])('the month %s', async (value, wageMonth) => {
    expect(await cell('月份', value)).toMatchObject({ wageMonth });
  });

  test.each([
    ['3月', 'month-without-year'],
    ['2026-13', 'month-wrong'],
    ['2026-31', 'month-wrong'],
    ['2026年2-3月', 'month-wrong'],
    [46_082, 'month-wrong'],
  ])('the month %s is refused', async (value, code) => {
    expect(await cell('月份', value)).toBe(code);
  });

  test.each([
    [22, 22],
    ['22.5天', 22.5],
    [0, 0],
    [31, 31],
    ['22.0', 22],
  ])('%s days worked', async (value, workDays) => {
    expect(await cell('出勤天数', value)).toMatchObject({ workDays });
  });

  test.each([[31.5], [-1], ['满勤'], [22.333]])('%s days worked are refused', async (value) => {
    expect(await cell('出勤天数', value)).toBe('work-days-wrong');
  });

  test('是否为补发 is 是 or 否', async () => {
    expect(await cell('是否为补发', '否')).toMatchObject({ isBackPay: false });
    expect(await cell('是否为补发', '也许')).toBe('yes-no-wrong');
  });

  test('a credit code is checked', async () => {
    expect(await cell('企业统一社会信用代码', '91110000600037341X')).toBe('uscc-wrong');
  });

  test('padding blanks in a name are dropped and the dots in it made one', async () => {
    const sheet = await sheetOf([
      ['姓名', '实发'],
      ['张　 三', 1],
      ['阿依•古丽', 1],
      ["'试工甲", 1],
    ]);
    expect(sheet.lines.map((line) => line.name)).toEqual(['张三', '阿依·古丽', '试工甲']);
  });

  test('an amount without a name is a fault, a number for a name too', async () => {
    expect(
      await faultsOf([
        ['姓名', '实发'],
        [null, 5],
        [12, 5],
      ]),
    ).toMatchObject([
      { row: 2, column: 'A', code: 'name-missing' },
      { row: 3, column: 'A', code: 'name-not-text' },
    ]);
  });
});
