import { beforeAll, describe, expect, test } from 'vitest';
import { projectOf, workersOf } from '../helpers/site.ts';
import { expectAccessible, houseAt, inviteTo, openPage, signInAt } from './browser.ts';

// The first of the five journeys: the owner's instalment did not come; from the queue to the served paper.

const house = houseAt('2026-05-21T09:00:00+08:00');
const ACCOUNT = '32050165436000000456';
const uris: (string | null)[] = [];

/** A site whose owner owes the instalment of April since 10 May. */
beforeAll(async () => {
  const { app, callers } = house();
  const tell = async (
    who: 'authority' | 'contractor',
    method: string,
    path: string,
    body: object,
  ) => {
    const answer = await app.call(method, path, { key: callers[who].key, body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { authority, contractor } = callers;
  for (const [n, code] of ['P-1', 'P-2'].entries()) {
    await tell('authority', 'PUT', `/projects/${code}`, {
      ...projectOf(callers),
      name: `海州安置房${n + 1}期`,
    });
    await tell('authority', 'PUT', `/projects/${code}/contract`, {
      ...{
        signedOn: '2026-01-02',
        totalFen: 80_000_000_00,
        contractorSize: 'medium',
        labourCostFen: 900_000_00,
      },
      ...{ transferDay: 10, payDay: 15, payMonthOffset: 1 },
    });
    await tell('contractor', 'POST', `/projects/${code}/wage-accounts`, {
      ...{
        bankCode: '102',
        accountNo: `${ACCOUNT}${n}`,
        accountName: '农民工工资专户',
        openedOn: '2026-01-15',
      },
    });
    await tell('contractor', 'POST', `/projects/${code}/engagements`, {
      engagements: workersOf(3).map((one) => ({
        ...one,
        employerUscc: contractor.uscc,
        enteredOn: '2026-04-01',
      })),
    });
  }
  await app.ownerDb`insert into we.bank (code, name) values ('102', '虚构银行') on conflict do nothing`;
  const bank = await app.bank('102');
  // What was learnt late makes no paper on that day: the nights after it draft.
  for (const [now, day] of [
    ['2026-05-22T09:00:00+08:00', '2026-05-21'],
    ['2026-05-23T09:00:00+08:00', '2026-05-22'],
    ['2026-05-24T09:00:00+08:00', '2026-05-23'],
  ] as const) {
    app.setNow(now);
    for (const n of [0, 1])
      await bank.events('feed.complete', { accountNo: `${ACCOUNT}${n}`, through: day });
    await tell('authority', 'POST', '/job-runs', { job: 'night', day });
  }
  const people = { companyId: authority.uscc, role: 'supervisor' } as const;
  for (const [username, name] of [
    ['qian', '钱负责'],
    ['zhou', '周负责'],
  ] as const)
    uris.push((await inviteTo(house(), { username, name, ...people })).uri);
});

describe.each([
  ['with scripts', true, 'P-1', 1440, 'qian', 0],
  ['without scripts, on a phone', false, 'P-2', 390, 'zhou', 1],
])('%s', (_, javaScriptEnabled, code, width, username, n) => {
  test('from the queue to the served paper', async () => {
    const page = await openPage(house(), { javaScriptEnabled, viewport: { width, height: 900 } });
    const look = () => expectAccessible(page);
    await signInAt(page, username, uris[n] ?? null);
    await page.waitForURL('**/');
    await look();
    let clicks = 0;
    const click = async (what: ReturnType<typeof page.locator>) => {
      clicks += 1;
      await what.click();
    };
    const row = page.locator('tbody tr', { hasText: code }).filter({ hasText: '人工费用逾期拨付' });
    await click(row.first().getByRole('link', { name: '人工费用逾期拨付' }));
    await look();
    expect(await page.locator('h1').textContent()).toContain('人工费用逾期拨付');
    expect(await page.locator('main').textContent()).toMatch(
      /拨付人工费用 2026-\d\d.*900,000\.00 元/s,
    );
    await click(
      page
        .locator('section', { hasText: '文书' })
        .getByRole('link', { name: /函|通知书/ })
        .first(),
    );
    await look();
    await click(page.getByRole('button', { name: '签发' }));
    expect(clicks).toBeLessThanOrEqual(5);
    expect(await page.getByRole('status').textContent()).toContain('已签发');
    expect(await page.locator('h1').textContent()).toMatch(/〔2026〕\d+号/);
    await look();
    await page.fill('#takenBy', '收发室李某');
    await page.click('text=登记送达');
    expect(await page.locator('.head').textContent()).toContain('已送达');
    const paper = await page.request.get(
      (await page.getByRole('link', { name: '打开 PDF' }).getAttribute('href')) as string,
    );
    expect([paper.status(), (await paper.body()).subarray(0, 5).toString()]).toEqual([
      200,
      '%PDF-',
    ]);
    await page.context().close();
  });
});

test('whoever is not signed in sees the door, in both languages and in the dark', async () => {
  const page = await openPage(house(), { colorScheme: 'dark' });
  await page.goto('/');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'English' }).click();
  expect(await page.locator('h1').textContent()).toBe('Sign in');
  await expectAccessible(page);
  await page.context().close();
});
