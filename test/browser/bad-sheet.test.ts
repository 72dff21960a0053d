import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { readWorkbook } from '../../src/adapters/excel/workbook.ts';
import { makeIdNumber } from '../../src/demo/identities.ts';
import { xlsx } from '../adapters/excel/build-table.ts';
import type { TestApp } from '../helpers/app.ts';
import { aSite } from '../helpers/firm.ts';
import { expectAccessible, expectNarrow, houseAt, pageOf, textOf, ways } from './browser.ts';

// The second journey: a workbook with five bad rows, of a hundred, to wages that are paid.

const COUNT = 100;
const NET = 6000;
/** A heading that nobody knows beforehand. */
const HEADINGS = ['姓名', '身份证号', '工资卡号', '出勤天数', '应发工资', '到手'];
const MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The row of March in the list of wage months. */
const monthOn = (page: Page) =>
  page.locator('tbody tr', { has: page.locator('[data-name=月份]', { hasText: '2026-03' }) });

describe.each(ways)('$way', (way) => {
  const house = houseAt('2026-05-08T09:00:00+08:00');
  let site: Awaited<ReturnType<typeof aSite>>;
  let bank: Awaited<ReturnType<TestApp['bank']>>;
  let clerk: Page;
  let approver: Page;

  beforeAll(async () => {
    const { app, callers } = house();
    bank = await app.bank('102');
    site = await aSite(app, callers, 'P-1', COUNT);
    const companyId = callers.contractor.uscc;
    clerk = await pageOf(house(), way, {
      ...{ username: 'lizd', name: '李制单', role: 'contractor-clerk', companyId },
    });
    approver = await pageOf(house(), way, {
      ...{ username: 'wangfh', name: '王复核', role: 'contractor-approver', companyId },
    });
  });

  const good = () =>
    site.workers.map(({ name, idNumber, cardNo }) => [name, idNumber, cardNo, 20, NET, NET]);
  /** Rows 3, 21, 41, 61 and 81 of the sheet, each wrong in its own way. */
  const bad = () => {
    const rows = good();
    const spoil = (row: number, column: number, value: string | number) => {
      (rows[row - 2] as (string | number)[])[column] = value;
    };
    spoil(3, 1, '320706199001011234');
    spoil(21, 5, -1);
    spoil(41, 0, '<b>别人</b>');
    spoil(61, 1, makeIdNumber(9001));
    spoil(81, 5, NET + 1);
    return rows;
  };
  /** A row of the returned table as it should have been. */
  const mended = (row: string[]) => {
    const original = /原第 (\d+) 行/.exec(row.at(-1) as string)?.[1];
    return original ? [...(good()[Number(original) - 2] as string[]), row.at(-1) as string] : row;
  };
  const upload = (rows: (string | number)[][], name: string) => send([HEADINGS, ...rows], name);
  const send = async (rows: (string | number)[][], name: string) => {
    const buffer = Buffer.from(await xlsx(rows));
    await clerk.setInputFiles('#file', { name, mimeType: MIME, buffer });
    await clerk.getByRole('button', { name: '上传并检查' }).click();
  };

  test('from five bad rows to paid wages', async () => {
    await clerk.getByRole('link', { name: '工资发放' }).click();
    await expectAccessible(clerk);
    const row = monthOn(clerk);
    await row.getByRole('link', { name: /报/ }).click();
    await expectAccessible(clerk);
    await expectNarrow(clerk);
    await upload(bad(), '三月工资.xlsx');
    expect(await textOf(clerk)).toContain('表中没有实发金额');
    await expectAccessible(clerk);
    await clerk.getByLabel('F 列“到手”当作').selectOption({ label: '实发工资' });
    await clerk.getByRole('button', { name: '按所选重新检查' }).click();

    const faults = clerk
      .locator('section', { hasText: '要改正的地方（5 处）' })
      .locator('tbody tr');
    const places = await faults.evaluateAll((rows) =>
      rows.map((one) => [...one.querySelectorAll('td')].slice(0, 2).map((td) => td.textContent)),
    );
    expect(places).toEqual([
      ['3', 'B'],
      ['21', 'F'],
      ['41', 'A'],
      ['61', 'B'],
      ['81', 'F'],
    ]);
    expect(await clerk.locator('main b', { hasText: '别人' }).count()).toBe(0);
    await expectAccessible(clerk);

    const [download] = await Promise.all([
      clerk.waitForEvent('download'),
      clerk.getByRole('button', { name: /下载退回表/ }).click(),
    ]);
    const [returned] = (await readWorkbook(await readFile(await download.path()))).sheets;
    const given = (returned?.rows ?? []).map(({ cells }) =>
      [...cells].map((one) => one?.text ?? ''),
    );
    expect(given).toHaveLength(6);
    // Corrected where they stand, and sent back alone: they join the ninety-five others.
    await send(given.map(mended), '退回表.xlsx');
    expect(await textOf(clerk)).toContain('退回表中的 5 行已放回 三月工资.xlsx');
    expect(await textOf(clerk)).toContain('检查通过');
    expect(await textOf(clerk)).toContain('600,000.00');
    await expectAccessible(clerk);
    await clerk.getByRole('button', { name: '提交工资表' }).click();
    expect(await clerk.getByRole('status').textContent()).toContain('已提交');
    await expectAccessible(clerk);
    if (way.javaScriptEnabled) {
      // Going back sends nothing again: the form is found, for the same month.
      await clerk.goBack();
      expect(await clerk.locator('h1').textContent()).toBe('报送工资表');
      expect(await clerk.locator('#wageMonth').inputValue()).toBe('2026-03');
      await clerk.goForward();
    }

    await approver.goto('/');
    await expectAccessible(approver);
    const waiting = approver.locator('section', { hasText: '等您办理的批次' });
    await waiting.getByRole('link').click();
    await expectAccessible(approver);
    await approver.getByRole('button', { name: '复核通过' }).click();
    expect(await approver.getByRole('status').textContent()).toContain('复核');

    await clerk.goto('/');
    await clerk.locator('section', { hasText: '等您办理的批次' }).getByRole('link').click();
    await clerk.getByRole('button', { name: '下达银行代发' }).click();
    const order = await clerk.request.get(
      (await clerk.getByRole('link', { name: /指令文件/ }).getAttribute('href')) as string,
    );
    expect(await order.text()).toContain('pain.001');
    const batchNo = await clerk.locator('h1 .num').textContent();
    await bank.events(
      'payout.result',
      site.workers.map((_, n) => ({
        endToEndId: `${batchNo}-${n + 1}`,
        outcome: 'paid',
        amountFen: NET * 100,
        at: '2026-05-08T08:00:00+08:00',
      })),
    );
    await clerk.reload();
    const states = clerk.locator('section', { hasText: '各笔情况' });
    expect(await states.textContent()).toMatch(/已到账100600,000\.00/);
    await expectAccessible(clerk);

    await clerk.goto('/payrolls/of/P-1');
    await expectNarrow(clerk);
    // What the column means is known the next month.
    await clerk.goto('/payrolls/new?projectCode=P-1&wageMonth=2026-04');
    await upload(good(), '四月工资.xlsx');
    expect(await textOf(clerk)).toContain('检查通过');
  });
});
