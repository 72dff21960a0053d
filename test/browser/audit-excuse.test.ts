import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../helpers/app.ts';
import { ACCOUNT, aSite } from '../helpers/firm.ts';
import { expectAccessible, houseAt, pageOf, textOf, ways } from './browser.ts';

// The fourth journey: wages are late, the owner says that an audit must come first; from that excuse to one letter to both.

const WORKERS = 12;
const NET_FEN = 600_000;
const EXCUSE = '本工程须待财政评审中心出具审计结论后方可办理结算，<b>请理解</b>。';

describe.each(ways)('$way', (way) => {
  const house = houseAt('2026-05-20T09:00:00+08:00');
  let bank: Awaited<ReturnType<TestApp['bank']>>;
  let owner: Page;

  /** The night of a day, with the bank's word that all of it was told. */
  const night = async (day: string, next: string) => {
    const { app, callers } = house();
    app.setNow(`${next}T00:30:00+08:00`);
    await bank.events('feed.complete', { accountNo: ACCOUNT, through: day });
    const { key } = callers.authority;
    const run = await app.call('POST', '/job-runs', { key, body: { job: 'night', day } });
    expect(run.body.status).toBe('done');
    app.setNow(`${next}T09:00:00+08:00`);
  };
  const supervisor = (username: string, name: string) =>
    pageOf(house(), way, {
      ...{ username, name, role: 'supervisor', companyId: house().callers.authority.uscc },
    });

  beforeAll(async () => {
    const { app, callers } = house();
    bank = await app.bank('102');
    const { workers, send } = await aSite(app, callers, 'P-1', WORKERS);
    const { uscc, key } = callers.contractor;
    const lines = workers.map((one) => ({
      ...one,
      workDays: 20,
      grossFen: NET_FEN,
      netFen: NET_FEN,
    }));
    const body = { wageMonth: '2026-03', employerUscc: uscc, lines };
    await app.call('POST', '/projects/P-1/payroll-batches', { key, body });
    const claim = { level: 'whole', claimedFen: 500_000_000, deliveredOn: '2026-03-02' };
    await send('POST', '/projects/P-1/settlements', claim);
    owner = await pageOf(house(), way, {
      ...{ username: 'zhaojf', name: '赵甲方', role: 'owner-clerk' },
      companyId: callers.owner.uscc,
    });
  });

  test('from an excuse to a joint letter', async () => {
    await owner.getByRole('link', { name: '拨付与结算' }).click();
    await expectAccessible(owner);
    await owner.locator('a[href^="/settlements/"]').first().click();
    await expectAccessible(owner);
    await owner.getByText('说明延期理由').click();
    await owner.getByLabel('原因类别').selectOption({ label: '其他' });
    await owner.getByLabel('具体说明').fill(EXCUSE);
    await owner.locator('details[open]').getByRole('button', { name: '登记' }).click();
    expect(await textOf(owner)).toContain('系统识别为不得采用的理由');
    expect(await textOf(owner)).toContain('<b>请理解</b>');
    await expectAccessible(owner);
    await night('2026-05-20', '2026-05-21');

    const first = await supervisor('qian', '钱负责');
    await expectAccessible(first);
    await first.getByRole('link', { name: '预警', exact: true }).click();
    await first.getByRole('link', { name: '疑似以审计为由' }).first().click();
    await expectAccessible(first);
    await first.getByRole('link', { name: '看这项结算' }).click();
    await expectAccessible(first);
    expect(await first.locator('mark').first().textContent()).toContain('审');
    await first.getByRole('link', { name: '结算', exact: true }).click();
    await expectAccessible(first);
    await first.getByLabel('复核意见').fill('以评审结论为办理结算的前提');
    await first.getByRole('button', { name: '确为不得采用的理由' }).click();
    expect(await textOf(first)).toContain('已复核：确为不得采用的理由');
    await expectAccessible(first);
    await night('2026-05-21', '2026-05-22');
    await night('2026-05-22', '2026-05-23');

    const second = await supervisor('zhou', '周负责');
    const queue = second.locator('tbody tr', { hasText: '审计' }).first();
    expect(await queue.textContent()).toContain('红');
    await queue.getByRole('link').first().click();
    await expectAccessible(second);
    await second.getByRole('link', { name: /督办函/ }).click();
    expect(await textOf(second)).toContain('建设单位1、施工单位1');
    await expectAccessible(second);
    await second.getByRole('button', { name: '签发' }).click();
    expect(await second.locator('h1').textContent()).toMatch(/督办函.*〔2026〕\d+号/);
    await expectAccessible(second);
  });
});
