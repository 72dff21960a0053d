import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { siteCode } from '../../src/lib/site-code.ts';
import { testVault } from '../helpers/app.ts';
import { aSite } from '../helpers/firm.ts';
import {
  expectAccessible,
  expectNarrow,
  houseAt,
  inviteTo,
  openPage,
  signInAt,
  textOf,
  ways,
} from './browser.ts';

// The fifth journey: a worker without an account says that his card is kept from him; an inspector sees to it.

describe.each(ways)('$way', (way) => {
  const house = houseAt('2026-05-21T20:00:00+08:00');
  let code: string;
  let worker: { name: string; idNumber: string };

  beforeAll(async () => {
    const { app, callers } = house();
    await app.bank('102');
    const { workers } = await aSite(app, callers);
    worker = workers[0] as typeof worker;
    const [row] = await app.ownerDb<{ id: number }[]>`select id from we.project where code = 'P-1'`;
    code = siteCode(testVault, row?.id as number);
    const companyId = callers.authority.uscc;
    await inviteTo(house(), { username: 'sun', name: '孙监察', role: 'inspector', companyId });
  });

  /** The night of a day, and the inspector the morning after. */
  const morningAfter = async (day: string, next: string, page: Page) => {
    const { app, callers } = house();
    app.setNow(`${next}T00:30:00+08:00`);
    const { key } = callers.authority;
    await app.call('POST', '/job-runs', { key, body: { job: 'night', day } });
    app.setNow(`${next}T09:00:00+08:00`);
    await signInAt(page, 'sun', null);
  };

  test('from a worker’s complaint to a cleared alert', async () => {
    const phone = await openPage(house(), { ...way, viewport: { width: 390, height: 844 } });
    await phone.goto(`/my-wages?site=${code.replaceAll(' ', '')}`);
    await expectAccessible(phone);
    await expectNarrow(phone);
    await phone.getByLabel('姓名').fill(worker.name);
    await phone.getByLabel('身份证号后六位').fill('000000');
    await phone.getByRole('button', { name: '查工资' }).click();
    expect(await phone.getByRole('alert').textContent()).toContain('没有查到');
    await expectAccessible(phone);
    await phone.getByLabel('身份证号后六位').fill(worker.idNumber.slice(-6));
    await phone.getByRole('button', { name: '查工资' }).click();
    expect(await textOf(phone)).toContain('工资表上还没有你');
    await expectAccessible(phone);
    await expectNarrow(phone);
    await phone.getByText('工资卡不在我手里').first().click();
    const form = phone.locator('details[open] form', {
      has: phone.locator('[value=card-withheld]'),
    });
    await form.getByLabel('还想说的话').fill('班组长收走了 <i>三个月</i>');
    await form.getByRole('button').click();
    expect(await phone.getByRole('status').textContent()).toContain('已经告诉劳动监察部门');
    await expectAccessible(phone);
    if (way.javaScriptEnabled) {
      // Whoever takes the phone next and goes back is asked, and shown nobody's wages.
      await phone.goBack();
      expect(await textOf(phone)).not.toContain(worker.name);
      expect(await phone.getByLabel('工地码').isVisible()).toBe(true);
    }

    const desk = await openPage(house(), way);
    await morningAfter('2026-05-21', '2026-05-22', desk);
    await desk.getByRole('link', { name: '扣押工资卡' }).first().click();
    const alert = desk.url();
    expect(await textOf(desk)).not.toContain(worker.name);
    await expectAccessible(desk);
    await desk.getByRole('link', { name: '看这件投诉' }).click();
    await desk.getByText('看投诉内容').click();
    await desk.locator('#reading-reason').fill('核实情况');
    await desk.getByRole('button', { name: '看', exact: true }).click();
    expect(await textOf(desk)).toContain('班组长收走了 <i>三个月</i>');
    await expectAccessible(desk);
    await desk.locator('summary', { hasText: '办结' }).click();
    await desk.getByLabel('结果').selectOption({ label: '已解决，本人确认' });
    await desk.getByLabel('查明的情况').fill('卡已还给本人，本人电话确认');
    await desk.getByRole('button', { name: '办结' }).click();
    expect(await desk.locator('.head').textContent()).toContain('已办结');
    await expectAccessible(desk);

    await morningAfter('2026-05-22', '2026-05-23', desk);
    expect(await desk.getByRole('link', { name: '扣押工资卡' }).count()).toBe(0);
    await desk.goto(alert);
    expect(await desk.locator('.head').textContent()).toMatch(/已(消除|解除)/);
    await expectAccessible(desk);
  });
});
