import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPayrollSheet } from '../../../src/adapters/excel/payroll-sheet.ts';
import { makeCard, makeIdNumber, makeUscc } from '../../../src/demo/identities.ts';
import { csv, HEADINGS, type Rows, utf8, worker, xlsx } from './build-table.ts';
import { faultsOf, sheetOf } from './read-table.ts';

describe('a faultless table', () => {
  test('is read to its lines, with the mapping to show', async () => {
    const sheet = await sheetOf([
      ['某某项目工资表'],
      [...HEADINGS, '籍贯'],
      worker(1),
      worker(2, 7000.5),
    ]);
    expect(sheet).toMatchObject({
      headerRow: 2,
      ignored: [{ letters: 'G', heading: '籍贯' }],
      warnings: [],
    });
    expect(sheet.columns).toEqual([
      { letters: 'A', heading: '姓名', field: 'name' },
      { letters: 'B', heading: '身份证号', field: 'idNumber' },
      { letters: 'C', heading: '班组', field: 'team' },
      { letters: 'D', heading: '工资卡号', field: 'cardNo' },
      { letters: 'E', heading: '应发工资', field: 'gross' },
      { letters: 'F', heading: '实发工资', field: 'net' },
    ]);
    expect(sheet.lines).toEqual([
      expect.objectContaining({ row: 3, name: '试工乙', grossFen: 6500_00, netFen: 6500_00 }),
      {
        row: 4,
        name: '试工丙',
        idNumber: makeIdNumber(2),
        team: '钢筋班',
        cardNo: makeCard(2),
        workDays: null,
        grossFen: 7000_50,
        deductions: [],
        netFen: 7000_50,
        wageMonth: null,
        slipNo: null,
        employerUscc: null,
        isBackPay: null,
        backPayMonth: null,
      },
    ]);
  });

  test('of the seventh template carries month, back pay, credit code and slip, and no identity', async () => {
    const sheet = await sheetOf([
      [
        '企业统一社会信用代码',
        '企业名称',
        '班组名称',
        '员工姓名',
        '发放工资的月份',
        '是否为补发',
        '补发月份',
        '出勤天数',
        '总工时 ',
        '工人工资卡号',
        '应发金额',
        '实发金额',
        '发放日期',
        '第三方工资单编号',
      ],
      [
        makeUscc(1),
        '试建公司',
        '木工班',
        '试工甲',
        '2026年3月',
        '是',
        new Date(Date.UTC(2026, 1, 1)),
        22.5,
        180,
        makeCard(1),
        '6,500.00',
        6000,
        '2026-04-15',
        'GZ-1',
      ],
    ]);
    expect(sheet.lines[0]).toEqual({
      row: 2,
      name: '试工甲',
      idNumber: null,
      team: '木工班',
      cardNo: makeCard(1),
      workDays: 22.5,
      grossFen: 6500_00,
      deductions: [{ kind: 'unspecified', amountFen: 500_00 }],
      netFen: 6000_00,
      wageMonth: '2026-03',
      slipNo: 'GZ-1',
      employerUscc: makeUscc(1),
      isBackPay: true,
      backPayMonth: '2026-02',
    });
  });

  test('with a heading and no rows is read as no lines', async () => {
    expect((await sheetOf([HEADINGS])).lines).toEqual([]);
  });
});

describe('which sheet', () => {
  const table: Rows = [
    ['姓名', '实发'],
    ['试工甲', 1],
  ];

  test('the wage table is found beside other sheets', async () => {
    const reading = await readPayrollSheet(
      await xlsx({ 说明: [['填表说明']], 空表: [['姓名', '实发']], 三月: table }),
    );
    expect(reading.ok && reading.sheet.lines).toHaveLength(1);
  });

  test('two wage tables are refused by name, so that none is left out', async () => {
    const reading = await readPayrollSheet(await xlsx({ 木工: table, 瓦工: table }));
    expect(reading).toMatchObject({ ok: false, sheet: null, faults: [{ code: 'several-sheets' }] });
    expect(!reading.ok && reading.faults[0]?.message).toMatch(/木工.*瓦工/);
  });

  test('a table without amounts or names is refused with what it needs', async () => {
    expect(
      await faultsOf([
        ['姓名', '身份证号'],
        ['试工甲', ''],
      ]),
    ).toMatchObject([{ code: 'heading-not-found' }]);
    expect(await faultsOf([['实发'], [1]])).toMatchObject([{ code: 'heading-not-found' }]);
  });

  test('an unreadable file is one fault without a row', async () => {
    expect(await readPayrollSheet(utf8('%PDF'))).toMatchObject({
      ok: false,
      sheet: null,
      faults: [{ row: null, code: 'file-not-spreadsheet' }],
    });
  });
});

test('what is written under any headings is read back the same', async () => {
  const amount = fc.integer({ min: 0, max: 99_999_99 });
  const line = fc.record({
    seed: fc.integer({ min: 0, max: 9_999 }),
    netFen: amount,
    advanceFen: amount,
    days: fc.integer({ min: 0, max: 62 }).map((half) => half / 2),
    team: fc.constantFrom('木工班', '钢筋班 2', '注浆班'),
  });
  const yuan = (fen: number) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      async (lines, asCsv, asNumbers) => {
        const rows = lines.map(({ seed, netFen, advanceFen, days, team }) => [
          worker(seed)[0] ?? '',
          makeIdNumber(seed),
          team,
          makeCard(seed),
          days,
          ...[netFen + advanceFen, advanceFen, netFen].map((fen) =>
            asNumbers ? fen / 100 : yuan(fen),
          ),
        ]);
        const table = [
          [
            '工人姓名',
            '证件号码',
            '所属班组',
            '工资卡号',
            '出勤天数',
            '应领工资',
            '借支',
            '实发金额（元）',
          ],
          ...rows,
        ];
        const reading = await readPayrollSheet(asCsv ? utf8(csv(table)) : await xlsx(table));
        expect(reading.ok && reading.sheet.lines).toEqual(
          lines.map(({ seed, netFen, advanceFen, days, team }, index) =>
            expect.objectContaining({
              row: index + 2,
              idNumber: makeIdNumber(seed),
              cardNo: makeCard(seed),
              team,
              workDays: days,
              grossFen: netFen + advanceFen,
              deductions: advanceFen === 0 ? [] : [{ kind: 'advance', amountFen: advanceFen }],
              netFen,
            }),
          ),
        );
      },
    ),
    { numRuns: 40 },
  );
});
