import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readPayrollSheet } from '../../../src/adapters/excel/payroll-sheet.ts';
import { reasonsByRow, writeRefusedRows } from '../../../src/adapters/excel/refusal-sheet.ts';
import { readWorkbook } from '../../../src/adapters/excel/workbook.ts';
import { makeCard, makeIdNumber } from '../../../src/demo/identities.ts';
import { csv, HEADINGS, type Rows, utf8, worker, xlsx } from './build-table.ts';

async function textsOf(bytes: Uint8Array): Promise<(string | undefined)[][]> {
  const [sheet] = (await readWorkbook(bytes)).sheets;
  return (sheet?.rows ?? []).map((row) => [...row.cells].map((cell) => cell?.text));
}

async function refuse(bytes: Uint8Array) {
  const reading = await readPayrollSheet(bytes);
  if (reading.ok) throw new Error('nothing to refuse');
  return writeRefusedRows(bytes, reasonsByRow(reading.faults));
}

const bad = (seed: number) => worker(seed).with(4, '六千');

test('only refused rows come back, in their order, under the same headings, with reason and old row', async () => {
  const returned = await textsOf(
    await refuse(await xlsx([['三月工资表'], HEADINGS, worker(1), bad(2), worker(3), bad(4)])),
  );
  expect(returned.map((row) => row[0])).toEqual(['三月工资表', '姓名', '试工丙', '试工戊']);
  expect(returned[1]).toEqual([...HEADINGS, '退回原因']);
  expect(returned[2]?.slice(1, 6)).toEqual([
    makeIdNumber(2),
    '钢筋班',
    makeCard(2),
    '六千',
    '6500',
  ]);
  expect(returned[2]?.[6]).toMatch(/^原第 4 行：应发工资（E 列）：.*请改正/);
  expect(returned[3]?.[6]).toMatch(/^原第 6 行：/);
});

test('all reasons of a row stand in its cell', async () => {
  const row = worker(1).with(3, 'x').with(4, 'y');
  const returned = await textsOf(await refuse(await xlsx([HEADINGS, row])));
  expect(returned[1]?.[6]).toMatch(/工资卡号（D 列）：.*；应发工资（E 列）：/);
});

test('corrected and sent again, the returned table is read', async () => {
  const returned = await textsOf(await refuse(await xlsx([HEADINGS, bad(2)])));
  const corrected = await xlsx(
    returned.map((row) => row.map((text) => (text === '六千' ? '6500' : (text ?? null)))),
  );
  const reading = await readPayrollSheet(corrected);
  expect(reading.ok && reading.sheet.lines).toMatchObject([
    { idNumber: makeIdNumber(2), cardNo: makeCard(2), grossFen: 6500_00 },
  ]);
});

test('a second return uses the reason column of the first', async () => {
  const once = await refuse(await xlsx([HEADINGS, worker(1), bad(2)]));
  const twice = await textsOf(await refuse(once));
  expect(twice[0]).toEqual([...HEADINGS, '退回原因']);
  expect(twice[1]?.[6]).toMatch(/^原第 2 行：应发工资（E 列）/);
});

test('two heading rows come back merged as they were', async () => {
  const rows: Rows = [
    ['姓名', '应发工资', null, '扣款', null, '实发工资'],
    [null, '计时', '小计', '借支', '个税', null],
    ['试工甲', 1, 10, 2, 0, 8],
    ['试工乙', 1, 10, 2, 0, 9],
  ];
  const merges = ['A1:A2', 'B1:C1', 'D1:E1', 'F1:F2'];
  const original = await xlsx(rows, (sheet) => {
    for (const range of merges) sheet.mergeCells(range);
  });
  const returned = await refuse(original);
  const { sheets } = await readWorkbook(returned);
  expect(sheets[0]?.rows[1]?.cells[0]?.mergedFrom).toEqual({ row: 1, column: 1 });
  expect(sheets[0]?.rows[0]?.cells[4]?.mergedFrom).toEqual({ row: 1, column: 4 });
  const again = await readPayrollSheet(returned);
  expect(again).toMatchObject({
    ok: false,
    faults: [{ row: 3, column: 'F', code: 'amounts-do-not-add-up' }],
  });
  expect(again.sheet?.columns.map((column) => column.field)).toEqual([
    'name',
    'gross',
    'deduction',
    'deduction',
    'net',
    'refusal',
  ]);
});

test('a merged team is written on each returned row, a merged amount is not paid twice', async () => {
  const rows: Rows = [
    ['班组', '姓名', '应发', '实发'],
    ['木工班', '试工甲', 500, 400],
    [null, '试工乙', null, 100],
  ];
  const original = await xlsx(rows, (sheet) => {
    sheet.mergeCells('A2:A3');
    sheet.mergeCells('C2:C3');
  });
  expect((await textsOf(await refuse(original)))[1]?.slice(0, 4)).toEqual([
    '木工班',
    '试工乙',
    undefined,
    '100',
  ]);
});

describe('formulas in texts', () => {
  const evil = ['=cmd|x', '+1+2', '-2+3', '@SUM(A1)', '＝1+1', '\t=1'];
  const row = (team: string) => worker(1).with(2, team).with(4, '六千');

  test('are made harmless in both kinds', async () => {
    for (const team of evil) {
      const inXlsx = await textsOf(await refuse(await xlsx([HEADINGS, row(team)])));
      expect(inXlsx[1]?.[2]).toBe(`'${team}`);
      const inCsv = Buffer.from(await refuse(utf8(csv([HEADINGS, row(team)])))).toString('utf8');
      expect(inCsv).toMatch(/,"?'/);
      expect(inCsv).not.toMatch(/(^|,|")[=+\-@\t＝]/m);
    }
  });

  test('plain numbers stay numbers, and the apostrophe is dropped when read again', async () => {
    const returned = await textsOf(await refuse(utf8(csv([HEADINGS, worker(1).with(5, '-5')]))));
    expect(returned[1]?.[5]).toBe('-5');
    const again = await readPayrollSheet(await xlsx([HEADINGS, worker(1).with(2, "'=班组")]));
    expect(again.ok && again.sheet.lines[0]?.team).toBe('=班组');
  });
});

describe('a CSV', () => {
  test('comes back as UTF-8 with a mark, whatever it was, and keeps long numbers from being rounded', async () => {
    const original = new Uint8Array(iconv.encode(csv([HEADINGS, worker(1), bad(2)]), 'gb18030'));
    const text = Buffer.from(await refuse(original)).toString('utf8');
    expect(text.startsWith('\u{feff}姓名,')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(2);
    expect(text).toContain(`,'${makeCard(2)},`);
  });

  test('with quotes, commas and line breaks in a cell survives', async () => {
    const returned = await textsOf(
      await refuse(utf8(`姓名,班组,应发,实发\r\n试工甲,"一,""二""\n三",x,1\r\n`)),
    );
    expect(returned[1]?.[1]).toBe('一,"二"\n三');
  });

  test('corrected and sent again is read', async () => {
    const text = Buffer.from(await refuse(utf8(csv([HEADINGS, bad(2)])))).toString('utf8');
    const reading = await readPayrollSheet(utf8(text.replace('六千', '6500')));
    expect(reading.ok && reading.sheet.lines).toMatchObject([
      { idNumber: makeIdNumber(2), cardNo: makeCard(2) },
    ]);
  });
});

test('what is no wage table is not given back', async () => {
  await expect(writeRefusedRows(utf8('a,b\n'), new Map())).rejects.toMatchObject({
    code: 'heading-not-found',
  });
});
