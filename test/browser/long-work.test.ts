import { beforeAll, expect, test } from 'vitest';
import { xlsx } from '../adapters/excel/build-table.ts';
import { aSite } from '../helpers/firm.ts';
import { holdUp } from '../journeys/child.ts';
import { expectAccessible, houseAt, inviteTo, openPage, signInAt } from './browser.ts';

// What takes long, as a browser shows it: a run step by step, and a large file on its way.

const house = houseAt('2026-06-15T09:00:00+08:00');
const MB = 1024 * 1024;
let site: Awaited<ReturnType<typeof aSite>>;

beforeAll(async () => {
  site = await aSite(house().app, house().callers, 'P-1', 2_500);
});

test('a run tells how far it is without being asked again, to its end', async () => {
  const { app, callers } = house();
  const person = { username: 'admin', name: '冯管理', role: 'administrator' as const };
  const { uri } = await inviteTo(house(), { ...person, companyId: callers.authority.uscc });
  const page = await openPage(house());
  await signInAt(page, 'admin', uri);
  await app.ownerDb`
    insert into we.job_run (job, day, status, claimed_by, lease_until, started_at, as_of, steps)
    values ('night', '2026-06-14', 'running', gen_random_uuid(), clock_timestamp() + interval '2 minutes', now(), now(), 61)`;
  await page.goto('/progress/night/2026-06-14');
  await expectAccessible(page);
  await app.ownerDb`insert into we.job_step values ('night', '2026-06-14', 'W01', clock_timestamp())`;
  await page.getByText('完成 1 步，共 61 步，刚完成“W01').waitFor();
  expect(
    await page.evaluate('(({ value, max }) => [value, max])(document.querySelector("progress"))'),
  ).toEqual([1, 61]);
  await app.ownerDb`update we.job_run set status = 'done'`;
  await page.getByText('2026-06-14 的任务已经完成').waitFor();
  await expectAccessible(page);
});

test('a large file shows its upload; where the line breaks nothing that was chosen is lost', async () => {
  const { callers } = house();
  const person = { username: 'lizd', name: '李制单', role: 'contractor-clerk' as const };
  await inviteTo(house(), { ...person, companyId: callers.contractor.uscc });
  const page = await openPage(house());
  await signInAt(page, 'lizd', null);
  await page.goto('/payrolls/new?projectCode=P-1');
  const send = page.getByRole('button', { name: '上传并检查' });
  const choose = (size: number) => {
    const buffer = Buffer.alloc(size, '%PDF-1.7 ');
    return page.setInputFiles('#file', { name: '五月.xlsx', mimeType: 'application/pdf', buffer });
  };

  await choose(16 * MB);
  await send.click();
  await page.getByText('网页一次最多受理 15 MB，没有上传').waitFor();
  await expectAccessible(page);

  await choose(3 * MB);
  await page.route('**/payrolls/new/check', (route) => route.abort('connectionreset'));
  await send.click();
  await page.getByText('上传中断，服务器没有收到').waitFor();
  expect(await page.evaluate('document.querySelector("#file").files.length')).toBe(1);

  await page.unroute('**/payrolls/new/check');
  await send.click();
  await page.getByText('这不是表格文件').waitFor();
  await expectAccessible(page);
  // The page that came works like one that was opened.
  await choose(3 * MB);
  await send.click();
  await page.getByText('这不是表格文件').waitFor();
});

test('a payroll that takes long is counted row by row, survives a reload, and is filed from where it ended', async () => {
  const { at, callers } = house();
  const rows = site.workers.map(({ name, idNumber, cardNo }) => [name, idNumber, cardNo, 9, 500]);
  const headings = ['姓名', '身份证号', '工资卡号', '出勤天数', '实发工资'];
  const buffer = Buffer.from(await xlsx([headings, ...rows]));
  const person = { username: 'sunzd', name: '孙制单', role: 'contractor-clerk' as const };
  await inviteTo(house(), { ...person, companyId: callers.contractor.uscc });
  const page = await openPage(house());
  await signInAt(page, 'sunzd', null);
  await page.goto('/payrolls/new?projectCode=P-1&wageMonth=2026-05');
  await page.setInputFiles('#file', {
    ...{ name: '五月.xlsx', buffer },
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
  // Lines are counted as they are written; here the database takes none before it is let go.
  const letGo = await holdUp(at.ownerUrl, 'lock table we.payroll_line in exclusive mode');
  await page.getByRole('button', { name: '上传并检查' }).click();
  await page.waitForURL(/\/tasks\/[0-9a-f-]{36}$/);
  await page.getByText('写入：完成 2,000 行，共 2,500 行').waitFor();
  await expectAccessible(page);
  const bar = '(({ value, max }) => [value, max])(document.querySelector("progress"))';
  expect(await page.evaluate(bar)).toEqual([2000, 2500]);
  await page.reload();
  expect(await page.evaluate(bar)).toEqual([2000, 2500]);
  await letGo();
  await page.getByText('检查通过，还没有提交').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: '提交工资表' }).click();
  await page.getByText('请另一人复核').waitFor();
  await page.goto('/payrolls/new?projectCode=P-1');
  await page.getByText('检查工资表 P-1 2026-05').waitFor();
  await expectAccessible(page);
});
