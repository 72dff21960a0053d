import type { BrowserContext, Page } from 'playwright-core';
import type { DemoWorker } from '../../src/demo/accounts.ts';
import { makeIdNumber } from '../../src/demo/identities.ts';
import type { City } from '../../src/demo/story.ts';
import type { Found } from './walk.ts';

/** A page, and what is done on it before its picture is taken. */
export interface Shot extends Found {
  act?: (page: Page) => Promise<void>;
}

/** A worker's own wages, as the page for workers shows them. */
export const ownWages = ({ site, name, lastSix }: DemoWorker): Shot => ({
  name: 'my-wages-months',
  path: `/my-wages?site=${site.replaceAll(' ', '')}`,
  async act(page) {
    await page.fill('#name', name);
    await page.fill('#lastSix', lastSix);
    await page.click('main button');
  },
});

/** Says once, as that worker, that wages did not come: there is a complaint to look at afterwards. */
export async function complain(stranger: BrowserContext, worker: DemoWorker): Promise<void> {
  const page = await stranger.newPage();
  const { path, act } = ownWages(worker);
  await page.goto(path);
  await act?.(page);
  const form = page.locator('details form').first();
  await page.locator('details summary').first().click();
  await form.locator('button').click();
  await page.getByRole('status').waitFor();
  await page.close();
}

const HEADINGS = ['姓名', '身份证号', '工资卡号', '出勤天数', '应发工资', '实发工资'];
const ROWS = 12;

/** A payroll's sheet with five faults, checked: of the month that waits longest for one. */
const badSheet = (city: City): Shot => ({
  name: 'payrolls-new-checked',
  path: '/payrolls?open=true',
  async act(page) {
    await page.locator('tbody a[href^="/payrolls/new"]').first().click();
    const project = new URL(page.url()).searchParams.get('projectCode');
    const rows = city.steps
      .flatMap(({ action }) =>
        action.type === 'engagements' && action.projectCode === project ? action.engagements : [],
      )
      .slice(0, ROWS)
      .map(({ name, idNumber, cardNo }) => [name, idNumber, cardNo ?? '', '22', '6000', '6000']);
    const spoil = (row: number, column: number, value: string) => {
      (rows[row] as string[])[column] = value;
    };
    spoil(1, 1, '320706199001011234');
    spoil(3, 5, '-1');
    spoil(5, 0, '别人');
    spoil(7, 1, makeIdNumber(9001));
    spoil(9, 5, '6001');
    const csv = [HEADINGS, ...rows].map((row) => row.join(',')).join('\r\n');
    const buffer = Buffer.from(csv);
    await page.setInputFiles('#file', { name: '工资表.csv', mimeType: 'text/csv', buffer });
    await page.locator('form:has(#file) button').first().click();
    await page.locator('table').first().waitFor();
  },
});

const rehearsal: Shot = {
  name: 'rules-rehearsed',
  path: '/rules/W01',
  async act(page) {
    const fold = page.locator('details.act').first();
    await fold.locator('summary').click();
    await fold.locator('input:not([type=hidden])').first().fill('3');
    await fold.locator('button').click();
    await page.locator('main table').first().waitFor();
  },
};

const search: Shot = {
  name: 'search-found',
  path: '/',
  async act(page) {
    await page.fill('.find input', '路');
    await page.click('.find button');
  },
};

/** What a link does not reach, by who sees it. */
export const shotsOf = (city: City, lastNight: string): Readonly<Record<string, Shot[]>> => ({
  inspector: [search],
  'contractor-clerk': [badSheet(city)],
  administrator: [rehearsal, { name: 'progress', path: `/progress/night/${lastNight}` }],
});
