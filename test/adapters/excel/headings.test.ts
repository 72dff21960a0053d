import { describe, expect, test } from 'vitest';
import { headingKey, meaningOf } from '../../../src/adapters/excel/heading-names.ts';
import { findPayrollHeading } from '../../../src/adapters/excel/headings.ts';
import { readWorkbook } from '../../../src/adapters/excel/workbook.ts';
import { csv, type Rows, utf8, xlsx } from './build-table.ts';

async function headingOf(rows: Rows, merges: readonly string[] = []) {
  const { sheets } = await readWorkbook(
    await xlsx(rows, (sheet) => {
      for (const range of merges) sheet.mergeCells(range);
    }),
  );
  return sheets[0] && findPayrollHeading(sheets[0]);
}

const fieldsOf = (heading: Awaited<ReturnType<typeof headingOf>>) =>
  Object.fromEntries((heading?.columns ?? []).map((column) => [column.letters, column.field]));

describe('what a heading means', () => {
  test.each([
    ['name', '姓名|名|名字|员工姓名|工人姓名|人员姓名|姓名（签字）|日期\n姓名'],
    ['idNumber', '身份证号|身份证号码|身份证|证件号码|证件号'],
    ['employerName', '企业名称|工人所属企业名称|所属企业|分包单位|劳务单位|单位'],
    ['employerUscc', '企业统一社会信用代码'],
    ['team', '班组名称|工人所属班组名称|班组'],
    ['trade', '工种|当前工种'],
    ['wageMonth', '发放工资的月份'],
    ['workDays', '出勤天数|考勤天数|实际天数|实出勤|当月出勤天数|出勤工日|天数|合计天数'],
    ['hours', '总工时|总工时 '],
    ['rate', '单价/天|单价/量|工资标准|日薪'],
    ['quantity', '累计工作量|本月工作量|完成工作量'],
    ['extra', '加班工资|包活工资'],
    ['deduction', '借支|扣个税|个税|劳保'],
    ['gross', '应发金额|应发工资|本月应发工资|应领工资|工资总额'],
    ['net', '实发金额|实发工资|应支付'],
    ['cardNo', '银行卡号|工资卡号|工人工资卡号|卡号|发放工资银行卡号'],
    ['bank', '开户银行|建行开户行|发放工资银行名称|开户行'],
    ['phone', '电话|联系电话|手机号码'],
    ['isBackPay', '是否为补发'],
    ['backPayMonth', '补发月份'],
    ['payDay', '发放日期'],
    ['slipNo', '第三方工资单编号'],
    ['signature', '农民工签字|个人确认签字|领款签字'],
    ['remark', '备注'],
    ['sequence', '序号'],
  ])('%s', (field, names) => {
    for (const name of names.split('|')) expect(meaningOf(name)?.field, name).toBe(field);
  });

  test('blanks, line breaks, full-width brackets and marks make no difference', () => {
    expect(headingKey(' 实发\n金额　（ 元 ）*')).toBe('实发金额元');
    expect(meaningOf('实 发\r\n金 额（元）')?.field).toBe('net');
    expect(meaningOf('*【身份证号】：')?.field).toBe('idNumber');
    expect(meaningOf('2026年3月实发工资')?.field).toBe('net');
    expect(meaningOf('3月份应发工资(元)')?.field).toBe('gross');
  });

  test('a heading no list knows means nothing', () => {
    expect(meaningOf('身高')).toBeUndefined();
    expect(meaningOf('')).toBeUndefined();
  });
});

describe('finding the heading row', () => {
  const head = ['序号', '姓名', '身份证号', '实发工资'];
  const titles = (count: number) => Array.from({ length: count }, () => ['农民工工资发放确认表']);

  test('it may stand in row 12, but not in row 13', async () => {
    expect((await headingOf([...titles(11), head]))?.headerRow).toBe(12);
    expect(await headingOf([...titles(12), head])).toBeUndefined();
  });

  test('a title that speaks of a name is no heading', async () => {
    expect((await headingOf([['项目名称：某某'], ['班组长姓名：试工甲'], head]))?.headerRow).toBe(
      3,
    );
  });

  test('a name column nobody listed is a name column, a responsible person is not', async () => {
    expect(fieldsOf(await headingOf([['领款人姓名', '实发']]))).toEqual({ A: 'name', B: 'net' });
    expect(await headingOf([['责任人姓名', '实发']])).toBeUndefined();
  });

  test('the signature column 姓名（签字） gives way to a plain 姓名', async () => {
    const heading = await headingOf([['姓名', '实发工资', '姓名（签字）']]);
    expect(fieldsOf(heading)).toEqual({ A: 'name', B: 'net' });
    expect(heading?.ignored).toEqual([{ letters: 'C', heading: '姓名（签字）' }]);
  });

  test('headings no list knows are told with their column', async () => {
    const heading = await headingOf([['姓名', '实发', '籍贯']]);
    expect(heading?.ignored).toEqual([{ letters: 'C', heading: '籍贯' }]);
  });

  test('a heading merged over two columns is one column', async () => {
    const heading = await headingOf([['姓名', '银行卡号', null, '实发']], ['B1:C1']);
    expect(fieldsOf(heading)).toEqual({ A: 'name', B: 'cardNo', D: 'net' });
    expect(heading?.clashes).toEqual([]);
  });
});

describe('two heading rows', () => {
  const rows: Rows = [
    ['某某项目工资表'],
    ['姓名', '应发工资', null, null, '扣款', null, '实发工资'],
    [null, '计时', '计件', '小计', '借支', '个税', null],
    ['试工甲', 1, 2, 3, 0, 0, 3],
  ];
  const merges = ['A2:A3', 'B2:D2', 'E2:F2', 'G2:G3'];

  test('小计 under 应发工资 is the payable amount, its parts are not', async () => {
    const heading = await headingOf(rows, merges);
    expect(heading).toMatchObject({ headerRow: 2, lastHeaderRow: 3, clashes: [] });
    expect(fieldsOf(heading)).toEqual({
      A: 'name',
      D: 'gross',
      E: 'deduction',
      F: 'deduction',
      G: 'net',
    });
    expect(heading?.columns.map((column) => column.kind)).toEqual([
      undefined,
      undefined,
      'advance',
      'income-tax',
      undefined,
    ]);
    expect(heading?.columns[1]?.heading).toBe('应发工资/小计');
  });

  test('a CSV, where merged cells are blanks, reads the same', async () => {
    const plain = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
    const { sheets } = await readWorkbook(utf8(csv(plain)));
    const heading = sheets[0] && findPayrollHeading(sheets[0]);
    expect(fieldsOf(heading)).toEqual({
      A: 'name',
      D: 'gross',
      E: 'deduction',
      F: 'deduction',
      G: 'net',
    });
  });

  test('parts of 应发工资 without their sum are a clash', async () => {
    const heading = await headingOf(
      [
        ['姓名', '应发工资', null, '实发'],
        [null, '计时', '计件', null],
      ],
      ['A1:A2', 'B1:C1', 'D1:D2'],
    );
    expect(heading?.clashes.map((clash) => clash.columns.map((column) => column.letters))).toEqual([
      ['B', 'C'],
    ]);
  });

  test('a unit below a heading changes nothing', async () => {
    const heading = await headingOf(
      [
        ['姓名', '应发', '实发'],
        [null, '（元）', '（元）'],
      ],
      ['A1:A2'],
    );
    expect(fieldsOf(heading)).toEqual({ A: 'name', B: 'gross', C: 'net' });
    expect(heading?.lastHeaderRow).toBe(2);
  });

  test('the first worker is not taken for a second heading row', async () => {
    expect(
      (
        await headingOf([
          ['姓名', '班组', '实发'],
          ['试工甲', '钢筋班', 5],
        ])
      )?.lastHeaderRow,
    ).toBe(1);
    expect(
      (
        await headingOf([
          ['姓名', '班组', '实发'],
          [null, '钢筋班', 5],
        ])
      )?.lastHeaderRow,
    ).toBe(1);
  });

  test('合计 after the days of a month counts days, elsewhere it means nothing', async () => {
    const days = Array.from({ length: 31 }, (_, index) => `${index + 1}日`);
    const grid = await headingOf(
      [
        ['姓名', '出勤', ...Array(30).fill(null), '合计', '实发'],
        [null, ...days, null, null],
      ],
      ['A1:A2', 'B1:AF1', 'AG1:AG2', 'AH1:AH2'],
    );
    expect(fieldsOf(grid)).toEqual({ A: 'name', AG: 'workDays', AH: 'net' });
    expect(fieldsOf(await headingOf([['姓名', '合计', '实发']]))).toEqual({ A: 'name', C: 'net' });
  });
});

describe('columns with the same meaning', () => {
  test('two columns called 应发工资 are payable and paid, from the left', async () => {
    const heading = await headingOf([['姓名', '应发工资', '应发工资']]);
    expect(fieldsOf(heading)).toEqual({ A: 'name', B: 'gross', C: 'net' });
    expect(heading?.sameName?.columns.map((column) => column.letters)).toEqual(['B', 'C']);
  });

  test('two columns called 实发 likewise', async () => {
    expect(fieldsOf(await headingOf([['姓名', '实发', '实发']]))).toEqual({
      A: 'name',
      B: 'gross',
      C: 'net',
    });
  });

  test('with a 实发 of its own, two 应发工资 are a clash', async () => {
    const heading = await headingOf([['姓名', '应发工资', '应发工资', '实发']]);
    expect(heading?.sameName).toBeUndefined();
    expect(heading?.clashes).toHaveLength(1);
  });

  test('工资总额 gives way to 应发工资', async () => {
    expect(fieldsOf(await headingOf([['姓名', '工资总额', '应发工资', '实发']]))).toEqual({
      A: 'name',
      C: 'gross',
      D: 'net',
    });
  });

  test('two card columns are a clash, two phone columns are not', async () => {
    expect((await headingOf([['姓名', '银行卡号', '工资卡号']]))?.clashes).toHaveLength(1);
    expect((await headingOf([['姓名', '电话', '手机号码']]))?.clashes).toHaveLength(0);
  });
});
