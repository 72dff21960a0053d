import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { xlsx } from '../adapters/excel/build-table.ts';
import { aSite } from '../helpers/firm.ts';
import { codeNow, PASSWORD } from '../helpers/people.ts';
import {
  expectAccessible,
  houseAt,
  inviteTo,
  openPage,
  pageOf,
  signInAt,
  textOf,
  ways,
} from './browser.ts';

// What people do to forms: send them twice, go back, leave them open past the session's end, type markup.

const WORDS = '资金<b>尚未</b>到位 & "下月" 拨付 <script>alert(1)</script>';
const INSTALMENT = '/instalments/P-1/2026-03';

describe.each(ways)('$way', (way) => {
  const NOW = '2026-05-12T09:00:00+08:00';
  const AFTER_THE_SESSION = '2026-05-12T09:31:00+08:00';
  const house = houseAt(NOW);

  beforeAll(async () => {
    const { app, callers } = house();
    await app.bank('102');
    const { send } = await aSite(app, callers);
    const progress = { valueFen: 2_000_000_00, confirmedOn: '2026-04-01' };
    await send('PUT', '/projects/P-1/progress/2026-03', progress);
  });

  beforeEach(() => house().app.setNow(NOW));

  const stated = async () => {
    const [row] = await house().app.ownerDb<{ n: number }[]>`
      select count(*)::int as n from we.transfer_delay`;
    return row?.n;
  };

  test('a form sent twice, gone back to and sent again, counts once; markup stays words', async () => {
    const companyId = house().callers.owner.uscc;
    const page = await pageOf(house(), way, {
      ...{ username: 'zhaojf', name: '<i>赵</i>甲方', role: 'owner-clerk', companyId },
    });
    await page.goto(INSTALMENT);
    await page.getByLabel('原因类别').selectOption({ label: '资金不足' });
    await page.getByLabel('具体说明').fill(WORDS);
    await page.getByRole('button', { name: '提交说明' }).dblclick();
    await page.locator('.banner-good').waitFor();
    expect(await stated()).toBe(1);
    expect(await textOf(page)).toContain(WORDS);
    expect(await page.locator('main b:has-text("尚未"), .bar i, main script').count()).toBe(0);
    expect(await page.locator('.who').textContent()).toContain('<i>赵</i>甲方');
    await expectAccessible(page);

    await page.goBack();
    // Who goes back sees that it was sent; sent again all the same it is known by its key, which a script brings back.
    expect(await textOf(page)).toContain(WORDS);
    expect(await page.getByLabel('具体说明').inputValue()).toBe(WORDS);
    const again = page.getByRole('button', { name: '提交说明' });
    if (way.javaScriptEnabled) {
      await again.click();
      await page.locator('.banner-good').waitFor();
      expect(await stated()).toBe(1);
      await page.goBack();
      await page.getByLabel('具体说明').fill('改口：下月拨付');
      await again.click();
      await page.locator('.banner-good').waitFor();
      expect(await stated()).toBe(2);
    }
    await page.context().close();
  });

  test('a session that ended while a form was typed loses nothing, nor does one with a second factor', async () => {
    const { app, callers } = house();
    const { uri } = await inviteTo(house(), {
      ...{ username: 'qian', name: '钱负责', role: 'supervisor' },
      companyId: callers.authority.uscc,
    });
    const { body } = await app.call('GET', '/alerts', { key: callers.authority.key });
    expect(body.items).toEqual([]);
    await app.call('POST', '/job-runs', {
      ...{ key: callers.authority.key, body: { job: 'night', day: '2026-05-11' } },
    });
    const page = await openPage(house(), way);
    await signInAt(page, 'qian', uri);
    await page.goto('/alerts');
    await page.locator('tbody a').first().click();
    await page.locator('summary', { hasText: '批注' }).click();
    await page.locator('#comment-text').fill(WORDS);
    const alert = page.url();
    app.setNow(AFTER_THE_SESSION);
    await page.getByRole('button', { name: '保存批注' }).click();
    expect(await textOf(page)).toContain('刚才填写的内容还在');
    await expectAccessible(page);
    await page.fill('#username', 'qian');
    await page.fill('#password', '不是这个密码，手误打错了');
    await page.click('main button');
    await page.fill('#username', 'qian');
    await page.fill('#password', PASSWORD);
    await page.click('main button');
    await expectAccessible(page);
    await page.fill('#code', '000000');
    await page.click('main button');
    // The code of this half minute was used at the first signing in.
    await app.ownerDb`update we.two_factor set used_codes = '{}'`;
    await page.fill('#code', codeNow(uri as string));
    await page.click('main button');
    expect(await textOf(page)).toContain('尚未提交');
    expect(await textOf(page)).toContain(WORDS);
    await expectAccessible(page);
    await page.getByRole('button', { name: '提交' }).click();
    await page.locator('.banner-good').waitFor();
    expect(page.url().split('?')[0]).toBe(alert);
    expect(await page.locator('blockquote', { hasText: '尚未' }).textContent()).toBe(WORDS);
    await page.context().close();
  });

  test('a table uploaded after the session’s end leads back to its form', async () => {
    const { app, callers } = house();
    const page = await pageOf(house(), way, {
      ...{ username: 'lizd', name: '李制单', role: 'contractor-clerk' },
      companyId: callers.contractor.uscc,
    });
    await page.goto('/payrolls/new?projectCode=P-1&wageMonth=2026-03');
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const buffer = Buffer.from(
      await xlsx([
        ['姓名', '实发工资'],
        ['工人1', 6000],
      ]),
    );
    // More than a stranger's form may weigh.
    const large = Buffer.concat([buffer, Buffer.alloc(1024 * 1024)]);
    await page.setInputFiles('#file', { name: '三月.xlsx', mimeType, buffer: large });
    app.setNow(AFTER_THE_SESSION);
    await page.getByRole('button', { name: '上传并检查' }).click();
    await page.fill('#username', 'lizd');
    await page.fill('#password', PASSWORD);
    await page.click('main button');
    expect(await page.locator('h1').textContent()).toBe('报送工资表');
    await expectAccessible(page);
    await page.context().close();
  });
});
