import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPayrollSheet } from '../../../src/adapters/excel/payroll-sheet.ts';
import { faultsOf } from './read-table.ts';

describe('other templates', () => {
  test.each([
    [
      '参建单位导入模板',
      'PUT /projects/{projectCode}/participants/{uscc}',
      '企业统一社会信用代码 企业名称 企业类型 进场时间 退场时间 项目经理名称',
    ],
    [
      '项目班组导入模板',
      'POST /projects/{projectCode}/engagements',
      '企业名称 班组名称 责任人姓名 责任人联系电话 责任人证件号码 备注 进场日期 退场日期',
    ],
    [
      '项目人员导入模板',
      'POST /projects/{projectCode}/engagements',
      '班组名称 工人姓名 是否班组长 证件号码 当前工种 工人类型 发放工资银行卡号 民族',
    ],
    [
      '项目人员进退场导入模板',
      'POST /projects/{projectCode}/engagements',
      '工人所属班组名称 工人姓名 证件号码 进退场日期 类型',
    ],
    [
      '项目人员合同导入模板',
      'POST /projects/{projectCode}/engagements',
      '工人姓名 证件号码 合同期限类型 生效日期 失效日期 计量单位 计量单价',
    ],
    [
      '项目人员考勤导入模板',
      'POST /projects/{projectCode}/attendance',
      '人员姓名 证件号码 刷卡时间 刷卡进出方向 通行方式',
    ],
    [
      '考勤表',
      'POST /projects/{projectCode}/attendance',
      `姓名 ${Array.from({ length: 30 }, (_, day) => `${day + 1}号`).join(' ')} 合计`,
    ],
  ])('%s is refused by its name with the route that takes it', async (name, route, headings) => {
    for (const above of [[], [['某某项目']]]) {
      const [fault, ...more] = await faultsOf([...above, headings.split(' ')]);
      expect(more).toEqual([]);
      expect(fault).toMatchObject({ code: 'sheet-wrong-template' });
      expect(fault?.message).toContain(`“${name}”`);
      expect(fault?.message).toContain(route);
    }
  });

  test('one heading in common with a template does not make a table that template', async () => {
    expect(await faultsOf([['姓名', '类型', '籍贯']])).toMatchObject([
      { code: 'heading-not-found' },
    ]);
  });

  const samples = join(
    process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../../shared'),
    'samples/payroll-xlsx',
  );

  test.skipIf(!existsSync(samples))(
    'of the collected templates the seventh is read, the six others refused by name',
    async () => {
      for (const file of readdirSync(samples).filter((name) => name.endsWith('.xlsx'))) {
        const reading = await readPayrollSheet(readFileSync(join(samples, file)));
        if (file.startsWith('07')) {
          expect(reading).toMatchObject({
            ok: true,
            sheet: { lines: [], ignored: [], warnings: [] },
          });
          expect(reading.sheet?.columns).toHaveLength(14);
        } else {
          expect(reading).toMatchObject({ ok: false, faults: [{ code: 'sheet-wrong-template' }] });
          expect(!reading.ok && reading.faults[0]?.message).toContain(file.slice(3, -5));
        }
      }
    },
  );
});
