import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type DemoAccount, nameOf } from '../../src/demo/accounts.ts';
import { makeCity } from '../../src/demo/city.ts';
import { drive } from '../../src/demo/drive.ts';
import { spendMorning } from '../../src/demo/morning.ts';
import { makeMeter } from '../../src/demo/progress.ts';
import { setStage } from '../../src/demo/stage.ts';
import { totpOf } from '../../src/demo/totp.ts';
import { dayOf, daysBetween } from '../../src/lib/day.ts';
import { launchChromium } from './chromium.ts';
import { complain, ownWages, type Shot, shotsOf } from './shots.ts';
import { type Found, walk } from './walk.ts';

const USAGE = `用法：npm run pictures -- 目录
  让演示城市过完它的几个月，再以每一种账户打开每一个页面并截图：1440 和 390 像素宽，浅色和深色，另有英文；
  README 用的三张另存为 today.png、alert.png、project.png。`;

const TO = '2026-10-31';
const MORNING_AFTER = new Date('2026-11-01T09:00:00+08:00');
const CITY = { seed: 1, projects: 12, workers: 400, months: 4, to: TO };
const STEP_MS = 30_000;
const HEIGHT = 900;
/** Of what the README shows: down to where the money stood. */
const README_HEIGHT = 1300;

const LOOKS = [
  { width: 1440, colorScheme: 'light', language: 'zh' },
  { width: 1440, colorScheme: 'dark', language: 'zh' },
  { width: 390, colorScheme: 'light', language: 'zh' },
  { width: 390, colorScheme: 'dark', language: 'zh' },
  { width: 1440, colorScheme: 'light', language: 'en' },
] as const;

/** What the README shows, of the pages of the head of supervision: today, wages that are late, and a project. */
const README: readonly (readonly [as: string, page: string, more: string])[] = [
  ['today', 'home', ''],
  ['alert', 'alerts', '?rule=W01&level=red&status=open'],
  ['project', 'projects-projectCode', ''],
];

const { positionals } = parseArgs({ allowPositionals: true });
const [folder] = positionals;
if (folder === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else await takeAll(folder);

async function takeAll(to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const city = makeCity(CITY);
  const stage = await setStage(city, 0);
  let browser: Browser;
  try {
    console.log(`演示城市 ${city.fromDay} 至 ${city.toDay}，然后截图`);
    const meter = makeMeter(city.steps.length, daysBetween(city.fromDay, city.toDay) + 1);
    const driven = await drive(city, stage.client, { onProgress: meter.show }).finally(meter.stop);
    stage.freeClock();
    // Not before: one that stood idle for minutes was seen to open no page any more.
    browser = await launchChromium();
    const signed = new Map<string, BrowserContext>();
    const { accounts, worker } = await stage.makeAccounts();
    // The second of a role sees what the first does.
    for (const account of accounts.filter(({ username, role }) => username === role))
      signed.set(account.username, await signIn(browser, stage.url, account));
    stage.client.setClock(MORNING_AFTER);
    const stranger = await browser.newContext({ baseURL: stage.url, locale: 'zh-CN' });
    await spendMorning(city, driven.caller, {
      today: dayOf(MORNING_AFTER),
      colleague: nameOf(accounts, 'inspector'),
    });
    await complain(stranger, worker);
    const acted = shotsOf(city, TO);
    for (const [who, context] of signed) {
      // What is not paid in full comes first: of batches, one that has something to tell.
      const reached = await walk(context.request, ['/payrolls?open=true', '/']);
      const pages = [...reached, ...(acted[who] ?? [])];
      if (who === 'supervisor') await takeForReadme(context, reached, to);
      await takeOf(context, pages, (name) => join(to, `${who}-${name}`));
      console.log(`${who}: ${pages.length} 个页面`);
    }
    const open = await walk(stranger.request, ['/sign-in', '/my-wages', '/invitation']);
    const more = [{ name: 'verify', path: '/verify' }, ownWages(worker)];
    await takeOf(stranger, [...open, ...more], (name) => join(to, `anybody-${name}`));
  } finally {
    await stage.stop();
  }
  // Not after a fault: a Chromium that is broken never says that it closed, and it ends with this process.
  await browser.close();
}

async function signIn(
  browser: Browser,
  url: string,
  { username, password, totpSecret }: DemoAccount,
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('main button');
  if (totpSecret !== null) {
    // The code of now was used for enrolment; the next one counts as well.
    const uri = `otpauth://totp/demo?secret=${totpSecret}`;
    await page.fill('#code', totpOf(uri, new Date(Date.now() + STEP_MS)));
    await page.click('main button');
  }
  // A page that is closed while its form is on the way leaves nobody signed in.
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
  await page.close();
  return context;
}

type NameOf = (name: string) => string;

async function takeOf(context: BrowserContext, pages: readonly Shot[], nameOf: NameOf) {
  const page = await context.newPage();
  for (const look of LOOKS) {
    const { width, colorScheme, language } = look;
    await page.goto(`/language/${language}?to=/sign-in`);
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme });
    for (const { name, path, act } of pages) {
      await page.goto(path);
      await act?.(page);
      const more = [width, colorScheme, ...(language === 'zh' ? [] : [language])].join('-');
      await page.screenshot({ path: `${nameOf(name)}-${more}.png`, fullPage: true });
    }
  }
  await page.close();
}

async function takeForReadme(context: BrowserContext, pages: readonly Found[], to: string) {
  const page: Page = await context.newPage();
  await page.goto('/language/zh?to=/');
  await page.setViewportSize({ width: 1280, height: README_HEIGHT });
  for (const [as, name, more] of README) {
    const found = pages.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no page ${name}`);
    await page.goto(`${found.path.split('?')[0]}${more}`);
    if (more !== '') await page.locator('tbody a').first().click();
    await page.screenshot({ path: join(to, `${as}.png`) });
  }
  await page.close();
}
