import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../../src/demo/identities.ts';
import type { TestApp } from '../helpers/app.ts';
import { aSite } from '../helpers/firm.ts';
import { expectAccessible, houseAt, pageOf, textOf, ways } from './browser.ts';

// The third journey: the bank returns a payment to a closed card; the worker is paid to a new one.

const NET_FEN = 600_000;
const NEW_CARD = makeCard(91);

describe.each(ways)('$way', (way) => {
  const house = houseAt('2026-05-08T09:00:00+08:00');
  let bank: Awaited<ReturnType<TestApp['bank']>>;
  let clerk: Page;
  let approver: Page;

  const say = (endToEndId: string, outcome: string, at: string, more: object = {}) =>
    bank.events('payout.result', [{ endToEndId, outcome, amountFen: NET_FEN, at, ...more }]);

  beforeAll(async () => {
    const { app, callers } = house();
    app.setNow('2026-05-07T09:00:00+08:00');
    bank = await app.bank('102');
    const { workers } = await aSite(app, callers);
    const { uscc: companyId, key, approver: second } = callers.contractor;
    const lines = workers.map((one) => ({
      ...one,
      workDays: 20,
      grossFen: NET_FEN,
      netFen: NET_FEN,
    }));
    const body = { wageMonth: '2026-03', employerUscc: companyId, lines };
    const { body: batch } = await app.call('POST', '/projects/P-1/payroll-batches', { key, body });
    const act = (what: string, by: string, sent: object = {}) =>
      app.call('PUT', `/payroll-batches/${batch.batchId}/${what}`, { key: by, body: sent });
    await act('approval', second, { totalNetFen: lines.length * NET_FEN });
    await act('order', key);
    const at = '2026-05-07T08:00:00+08:00';
    await say(`${batch.batchNo}-1`, 'paid', at);
    await say(`${batch.batchNo}-2`, 'returned', at, { reasonCode: 'AC04' });
    await say(`${batch.batchNo}-3`, 'paid', at);
    app.setNow('2026-05-08T09:00:00+08:00');
    clerk = await pageOf(house(), way, {
      ...{ username: 'lizd', name: '李制单', role: 'contractor-clerk', companyId },
    });
    approver = await pageOf(house(), way, {
      ...{ username: 'wangfh', name: '王复核', role: 'contractor-approver', companyId },
    });
  });

  test('from a returned payment to a new card to rescued wages', async () => {
    await clerk.getByRole('link', { name: '工资发放' }).click();
    const failed = clerk.locator('section', { hasText: '没有发成、等您补发的工资' });
    await expectAccessible(clerk);
    await failed.locator('[data-name=批次] a').click();
    const first = clerk.url();
    expect(await textOf(clerk)).toContain('账户已销户');
    await expectAccessible(clerk);
    await clerk.getByRole('link', { name: /补发 1 笔/ }).click();
    expect(await textOf(clerk)).toContain('请本人另报一张卡');
    await expectAccessible(clerk);

    await clerk.getByLabel('第 2 行新卡号').fill('6222 0000');
    await clerk.getByRole('button', { name: '提交补发批次' }).click();
    expect(await clerk.getByRole('alert').textContent()).toContain('第 2 行');
    const card = clerk.getByLabel('第 2 行新卡号');
    expect(await card.inputValue()).toBe('6222 0000');
    await expectAccessible(clerk);
    await card.fill(NEW_CARD);
    await clerk.getByRole('button', { name: '提交补发批次' }).click();
    expect(await clerk.getByRole('status').textContent()).toContain('补发');
    await expectAccessible(clerk);

    const again = new URL(clerk.url()).pathname;
    await approver.goto(again);
    await approver.getByRole('button', { name: '复核通过' }).click();
    await clerk.goto(again);
    await clerk.getByRole('button', { name: '下达银行代发' }).click();
    const batchNo = await clerk.locator('h1 .num').textContent();
    await say(`${batchNo}-1`, 'paid', '2026-05-08T08:30:00+08:00');

    await clerk.goto(first);
    expect(await textOf(clerk)).toMatch(new RegExp(`已补发（${batchNo}）.*已到账`));
    expect(await clerk.getByRole('link', { name: /补发 \d/ }).count()).toBe(0);
    await expectAccessible(clerk);
    await clerk.getByRole('link', { name: '工资发放' }).click();
    expect(await failed.count()).toBe(0);
    await clerk.goto('/payrolls?open=false');
    const march = { has: clerk.locator('[data-name=月份]', { hasText: '2026-03' }) };
    expect(await clerk.locator('tbody tr', march).textContent()).toContain('发清');
  });
});
